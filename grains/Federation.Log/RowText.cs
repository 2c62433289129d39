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

    /// <summary>A list of names as a JSON array of <c>{"zh":…,"en":…}</c>.</summary>
    public static string Of(Items<Name> names) => JsonSerializer.Serialize(names.ToArray(), Json);

    /// <summary>A list of words as a JSON array of strings.</summary>
    public static string Of(Items<string> words) => JsonSerializer.Serialize(words.ToArray(), Json);
}
