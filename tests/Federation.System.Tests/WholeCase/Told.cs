using System.Text.Json.Nodes;

namespace Federation.Tests.WholeCase;

/// <summary>An answer without what two products may tell differently about the same facts.</summary>
internal static class Told
{
    private static readonly HashSet<string> Given =
        ["id", "key", "of", "records", "position", "etag", "illustrative", "hash", "href"];

    private static bool IsGiven(string field) =>
        Given.Contains(field) || field.EndsWith("Id", StringComparison.Ordinal);

    /// <summary>Every value with the path to it, a line each, in an order of its own.</summary>
    public static string Plain(JsonNode? node)
    {
        var lines = new List<string>();
        Walk(node, "", lines);
        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', lines);
    }

    private static void Walk(JsonNode? node, string path, List<string> lines)
    {
        switch (node)
        {
            case JsonObject both:
                // Figures and rows are told apart by what they are, not by their place.
                var name = (string?)(both["name"] as JsonObject)?["zh"] ?? Key(both);
                foreach (var (field, value) in both)
                    if (!IsGiven(field)) Walk(value, $"{path}/{name}.{field}", lines);
                break;
            case JsonArray many:
                foreach (var one in many) Walk(one, path, lines);
                break;
            default:
                lines.Add($"{path} = {node?.ToJsonString()}");
                break;
        }
    }

    /// <summary>A figure's key is the same everywhere; that of an organisation's row is its id.</summary>
    private static string? Key(JsonObject row) =>
        row.ContainsKey("precision") ? (string?)row["key"] : null;
}
