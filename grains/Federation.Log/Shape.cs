using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Federation.Log;

/// <summary>What a version of the product derives from the log: its tables with their columns, and the version of each
/// area's projection.</summary>
/// <remarks>Every batch writes its shape beside the head, so it is known who folded which events. What matters between
/// two shapes is whether one's rows serve the other.</remarks>
internal sealed class Shape
{
    private readonly Contents _contents;

    private Shape(Contents contents, string text)
    {
        (_contents, Text) = (contents, text);
        Name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }

    public string Name { get; }

    public string Text { get; }

    public static Shape Of(Catalogue catalogue)
    {
        var contents = new Contents(
            new(catalogue.Projections.ToDictionary(p => p.Area, p => p.Version), StringComparer.Ordinal),
            new(catalogue.Tables.ToDictionary(t => t.Name, ColumnsOf), StringComparer.Ordinal));
        return new(contents, JsonSerializer.Serialize(contents));
    }

    /// <summary>One written down earlier; null when whoever wrote left none.</summary>
    public static Shape? Read(string? text) =>
        text is null ? null : new(JsonSerializer.Deserialize<Contents>(text)!, text);

    /// <summary>Rows folded by this shape are right for the other one: they have its columns, by projections at least
    /// as new.</summary>
    public bool Covers(Shape other) =>
        other._contents.Areas.All(a => _contents.Areas.GetValueOrDefault(a.Key) >= a.Value)
        && other._contents.Tables.All(
            t => _contents.Tables.TryGetValue(t.Key, out var own) && !t.Value.Except(own).Any());

    private static string[] ColumnsOf(Table table) =>
        [.. table.Key.Concat(table.Columns).Select(c => c.Name).Order(StringComparer.Ordinal)];

    private sealed record Contents(SortedDictionary<string, int> Areas, SortedDictionary<string, string[]> Tables);
}
