using Federation.Api.Accounts;
using Federation.Log.Accounts;

namespace Federation.Api.SigningIn;

/// <param name="Code">Of the second factor, where the account has one.</param>
public sealed record ConfirmBody(string Password, string? Code = null);

/// <summary>What was asked for when the password was asked again.</summary>
/// <param name="To">The address that goes on after it.</param>
/// <param name="Typed">What its form held, to go on with; none for a page that was only to be read.</param>
public sealed record ConfirmPageView(string To, IReadOnlyList<KeyValuePair<string, string>> Typed, bool Code);

/// <summary>Marks what is so grave, or shows so much, that its asker gives the password again unless they just did.
/// </summary>
public sealed class AskAgain;

/// <summary>Asking again before what cannot be taken back: erasures, roles, others' passwords, exports.</summary>
/// <remarks>An open page on a desk, or a stolen token, is not enough for these. Signing in counts as having been asked.
/// </remarks>
public sealed class Confirming(RequestDelegate next, TimeProvider clock)
{
    /// <summary>Nobody is asked again within this time.</summary>
    public static readonly TimeSpan Holds = TimeSpan.FromMinutes(5);

    private const string PasswordField = "_password", CodeField = "_code", Going = "_then";

    private static readonly Problem First = new(
        403, "confirm-first", "请先用密码确认是您本人（POST /session/confirmation），再做一次。",
        "Confirm with your password first (POST /session/confirmation), then send it again.");

    public static readonly Feature Feature = new("", [], routes =>
    {
        var limited = routes.Limited(Limits.SignIn, BodyBound.Small).Marked(new WhileOwing());
        limited.Do<ConfirmBody>("/session/confirmation", Who.SignedIn, async post =>
        {
            if (await Confirm(post.Http, post.Body.Password, post.Body.Code) is { } problem)
                throw new ProblemException(problem);
            return OwnAccount.Unrecorded(post, post.Caller.Account!);
        });
        limited.Page<ConfirmPageView, ConfirmPage>("/me/confirmation", Who.SignedIn, reading => new(
            To(reading.Http), [], HasFactor(reading.Http)));
        limited.Other("POST", "~/me/confirmation", Who.SignedIn, ConfirmByPage);
    });

    /// <summary>Ends the request unless its asker gave the password a moment ago.</summary>
    public static void Require(HttpContext http)
    {
        if (IsDue(http, http.RequestServices.GetRequiredService<TimeProvider>())) throw new ProblemException(First);
    }

    public async Task Invoke(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<AskAgain>() is null || !IsDue(http, clock))
        {
            await Tell(http);
            await next(http);
        }
        else if (HttpMethods.IsGet(http.Request.Method) && Gate.TokenOf(http) is not null)
            http.Response.Redirect($"/me/confirmation?to={Uri.EscapeDataString(AddressOf(http))}");
        else if (http.Request.Path.StartsWithSegments("/api")) await First.Answer(http).ExecuteAsync(http);
        else
        {
            var form = await Posted.FormOf(http);
            Pages.Begin(http);
            await Pages.Show<ConfirmPageView, ConfirmPage>(
                http, new(AddressOf(http), Kept(form), HasFactor(http)), status: 200).ExecuteAsync(http);
        }
    }

    private static async Task Tell(HttpContext http)
    {
        if (http.GetEndpoint() is not RouteEndpoint endpoint
            || endpoint.Metadata.GetMetadata<IsTold>() is not { } told) return;
        var id = http.Request.RouteValues["id"] as string ?? "";
        var about = $"{http.Request.Method} {RoleTable.Template(endpoint)}";
        await http.Tell(
            told.What, http.Features.Get<Caller>()?.Account, Post.IsId(id) ? about.Replace("{id}", id) : about);
    }

    /// <summary>What a form held but for its token, its key and passwords, which no page shows again.</summary>
    private static List<KeyValuePair<string, string>> Kept(IFormCollection form) =>
    [
        .. form.Where(f => !f.Key.StartsWith('_') && f.Key is not ("password" or "again" or "current"))
            .SelectMany(f => f.Value.OfType<string>().Select(value => KeyValuePair.Create(f.Key, value))),
        KeyValuePair.Create(Going, "post"),
    ];

    private static async Task<IResult> ConfirmByPage(HttpContext http)
    {
        var form = await Posted.Of(http);
        if (form.Text(PasswordField) is not { } password) form.Required(PasswordField);
        else if (await Confirm(http, password, form.Text(CodeField)) is { } problem)
            form.State.Wrong(problem.Field == "code" ? CodeField : PasswordField, form.L.T(problem.Zh, problem.En));
        // 307: the browser sends what it just sent once more, to where it was going.
        if (!form.State.Failed) return form.Text(Going) is null ? Pages.SeeOther(http, To(http))
            : Results.Redirect(To(http), permanent: false, preserveMethod: true);
        Pages.Begin(http);
        http.Features.Set(form.State);
        List<KeyValuePair<string, string>> kept = form.Text(Going) is null ? [] : Kept(form.Form);
        return Pages.Show<ConfirmPageView, ConfirmPage>(http, new(To(http), kept, HasFactor(http)));
    }

    private static async Task<Problem?> Confirm(HttpContext http, string password, string? code)
    {
        var (caller, log) = (http.Features.Get<Caller>()!, http.RequestServices.GetRequiredService<EventLog>());
        var visit = Visit.Of(http);
        var (_, problem) = await SignIn.Of(http)
            .Check(caller.UserName!, password, code, visit, Trails.ConfirmationFailed);
        if (problem == SignIn.Wrong) return new(
            401, problem.Code, "密码不对", "This is not your password", "password");
        if (problem is not null) return problem;
        await log.Tell(log.By(visit, Trails.Confirmed, caller.Account));
        await http.RequestServices.GetRequiredService<LiveSessions>().Confirmed(caller, visit);
        return null;
    }

    private static bool IsDue(HttpContext http, TimeProvider clock) =>
        http.Features.Get<Caller>()?.Session is { } session && session.Confirmed + Holds < clock.GetUtcNow();

    private static bool HasFactor(HttpContext http) => http.RequestServices.GetRequiredService<SecondFactors>()
        .Has(http.Features.Get<Caller>()?.Account ?? "");

    private static string AddressOf(HttpContext http) => http.Request.Path + http.Request.QueryString.ToString();

    private static string To(HttpContext http) => SignIns.Local(http.Request.Query["to"]);
}
