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

    public static Rowset Insert(Table table, IReadOnlyList<object?[]> rows) =>
        new(table, WriteMode.Insert, AllColumns(table), rows);

    /// <summary>A row may end before the table's last columns: those keep what they hold.</summary>
    public static Rowset Put(Table table, params object?[] row) =>
        new(table, WriteMode.Put, AllColumns(table)[..row.Length], [row]);

    public static Rowset Put(Table table, IReadOnlyList<object?[]> rows) =>
        new(table, WriteMode.Put, AllColumns(table), rows);

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

    /// <summary>One bit per column says whether it is put or added to: comparing sets of columns is comparing two
    /// numbers.</summary>
    private sealed class Row(Table table, object?[] key)
    {
        public readonly Table Table = table;
        public readonly object?[] Key = key;
        public readonly object?[] Values = new object?[table.Columns.Length];
        public ulong Puts, Adds;
        public bool Deleted, Kept;
    }

    public int Count => _rows.Count;

    public void Take(IEnumerable<Change> changes)
    {
        foreach (var change in changes) Take(change);
    }

    private void Take(Change change)
    {
        var key = Array.ConvertAll<object, object?>(change.Key, Micros.Plain);
        var id = (change.Table.Name, string.Join('\u001f', key));
        if (!_rows.TryGetValue(id, out var row)) _rows[id] = row = new(change.Table, key);
        if (change.Kind == ChangeKind.Delete)
        {
            (row.Deleted, row.Kept, row.Puts, row.Adds) = (true, false, 0, 0);
            return;
        }

        row.Kept = true;
        var place = -1;
        foreach (var (column, value) in change.Values)
        {
            place = change.Table.PlaceOf(column, place + 1);
            Set(row, change.Kind, place, Micros.Plain(value));
        }
    }

    private static void Set(Row row, ChangeKind kind, int place, object? value)
    {
        var bit = 1UL << place;
        if (kind == ChangeKind.Put)
        {
            row.Values[place] = value;
            (row.Puts, row.Adds) = (row.Puts | bit, row.Adds & ~bit);
        }
        else
        {
            var before = ((row.Puts | row.Adds) & bit) != 0 ? (long)(row.Values[place] ?? 0L) : 0L;
            row.Values[place] = before + (long)value!;
            if ((row.Puts & bit) == 0) row.Adds |= bit;
        }
    }

    /// <summary>Deletes first, then puts, then adds; one rowset per table and set of columns, at most
    /// <paramref name="max"/> rows each.</summary>
    public IEnumerable<Rowset> Rowsets(int max = 5_000)
    {
        var rows = _rows.Values;
        var deleted = rows.Where(r => r.Deleted).GroupBy(r => r.Table)
            .SelectMany(g => Chunked(g, WriteMode.Delete, g.Key, 0, max));
        var put = rows.Where(r => r.Kept && (r.Puts != 0 || r.Adds == 0)).GroupBy(r => (r.Table, r.Puts))
            .SelectMany(g => Chunked(g, WriteMode.Put, g.Key.Table, g.Key.Puts, max));
        var added = rows.Where(r => r.Kept && r.Adds != 0).GroupBy(r => (r.Table, r.Adds))
            .SelectMany(g => Chunked(g, WriteMode.Add, g.Key.Table, g.Key.Adds, max));
        return [.. deleted, .. put, .. added];
    }

    private static IEnumerable<Rowset> Chunked(
        IEnumerable<Row> rows, WriteMode mode, Table table, ulong columns, int max)
    {
        var places = Enumerable.Range(0, table.Columns.Length).Where(p => (columns & (1UL << p)) != 0).ToArray();
        string[] names = [.. table.Key.Select(k => k.Name), .. places.Select(p => table.Columns[p].Name)];
        return rows.Select(r => Values(r, places)).Chunk(max).Select(chunk => new Rowset(table, mode, names, chunk));
    }

    private static object?[] Values(Row row, int[] places)
    {
        var values = new object?[row.Key.Length + places.Length];
        row.Key.CopyTo(values, 0);
        for (var i = 0; i < places.Length; i++) values[row.Key.Length + i] = row.Values[places[i]];
        return values;
    }
}
