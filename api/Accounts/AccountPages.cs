namespace Federation.Api.Accounts;

/// <summary>Pages for signing in and out.</summary>
public static class AccountPages
{
    public static readonly RoleRow[] Roles =
    [
        new("GET", "/sign-in", Who.Everyone),
        new("POST", "/sign-in", Who.Everyone),
        new("POST", "/sign-out", Who.SignedIn),
    ];

    public static void MapAccountPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/sign-in", (string? to) => Pages.Of<SignInPage>(new { To = Local(to) }));
        pages.MapPost("/sign-in", EnterAsync).RequireRateLimiting(Limits.SignIn);
        pages.MapPost("/sign-out", async (Posted posted, SignIn signIn) =>
        {
            if (posted.Http.Request.Cookies[Gate.Cookie] is { } token) await signIn.Out(token);
            posted.Http.Response.Cookies.Delete(Gate.Cookie);
            WorkingDay.End(posted.Http);
            return Results.Redirect("/");
        });
    }

    private static async Task<IResult> EnterAsync(Posted posted, SignIn signIn, string? to)
    {
        var (name, password) = (posted.Required("userName"), posted.Required("password"));
        if (posted.State.Failed) return Again(posted, to);
        var address = posted.Http.Connection.RemoteIpAddress?.ToString() ?? "";
        var (token, until, problem) = await signIn.In(name, password, address);
        if (problem is not null)
        {
            posted.State.Wrong(new(problem.Code, problem.Zh, problem.En), posted.L);
            return Again(posted, to, problem.Status);
        }

        // A fresh token at every sign-in: one planted before it is worth nothing.
        posted.Http.Response.Cookies.Append(Gate.Cookie, token!, new()
        {
            HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = posted.Http.Request.IsHttps,
            Expires = until, IsEssential = true,
        });
        return Results.Redirect(Local(to));
    }

    private static IResult Again(Posted posted, string? to, int status = 200) =>
        Pages.Of<SignInPage>(new { posted.State, To = Local(to) }, status);

    /// <summary>Only a path of this site: a link elsewhere would carry the visitor off after signing in.</summary>
    internal static string Local(string? to) =>
        to is ['/', not '/' and not '\\', ..] && !to.Contains('\\') && !to.Any(char.IsControl) ? to : "/";
}
