using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Federation.Log;

/// <summary>Damage found in the log, by the position it shows at.</summary>
public sealed record Damage(long Position, string What);

/// <summary>What operators run: verify the log, rebuild the rows from it, dump the rows to compare.</summary>
public static class Maintenance
{
    private const int DamagesMax = 100, ProgressEach = 20_000;

    /// <summary>Positions gapless, chain intact, versions gapless per stream, every body readable, head as the last
    /// event.</summary>
    /// <remarks>May run while others write: it reads one moment's state.</remarks>
    /// <param name="against">A head (position, hash) written down elsewhere earlier: shows a forger, not only
    /// accidents.</param>
    public static IReadOnlyList<Damage> Verify(
        this EventLog log, (long Position, string Hash)? against = null, Action<long>? progress = null)
    {
        try
        {
            using var snapshot = log.Dialect.OpenSnapshot();
            return log.Verify(snapshot, against, progress);
        }
        catch (DbException unreadable) when (log.Dialect.FaultOf(unreadable) != StorageFault.CannotOpen) // None there.
        {
            return [new(0, $"events: 无法读取 cannot be read: {unreadable.Message}")];
        }
    }

    /// <summary>On a connection whose transaction sees one state.</summary>
    internal static IReadOnlyList<Damage> Verify(
        this EventLog log, DbConnection connection, (long Position, string Hash)? against, Action<long>? progress)
    {
        var damages = new List<Damage>();
        var versions = new Dictionary<string, long>();
        var (position, hash) = (0L, Chain.Origin);
        foreach (var row in Read(connection, $"select {EventLog.EventColumns}, hash from events order by position"))
        {
            if (damages.Count >= DamagesMax) break;
            var stored = EventLog.ToRow(row);
            var own = (byte[])row[9];
            if (stored.Position != position + 1)
                Tell(position + 1, $"missing: after {position} comes {stored.Position}");
            else if (!Chain.Next(hash, stored).AsSpan().SequenceEqual(own))
                Tell(stored.Position, "the chain breaks here");
            var version = versions.GetValueOrDefault(stored.Stream) + 1;
            if (stored.Version != version)
                Tell(stored.Position, $"{stored.Stream} goes from {version - 1} to {stored.Version}");
            if (Unreadable(log, stored) is { } why) Tell(stored.Position, why);
            if (against is { } witness
                && witness.Position == stored.Position
                && witness.Hash != Convert.ToHexStringLower(own))
                Tell(stored.Position, "differs from the witness");
            versions[stored.Stream] = stored.Version;
            (position, hash) = (stored.Position, own); // Each damage is told once: go on from what is stored.
            if (position % ProgressEach == 0) progress?.Invoke(position);
        }

        if (damages.Count >= DamagesMax) return damages;
        damages.AddRange(OfTheEnd(HeadOf(connection), position, hash, against));
        return damages;

        void Tell(long at, string what) => damages.Add(new(at, what));
    }

    private static IEnumerable<Damage> OfTheEnd(
        (long Position, byte[] Hash) head, long position, byte[] hash, (long Position, string Hash)? against)
    {
        if (head.Position != position)
            yield return new(
                Math.Min(head.Position, position) + 1,
                $"the head says {head.Position}, the last event is {position}");
        else if (!head.Hash.AsSpan().SequenceEqual(hash))
            yield return new(position, "the head's hash is not the last event's");
        if (against is { } w && w.Position > position)
            yield return new(position + 1, $"the witness saw position {w.Position}");
    }

    internal static (long Position, byte[] Hash) HeadOf(DbConnection connection) =>
        Read(connection, "select position, hash from head where id = 1")
            .Select(r => (r.GetInt64(0), (byte[])r[1])).Single();

    /// <summary>The rows as they come, without limit of time: the one reader stands on each in turn.</summary>
    internal static IEnumerable<DbDataReader> Read(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        using var rows = command.ExecuteReader();
        while (rows.Read()) yield return rows;
    }

    /// <summary>A row's values as a rowset takes them.</summary>
    internal static object?[] ValuesOf(DbDataReader row)
    {
        var values = new object?[row.FieldCount];
        for (var i = 0; i < values.Length; i++) values[i] = row.IsDBNull(i) ? null : row.GetValue(i);
        return values;
    }

    /// <summary>Whether a gateway or silo works on it at this moment: one of them holds a lease.</summary>
    public static bool IsWorkedOn(this EventLog log) => log.Rows.One(
        "select count(*) from leases where until > @now", r => r.GetInt64(0), ("now", log.Clock.GetUtcNow())) > 0;

    /// <summary>The head to write down elsewhere: position and hash.</summary>
    public static (long Position, string Hash) Witness(this EventLog log) => log.Rows.One(
        "select position, hash from head where id = 1", r => (r.GetInt64(0), Convert.ToHexStringLower((byte[])r[1])));

    /// <summary>A hash per derived table over its rows in key order: equal before and after a rebuild.</summary>
    public static IReadOnlyDictionary<string, string> Dump(this EventLog log) =>
        log.Catalogue.Tables.ToDictionary(t => t.Name, t => DumpOf(log, t));

    private static string DumpOf(EventLog log, Table table)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var columns = string.Join(", ", table.Key.Concat(table.Columns).Select(c => c.Name));
        log.Rows.EachUnlimited($"select {columns} from {table.Name} order by {Schema.KeyOf(table)}", row =>
        {
            var values = Enumerable.Range(0, row.FieldCount).Select(i => row.IsDBNull(i) ? null : row[i]);
            hash.AppendData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(values, Json.Options)));
        });
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string? Unreadable(EventLog log, in EventRow stored)
    {
        try
        {
            log.ToEvent(stored);
            return null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or FormatException)
        {
            return $"unreadable: {e.Message}";
        }
    }
}
