using System.Data.Common;
using System.Text.Json;

namespace Federation.Log;

/// <summary>A copy, a backup or a restore was refused; nothing was changed. Chinese first, for the operator.</summary>
public sealed class CopyRefusedException(string zh, string en, Exception? cause = null)
    : Exception($"{zh} {en}", cause);

/// <summary>What was copied: the head as both sides have it, and how many rows of each table.</summary>
public sealed record Copied(long Position, string Hash, SortedDictionary<string, long> Rows);

/// <summary>Carries a log from one database to an empty one, on SQLite or PostgreSQL: byte for byte, checked on both
/// sides.</summary>
/// <remarks>One snapshot is read and one transaction written, head last: whoever comes upon an interrupted copy finds
/// an empty database, never half a town. Derived rows are not copied but made from the events as they pass.</remarks>
/// <param name="to">Not started: the copy writes by itself.</param>
public sealed class Copy(EventLog from, EventLog to, Action<long>? progress = null)
{
    private const int ChunkRows = 2_000, ChunkBytes = 4 << 20, ProgressEach = 20_000;

    /// <summary>All but what is of one database only and what is merely kept at hand (snapshots).</summary>
    internal static readonly IReadOnlyList<Table> Carried =
        [.. Tables.All.Except(Tables.OfThisDatabase).Where(t => t != Tables.Snapshots)];

    /// <summary>What a start of an empty database leaves in it; the source's own takes its place.</summary>
    private static readonly IReadOnlyList<Table> MadeByAStart = [Tables.MasterKeys, Tables.Guards];

    private readonly Merge _derived = new();

    /// <summary>Ids whose keys are not carried over: erased after the source was written.</summary>
    public IReadOnlySet<string> Erased { get; init; } = new HashSet<string>();

    /// <summary>False for a backup, whose file holds nothing that a rebuild can make.</summary>
    public bool Derives { get; init; } = true;

    /// <summary>Whether those who are signed in stay so: when a town moves, not when it comes back from a backup.
    /// </summary>
    public bool SignIns { get; init; }

    /// <summary>What is written down of the copy in the target: restored, moved; and from what.</summary>
    public (string What, string Detail)? Act { get; init; }

    private IEnumerable<Table> Taken => SignIns ? Carried : Carried.Except(Tables.SignedIn);

    /// <exception cref="CopyRefusedException">The target is not empty, the source damaged or unknown.</exception>
    public Copied Run()
    {
        using var source = from.Dialect.OpenSnapshot();
        var known = TablesOf(source);
        Opens(source, known);
        to.MakeTables(Derives ? [.. Tables.All, .. to.Catalogue.Tables] : [.. Taken]);
        using var target = to.Dialect.OpenWriter();
        to.Dialect.Lock(target, new([], [], [], []));
        IsEmpty(target, Derives ? Carried : [.. Taken]);
        return Fill(source, known, target);
    }

    private Copied Fill(DbConnection source, HashSet<string> known, DbConnection target)
    {
        var head = Maintenance.HeadOf(source);
        foreach (var table in MadeByAStart) Schema.Run(target, $"delete from {table.Name}");
        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in Taken.Where(t => t != Tables.Head && known.Contains(t.Name)))
        {
            var carried = table == Tables.Events ? Chained(source, head) : RowsOf(source, table);
            rows[table.Name] = Write(target, table, carried);
        }

