using Federation.Api.Spine;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Federation.Api.Service;

/// <summary>The API described: OpenAPI 3.1, and 3.0 for tools that read no other.</summary>
internal static class OpenApiDocuments
{
    public static readonly RoleRow[] Roles = [new("GET", "/openapi/{documentName}.json", Who.Everyone)];

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
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new()
            {
                Title = "Federation", Version = "v1",
                Description = "Every write needs an Idempotency-Key (UUID); " +
                    "every answer carries its position as ETag; reads take ?after=<position>. " +
                    "Problems are RFC 9457 with a stable code, in zh-CN or en by Accept-Language.",
            };
            document.Components ??= new();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.HttpMethod == "POST" && context.Description.RelativePath != "api/v1/session")
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = "Idempotency-Key", In = ParameterLocation.Header, Required = true,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
                });
            }

            return Task.CompletedTask;
        });
    }
}
