namespace Federation.Api.Accounts;

public sealed record AccountShown(string Id, string UserName, Items<RoleGrant> Roles);

/// <summary>A new password as its owner types it: with the present one, and twice.</summary>
public sealed record OwnPasswordForm(string Current, string Password, string Again);

/// <summary>One's own account: what one may do, one's password, the day one enters the past for.</summary>
public static class OwnAccount
{
    public static readonly Feature Feature = new("/me", [], own =>
    {
        var me = own.Get<AccountShown, MePage>("", Who.SignedIn, reading => Of(reading.Caller));
        own.Send<OwnPasswordForm>("/password", Who.SignedIn, ChangePassword, me, told: new(
            "密码已修改，其他设备已退出登录", "Password changed; other devices are signed out"))
            .RequireRateLimiting(Limits.SignIn);
        own.Other("POST", "~/me/day", Who.Coordinators, http => WorkingDay.Choose(http, me));
        own.Other("POST", "~/me/day/ending", Who.Coordinators, WorkingDay.Leave);
    });

    public static AccountShown Of(Caller caller) => new(caller.Account!, caller.UserName!, caller.Roles);

    /// <summary>Ends the request where a password is too short or too long.</summary>
    public static void RequireFit(string password)
    {
        if (password.Length is < SignIn.PasswordMin or > SignIn.PasswordMax) throw Reading.Wrong(
            "password", $"密码须为 {SignIn.PasswordMin} 至 {SignIn.PasswordMax} 个字符。",
            $"A password has {SignIn.PasswordMin} to {SignIn.PasswordMax} characters.");
    }

    /// <summary>Done, but nothing that the log holds: a password.</summary>
    public static Done Unrecorded(Post post, string id) =>
        new(id, new(OutcomeKind.Accepted, 0, post.Log.Head.Position));

    private static async Task<Done> ChangePassword(Post<OwnPasswordForm> post)
    {
        var (current, password, again) = post.Body;
        var (account, userName, signIn) = (post.Caller.Account!, post.Caller.UserName!, SignIn.Of(post.Http));
        if (password != again) throw Reading.Wrong("again", "两次输入的新密码不一样", "The two new passwords differ");
        var (proof, _, problem) = await signIn.In(userName, current, SignIn.AddressOf(post.Http));
        // Sent twice: the first one has done it. The try was counted, so this tells nobody more than signing in does.
        if (problem == SignIn.Wrong && signIn.Has(account, password)) return Unrecorded(post, account);
        if (problem == SignIn.Wrong)
            throw Reading.Wrong("current", "现在的密码不对", "This is not your present password");
        if (problem is not null) throw new ProblemException(problem);
        await signIn.Out(proof!);
        RequireFit(password);
        await signIn.SetPassword(account, userName, password, keep: post.Http.Request.Cookies[Gate.Cookie]);
        return Unrecorded(post, account);
    }
}
