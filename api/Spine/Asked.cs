using System.Reflection;
using Federation.Domain;
using Microsoft.AspNetCore.Http.Metadata;

namespace Federation.Api.Spine;

/// <summary>A POST with its body, read and checked: what API endpoints take as their parameter.</summary>
/// <remarks>Reads the body once, demands an Idempotency-Key, takes <c>on</c> from the body,
/// and hashes the payload as received.</remarks>
public sealed class Asked<TBody> : IEndpointParameterMetadataProvider
{
    private Asked(Asking asking, TBody body) => (Asking, Body) = (asking, body);

    public Asking Asking { get; }

    public TBody Body { get; }

    public HttpContext Http => Asking.Http;

    public static async ValueTask<Asked<TBody>> BindAsync(HttpContext http)
    {
        if (http.Request.ContentLength > 0 && !http.Request.HasJsonContentType())
            throw new ProblemException(Problem.Malformed(
                "Content-Type", "请以 application/json 提交。", "Send application/json."));
        Asking.KeyOf(http); // A missing key is told before anything about the body.
        var bytes = await Bodies.ReadAsync(http.Request);
        var body = Bodies.Parse<TBody>(bytes);
        return new(Asking.Of(http, Bodies.Canonical(bytes), body is IDated dated ? dated.On : null), body);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(object), isOptional: false));
        builder.Metadata.Add(new TakesBody(typeof(TBody)));
    }
}

/// <summary>The record that a route's body is read into, for the documents that describe the API.</summary>
public sealed record TakesBody(Type Type);

/// <summary>A body that may state the day of its fact.</summary>
public interface IDated
{
    /// <summary>The Shanghai day of the fact; today when null.</summary>
    DateOnly? On { get; }
}

/// <summary>A body without fields of its own.</summary>
public sealed record Nothing(DateOnly? On = null) : IDated;
