using System.Globalization;
using Federation.Domain;
using Federation.Log;

namespace Federation.Tests;

/// <summary>Runs one projection over events in memory, so that a test can ask what the rows say on a day.</summary>
public sealed class RowFold(Projection projection)
{
    private readonly Dictionary<string, SortedDictionary<string, Dictionary<string, string?>>> _tables = [];
    private long _position;

    public RowFold On(string stream, DateOnly day, params object[] events)
    {
        foreach (var body in events)
        {
            var stored = new StoredEvent(
                ++_position, stream, _position, body.GetType().Name, day, Askers.Now, "coordinator", "key", body);
            foreach (var change in projection.Apply(stored)) Take(change);
        }

        return this;
    }

    public IReadOnlyList<IReadOnlyDictionary<string, string?>> Rows(Table table) =>
        _tables.TryGetValue(table.Name, out var rows) ? [.. rows.Values] : [];

    /// <summary>The rows whose spell of days covers the day: to_day is the first day that no longer counts.</summary>
    public int CountOn(Table table, DateOnly day) => Rows(table).Count(row =>
        string.CompareOrdinal(row["from_day"], Days.Text(day)) <= 0
        && (row.GetValueOrDefault("to_day") is not { } to || string.CompareOrdinal(Days.Text(day), to) < 0));

    private void Take(Change change)
    {
        Assert.Equal(change.Table.Key.Length, change.Key.Length);
        Assert.All(change.Values, v => Assert.Contains(change.Table.Columns, c => c.Name == v.Column));

        if (!_tables.TryGetValue(change.Table.Name, out var rows))
            rows = _tables[change.Table.Name] = new(StringComparer.Ordinal);
        var key = string.Join('|', change.Key.Select(Text));
        if (change.Kind == ChangeKind.Delete)
        {
            rows.Remove(key);
            return;
        }

        if (!rows.TryGetValue(key, out var row)) row = rows[key] = [];
        for (var i = 0; i < change.Key.Length; i++) row[change.Table.Key[i].Name] = Text(change.Key[i]);
        foreach (var (column, value) in change.Values) row[column] = Text(value);
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        DateOnly day => Days.Text(day),
        bool yes => yes ? "1" : "0",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
