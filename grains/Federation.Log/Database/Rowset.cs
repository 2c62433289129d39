namespace Federation.Log;

public enum WriteMode { Insert, Put, Delete }

/// <summary>Rows of one table that go into the database as one statement (or one prepared statement run per
/// row).</summary>
public sealed record Rowset(Table Table, WriteMode Mode, string[] Columns, IReadOnlyList<object?[]> Rows)
{
    /// <summary>Columns that a row which is there already has added to, not set.</summary>
    public string[] Added { get; init; } = [];

    public ColumnType TypeOf(string column) =>
        Table.Key.Concat(Table.Columns).First(c => c.Name == column).Type;

    /// <summary>Identifies the statement: rowsets of one shape share their prepared SQL.</summary>
    public (string Table, WriteMode Mode, string Columns, string Added) Shape =>
        (Table.Name, Mode, string.Join(',', Columns), string.Join(',', Added));

    /// <summary>The clause after the rows: what becomes of a row that is already there.</summary>
    public string OnConflict()
    {
        if (Mode == WriteMode.Insert) return "";
        var keys = Table.Key.Select(k => k.Name).ToHashSet();
        var changed = Columns.Where(c => !keys.Contains(c)).ToArray();
        var action = changed.Length == 0
            ? "nothing"
            : "update set " + string.Join(", ", changed.Select(c =>
                Added.Contains(c) ? $"{c} = coalesce({Table.Name}.{c}, 0) + excluded.{c}" : $"{c} = excluded.{c}"));
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
