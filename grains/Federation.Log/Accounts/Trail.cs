using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;

namespace Federation.Log.Accounts;

/// <summary>One thing that the trail of signing in tells.</summary>
/// <param name="What">Its permanent name: <c>sign-in</c>, <c>password-reset</c> …</param>
/// <param name="Account">Whose account it is about; null where nobody has the name that was typed.</param>
/// <param name="Actor">Who did it: an account, or <c>anonymous</c>.</param>
/// <param name="Place">The beginning of the address: enough to know a place again, not a person's line.</param>
/// <param name="Mark">An HMAC of the network, to find all that came from one.</param>
/// <param name="Device">What kind of device it was: <c>android/wechat</c>.</param>
/// <param name="About">What more there is to say, such as what was exported; never anything personal.</param>
public sealed record TrailEntry(
    string What, string? Account, string Actor, string Place = "", string Mark = "", string Device = "",
    string About = "");

/// <summary>Who signed in, or tried to, and what was done to accounts and taken out: rows beside the log, each with a
/// hash over the one before, so that a row changed or taken out shows. What was kept long enough goes from the
/// beginning, and the hash of the last that went stays.</summary>
/// <remarks>Like the log's chain it shows accidents and a careless hand; a forger who rewrites all of it is shown by
/// its head, written down elsewhere.</remarks>
public static class Trail
{
    /// <summary>Tells, in one transaction with the rows that it is about.</summary>
    public static Task Tell(this EventLog log, IReadOnlyList<TrailEntry> entries, params Rowset[] with) =>
        log.Alone(writer => Write(log, writer, entries, with));

    public static Task Tell(this EventLog log, TrailEntry entry, params Rowset[] with) => log.Tell([entry], with);

    /// <summary>The same by hand, where no writer runs: a verb's.</summary>
    public static void Write(
        EventLog log, DbConnection writer, IReadOnlyList<TrailEntry> entries, params Rowset[] with)
    {
        log.Dialect.Lock(writer, new([], [], [], [])); // Also of the trail's head: one tells at a time.
        var (number, hash, kept, keptHash) = HeadOf(writer);
        var (at, rows) = (Micros.Of(log.Clock.GetUtcNow()), new List<object?[]>());
        foreach (var e in entries)
        {
            object?[] row = [++number, at, e.What, e.Account, e.Actor, e.Place, e.Mark, e.Device, e.About];
            rows.Add([.. row, hash = Next(hash, row)]);
        }

        log.Dialect.Commit(writer, [
            .. with, .. with.SelectMany(rowset => Guards.Over(log, rowset)), Rowset.Insert(Tables.Trail, rows),
            Rowset.Put(Tables.TrailHead, 1L, number, hash, kept, keptHash)]);
    }

    /// <summary>Lets go of what was told before; how many went.</summary>
    public static async Task<int> ForgetTrail(this EventLog log, DateTimeOffset before)
    {
        var going = log.Rows.One(
            "select count(*) from trail where at < @before", r => r.GetInt64(0), ("before", before));
        if (going > 0) await log.Alone(writer =>
        {
            log.Dialect.Lock(writer, new([], [], [], []));
            var (number, hash, kept, keptHash) = HeadOf(writer);
            foreach (var row in Maintenance.Read(
                writer, $"select number, hash from trail where at < {Micros.Of(before)} order by number desc limit 1"))
                (kept, keptHash) = (row.GetInt64(0), (byte[])row[1]);
            Schema.Run(writer, $"delete from trail where number <= {kept}");
            log.Dialect.Commit(writer, [Rowset.Put(Tables.TrailHead, 1L, number, hash, kept, keptHash)]);
        });
        return (int)going;
    }

    /// <summary>What is wrong with the trail: gaps, broken links, another end than the head's. Needs no key.</summary>
    public static readonly Check Check = new("登录与账号记录 trail of sign-ins", given =>
    {
        if (!given.Has(Tables.Trail)) return []; // An older version's.
        var head = HeadOf(given.Connection);
        var (damages, at, hash) = (new List<string>(), head.Kept, head.KeptHash);
        foreach (var stored in given.Read(
            "select number, at, what, account, actor, place, mark, device, about, hash from trail " +
            "order by number"))
        {
            var row = Maintenance.ValuesOf(stored);
            if ((long)row[0]! != at + 1) Tell(at + 1, $"missing: after {at} comes {row[0]}");
            else if (!Next(hash, row[..^1]).AsSpan().SequenceEqual((byte[])row[^1]!))
                Tell(at + 1, "the chain breaks here");
            (at, hash) = ((long)row[0]!, (byte[])row[^1]!);
        }

        if (at != head.Number) Tell(at + 1, $"missing: the head says {head.Number}");
        else if (!hash.AsSpan().SequenceEqual(head.Hash)) Tell(at, "the head's hash is not the last row's");
        return damages;

        void Tell(long number, string what) => damages.Add($"{number}: {what}");
    });

    private static (long Number, byte[] Hash, long Kept, byte[] KeptHash) HeadOf(DbConnection connection)
    {
        foreach (var row in Maintenance.Read(
            connection, "select number, hash, kept, kept_hash from trail_head where id = 1"))
            return (row.GetInt64(0), (byte[])row[1], row.GetInt64(2), (byte[])row[3]);
        return (0, Chain.Origin, 0, Chain.Origin);
    }

    /// <summary>Over the hash before and every column, as JSON, in which no value runs into the next.</summary>
    private static byte[] Next(byte[] previous, object?[] row) =>
        SHA256.HashData([.. previous, .. JsonSerializer.SerializeToUtf8Bytes(row, Json.Options)]);
}
