using Federation.Api.Hosting;
using Federation.Api.SigningIn;

namespace Federation.Api.Accounts;

/// <param name="Code">Of the second factor, where the account has one: six digits, or a recovery code.</param>
/// <param name="Device">What an earlier answer called <c>device</c>: a known one is not held up by what others try.
/// </param>
public sealed record SignInBody(string UserName, string Password, string? Code = null, string? Device = null);

/// <summary>A sign-in by page whose password was right and that lacks its code.</summary>
public sealed record CodeAwaited(string Ticket);

/// <summary>Signing in and out: by the API for a token, by the page for a cookie.</summary>
public static class SignIns
{
    public static readonly Feature Feature = new("", [], routes =>
    {
        var always = routes.Marked(new WhileOwing());
        always.Other("POST", "/session", Who.Everyone, Enter, typeof(SignInBody)).RequireRateLimiting(Limits.SignIn)
            .WithMetadata(BodyBound.Small);
        always.Other("DELETE", "/session", Who.SignedIn, async http =>
        {
            await SignIn.Of(http).Out(http, http.Request.Headers.Authorization.ToString()["Bearer ".Length..]);
            return Results.NoContent();
        });
        always.Form<SignInPage>("/sign-in", Who.Everyone);
        always.Other("POST", "~/sign-in", Who.Everyone, EnterByPage).RequireRateLimiting(Limits.SignIn)
            .WithMetadata(BodyBound.Small);
        always.Other("POST", "~/sign-out", Who.SignedIn, LeaveByPage);
    });

    /// <summary>Only a path of this site: a link elsewhere would carry the visitor off after signing in.</summary>
    internal static string Local(string? to) =>
        to is ['/', not '/' and not '\\', ..] && !to.Contains('\\') && !to.Any(char.IsControl) ? to : "/";

    private static async Task<IResult> Enter(HttpContext http)
    {
        var body = Bodies.Parse<SignInBody>(await Bodies.ReadAsync(http.Request));
        Proxies.TellOnce(http);
        var entered = await SignIn.Of(http).In(body.UserName, body.Password, Visit.Of(http, body.Device), body.Code);
        if (entered.Problem is { } problem) return problem.Answer(http);
        var caller = (await http.RequestServices.GetRequiredService<Callers>().Find(entered.Token!))!;
        return Results.Json(
            new
            {
                token = entered.Token, expiresAt = entered.Until.ToOffset(Days.Shanghai), device = entered.Device,
                account = OwnAccount.Of(caller), notices = entered.Notices, owes = caller.Owes,
            },
            Bodies.Options);
    }

    private static async Task<IResult> EnterByPage(HttpContext http)
    {
        var form = await Posted.Of(http);
        Proxies.TellOnce(http);
        var entered = form.Text("ticket") is { } ticket ? await Finish(form, ticket) : await Begin(form);
        if (entered is null) return Again(form, status: 200);
        if (entered.Problem is { } problem)
        {
            if (problem == SignIn.CodeNeeded)
                http.Features.Set(new CodeAwaited(Tickets.Of(http).For(entered.Account!)));
            else form.Tell(problem);
            return Again(form, problem == SignIn.CodeNeeded ? 200 : problem.Status);
        }

        // A fresh token at every sign-in: one planted before it is worth nothing.
        http.Response.Cookies.Append(
            Cookies.Name(http, Gate.Cookie), entered.Token!, Cookies.Secret(http, entered.Until));
        Devices.Give(http, entered.Device!);
        return Results.Redirect(
            entered.Notices is [{ } first, ..] ? $"/me?done={first}" : Local(http.Request.Query["to"]));
    }

    private static async Task<Entered?> Begin(Posted form)
    {
        var (name, password) = (form.Required("userName"), form.Required("password"));
        return form.State.Failed ? null : await SignIn.Of(form.Http).In(name, password, Visit.Of(form.Http));
    }

    /// <summary>The second step: the ticket tells whose password was right a moment ago.</summary>
    private static async Task<Entered?> Finish(Posted form, string ticket)
    {
        if (Tickets.Of(form.Http).Read(ticket) is not { } account)
        {
            form.Wrong("userName", "等得太久了，请重新登录", "That took too long: sign in again");
            return null;
        }

        form.Http.Features.Set(new CodeAwaited(ticket));
        var code = form.Required("code");
        return form.State.Failed ? null : await SignIn.Of(form.Http).Finish(account, code, Visit.Of(form.Http));
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
        if (Gate.TokenOf(http) is { } token) await SignIn.Of(http).Out(http, token);
        Cookies.End(http, Gate.Cookie);
        WorkingDay.End(http);
        // On an office's shared computer nothing of what was shown stays behind; the language may.
        http.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        return Results.Redirect("/");
    }
}
