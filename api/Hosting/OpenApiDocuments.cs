using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;

namespace Federation.Api.Hosting;

/// <summary>The API described: OpenAPI 3.1, and 3.0 for tools that read no other.</summary>
/// <remarks>From what the endpoints say of themselves where they are mapped: nothing is looked for in delegates.
/// </remarks>
internal static class OpenApiDocuments
{
    public static void AddOpenApiDocuments(this WebApplicationBuilder builder)
    {
        builder.Services.AddOpenApi("v1", options => Describe(options, OpenApiSpecVersion.OpenApi3_1));
        builder.Services.AddOpenApi("v1-3.0", options => Describe(options, OpenApiSpecVersion.OpenApi3_0));
    }

    public static void MapOpenApiDocuments(this WebApplication app) =>
        app.MapOpenApi().WithMetadata(new AllowedTo(Who.Everyone));

    private static void Describe(OpenApiOptions options, OpenApiSpecVersion version)
    {
        options.OpenApiVersion = version;
        options.ShouldInclude = _ => false;
        options.AddDocumentTransformer((document, context, _) =>
        {
            Frame(document);
            var operations = new OpenApiOperations(document, plain: version == OpenApiSpecVersion.OpenApi3_0);
            var roles = context.ApplicationServices.GetRequiredService<RoleTable>();
            foreach (var endpoint in context.ApplicationServices.GetRequiredService<EndpointDataSource>().Endpoints
                .OfType<RouteEndpoint>())
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
            {
                var path = RoleTable.Template(endpoint);
                if (!path.StartsWith("/api/v1/", StringComparison.Ordinal)) continue;
                if (!document.Paths.TryGetValue(path, out var item))
                    document.Paths[path] = item = new OpenApiPathItem();
                ((OpenApiPathItem)item).AddOperation(
                    new(method), operations.Of(method, path, endpoint, roles.AllowedTo(method, path) ?? Who.Nobody));
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
        document.Paths ??= [];
        document.Tags = null; // The framework's are names of classes; ours are the nouns of the paths.
        document.Servers = [new() { Url = "/" }]; // Wherever the document was read from.
        document.AddComponent("bearer", (IOpenApiSecurityScheme)new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The token that POST /session answers.",
        });
    }
}
