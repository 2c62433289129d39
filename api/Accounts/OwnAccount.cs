using Federation.Api.SigningIn;

namespace Federation.Api.Accounts;

public sealed record AccountShown(string Id, string UserName, Items<RoleGrant> Roles);

/// <summary>A new password as its owner types it: with the present one, and twice.</summary>
public sealed record OwnPasswordForm(string Current, string Password, string Again);

/// <summary>What its owner sees of an account: what it may do, where it is signed in, what was done with it.</summary>
public sealed record OwnPage(
    AccountShown Account, IReadOnlyList<LiveSession> Sessions, IReadOnlyList<OwnTrailRow> Trail);

/// <summary>One's own account: what one may do, one's password, where one is signed in, the day one enters the past
/// for.</summary>
public static class OwnAccount
{
    private const int TrailShown = 20;

    public static readonly Feature Feature = new("/me", [], own =>
    {
        var always = own.Marked(new WhileOwing());
        always.Json("", Who.SignedIn, reading => Of(reading.Caller));
        var first = always.Form<FirstPasswordPage>("/first-password", Who.SignedIn);
        var me = own.Page<OwnPage, MePage>("", Who.SignedIn, reading => new(
            Of(reading.Caller), LiveSessions.Of(reading), TrailReading.Own(reading, TrailShown)));
        own.Send<OwnPasswordForm>("/password", Who.SignedIn, ChangePassword, me, told: new(
            "密码已修改，其他设备已退出登录", "Password changed; other devices are signed out"))
            .RequireRateLimiting(Limits.SignIn);
        always.Send<OwnPasswordForm>("/first-password", Who.SignedIn, ChangePassword, first, me, told: new(
            "密码已修改，现在只有您自己知道", "Password changed: now nobody but you knows it"))
            .RequireRateLimiting(Limits.SignIn);
        me.Tells(Trails.PasswordReset, new("您的密码被别人重设过，请看下面的记录", "Somebody reset your password: see below"));
        me.Tells(Trails.FactorTaken, new(
            "您的两步验证被管理员撤销，请重新开启", "An administrator removed your second factor: set it up again"));
        own.Json("/sign-ins", Who.SignedIn, reading => new Whole<OwnTrailRow>(
            TrailReading.Own(reading, reading.Limit)), "limit:integer");
        own.Json("/sessions", Who.SignedIn, reading => new Whole<LiveSession>(LiveSessions.Of(reading)));
        own.Other("DELETE", "/sessions/{id}", Who.SignedIn, EndSession);
        own.Send<Nothing>("/sessions/{id}/ending", Who.SignedIn, async post =>
        {
            await Live(post.Http).End(post.Http, post["id"]);
            return Unrecorded(post, post.Caller.Account!);
        }, me, told: new("该登录已结束", "That sign-in has ended", "session-ended"), section: "#sessions");
        own.Do<Nothing>("/sessions/ending", Who.SignedIn, async post =>
        {
            await Live(post.Http).EndOthers(post.Http);
            return Unrecorded(post, post.Caller.Account!);
        }, me, told: new("其他登录都已结束", "All other sign-ins have ended", "sessions-ended"), section: "#sessions");
        own.Other("POST", "~/me/day", Who.Coordinators, http => WorkingDay.Choose(http, me));
        own.Other("POST", "~/me/day/ending", Who.Coordinators, WorkingDay.Leave);
    });

    public static AccountShown Of(Caller caller) => new(caller.Account!, caller.UserName!, caller.Roles);

    /// <summary>Done, but nothing that the log holds: a password.</summary>
    public static Done Unrecorded(Post post, string id) =>
        new(id, new(OutcomeKind.Accepted, 0, post.Log.Head.Position));

    /// <summary>One's own new password, with the present one.</summary>
    /// <param name="token">The sign-in that goes on.</param>
    public static async Task Change(Post post, string? current, string password, string? token)
    {
        var (account, userName, signIn) = (post.Caller.Account!, post.Caller.UserName!, SignIn.Of(post.Http));
        if (current is null)
            throw Reading.Wrong("current", "请填写现在的密码", "Enter your present password");
        var visit = Visit.Of(post.Http);
        var (_, problem) = await signIn.CheckPassword(userName, current, visit);
        // Sent twice: the first one has done it. The try was counted, so this tells nobody more than signing in does.
        if (problem == SignIn.Wrong && signIn.Has(account, password)) return;
        if (problem == SignIn.Wrong)
            throw Reading.Wrong("current", "现在的密码不对", "This is not your present password");
        if (problem is not null) throw new ProblemException(problem);
        Passwords.RequireFit(password, userName);
        await signIn.SetPassword(
            account, userName, password, post.Log.By(visit, Trails.PasswordChanged, account), keep: token);
    }

    private static async Task<Done> ChangePassword(Post<OwnPasswordForm> post)
    {
        var (current, password, again) = post.Body;
        if (password != again) throw Reading.Wrong("again", "两次输入的新密码不一样", "The two new passwords differ");
        await Change(post, current, password, Gate.TokenOf(post.Http));
        return Unrecorded(post, post.Caller.Account!);
    }

    private static async Task<IResult> EndSession(HttpContext http) =>
        await Live(http).End(http, Post.Reference((string)http.Request.RouteValues["id"]!, "id"))
            ? Results.NoContent() : Problem.NotFound.Answer(http);

    private static LiveSessions Live(HttpContext http) => http.RequestServices.GetRequiredService<LiveSessions>();
}
