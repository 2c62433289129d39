using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Federation.Api.Hosting;

/// <summary>One operation of the documents: its parameters, body, answer, who may call it and how it refuses.</summary>
internal sealed class OpenApiOperations
{
    private const string Problems = "problem", Outcomes = "outcome";

    /// <summary>What any route may answer instead; each is the same problem in another status.</summary>
    private static readonly (int Status, string Means)[] Refused =
    [
        (400, "Malformed: the field is named."), (401, "Not signed in."), (403, "The role or a rule forbids it."),
        (404, "There is no such record, or it is private."), (429, "Too many requests; see Retry-After."),
    ];

    private static readonly (int Status, string Means)[] RefusedCommand =
    [
        (409, "A rule says no; the code names it."), (413, "Too large."), (415, "Another content type."),
        (422, "The key was used for another payload."), (503, "Busy: send again with the same key."),
    ];

    private readonly OpenApiDocument _document;
    private readonly OpenApiSchemas _schemas;

    public OpenApiOperations(OpenApiDocument document, bool plain)
    {
        (_document, _schemas) = (document, new(document, plain));
        document.AddComponent(Problems, _schemas.Problem());
        document.AddComponent(Outcomes, _schemas.Outcome());
    }

    public OpenApiOperation Of(string method, string path, RouteEndpoint endpoint, Who who)
    {
        var words = path["/api/v1/".Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        var told = endpoint.Metadata.GetMetadata<Described>();
        var body = told?.Body;
        if (_document.Tags?.Any(tag => tag.Name == words[0]) != true)
            (_document.Tags ??= new HashSet<OpenApiTag>()).Add(new() { Name = words[0] });
        var bearer = new OpenApiSecurityRequirement { [new("bearer", _document)] = [] };
        return new()
        {
            OperationId = method.ToLowerInvariant() + string.Concat(words.Select(word =>
                word[0] == '{' ? "By" + Capital(word.Trim('{', '}')) : string.Concat(word.Split('-').Select(Capital)))),
            Summary = (method == "GET" ? "Read: " : "Command: ") + string.Join(" / ", words),
            Description = $"For: {who}.",
            Tags = new HashSet<OpenApiTagReference> { new(words[0], _document) },
            Security = who == Who.Everyone ? [new(), bearer] : [bearer],
            Parameters = [.. Parameters(method, words[0], endpoint, told)],
            RequestBody = body is null ? null : new OpenApiRequestBody
            {
                Required = true, Content = Json(_schemas.Of(body)),
            },
            Responses = Responses(method, words[0], told, body),
        };
    }

    private static IEnumerable<IOpenApiParameter> Parameters(
        string method, string noun, RouteEndpoint endpoint, Described? told)
    {
        foreach (var part in endpoint.RoutePattern.Parameters)
            yield return Parameter(part.Name, ParameterLocation.Path, JsonSchemaType.String);
        foreach (var filter in (told?.Filters ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            yield return filter.Split(':') is [var name, var kind]
                ? Parameter(name, ParameterLocation.Query,
                    kind == "integer" ? JsonSchemaType.Integer : JsonSchemaType.String, kind == "date" ? kind : null)
                : Parameter(filter, ParameterLocation.Query, JsonSchemaType.String);
        if (told?.View is { IsGenericType: true } list && list.GetGenericTypeDefinition() == typeof(Listed<>))
        {
            yield return Parameter("limit", ParameterLocation.Query, JsonSchemaType.Integer);
            yield return Parameter("cursor", ParameterLocation.Query, JsonSchemaType.String);
        }

        if (method == "GET") yield return Parameter("after", ParameterLocation.Query, JsonSchemaType.Integer);
        if (method == "POST" && noun != "session")
            yield return Parameter("Idempotency-Key", ParameterLocation.Header, JsonSchemaType.String, "uuid");
    }

    private OpenApiResponses Responses(string method, string noun, Described? told, Type? body)
    {
        var answer = told?.View is { } view ? _schemas.Answer(view)
            : body is null || noun == "session" ? new OpenApiSchema()
            : new OpenApiSchemaReference(Outcomes, _document);
        var responses = new OpenApiResponses
        {
            [method == "DELETE" ? "204" : told?.Makes == true ? "201" : "200"] = new OpenApiResponse
            {
                Description = "Done.", Content = method == "DELETE" ? null : Json(answer),
            },
        };
        foreach (var (status, means) in body is null ? Refused : Refused.Concat(RefusedCommand))
        {
            var codes = told is null || body is null ? [] : Codes(told.Feature, status);
            responses[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = codes.Length == 0 ? means : $"{means} Codes: {string.Join(", ", codes)}.",
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(Problems, _document) },
                },
                Extensions = codes.Length == 0 ? null : new Dictionary<string, IOpenApiExtension>
                {
                    ["x-problem-codes"] = new JsonNodeExtension(new JsonArray([.. codes.Select(c => (JsonNode)c)])),
                },
            };
        }

        return responses;
    }

    /// <summary>The codes with which a boundary's rules refuse in this status.</summary>
    private static string[] Codes(Feature feature, int status) =>
    [
        .. feature.Refusals.Append(typeof(Asked.Refusals))
            .SelectMany(holder => holder.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
            .Where(field => field.FieldType == typeof(Refusal)).Select(field => (Refusal)field.GetValue(null)!)
            .Where(refusal => Problem.Of(refusal).Status == status)
            .Select(refusal => refusal.Code).Distinct().Order(StringComparer.Ordinal),
    ];

    private static Dictionary<string, OpenApiMediaType> Json(IOpenApiSchema schema) =>
        new() { ["application/json"] = new() { Schema = schema } };

    private static OpenApiParameter Parameter(
        string name, ParameterLocation place, JsonSchemaType type, string? format = null) => new()
    {
        Name = name, In = place, Required = place != ParameterLocation.Query,
        Schema = new OpenApiSchema { Type = type, Format = format },
    };

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
