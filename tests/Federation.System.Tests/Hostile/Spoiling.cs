using System.Text;
using System.Text.Json.Nodes;

namespace Federation.Tests.Hostile;

/// <summary>One hostile request: what it is called when it is reported, what is sent, and whether nothing but a refusal
/// will do.</summary>
public sealed record Case(string Name, byte[] Body, bool Refused = true, string Type = "application/json",
    string? Key = "fresh");

/// <summary>Ways of spoiling a well-formed body in one place, and bodies that never were one.</summary>
public sealed class Spoiling(Target target, Random random)
{
    private readonly Shapes _shapes = new(target, random);

    public IEnumerable<Case> Of(Route route, int perKind)
    {
        foreach (var (body, i) in Junk.Bodies.Select((body, i) => (body, i)))
            yield return new($"body {i}", body, false);
        foreach (var key in Junk.Keys) yield return new($"key {key}", Whole(route), true, Key: key);
        yield return new("no key", Whole(route), true, Key: null);
        foreach (var type in new[] { "text/plain", "application/xml", "text/html", "multipart/form-data; boundary=x" })
            yield return new($"type {type}", Whole(route), true, type);
        var much = new byte[300 * 1024].Select(_ => (byte)'x');
        yield return new("over the limit", [.. "{\"on\":\""u8, .. much, .. "\"}"u8]);
        if (route.Body is null) yield break;
        for (var round = 0; round < perKind; round++)
            foreach (var spoilt in Spoilt(route.Body)) yield return spoilt;
    }

    private IEnumerable<Case> Spoilt(Type type)
    {
        yield return new("well-formed", Bytes(_shapes.Of(type)), Refused: false);
        var fields = _shapes.Of(type).Select(f => f.Key).ToArray();
        if (fields.Length == 0) yield break;
        var field = fields[random.Next(fields.Length)];
        var (value, word) = (Any(Junk.Values), Any(Junk.Words));
        yield return new($"{field} = {value}", With(type, field, value), Refused: false);
        yield return new($"{field} = text {word}", With(type, field, Quoted(word)), Refused: false);
        yield return new($"{field} deep", With(type, field, new string('[', 40) + new string(']', 40)));
        yield return new($"{field} many", With(type, field, $"[{string.Join(',', Enumerable.Repeat("\"x\"", 9_000))}]"),
            Refused: false);
        yield return new($"{field} long", With(type, field, Quoted(new string('长', 60_000))), Refused: false);
        yield return new($"{field} twice", Twice(type, field));
        yield return new("unknown field", With(type, "unheardOf", "1"));
        yield return new("wrong case", With(type, field.ToUpperInvariant(), "1"));
        var needed = Shapes.Needed(type).ToArray();
        if (needed.Length == 0) yield break;
        var missing = needed[random.Next(needed.Length)];
        yield return new($"{missing} missing", Without(type, missing));
        yield return new($"{missing} cut off", Bytes(_shapes.Of(type))[..^1]);
    }

    private byte[] Whole(Route route) => route.Body is { } type ? Bytes(_shapes.Of(type)) : "{}"u8.ToArray();

    private byte[] With(Type type, string field, string json)
    {
        var others = _shapes.Of(type).Where(f => f.Key != field).Select(f => $"{Quoted(f.Key)}:{Json(f.Value)}");
        return Encoding.UTF8.GetBytes($"{{{string.Join(',', others.Append($"{Quoted(field)}:{json}"))}}}");
    }

    private byte[] Twice(Type type, string field)
    {
        var shape = _shapes.Of(type);
        var twice = shape.Select(f => $"{Quoted(f.Key)}:{Json(f.Value)}")
            .Append($"{Quoted(field)}:{Json(shape[field])}");
        return Encoding.UTF8.GetBytes($"{{{string.Join(',', twice)}}}");
    }

    private byte[] Without(Type type, string field)
    {
        var shape = _shapes.Of(type);
        shape.Remove(field);
        return Bytes(shape);
    }

    private string Any(string[] among) => among[random.Next(among.Length)];

    private static string Json(JsonNode? value) => value?.ToJsonString() ?? "null";

    private static string Quoted(string text) => JsonValue.Create(text).ToJsonString();

    private static byte[] Bytes(JsonObject shape) => Encoding.UTF8.GetBytes(shape.ToJsonString());
}
