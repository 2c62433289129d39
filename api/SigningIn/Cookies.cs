namespace Federation.Api.SigningIn;

/// <summary>How cookies are named and kept.</summary>
/// <remarks>Over HTTPS their names begin with <c>__Host-</c>: a browser takes such a cookie from this very host alone,
/// and never by plain HTTP, so that nobody on a neighbouring host or on the line plants one. Spoken to plainly, as on
/// one's own machine, browsers refuse that name.</remarks>
public static class Cookies
{
    private const string OfThisHostAlone = "__Host-";

    /// <summary>The cookie's name in this request and its answer.</summary>
    public static string Name(HttpContext http, string name) => http.Request.IsHttps ? OfThisHostAlone + name : name;

    /// <summary>Keeps what is no secret, such as a language; without a time for as long as the browser is open.
    /// </summary>
    public static void Keep(HttpContext http, string name, string value, TimeSpan? time = null)
    {
        var options = Secret(http);
        options.MaxAge = time;
        http.Response.Cookies.Append(Name(http, name), value, options);
    }

    /// <summary>Sent back to this host alone and never shown to a script.</summary>
    public static CookieOptions Secret(HttpContext http, DateTimeOffset? until = null) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", IsEssential = true,
        Expires = until,
    };

    /// <summary>Takes a cookie back, by the name and with the marks that it was given with.</summary>
    public static void End(HttpContext http, string name) =>
        http.Response.Cookies.Delete(Name(http, name), Secret(http));
}
