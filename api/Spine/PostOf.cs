using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Federation.Api.Spine;

/// <summary>A POST with its body, read and checked, whether it came as JSON or as a form.</summary>
public sealed class Post<TBody> : Post, IEndpointParameterMetadataProvider
{
    private Post(Post post, TBody body) : base(post) => Body = body;

    public TBody Body { get; }

    /// <summary>Reads the body once, demands an Idempotency-Key, takes <c>on</c> from the body, and hashes the payload as
    /// received.</summary>
    public static async ValueTask<Post<TBody>> BindAsync(HttpContext http)
    {
        if (http.Request.ContentLength > 0 && !http.Request.HasJsonContentType())
            throw new ProblemException(Problem.Malformed(
                "Content-Type", "请以 application/json 提交。", "Send application/json."));
        KeyOf(http); // A missing key is told before anything about the body.
        var bytes = await Bodies.ReadAsync(http.Request);
        var body = Bodies.Parse<TBody>(bytes);
        return new(Of(http, Bodies.Canonical(bytes), body is IDated dated ? dated.On : null), body);
    }

    /// <summary>The same from a form; what is wrong with a field stands in the form's state.</summary>
    public static Post<TBody> OfForm(Posted form) => new(form.Post, FormBody<TBody>.Of(form));

    /// <summary>What an endpoint that takes it says of itself; another content type is refused by it.</summary>
    public static object[] Metadata =>
        [new AcceptsMetadata(["application/json"], typeof(object), isOptional: false), new TakesBody(typeof(TBody))];

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        foreach (var one in Metadata) builder.Metadata.Add(one);
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

/// <summary>A body without fields of its own; a page without a view.</summary>
public sealed record Nothing(DateOnly? On = null) : IDated
{
    public static Nothing AtAll { get; } = new();
}
