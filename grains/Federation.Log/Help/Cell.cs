using System.Text.Json;

namespace Federation.Log.Help;

/// <summary>How lists and enumerations stand in a text column: as they do on the wire.</summary>
internal static class Cell
{
    public static string List<T>(IEnumerable<T> items) => JsonSerializer.Serialize(items.ToArray(), Json.Options);

    public static string Kebab<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
