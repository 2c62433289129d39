using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Federation.Domain;
using Federation.Tests.SecondTown;

namespace Federation.Tests.Hostile;

/// <summary>Well-formed bodies, read off the records that the endpoints take: what is spoilt afterwards was right in
/// all but one place.</summary>
/// <param name="known">What stands in a field by its name, such as the id of something that is there; null where it
/// may be anything that fits.</param>
public sealed class Shapes(Func<string, JsonNode?> known, Random random)
{
    public Shapes(Target target, Random random) : this(name => target.IdFor(name, random), random)
    {
    }

    public JsonObject Of(Type body)
    {
        var shape = new JsonObject();
        foreach (var field in Fields(body)) shape[Camel(field.Name!)] = Value(field.ParameterType, field.Name!);
        return shape;
    }

    /// <summary>The fields a body must have.</summary>
    public static IEnumerable<string> Needed(Type body) =>
        Fields(body).Where(f => !f.HasDefaultValue).Select(f => Camel(f.Name!));

    private static ParameterInfo[] Fields(Type body) =>
        [.. body.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First().GetParameters()];

    private JsonNode? Value(Type type, string name)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (known(Camel(name)) is { } node) return Fitting(type, node);
        if (type == typeof(string)) return Text(name);
        if (type == typeof(bool) || type == typeof(bool?)) return random.Next(2) == 0;
        if (type == typeof(int) || type == typeof(long)) return random.Next(1, 5);
        if (type == typeof(DateOnly)) return name == "On" ? null : "2025-10-01";
        if (type == typeof(DateTimeOffset)) return $"2025-10-01T{random.Next(10, 20)}:00:00+08:00";
        if (type == typeof(Name)) return new JsonObject { ["zh"] = $"名{random.Next(1_000)}", ["en"] = "Name" };
        if (type.IsEnum) return JsonNamingPolicy.KebabCaseLower.ConvertName(
            Enum.GetNames(type)[random.Next(Enum.GetNames(type).Length)]);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Items<>))
            return new JsonArray(Value(type.GetGenericArguments()[0], name));
        return Of(type);
    }

    private string Text(string name) => name switch
    {
        "UserName" => $"u{random.Next(1_000_000)}", "Password" => "a-password-of-tests", "Phone" => "13800000000",
        "VillageCode" or "VillageCodes" => Danzao.Nansha, "RegionCode" => Danzao.Town, "AsOf" => "2025-11",
        "From" => "2025-09", "To" => "2025-12", "Key" => "sessions", "Scope" => "outreach",
        "Id" => $"id-{random.Next(1_000_000)}", "SeriesIds" => "street",
        _ => $"词{random.Next(1_000)}",
    };

    /// <summary>An id where one is meant, a list of it where several are.</summary>
    private static JsonNode Fitting(Type type, JsonNode node) =>
        type.IsGenericType && node is JsonValue ? new JsonArray(node) : node;

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
