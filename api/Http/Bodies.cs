using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Federation.Api.Http;

/// <summary>Bodies as the API takes them: JSON in camelCase, unknown fields refused so
/// that a mistyped name loses nothing.</summary>
public static class Bodies
{
    /// <summary>A command's body; files go to /attachments.</summary>
    public const int BytesMax = 256 * 1024;

    /// <summary>A body that holds a name and a password, or a number and its code.</summary>
    public const int SmallMax = 16 * 1024;

    /// <summary>Bodies that this process holds at once, of callers without an account; then 503.</summary>
    public const long AnonymousHeldMax = 8L * 1024 * 1024;

    /// <summary>The same of callers with one.</summary>
    public const long HeldMax = 24L * 1024 * 1024;

    /// <summary>The same of bodies with files, which lie on the disk until they are taken.</summary>
    public const long FilesHeldMax = 96L * 1024 * 1024;

    private const int DepthMax = 16;

    /// <summary>What is told of a day that nobody can have meant.</summary>
    internal static readonly Name DayOutOfBounds = new(
        $"日期须在 {Days.Text(Days.First)} 至 {Days.Text(Days.Last)} 之间。",
        $"A day lies between {Days.Text(Days.First)} and {Days.Text(Days.Last)}.");

    public static readonly JsonSerializerOptions Options = new(Federation.Log.Json.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
        MaxDepth = DepthMax,
        AllowDuplicateProperties = false, // Of two values for one field, which was meant?
        Converters = { new NameConverter(), new DayConverter(), new MomentConverter() },
    };

    /// <summary>The body's bytes; empty when there is none. How many there may be is the route's
    /// <see cref="BodyBound"/>.</summary>
    public static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream((int)(request.ContentLength ?? 0));
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        return buffer.Length == buffer.Capacity ? buffer.GetBuffer() : buffer.ToArray();
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
        using var document = JsonDocument.Parse(bytes, new() { MaxDepth = DepthMax, AllowDuplicateProperties = false });
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, document.RootElement);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, string field = "$", int depth = 0)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                var properties = element.EnumerateObject().Select(p => (p.Name, p.Value)).ToArray();
                Array.Sort(properties, (a, b) => string.CompareOrdinal(a.Name, b.Name));
                foreach (var (name, value) in properties)
                {
                    writer.WritePropertyName(name);
                    Write(writer, value, name, depth + 1);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray()) Write(writer, item, field, depth);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String when HasEscapes(element) && element.GetString()!.Contains('\0'):
                throw Malformed(field, null); // PostgreSQL cannot keep it: neither database shall.
            case JsonValueKind.String when NamesSomething(field, depth) && element.GetString()!.Any(char.IsControl):
                throw Malformed(field, null); // No id of anything has it, whether or not it is looked up.
            default:
                element.WriteTo(writer);
                break;
        }
    }

    /// <summary>JSON itself forbids a bare null character.</summary>
    private static bool HasEscapes(JsonElement text) =>
        JsonMarshal.GetRawUtf8Value(text).Contains((byte)'\\');

    /// <summary>The body's own id is checked where it is used: one that an old log took is answered again.</summary>
    private static bool NamesSomething(string field, int depth) => (field is "id" && depth > 1) || field is "scope"
        || field.EndsWith("Id", StringComparison.Ordinal) || field.EndsWith("Ids", StringComparison.Ordinal);

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
            : e?.Message.StartsWith(DayOutOfBounds.En!, StringComparison.Ordinal) == true
                ? Problem.Malformed(field, DayOutOfBounds.Zh, DayOutOfBounds.En!)
            : missing ? Problem.Malformed(field, $"缺少字段“{field}”。", $"The field '{field}' is missing.")
            : Problem.Malformed(field, $"字段“{field}”的值不正确。", $"The value of '{field}' is not of the expected kind."));
    }

    /// <summary>A day that a body states: within <see cref="Days.First"/> and <see cref="Days.Last"/>, whatever it is
    /// of.</summary>
    private sealed class DayConverter : JsonConverter<DateOnly>
    {
        public override DateOnly Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.GetString() is var text && Days.Parse(text) is { } day ? day
            : throw new JsonException(DateOnly.TryParseExact(text, "yyyy-MM-dd", out _) ? DayOutOfBounds.En : null);

        public override void Write(Utf8JsonWriter writer, DateOnly value, JsonSerializerOptions options)
        {
            Span<byte> text = stackalloc byte["yyyy-MM-dd".Length];
            value.TryFormat(text, out _, "o", System.Globalization.CultureInfo.InvariantCulture);
            writer.WriteStringValue(text);
        }
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
            if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
            var texts = new Dictionary<string, string?>();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var field = reader.GetString()!;
                reader.Read();
                var text = reader.TokenType is JsonTokenType.String or JsonTokenType.Null
                    ? reader.GetString() : throw new JsonException();
                if (field is not ("zh" or "en") || !texts.TryAdd(field, text)) throw new JsonException();
            }

            return new(
                texts.GetValueOrDefault("zh") ?? throw new JsonException(), texts.GetValueOrDefault("en"));
        }

        public override void Write(Utf8JsonWriter writer, Name value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("zh", value.Zh);
            if (value.En is not null) writer.WriteString("en", value.En);
            writer.WriteEndObject();
        }
    }
}
