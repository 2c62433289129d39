using System.Globalization;
using Federation.Api.Spine;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Federation.Api.Service;

/// <summary>The API described: OpenAPI 3.1, and 3.0 for tools that read no other.</summary>
internal static class OpenApiDocuments
{
    public static readonly RoleRow[] Roles = [new("GET", "/openapi/{documentName}.json", Who.Everyone)];

    private const string Problems = "problem";

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

    public static void AddOpenApiDocuments(this WebApplicationBuilder builder)
    {
        builder.Services.AddOpenApi("v1", options => Describe(options, OpenApiSpecVersion.OpenApi3_1));
        builder.Services.AddOpenApi("v1-3.0", options => Describe(options, OpenApiSpecVersion.OpenApi3_0));
    }

    public static void MapOpenApiDocuments(this WebApplication app) => app.MapOpenApi();

    private static void Describe(OpenApiOptions options, OpenApiSpecVersion version)
    {
        options.OpenApiVersion = version;
        options.ShouldInclude = description =>
            description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, context, _) =>
        {
            Frame(document);
            var schemas = new OpenApiSchemas(document);
            document.AddComponent(Problems, schemas.Problem());
            document.AddComponent("outcome", schemas.Outcome());
            var roles = context.ApplicationServices.GetRequiredService<RoleTable>();
            foreach (var description in context.DescriptionGroups.SelectMany(g => g.Items))
            {
                var path = "/" + description.RelativePath!.TrimEnd('/');
                if (!document.Paths.TryGetValue(path, out var item)) continue;
                var operation = item.Operations![new(description.HttpMethod!)];
                var body = description.ActionDescriptor.EndpointMetadata.OfType<TakesBody>().FirstOrDefault();
                Complete(operation, document, schemas, description.HttpMethod!, path, body?.Type);
                Tell(operation, document, roles.AllowedTo(description.HttpMethod!, path) ?? Who.Nobody);
            }

            return Task.CompletedTask;
        });
    }

    private static void Frame(OpenApiDocument document)
    {
        document.Info = new()
        {
            Title = "Federation", Version = "v1",
            Description = "Every write needs an Idempotency-Key (UUID); " +
                "every answer carries its position as ETag; reads take ?after=<position>. " +
                "Problems are RFC 9457 with a stable code, in zh-CN or en by Accept-Language.",
        };
        document.Tags = null; // The framework's are names of classes; ours are the nouns of the paths.
        document.Servers = [new() { Url = "/" }]; // Wherever the document was read from.
        document.AddComponent("bearer", (IOpenApiSecurityScheme)new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The token that POST /session answers.",
        });
    }

    private static void Complete(
        OpenApiOperation operation, OpenApiDocument document, OpenApiSchemas schemas, string method, string path,
        Type? body)
    {
        var words = path["/api/v1/".Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        operation.OperationId = method.ToLowerInvariant() + string.Concat(words.Select(word =>
            word[0] == '{' ? "By" + Capital(word.Trim('{', '}')) : string.Concat(word.Split('-').Select(Capital))));
        operation.Summary = (method == "GET" ? "Read: " : "Command: ") + string.Join(" / ", words);
        operation.Tags = new HashSet<OpenApiTagReference> { new(words[0], document) };
        if (document.Tags?.Any(tag => tag.Name == words[0]) != true)
            (document.Tags ??= new HashSet<OpenApiTag>()).Add(new() { Name = words[0] });
        operation.Parameters ??= [];
        if (method == "GET")
            operation.Parameters.Add(Parameter("after", ParameterLocation.Query, JsonSchemaType.Integer));
        if (method == "POST" && words[0] != "session") operation.Parameters.Add(
            Parameter("Idempotency-Key", ParameterLocation.Header, JsonSchemaType.String, "uuid"));
        if (body is not null) operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new() { Schema = schemas.Of(body) },
            },
        };
        var answer = body is null || words[0] == "session" ? new OpenApiSchema()
            : (IOpenApiSchema)new OpenApiSchemaReference("outcome", document);
        operation.Responses = new()
        {
            [method == "DELETE" ? "204" : "200"] = new OpenApiResponse
            {
                Description = "Done.",
                Content = method == "DELETE" ? null
                    : new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = answer } },
            },
        };
    }

    /// <summary>Who may call it, and what it says when it refuses.</summary>
    private static void Tell(OpenApiOperation operation, OpenApiDocument document, Who who)
    {
        operation.Description = $"For: {who}.";
        var bearer = new OpenApiSecurityRequirement { [new("bearer", document)] = [] };
        operation.Security = who == Who.Everyone ? [new(), bearer] : [bearer];
        var command = operation.RequestBody is not null;
        foreach (var (status, means) in command ? Refused.Concat(RefusedCommand) : Refused)
            operation.Responses![status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = means,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(Problems, document) },
                },
            };
    }

    private static OpenApiParameter Parameter(
        string name, ParameterLocation place, JsonSchemaType type, string? format = null) => new()
    {
        Name = name, In = place, Required = place == ParameterLocation.Header,
        Schema = new OpenApiSchema { Type = type, Format = format },
    };

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
