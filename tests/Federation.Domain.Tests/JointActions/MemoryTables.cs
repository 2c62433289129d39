using Federation.Domain;
using Federation.Log;
using Federation.Log.Counting;

namespace Federation.Tests.JointActions;

/// <summary>Row changes applied in memory, as a rebuild does it; a change that does not fit its table fails the
/// test.</summary>
public sealed class MemoryTables
{
    private readonly Dictionary<(string Table, string Key), Dictionary<string, object?>> _rows = [];
    private long _position;

    /// <summary>What the same events add to the counts.</summary>
    public Books Books { get; } = new();

    public void Record(string stream, DateOnly day, params IEnumerable<object> events)
    {
        foreach (var body in events)
        {
            var stored = new StoredEvent(++_position, stream, 1, body.GetType().Name, day, Askers.Now, "test", "key",
                body);
            Books.Write([stored]);
            foreach (var change in Catalogue.Product.Projections.SelectMany(p => p.Apply(stored))) Apply(change);
        }
    }

    /// <summary>Rows of a table by column name, key columns included.</summary>
    public IEnumerable<Dictionary<string, object?>> Rows(Table table) =>
        _rows.Where(row => row.Key.Table == table.Name).OrderBy(row =>
            row.Key.Key, StringComparer.Ordinal).Select(row => row.Value);

    public Dictionary<string, object?> Row(Table table, params object[] key) =>
        _rows[(table.Name, string.Join('|', key))];

    private void Apply(Change change)
    {
        Assert.Contains(change.Table, Catalogue.Product.Projections.SelectMany(projection => projection.Tables));
        Assert.Equal(change.Table.Key.Length, change.Key.Length);
        Assert.DoesNotContain(null, change.Key);
        var key = (change.Table.Name, string.Join('|', change.Key));
        if (change.Kind == ChangeKind.Delete)
        {
            _rows.Remove(key);
            return;
        }

        if (!_rows.TryGetValue(key, out var row)) _rows[key] = row = New(change);
        foreach (var (name, value) in change.Values)
        {
            var column = change.Table.Columns.Single(column => column.Name == name);
            Assert.True(Fits(column.Type, value), $"{change.Table.Name}.{name} does not hold {value?.GetType().Name}");
            row[name] = change.Kind == ChangeKind.Put ? value : (long)(row[name] ?? 0L) + Convert.ToInt64(value);
        }
    }

    private static Dictionary<string, object?> New(Change change)
    {
        var row = change.Table.Columns.ToDictionary(
            column => column.Name, column => column.Type == ColumnType.Number ? 0L : (object?)null);
        foreach (var (column, value) in change.Table.Key.Zip(change.Key)) row[column.Name] = value;
        return row;
    }

    private static bool Fits(ColumnType type, object? value) => type == ColumnType.Text
        ? value is null or string or DateOnly
        : value is long or int or bool or DateTimeOffset or null;
}
