using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Federation.Domain;

namespace Federation.Log;

/// <summary>How enumerations and lists stand in text columns: as on the wire, the same bytes every time.</summary>
public static class RowText
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // Chinese stays readable in the database
    };

    /// <summary>An enumeration's value in kebab-case, e.g. <c>neighbourhood-association</c>.</summary>
    public static string Of<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>The value written by <see cref="Of{T}(T)"/>.</summary>
    public static T Parse<T>(string text) where T : struct, Enum => Known<T>.Values[text];

    private static class Known<T> where T : struct, Enum
    {
        public static readonly Dictionary<string, T> Values = Enum.GetValues<T>().ToDictionary(v => RowText.Of(v));
    }

    /// <summary>A list of words written by <see cref="Of(Items{string})"/>.</summary>
    public static string[] Words(string? text) => text is null ? [] : JsonSerializer.Deserialize<string[]>(text, Json)!;

    /// <summary>A list of names written by <see cref="Of(Items{Name})"/>.</summary>
    public static Name[] Names(string? text) => text is null ? [] : JsonSerializer.Deserialize<Name[]>(text, Json)!;

    /// <summary>A list of names as a JSON array of <c>{"zh":…,"en":…}</c>.</summary>
    public static string Of(Items<Name> names) => JsonSerializer.Serialize(names.ToArray(), Json);

    /// <summary>A list of words as a JSON array of strings.</summary>
    public static string Of(Items<string> words) => JsonSerializer.Serialize(words.ToArray(), Json);
}
