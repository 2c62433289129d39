using Federation.Domain.Accounts;

namespace Federation.Api.Accounts;

/// <summary>The page of one's own account.</summary>
public static class MePages
{
    public static readonly RoleRow[] Roles =
    [
        new("GET", "/me", Who.SignedIn),
        new("POST", "/me/password", Who.SignedIn),
        .. WorkingDay.Roles,
    ];

    public static void MapMePages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/me", (Reading reading) => Show(reading, null));
        pages.MapPost("/me/password", ChangePasswordAsync).RequireRateLimiting(Limits.SignIn);
        pages.MapWorkingDay((reading, state) => Show(reading, null, state));
    }

    private static async Task<IResult> ChangePasswordAsync(Posted posted, Reading reading, SignIn signIn)
    {
        var (current, password, again) = (
            posted.Required("current"), posted.Required("password"), posted.Required("again"));
        if (!posted.State.Failed && password != again)
            posted.State.Wrong("again", posted.L.T("两次输入的新密码不一样", "The two new passwords differ"));
        if (!posted.State.Failed) await ChangeAsync(posted, signIn, current, password);
        return posted.State.Failed
            ? Show(reading, posted.State)
            : Pages.SeeOther("/me?done=password");
    }

    private static async Task ChangeAsync(Posted posted, SignIn signIn, string current, string password)
    {
        var (account, userName) = (posted.Post.Caller.Account!, posted.Post.Caller.UserName!);
        var address = posted.Http.Connection.RemoteIpAddress?.ToString() ?? "";
        var (proof, _, problem) = await signIn.In(userName, current, address);
        if (problem is not null)
        {
            // Sent twice: the first one has done it. The try was counted, so this tells
            // nobody more than signing in does.
            if (problem == SignIn.Wrong && signIn.Has(account, password)) return;
            if (problem == SignIn.Wrong)
                posted.State.Wrong("current", posted.L.T("现在的密码不对", "This is not your present password"));
            else posted.Tell(problem);
            return;
        }

        await signIn.Out(proof!);
        if (AccountEndpoints.PasswordUnfit(password) is { } unfit) posted.Tell(unfit);
        else await signIn.SetPassword(account, userName, password, keep: posted.Http.Request.Cookies[Gate.Cookie]);
    }

    private static IResult Show(Reading reading, FormState? state, FormState? day = null) => Pages.Of<MePage>(
        new
        {
            UserName = reading.Caller.UserName!, Roles = reading.Caller.Roles.ToArray(),
            Scopes = ScopeNames.Of(reading, reading.Caller.Roles), State = state,
            Changed = reading.Text("done") == "password", Day = day,
            EntersPast = reading.Caller.Administrator || reading.Caller.Has(Role.Coordinator),
        }, state ?? day);
}
