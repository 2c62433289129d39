namespace Federation.Log;

public enum WriteMode { Insert, Put, Add, Delete }

/// <summary>Rows of one table that go into the database as one statement (or one prepared statement run per
/// row).</summary>
public sealed record Rowset(Table Table, WriteMode Mode, string[] Columns, IReadOnlyList<object?[]> Rows)
{
    public ColumnType TypeOf(string column) =>
        Table.Key.Concat(Table.Columns).First(c => c.Name == column).Type;

    /// <summary>Identifies the statement: rowsets of one shape share their prepared SQL.</summary>
    public (string Table, WriteMode Mode, string Columns) Shape => (Table.Name, Mode, string.Join(',', Columns));

    /// <summary>The clause after the rows: what becomes of a row that is already there.</summary>
    public string OnConflict()
    {
        if (Mode == WriteMode.Insert) return "";
        var keys = Table.Key.Select(k => k.Name).ToHashSet();
        var changed = Columns.Where(c => !keys.Contains(c)).ToArray();
        var action = changed.Length == 0
            ? "nothing"
            : "update set " + string.Join(", ", changed.Select(c =>
                Mode == WriteMode.Add ? $"{c} = coalesce({Table.Name}.{c}, 0) + excluded.{c}" : $"{c} = excluded.{c}"));
        return $" on conflict ({string.Join(", ", keys)}) do {action}";
    }

    public static Rowset Insert(Table table, IReadOnlyList<object?[]> rows) => new(table, WriteMode.Insert, AllColumns(table), rows);

    public static Rowset Put(Table table, params object?[] row) => new(table, WriteMode.Put, AllColumns(table), [row]);

    public static Rowset Put(Table table, IReadOnlyList<object?[]> rows) => new(table, WriteMode.Put, AllColumns(table), rows);

    public static Rowset Delete(Table table, params object?[] key) =>
        new(table, WriteMode.Delete, [.. table.Key.Select(k => k.Name)], [key]);

    private static string[] AllColumns(Table table) => [.. table.Key.Concat(table.Columns).Select(c => c.Name)];
}

/// <summary>Row changes merged per table and row, in order, so that a batch needs few statements and each row one
/// change.</summary>
/// <remarks>The same fold serves a batch of a few events and a rebuild of millions.</remarks>
public sealed class Merge
{
    private readonly Dictionary<(string Table, string Key), Row> _rows = [];

    private sealed class Row(Table table, object?[] key)
    {
        public readonly Table Table = table;
        public readonly object?[] Key = key;
        public readonly SortedDictionary<string, object?> Puts = new(StringComparer.Ordinal);
        public readonly SortedDictionary<string, long> Adds = new(StringComparer.Ordinal);
        public bool Deleted;
        public bool Kept;
    }

    public int Count => _rows.Count;

    public void Take(IEnumerable<Change> changes)
    {
        foreach (var change in changes) Take(change);
    }

    private void Take(Change change)
    {
        var key = change.Key.Select(Micros.Plain).ToArray();
        var id = (change.Table.Name, string.Join('\u001f', key));
        if (!_rows.TryGetValue(id, out var row)) _rows[id] = row = new(change.Table, key);
        if (change.Kind == ChangeKind.Delete)
        {
            (row.Deleted, row.Kept) = (true, false);
            row.Puts.Clear();
            row.Adds.Clear();
            return;
        }

        row.Kept = true;
        foreach (var (column, value) in change.Values) Set(row, change.Kind, column, Micros.Plain(value));
    }

    private static void Set(Row row, ChangeKind kind, string column, object? value)
    {
        if (kind == ChangeKind.Put)
        {
            row.Puts[column] = value;
            row.Adds.Remove(column);
        }
        else if (row.Puts.TryGetValue(column, out var already))
        {
            row.Puts[column] = (long)(already ?? 0L) + (long)value!;
        }
        else
        {
            row.Adds[column] = row.Adds.GetValueOrDefault(column) + (long)value!;
        }
    }

    /// <summary>Deletes first, then puts, then adds; one rowset per table and set of columns, at most
    /// <paramref name="max"/> rows each.</summary>
    public IEnumerable<Rowset> Rowsets(int max = 5_000)
    {
        var rows = _rows.Values;
        var deleted = rows.Where(r => r.Deleted).GroupBy(r => r.Table)
            .SelectMany(g => Chunked(g, WriteMode.Delete, g.Key, [], r => r.Key, max));
        var put = rows.Where(r => r.Kept && (r.Puts.Count > 0 || r.Adds.Count == 0))
            .GroupBy(r => (r.Table, Columns: string.Join(',', r.Puts.Keys)))
            .SelectMany(g => Chunked(g, WriteMode.Put, g.Key.Table, [.. g.First().Puts.Keys], r => [.. r.Key, .. r.Puts.Values], max));
        var added = rows.Where(r => r.Kept && r.Adds.Count > 0)
            .GroupBy(r => (r.Table, Columns: string.Join(',', r.Adds.Keys)))
            .SelectMany(g => Chunked(
                g, WriteMode.Add, g.Key.Table, [.. g.First().Adds.Keys], r => [.. r.Key, .. r.Adds.Values.Cast<object?>()], max));
        return [.. deleted, .. put, .. added];
    }

    private static IEnumerable<Rowset> Chunked(
        IEnumerable<Row> rows, WriteMode mode, Table table, string[] columns, Func<Row, object?[]> values, int max) =>
        rows.Select(values).Chunk(max)
            .Select(chunk => new Rowset(table, mode, [.. table.Key.Select(k => k.Name), .. columns], chunk));
}
