using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;

namespace Federation.Log;

/// <summary>A guard's row: over what it stands, and the MAC that only the master key's holder can make.</summary>
internal sealed record Guard(string Key, byte[] Digest, byte[] Mac);

/// <summary>Rows that no event stands behind and that somebody may want to change unseen: credentials, each under a MAC
/// of its own, and who read whose data, the hours chained to each other. Written in the transaction of what they
/// guard.</summary>
/// <remarks>Whoever can write to the database but has no master key cannot make them. Who puts back an older copy of
/// everything is found by a witness alone.</remarks>
public static class Guards
{
    /// <summary>Who read whose personal data is kept for half a year.</summary>
    public static readonly TimeSpan ReadsKept = TimeSpan.FromDays(184);

    internal const string Credentials = "credentials", Reads = "personal_reads";

    internal static readonly byte[] None = [];

    private const long HourMicros = 3_600_000_000;
    private static readonly string[] Guarded = ["user_name", "password", "changed_at"];

    /// <param name="which">More of the condition, and the order.</param>
    internal static IReadOnlyList<Guard> Read(
        DbConnection connection, string name, string which = "order by key") =>
    [
        .. Maintenance.Read(connection, $"select key, digest, mac from guards where name = '{name}' {which}")
            .Select(row => new Guard(row.GetString(0), (byte[])row[1], (byte[])row[2])),
    ];

    internal static long HourOf(DateTimeOffset moment) => Micros.Of(moment) / HourMicros;

    internal static long HourOf(string key) => long.Parse(key, System.Globalization.CultureInfo.InvariantCulture);

    /// <param name="row">Account, user name, password's hash, moment of the change.</param>
    internal static byte[] MacOf(Vault vault, object?[] row) =>
        vault.MacOf(Credentials, JsonSerializer.SerializeToUtf8Bytes(row));

    internal static byte[] MacOf(Vault vault, string key, byte[] before, byte[] digest) =>
        vault.MacOf(Reads, JsonSerializer.SerializeToUtf8Bytes(new object[] { key, before, digest }));

    internal static byte[] AnchorOf(Vault vault, byte[] last) => vault.MacOf("last of " + Reads, last);

    /// <summary>What guards the credentials of a rowset.</summary>
    internal static IEnumerable<Rowset> Over(EventLog log, Rowset written)
    {
        if (written.Table != Tables.Credentials || log.Vault.IsAbsent) yield break;
        var account = Array.IndexOf(written.Columns, "account");
        foreach (var row in written.Rows)
            if (written.Mode == WriteMode.Delete)
                yield return Rowset.Delete(Tables.Guards, Credentials, row[account]);
            else
                yield return Row(Credentials, (string)row[account]!, None, MacOf(log.Vault,
                    [row[account], .. Guarded.Select(name => row[Array.IndexOf(written.Columns, name)])]));
    }

    /// <summary>What guards the hours of readings that were just written by this transaction.</summary>
    internal static IReadOnlyList<Rowset> OverReads(EventLog log, DbConnection writer, IEnumerable<Rowset> written)
    {
        if (log.Vault.IsAbsent) return [];
        var hours = written.SelectMany(r => r.Rows.Select(row => (long)row[Array.IndexOf(r.Columns, "hour")]!))
            .ToHashSet();
        var first = KeyOf(hours.Min());
        var before = Read(writer, Reads, $"and key > '' and key < '{first}' order by key desc limit 1").LastOrDefault();
        var later = Read(writer, Reads, $"and key >= '{first}'").ToDictionary(g => HourOf(g.Key), g => g.Digest);
        return Chained(log.Vault, before?.Mac ?? None, later, Hours(writer, hours.Min(), hours.Max()));
    }

    /// <summary>The digest of each hour's rows.</summary>
    internal static Dictionary<long, byte[]> Hours(DbConnection connection, long first, long last)
    {
        var to = last < long.MaxValue / HourMicros ? (last + 1) * HourMicros : long.MaxValue;
        var digests = new Dictionary<long, IncrementalHash>();
        foreach (var row in Maintenance.Read(connection,
            "select account, kind, whose, purpose, hour, at, route from personal_reads " +
            $"where at >= {first * HourMicros} and at < {to} order by hour, account, kind, whose, purpose"))
        {
            var hour = row.GetInt64(4);
            if (!digests.TryGetValue(hour, out var digest))
                digests[hour] = digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            digest.AppendData(JsonSerializer.SerializeToUtf8Bytes(Maintenance.ValuesOf(row)));
        }

        return digests.ToDictionary(d => d.Key, d => d.Value.GetHashAndReset());
    }

    /// <summary>Of a database that had none: whatever is there now is taken as it is, once.</summary>
    internal static void Adopt(EventLog log, DbConnection writer)
    {
        log.Dialect.Lock(writer, new([], [], [], []));
        var missing = new[] { Credentials, Reads }.Where(name => Read(writer, name).Count == 0).ToHashSet();
        log.Dialect.Commit(writer, [.. All(log.Vault, writer).Where(r => missing.Contains((string)r.Rows[0][0]!))]);
    }

    /// <summary>Over everything as it is now.</summary>
    internal static IReadOnlyList<Rowset> All(Vault vault, DbConnection writer) =>
    [
        Row(Credentials, "", None, vault.MacOf("mark of " + Credentials, None)),
        .. Maintenance.Read(writer, "select account, user_name, password, changed_at from credentials")
            .Select(Maintenance.ValuesOf).ToArray()
            .Select(row => Row(Credentials, (string)row[0]!, None, MacOf(vault, row))),
        .. Chained(
            vault, None,
            Read(writer, Reads).Where(g => g.Key.Length > 0).ToDictionary(g => HourOf(g.Key), g => g.Digest),
            Hours(writer, 0, long.MaxValue)),
    ];

    /// <summary>Each hour's MAC covers the one before; the anchor covers the last.</summary>
    private static List<Rowset> Chained(
        Vault vault, byte[] mac, Dictionary<long, byte[]> guarded, Dictionary<long, byte[]> hours)
    {
        var rowsets = new List<Rowset>();
        foreach (var hour in guarded.Keys.Union(hours.Keys).Order())
        {
            var key = KeyOf(hour);
            var digest = hours.TryGetValue(hour, out var written) ? written : guarded[hour];
            mac = MacOf(vault, key, mac, digest);
            rowsets.Add(Row(Reads, key, digest, mac));
        }

        rowsets.Add(Row(Reads, "", None, AnchorOf(vault, mac)));
        return rowsets;
    }

    /// <summary>In the order of the hours also as text.</summary>
    private static string KeyOf(long hour) => $"{hour:D10}";

    private static Rowset Row(string name, string key, byte[] digest, byte[] mac) =>
        Rowset.Put(Tables.Guards, name, key, digest, mac);
}
