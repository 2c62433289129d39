using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing.Template;

namespace Federation.Api.Sample;

/// <summary>Sends the API's own public commands from inside the process: same endpoints,
/// same role table, same rules.</summary>
/// <remarks>The sample has no entrance of its own. Keys are made from the step's name, so a start that was interrupted
/// half way goes on where it stopped.</remarks>
internal sealed class Loopback(
    IServiceProvider services, EndpointDataSource endpoints, RoleTable table) : ISend
{
    private readonly Lazy<(TemplateMatcher Matcher, RouteEndpoint Endpoint)[]> _posts = new(() =>
    [
        .. endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("POST") == true)
            .Select(e => (new TemplateMatcher(TemplateParser.Parse(RoleTable.Template(e)[1..]), []), e)),
    ]);

    /// <summary>Posts a command below <c>/api/v1</c>; throws with the problem when it is not accepted.</summary>
    public async Task<JsonObject> Post(Caller caller, string path, object body)
    {
        await using var scope = services.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        var endpoint = Match("/api/v1" + path, http);
        http.Features.Set(caller);
        if ((table.AllowedTo("POST", RoleTable.Template(endpoint)) & RoleTable.RolesOf(caller)) is 0 or null)
            throw new InvalidOperationException($"The sample's {caller.UserName} may not post to {path}.");
        var json = JsonSerializer.SerializeToUtf8Bytes(body, Bodies.Options);
        http.Request.Method = "POST";
        http.Request.Path = "/api/v1" + path;
        http.Request.ContentType = "application/json";
        http.Request.ContentLength = json.Length;
        http.Request.Body = new MemoryStream(json);
        http.Request.Headers["Idempotency-Key"] = KeyOf(caller, path, json).ToString();
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        try
        {
            await endpoint.RequestDelegate!(http);
        }
        catch (ProblemException refused)
        {
            throw new InvalidOperationException(
                $"{path}: {refused.Problem.Code} {refused.Problem.En} {refused.Problem.Field}", refused);
        }

        var text = System.Text.Encoding.UTF8.GetString(answer.ToArray());
        return http.Response.StatusCode is 200 or 201
            ? (JsonObject)JsonNode.Parse(text)!
            : throw new InvalidOperationException($"{path} {System.Text.Encoding.UTF8.GetString(json)}: {text}");
    }

    private RouteEndpoint Match(string path, HttpContext http)
    {
        foreach (var (matcher, endpoint) in _posts.Value)
        {
            var values = new RouteValueDictionary();
            if (!matcher.TryMatch(path, values)) continue;
            http.Request.RouteValues = values;
            http.SetEndpoint(endpoint);
            return endpoint;
        }

        throw new InvalidOperationException($"Nothing takes a POST to {path}.");
    }

    private static Guid KeyOf(Caller caller, string path, byte[] json)
    {
        var whoAndWhere = System.Text.Encoding.UTF8.GetBytes($"{caller.Account} {path} ");
        return new(System.Security.Cryptography.SHA256.HashData([.. whoAndWhere, .. json])[..16]);
    }
}

/// <summary>How the case's commands reach the product: from inside at the first start, and in the tests over HTTP or
/// typed into pages.</summary>
internal interface ISend
{
    /// <summary>Posts a command below <c>/api/v1</c>; throws when it is not accepted.</summary>
    Task<JsonObject> Post(Caller caller, string path, object body);
}
