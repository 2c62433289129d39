using System.Reflection;
using Federation.Domain;
using Microsoft.AspNetCore.Http.Metadata;

namespace Federation.Api.Spine;

/// <summary>A POST with its body, read and checked: what API endpoints take as their parameter.</summary>
/// <remarks>Reads the body once, demands an Idempotency-Key, takes <c>on</c> from the body, and hashes the payload as received.</remarks>
public sealed class Asked<TBody> : IEndpointParameterMetadataProvider
{
    private Asked(Asking asking, TBody body) => (Asking, Body) = (asking, body);

    public Asking Asking { get; }

    public TBody Body { get; }

    public HttpContext Http => Asking.Http;

    public static async ValueTask<Asked<TBody>> BindAsync(HttpContext http)
    {
        var caller = http.Features.Get<Caller>() ?? Caller.Anonymous;
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (!Guid.TryParse(key, out var id)) throw new ProblemException(Problem.NoKey);
        if (http.Request.ContentLength > 0 && !http.Request.HasJsonContentType()) throw new ProblemException(Problem.Malformed(
            "Content-Type", "请以 application/json 提交。", "Send application/json."));
        var bytes = await Bodies.ReadAsync(http.Request);
        var body = Bodies.Parse<TBody>(bytes);
        var on = body is IDated dated ? dated.On : null;
        var payload = http.RequestServices.GetRequiredService<Federation.Log.EventLog>().Vault
            .PayloadOf(http.Request.Method, http.Request.Path, Bodies.Canonical(bytes));
        return new(new(http, caller, id.ToString("N"), payload, on), body);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(TBody), isOptional: false));
}

/// <summary>A body that may state the day of its fact.</summary>
public interface IDated
{
    /// <summary>The Shanghai day of the fact; today when null.</summary>
    DateOnly? On { get; }
}

/// <summary>A body without fields of its own.</summary>
public sealed record Nothing(DateOnly? On = null) : IDated;
