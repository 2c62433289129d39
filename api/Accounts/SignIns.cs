namespace Federation.Api.Accounts;

public sealed record SignInBody(string UserName, string Password);

/// <summary>Signing in and out: by the API for a token, by the page for a cookie.</summary>
public static class SignIns
{
    public static readonly Feature Feature = new("", [], routes =>
    {
        routes.Other("POST", "/session", Who.Everyone, Enter, typeof(SignInBody)).RequireRateLimiting(Limits.SignIn);
        routes.Other("DELETE", "/session", Who.SignedIn, async http =>
        {
            await SignIn.Of(http).Out(http.Request.Headers.Authorization.ToString()["Bearer ".Length..]);
            return Results.NoContent();
        });
        routes.Form<SignInPage>("/sign-in", Who.Everyone);
        routes.Other("POST", "~/sign-in", Who.Everyone, EnterByPage).RequireRateLimiting(Limits.SignIn);
        routes.Other("POST", "~/sign-out", Who.SignedIn, LeaveByPage);
    });

    /// <summary>Only a path of this site: a link elsewhere would carry the visitor off after signing in.</summary>
    internal static string Local(string? to) =>
        to is ['/', not '/' and not '\\', ..] && !to.Contains('\\') && !to.Any(char.IsControl) ? to : "/";

    private static async Task<IResult> Enter(HttpContext http)
    {
        var body = Bodies.Parse<SignInBody>(await Bodies.ReadAsync(http.Request));
        var (token, until, problem) = await SignIn.Of(http).In(body.UserName, body.Password, SignIn.AddressOf(http));
        if (problem is not null) return problem.Answer(http);
        var caller = http.RequestServices.GetRequiredService<Callers>().Find(token!)!;
        return Results.Json(
            new { token, expiresAt = until.ToOffset(Days.Shanghai), account = OwnAccount.Of(caller) }, Bodies.Options);
    }

    private static async Task<IResult> EnterByPage(HttpContext http)
    {
        var form = await Posted.Of(http);
        var (name, password) = (form.Required("userName"), form.Required("password"));
        if (form.State.Failed) return Again(form, status: 200);
        var (token, until, problem) = await SignIn.Of(http).In(name, password, SignIn.AddressOf(http));
        if (problem is not null)
        {
            form.Tell(problem);
            return Again(form, problem.Status);
        }

        // A fresh token at every sign-in: one planted before it is worth nothing.
        http.Response.Cookies.Append(Gate.Cookie, token!, new()
        {
            HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps,
            Expires = until, IsEssential = true,
        });
        return Results.Redirect(Local(http.Request.Query["to"]));
    }

    private static IResult Again(Posted form, int status)
    {
        Pages.Begin(form.Http);
        form.Http.Features.Set(form.State);
        return Pages.Show<Nothing, SignInPage>(form.Http, Nothing.AtAll, status);
    }

    private static async Task<IResult> LeaveByPage(HttpContext http)
    {
        await Posted.Of(http);
        if (http.Request.Cookies[Gate.Cookie] is { } token) await SignIn.Of(http).Out(token);
        http.Response.Cookies.Delete(Gate.Cookie);
        WorkingDay.End(http);
        return Results.Redirect("/");
    }
}
