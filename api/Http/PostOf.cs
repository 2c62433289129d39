namespace Federation.Api.Http;

/// <summary>A POST with its body, read and checked, whether it came as JSON or as a form.</summary>
public sealed class Post<TBody> : Post
{
    private Post(Post post, TBody body) : base(post) => Body = body;

    public TBody Body { get; }

    /// <summary>Reads the body once, demands an Idempotency-Key, takes <c>on</c> from the body, and hashes the payload
    /// as received.</summary>
    public static async Task<Post<TBody>> OfJson(HttpContext http)
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
}

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