        AddErased(target);
        if (Act is { } act)
            to.Dialect.Write(target,
                [Rowset.Put(Tables.OperatorActs, Micros.Of(to.Clock.GetUtcNow()), act.What, act.Detail)]);
        foreach (var rowset in _derived.Rowsets()) to.Dialect.Write(target, [rowset]);
        if (Derives) to.Dialect.Write(target, [Upgrade.Made(to, head.Position)]);
        to.Dialect.Write(target, [Rowset.Put(Tables.Head, 1L, head.Position, head.Hash, to.Shape.Name)]);
        var hash = Convert.ToHexStringLower(head.Hash);
        Whole(to.Verify(target, (head.Position, hash), progress: null), "副本 The copy");
        to.Dialect.Commit(target, []);
        to.Dialect.Analyze(target);
        return new(head.Position, hash, rows);
    }

    /// <summary>The events as they pass: the chain is followed, and what they lead to gathers.</summary>
    private IEnumerable<object?[]> Chained(DbConnection source, (long Position, byte[] Hash) head)
    {
        var (position, hash) = (0L, Chain.Origin);
        foreach (var row in RowsOf(source, Tables.Events))
        {
            var stored = new EventRow(
                (long)row[0]!, (string)row[1]!, (long)row[2]!, (string)row[3]!, (string)row[4]!, (long)row[5]!,
                (string)row[6]!, (string)row[7]!, (string)row[8]!);
            hash = Chain.Next(hash, stored);
            if (stored.Position != ++position || !hash.AsSpan().SequenceEqual((byte[])row[9]!))
                Whole([new(position, "the chain breaks here")], "来源 The source");
            if (Derives) Derive(stored);
            yield return row;
            if (position % ProgressEach == 0) progress?.Invoke(position);
        }

        if (position != head.Position || !hash.AsSpan().SequenceEqual(head.Hash))
            Whole([new(position, $"the head says {head.Position}")], "来源 The source");
    }

    private void Derive(in EventRow stored)
    {
        try
        {
            var happened = to.ToEvent(stored);
            foreach (var projection in to.Catalogue.Projections) _derived.Take(projection.Apply(happened));
        }
        catch (Exception e) when (e is ArgumentException or JsonException)
        {
            throw new CopyRefusedException(
                $"位置 {stored.Position} 的事件本版本不认识，请用更新的版本。",
                $"This version does not know the event at {stored.Position} ({stored.Name}); use a newer one.", e);
        }
    }

    private IEnumerable<object?[]> RowsOf(DbConnection source, Table table)
    {
        var columns = string.Join(", ", table.Key.Concat(table.Columns).Select(c => c.Name));
        var sql = $"select {columns} from {table.Name} order by {Schema.KeyOf(table)}";
        foreach (var row in Maintenance.Read(source, sql))
        {
            var values = Maintenance.ValuesOf(row);
            // The key of what was erased since never touches the target's disk.
            if (table == Tables.SealedKeys && Erased.Contains((string)values[0]!)) values[1] = null;
            yield return values;
        }
    }

    /// <summary>In chunks of bounded size; uploaded files are large and few, events small and many.</summary>
    private long Write(DbConnection target, Table table, IEnumerable<object?[]> rows)
    {
        var (chunk, bytes, count) = (new List<object?[]>(), 0L, 0L);
        foreach (var row in rows)
        {
            chunk.Add(row);
            bytes += row.Sum(value => value is byte[] b ? b.Length : value is string s ? s.Length : sizeof(long));
            count++;
            if (chunk.Count < ChunkRows && bytes < ChunkBytes) continue;
            to.Dialect.Write(target, [Rowset.Insert(table, chunk)]);
            (chunk, bytes) = ([], 0);
        }

        if (chunk.Count > 0) to.Dialect.Write(target, [Rowset.Insert(table, chunk)]);
        return count;
    }

    private void AddErased(DbConnection target)
    {
        if (Erased.Count == 0) return;
        var there = Maintenance.Read(target, "select id from erased").Select(r => r.GetString(0)).ToHashSet();
        var at = Micros.Of(to.Clock.GetUtcNow());
        var added = Erased.Except(there).Select(id => new object?[] { id, at, "restore" }).ToArray();
        if (added.Length > 0) to.Dialect.Write(target, [Rowset.Insert(Tables.Erased, added)]);
    }

    /// <summary>The source's own tables that are there; an older version's source may lack some, a newer one's may
    /// hold what this version would lose.</summary>
    private HashSet<string> TablesOf(DbConnection source)
    {
        var sqlite = source is Microsoft.Data.Sqlite.SqliteConnection;
        var names = Maintenance.Read(source, sqlite
            ? "select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table'"
            : "select table_name, column_name from information_schema.columns where table_schema = current_schema()")
            .Select(r => (Table: r.GetString(0), Column: r.GetString(1))).ToHashSet();
        var there = names.Select(n => n.Table).Where(t => !t.StartsWith("sqlite_")).ToHashSet();
        if (!there.Contains(Tables.Head.Name))
            throw new CopyRefusedException("来源不是街坊联盟的数据库。", "The source is not a federation database.");
        foreach (var table in Carried.Where(t => there.Contains(t.Name)))
        {
            var mine = table.Key.Concat(table.Columns).Select(c => c.Name).ToHashSet();
            var theirs = names.Where(n => n.Table == table.Name).Select(n => n.Column).ToHashSet();
            if (!mine.SetEquals(theirs)) throw OtherVersion(table.Name);
        }

        // A backup holds nothing but what has to be carried: a table unknown here would be lost.
        var unknown = there.Except(Carried.Select(t => t.Name)).FirstOrDefault();
        if (!there.Contains(Tables.Leases.Name) && unknown is not null) throw OtherVersion(unknown);
        return there;
    }

    /// <summary>Under another master key the copy would be a town that can read nobody's name.</summary>
    private void Opens(DbConnection source, HashSet<string> known)
    {
        if (to.Vault.IsAbsent) return;
        var keys = !known.Contains(Tables.MasterKeys.Name) ? [] : Maintenance.Read(
            source, "select fingerprint, state from master_keys")
            .ToDictionary(r => r.GetString(0), r => r.GetString(1));
        if (keys.ContainsValue(MasterKeys.Next)) throw MasterKeys.Unfinished();
        if (keys.Count > 0 && keys.GetValueOrDefault(to.Vault.Fingerprint) != MasterKeys.Current) throw OtherKey(null);
        var one = Maintenance.Read(source,
            "select s.id, s.cipher, k.wrapped from sealed s join sealed_keys k on k.id = s.id " +
            "where k.wrapped is not null order by s.id limit 1")
            .Select(r => (Id: r.GetString(0), Cipher: (byte[])r[1], Wrapped: (byte[])r[2])).ToArray();
        try
        {
            foreach (var (id, cipher, wrapped) in one) to.Vault.Open(id, cipher, wrapped);
        }
        catch (System.Security.Cryptography.CryptographicException e)
        {
            throw OtherKey(e);
        }
    }

    private static CopyRefusedException OtherKey(Exception? cause) => new(
        "主密钥不对：它打不开这里封存的内容。", "This is not the master key of what is sealed here.", cause);

    private static CopyRefusedException OtherVersion(string table) => new(
        $"表 {table} 出自另一个版本。", $"The table {table} is of another version of the product.");

    private static void IsEmpty(DbConnection target, IReadOnlyList<Table> tables)
    {
        foreach (var table in tables.Except(MadeByAStart))
        {
            var filled = table == Tables.Head ? $"{table.Name} where position > 0" : table.Name;
            if (Maintenance.Read(target, $"select 1 from {filled} limit 1").Any())
                throw new CopyRefusedException(
                    "目标数据库不是空的，没有改动任何内容。", $"The target is not empty ({table.Name}); nothing was changed.");
        }
    }

    private static void Whole(IReadOnlyList<Damage> damages, string which)
    {
        if (damages.Count == 0) return;
        throw new CopyRefusedException(
            $"{which} 有损坏，没有写入任何内容。",
            $"is damaged at position {damages[0].Position}: {damages[0].What}; nothing was written.");
    }
}
