using Federation.Log.Accounts;

namespace Federation.Api.SigningIn;

/// <summary>What the trail of signing in tells: permanent names, each with its words.</summary>
public static class Trails
{
    public const string SignedIn = "sign-in", Failed = "sign-in-failed", Delayed = "sign-in-delayed",
        SignedOut = "sign-out", SessionEnded = "session-ended", PasswordSet = "password-set",
        PasswordChanged = "password-changed", PasswordReset = "password-reset", Invited = "invited",
        FactorSet = "second-factor-set", FactorRemoved = "second-factor-removed",
        FactorTaken = "second-factor-taken", RecoveryCodesMade = "recovery-codes-made",
        RecoveryCodeUsed = "recovery-code-used", Confirmed = "confirmed", ConfirmationFailed = "confirmation-failed",
        Exported = "exported", Erased = "erased", Restored = "restored";

    /// <summary>Kept for half a year, as the law on network logs asks.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(184);

    /// <summary>All of them, in the order in which lists offer them.</summary>
    public static readonly IReadOnlyDictionary<string, Name> Words = new Dictionary<string, Name>
    {
        [SignedIn] = new("登录", "Signed in"),
        [Failed] = new("登录失败", "Failed to sign in"),
        [Delayed] = new("输错太多，须等待", "Made to wait after wrong tries"),
        [SignedOut] = new("退出登录", "Signed out"),
        [SessionEnded] = new("结束了一个登录", "A sign-in was ended"),
        [PasswordSet] = new("设定密码", "Set a first password"),
        [PasswordChanged] = new("修改密码", "Changed the password"),
        [PasswordReset] = new("重设他人的密码", "Reset somebody's password"),
        [Invited] = new("发出邀请链接", "Gave an invitation link"),
        [FactorSet] = new("开启两步验证", "Set up a second factor"),
        [FactorRemoved] = new("关闭两步验证", "Removed the second factor"),
        [FactorTaken] = new("撤销他人的两步验证", "Removed somebody's second factor"),
        [RecoveryCodesMade] = new("换了一批备用码", "Made new recovery codes"),
        [RecoveryCodeUsed] = new("用备用码登录", "Signed in with a recovery code"),
        [Confirmed] = new("再次输入密码确认", "Confirmed with the password"),
        [ConfirmationFailed] = new("确认时输错密码", "Failed to confirm"),
        [Exported] = new("导出资料", "Exported data"),
        [Erased] = new("要求清除资料", "Asked for an erasure"),
        [Restored] = new("从备份恢复", "Restored from a backup"),
    };

    /// <summary>An entry about a visit.</summary>
    public static TrailEntry By(
        this EventLog log, Visit visit, string what, string? account, string? actor = null, string about = "") => new(
        what, account, actor ?? account ?? "anonymous", visit.Place, log.Vault.IdOf("network", visit.Network, "trail"),
        Devices.KindOf(visit.Agent), about);

    /// <summary>Tells what the caller of this request did.</summary>
    public static Task Tell(this HttpContext http, string what, string? account, string about = "")
    {
        var log = http.RequestServices.GetRequiredService<EventLog>();
        var actor = http.Features.Get<Caller>()?.Account;
        return log.Tell(log.By(Visit.Of(http), what, account, actor ?? "anonymous", about));
    }
}

/// <summary>Marks a route that is told whenever it is called: an export before it leaves, an erasure before it is
/// decided. What changes roles or closes accounts is told by the log itself.</summary>
/// <param name="What">As <see cref="Trails"/> names it.</param>
public sealed record IsTold(string What);
