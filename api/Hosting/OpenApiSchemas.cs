using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Federation.Api.Hosting;

/// <summary>Schemas of bodies, read off the records that the endpoints take, as <c>Bodies</c> reads them.</summary>
/// <remarks>The framework's own exporter knows nothing of our lists and names, and stumbles over their
/// defaults.</remarks>
/// <param name="plain">Without choices of types, of which older tools make nothing: a name is then always an object.
/// </param>
internal sealed class OpenApiSchemas(OpenApiDocument document, bool plain)
{
    private const string Names = "name";

    private readonly NullabilityInfoContext _nullability = new();

    /// <summary>The schema of a type; records become components.</summary>
    public IOpenApiSchema Of(Type type)
    {
        if (type == typeof(Name)) return plain ? Bilingual() : new OpenApiSchema { OneOf = [Text(), Bilingual()] };
        if (Simple(type) is { } simple) return simple;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Items<>))
            return new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(type.GetGenericArguments()[0]) };
        if (type == typeof(ScopeBody)) return ScopeOf();
        var name = type.Namespace!.Split('.')[^1] + type.Name;
        if (document.Components?.Schemas?.ContainsKey(name) != true)
            document.AddComponent(name, (IOpenApiSchema)Record(type));
        return new OpenApiSchemaReference(name, document);
    }

    /// <summary>The schema of what a route answers: all that JSON shows of it, nothing where it is null.</summary>
    public IOpenApiSchema Answer(Type type)
    {
        if (type == typeof(Name)) return Bilingual();
        if (Simple(type) is { } simple) return simple;
        if (Nullable.GetUnderlyingType(type) is { } inner) return Answer(inner);
        if (DictionaryOf(type) is { } value)
            return new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Answer(value) };
        if (ElementOf(type) is { } element)
            return new OpenApiSchema { Type = JsonSchemaType.Array, Items = Answer(element) };
        if (type == typeof(object)) return new OpenApiSchema();
        var name = "Answer" + NameOf(type);
        if (document.Components?.Schemas?.ContainsKey(name) != true)
        {
            var record = new OpenApiSchema { Type = JsonSchemaType.Object };
            document.AddComponent(name, (IOpenApiSchema)record); // Before its fields: a record may hold its like.
            var shown = type.GetProperties().Where(p => p.GetIndexParameters().Length == 0
                && p.GetCustomAttribute<System.Text.Json.Serialization.JsonIgnoreAttribute>() is null).ToArray();
            record.Properties = shown.ToDictionary(p => Camel(p.Name), p => Answer(p.PropertyType));
            record.Required = shown.Where(p => Nullable.GetUnderlyingType(p.PropertyType) is null
                && (p.PropertyType.IsValueType || _nullability.Create(p).ReadState != NullabilityState.Nullable))
                .Select(p => Camel(p.Name)).ToHashSet();
        }

        return new OpenApiSchemaReference(name, document);
    }

    private static string NameOf(Type type) => type.Namespace!.Split('.')[^1] + (type.IsGenericType
        ? type.Name.Split('`')[0] + "Of" + string.Concat(type.GetGenericArguments().Select(a => a.Name))
        : type.Name);

    private static Type? ElementOf(Type type) => type.IsArray ? type.GetElementType()
        : Interface(type, typeof(IEnumerable<>)) is { } many ? many.GetGenericArguments()[0] : null;

    private static Type? DictionaryOf(Type type) =>
        (Interface(type, typeof(IReadOnlyDictionary<,>)) ?? Interface(type, typeof(IDictionary<,>)))
            ?.GetGenericArguments()[1];

    private static Type? Interface(Type type, Type open) => type.GetInterfaces().Append(type)
        .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == open);

    /// <summary>What a command answers; more fields where its route says so.</summary>
    public IOpenApiSchema Outcome() => new OpenApiSchema
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["id"] = Text(), ["version"] = Whole("int64"), ["position"] = Whole("int64"),
        },
    };

    public IOpenApiSchema Problem() => new OpenApiSchema
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "status", "code", "detail", "texts" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text(), ["title"] = Text(), ["status"] = Whole("int32"), ["detail"] = Text(), ["code"] = Text(),
            ["field"] = Text(), ["texts"] = Bilingual(), ["traceId"] = Text(),
        },
    };

    private OpenApiSchema Record(Type type)
    {
        var fields = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!.GetParameters();
        return new()
        {
            Type = JsonSchemaType.Object,
            AdditionalPropertiesAllowed = false,
            Required = fields.Where(f => !f.HasDefaultValue).Select(f => Camel(f.Name!)).ToHashSet(),
            Properties = fields.ToDictionary(f => Camel(f.Name!), Field),
        };
    }

    private IOpenApiSchema Field(ParameterInfo field)
    {
        var inner = Nullable.GetUnderlyingType(field.ParameterType);
        var schema = Of(inner ?? field.ParameterType);
        var nullable = inner is not null || (!field.ParameterType.IsValueType
            && _nullability.Create(field).WriteState == NullabilityState.Nullable);
        if (nullable && schema is OpenApiSchema { Type: { } known } own) own.Type = known | JsonSchemaType.Null;
        return schema;
    }

    private static OpenApiSchema? Simple(Type type) =>
        type == typeof(string) ? Text()
        : type == typeof(bool) ? new() { Type = JsonSchemaType.Boolean }
        : type == typeof(int) ? Whole("int32")
        : type == typeof(long) ? Whole("int64")
        : type == typeof(DateOnly) ? Text("date")
        : type == typeof(DateTimeOffset) ? Text("date-time")
        : type.IsEnum ? new()
        {
            Type = JsonSchemaType.String,
            Enum = [.. Enum.GetNames(type).Select(n => (JsonNode)JsonNamingPolicy.KebabCaseLower.ConvertName(n))],
        }
        : null;

    private OpenApiSchema ScopeOf()
    {
        var scope = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "kind" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["kind"] = Of(typeof(Domain.Counting.ScopeKind)), ["id"] = Text(), ["name"] = Of(typeof(Name)),
            },
        };
        return plain ? scope : new() { OneOf = [Text(), scope] };
    }

    private OpenApiSchemaReference Bilingual()
    {
        if (document.Components?.Schemas?.ContainsKey(Names) != true) document.AddComponent(
            Names, (IOpenApiSchema)new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = new HashSet<string> { "zh" },
                AdditionalPropertiesAllowed = false,
                Properties = new Dictionary<string, IOpenApiSchema> { ["zh"] = Text(), ["en"] = Text() },
            });
        return new(Names, document);
    }

    private static OpenApiSchema Text(string? format = null) => new() { Type = JsonSchemaType.String, Format = format };

    private static OpenApiSchema Whole(string format) => new() { Type = JsonSchemaType.Integer, Format = format };

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
