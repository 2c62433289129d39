using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Federation.Api.Http;

/// <summary>Bodies as the API takes them: JSON in camelCase, unknown fields refused so
/// that a mistyped name loses nothing.</summary>
public static class Bodies
{
    /// <summary>A command's body; files go to /attachments.</summary>
    public const int BytesMax = 256 * 1024;

    private const int DepthMax = 16;

    public static readonly JsonSerializerOptions Options = new(Federation.Log.Json.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
        MaxDepth = DepthMax,
        AllowDuplicateProperties = false, // Of two values for one field, which was meant?
        Converters = { new NameConverter(), new MomentConverter() },
    };

    /// <summary>The body's bytes; empty when there is none.</summary>
    public static async Task<byte[]> ReadAsync(HttpRequest request, int max = BytesMax)
    {
        if (request.ContentLength > max) throw new ProblemException(Problem.TooLarge);
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        return buffer.Length > max ? throw new ProblemException(Problem.TooLarge) : buffer.ToArray();
    }

    public static T Parse<T>(byte[] bytes)
    {
        try
        {
            var body = JsonSerializer.Deserialize<T>(bytes.Length == 0 ? "{}"u8 : bytes, Options);
            return body ?? throw Malformed("$", null);
        }
        catch (JsonException e)
        {
            throw Malformed(FieldOf(e), e);
        }
    }

    /// <summary>The same for bodies that differ only in spaces and the order of fields:
    /// what the payload HMAC is over.</summary>
    public static byte[] Canonical(byte[] bytes)
    {
        if (bytes.Length == 0) return [];
        var buffer = new ArrayBufferWriter<byte>(bytes.Length);
        using var document = JsonDocument.Parse(bytes, new() { MaxDepth = DepthMax });
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, document.RootElement);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, string field = "$")
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value, property.Name);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray()) Write(writer, item, field);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String when element.GetString()!.Contains('\0'):
                throw Malformed(field, null); // PostgreSQL cannot keep it: neither database shall.
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static string FieldOf(JsonException e)
    {
        // "The JSON property 'x' could not be mapped", "… missing required properties
        // including: 'x'": no path of their own.
        if (e.Message.Contains("could not be mapped", StringComparison.Ordinal)) return e.Message.Split('\'')[1];
        const string Missing = "including: '";
        if (e.Message.IndexOf(Missing, StringComparison.Ordinal) is > 0 and var at)
            return e.Message[(at + Missing.Length)..].Split('\'')[0];
        return e.Path is { Length: > 2 } path ? path[2..] : "$";
    }

    private static ProblemException Malformed(string field, JsonException? e)
    {
        var unknown = e?.Message.Contains("could not be mapped", StringComparison.Ordinal) == true;
        var missing = e?.Message.Contains("missing required", StringComparison.Ordinal) == true;
        return new(field == "$"
            ? Problem.Malformed(field, "内容不是所需的 JSON。", "The body is not the JSON expected here.")
            : unknown ? Problem.Malformed(field, $"没有名为“{field}”的字段。", $"There is no field '{field}' here.")
            : missing ? Problem.Malformed(field, $"缺少字段“{field}”。", $"The field '{field}' is missing.")
            : Problem.Malformed(field, $"字段“{field}”的值不正确。", $"The value of '{field}' is not of the expected kind."));
    }

    /// <summary>A moment needs its offset: without one it would be read in the machine's own zone. At the edge of the
    /// calendar there is none, for not every clock has it.</summary>
    private sealed class MomentConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            var text = reader.GetString() ?? "";
            var time = text.IndexOf('T');
            return time > 0 && text.AsSpan(time).IndexOfAny('Z', '+', '-') > 0
                && reader.TryGetDateTimeOffset(out var moment) && Days.Moment(moment.UtcDateTime) is not null
                ? moment
                : throw new JsonException();
        }

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value);
    }

    /// <summary>A name may be sent as plain Chinese text or as <c>{ "zh": …, "en"?: … }</c>.</summary>
    private sealed class NameConverter : JsonConverter<Name>
    {
        public override Name Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String) return new(reader.GetString()!);
            var node = JsonNode.Parse(ref reader) as JsonObject ?? throw new JsonException();
            if (node.Any(p => p.Key is not ("zh" or "en"))) throw new JsonException();
            return new(Text(node["zh"]) ?? throw new JsonException(), Text(node["en"]));
        }

        public override void Write(Utf8JsonWriter writer, Name value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("zh", value.Zh);
            if (value.En is not null) writer.WriteString("en", value.En);
            writer.WriteEndObject();
        }

        private static string? Text(JsonNode? node) => node switch
        {
            null => null,
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            _ => throw new JsonException(),
        };
    }
}
