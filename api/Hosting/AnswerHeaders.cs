namespace Federation.Api.Hosting;

/// <summary>What every answer tells the browser: pages and the API, files, redirections and errors alike.</summary>
/// <remarks>Added when an answer begins to leave: the handler of exceptions clears whatever was set before.</remarks>
internal static class AnswerHeaders
{
    /// <summary>Nothing runs or is shown in a page but files of ours, and no other site frames it: text that somebody
    /// typed stays text even where a page should forget to encode it.</summary>
    private const string Policy =
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>A year, as long as browsers ask for.</summary>
    private const string ByTlsOnly = "max-age=31536000; includeSubDomains";

    private static readonly (string Name, string Value)[] OfEveryAnswer =
    [
        ("Content-Security-Policy", Policy),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"), // For browsers too old for the policy.
        ("Referrer-Policy", "same-origin"), // An address of ours may hold an id: no other site learns it.
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ];

    public static void UseAnswerHeaders(this WebApplication app) => app.Use((http, next) =>
    {
        http.Response.OnStarting(Add, http);
        return next(http);
    });

    private static Task Add(object state)
    {
        var http = (HttpContext)state;
        var headers = http.Response.Headers;
        foreach (var (name, value) in OfEveryAnswer) headers[name] = value;
        if (http.Request.IsHttps) headers.StrictTransportSecurity = ByTlsOnly;
        // Whatever is no file of the build may be about somebody: it stays in no cache unless its route says so.
        if (headers.CacheControl.Count == 0 && !IsOfTheBuild(http)) headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    private static bool IsOfTheBuild(HttpContext http) => http.GetEndpoint() is { } endpoint
        && RoleTable.IsStatic(endpoint) && http.Response.StatusCode is 200 or 206 or 304;
}
