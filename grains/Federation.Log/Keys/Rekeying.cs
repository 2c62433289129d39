using System.Data.Common;
using System.Security.Cryptography;

namespace Federation.Log;

/// <summary>What a change of the master key did.</summary>
/// <param name="Lost">Records that neither key opens: they are as they were.</param>
public sealed record Rekeyed(long Rewrapped, long Lost);

/// <summary>Another master key: what the old one wrapped is wrapped by the new one, in batches, while nobody works on
/// the database.</summary>
/// <remarks>Can be killed at any moment and begun again with the same two keys: each wrapped key tells which master key
/// opens it, and until all are done no start is allowed with either. The payloads' key does not change: a command that
/// is sent again after it meets its outcome.</remarks>
public static class Rekeying
{
    private const int BatchRows = 1_000;

    /// <summary>Where keys lie that the master key wrapped under the row's id.</summary>
    private static readonly (Table Table, string Id, string Wrapped)[] Places = [(Tables.SealedKeys, "id", "wrapped")];

    /// <param name="log">Not started; its vault has the old key.</param>
    /// <exception cref="StartRefusedException">The old key is not this database's, a change to a third one is under
    /// way, or what it vouches for is not whole.</exception>
    public static Rekeyed Rekey(this EventLog log, Vault next, Action<long>? progress = null)
    {
        log.MakeTables([.. Tables.All]);
        using var writer = log.Dialect.OpenWriter();
        if (IsDone(log, next))
        {
            log.Dialect.Scrub(writer); // What it was killed before.
            return new(0, 0);
        }

        Begin(log, writer, next);
        var (rewrapped, lost) = (0L, 0L);
        foreach (var (table, id, wrapped) in Places)
        {
            var last = "";
            while (Batch(log, writer, (table, id, wrapped), last) is { Count: > 0 } batch)
            {
                var changed = new List<object?[]>();
                foreach (var (key, closed) in batch)
                    if (Rewrapped(log.Vault, next, key, closed) is { } again) changed.Add([key, again]);
                    else if (!next.Unwraps(key, closed)) lost++;
                log.Dialect.Lock(writer, new([], [], [], []));
                log.Dialect.Commit(
                    writer, changed.Count == 0 ? [] : [new(table, WriteMode.Put, [id, wrapped], changed)]);
                rewrapped += changed.Count;
                progress?.Invoke(rewrapped);
                last = batch[^1].Id;
            }
        }

        End(log, writer, next, rewrapped);
        log.Dialect.Scrub(writer);
        return new(rewrapped, lost);
    }

    /// <summary>This very change came to its end, whoever was told so.</summary>
    private static bool IsDone(EventLog log, Vault next) => MasterKeys.Of(log) is var known
        && known.GetValueOrDefault(next.Fingerprint) == MasterKeys.Current
        && known.GetValueOrDefault(log.Vault.Fingerprint) == MasterKeys.Former;

    private static void Begin(EventLog log, DbConnection writer, Vault next)
    {
        var known = MasterKeys.Of(log);
        var current = known.SingleOrDefault(k => k.Value == MasterKeys.Current).Key;
        var under = known.SingleOrDefault(k => k.Value == MasterKeys.Next).Key;
        if (next.Fingerprint == log.Vault.Fingerprint || (under is not null && under != next.Fingerprint))
            throw new StartRefusedException(
                "新的主密钥与旧的相同，或者上次更换用的是另一个新密钥。",
                "The new master key is the old one, or the change under way is to another one.");
        if (current is null ? !log.KeyFits() : current != log.Vault.Fingerprint)
            throw new StartRefusedException("主密钥不是这个数据库的。", "The master key is not this database's.");
        // What the old key vouches for the new one would vouch for, too.
        if (CredentialCheck.Check.Look(new(log, writer)).Concat(ReadsCheck.Check.Look(new(log, writer)))
            .FirstOrDefault() is { } damage)
            throw new StartRefusedException(
                $"数据有被改动的迹象，先查清：{damage}", "Something was changed behind the product's back: look into it first.");
        var now = log.Clock.GetUtcNow();
        log.Dialect.Lock(writer, new([], [], [], []));
        log.Dialect.Commit(writer,
        [
            MasterKeys.Row(log.Vault.Fingerprint, MasterKeys.Current, now),
            MasterKeys.Row(next.Fingerprint, MasterKeys.Next, now),
        ]);
    }

    private static List<(string Id, byte[] Wrapped)> Batch(
        EventLog log, DbConnection writer, (Table Table, string Id, string Wrapped) place, string last)
    {
        using var command = Log.Rows.Command(
            writer,
            $"select {place.Id}, {place.Wrapped} from {place.Table.Name} where {place.Wrapped} is not null " +
            $"and {place.Id} > @last order by {place.Id} limit {BatchRows}", [("last", last)]);
        using var rows = command.ExecuteReader();
        var batch = new List<(string, byte[])>();
        while (rows.Read()) batch.Add((rows.GetString(0), (byte[])rows[1]));
        return batch;
    }

    /// <summary>Null when the old key does not open it.</summary>
    private static byte[]? Rewrapped(Vault old, Vault next, string id, byte[] wrapped) =>
        old.Unwraps(id, wrapped) ? next.Wrap(id, old.Unwrap(id, wrapped)) : null;

    /// <summary>All that is few, in one transaction with the change itself.</summary>
    private static void End(EventLog log, DbConnection writer, Vault next, long rewrapped)
    {
        log.Dialect.Lock(writer, new([], [], [], []));
        var now = log.Clock.GetUtcNow();
        Rowset[] framework =
        [
            .. Maintenance.Read(writer, "select name, xml from data_protection_keys")
                .Select(r => (Name: r.GetString(0), Xml: r.GetString(1))).ToArray()
                .Select(k => Rowset.Put(
                    Tables.DataProtection, k.Name,
                    next.Close(Vault.DataProtection, log.Vault.Disclose(Vault.DataProtection, k.Xml)))),
        ];
        log.Dialect.Commit(writer,
        [
            .. framework, .. Guards.All(next, writer),
            Rowset.Put(Tables.VaultKeys, Vault.Payloads, next.Close(Vault.Payloads, PayloadsOf(log, writer))),
            MasterKeys.Row(log.Vault.Fingerprint, MasterKeys.Former, now),
            MasterKeys.Row(next.Fingerprint, MasterKeys.Current, now),
            Rowset.Put(
                Tables.OperatorActs, Micros.Of(now), "rekey",
                $"{log.Vault.Fingerprint} -> {next.Fingerprint}, {rewrapped} keys"),
        ]);
    }

    /// <summary>The payloads' key as the old master key gives it, or as an earlier change handed it on.</summary>
    private static string PayloadsOf(EventLog log, DbConnection writer) =>
        Maintenance.Read(writer, $"select closed from vault_keys where name = '{Vault.Payloads}'")
            .Select(r => r.GetString(0)).ToArray() is [var closed]
            ? log.Vault.Disclose(Vault.Payloads, closed)
            : log.Vault.PayloadKey;
}
