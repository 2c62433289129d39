using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Federation.Domain;

namespace Federation.Log;

/// <summary>How commands, events and outcomes are written: one way for the log, for grains and for the
/// gateway.</summary>
/// <remarks>What is stored is stored for ever: changing an option here changes the shape of every event, and the
/// golden files of the tests will say so.</remarks>
public static class Json
{
    public static readonly JsonSerializerOptions Options = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.General)
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            // Chinese stays readable in the log. Pages never paste this JSON into HTML.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            // A stored event that lacks what its record needs must be upcast, never read as null.
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            Converters =
            {
                new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false),
                new ItemsConverterFactory(),
            },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}

/// <summary><see cref="Items{T}"/> is a JSON array.</summary>
public sealed class ItemsConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Items<>);

    public override JsonConverter CreateConverter(Type type, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(type.GetGenericArguments()))!;

    private sealed class Converter<T> : JsonConverter<Items<T>>
    {
        public override Items<T> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            try
            {
                var items = JsonSerializer.Deserialize<T[]>(ref reader, options);
                if (items is not null && Array.TrueForAll(items, i => i is not null)) return [.. items];
            }
            catch (JsonException e)
            {
                // Without a path of its own, the serialiser names the field that holds the list.
                throw new JsonException(null, e);
            }

            throw new JsonException("A list is [] when it is empty, never null, and holds no null.");
        }

        public override void Write(Utf8JsonWriter writer, Items<T> value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var item in value) JsonSerializer.Serialize(writer, item, options);
            writer.WriteEndArray();
        }
    }
}
