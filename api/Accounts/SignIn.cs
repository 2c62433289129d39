using Federation.Api.SigningIn;
using Federation.Log.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Federation.Api.Accounts;

/// <summary>What became of a try to sign in: a fresh token, or why not.</summary>
/// <param name="Device">What this device is known by from now on.</param>
/// <param name="Notices">What others did with the account since its last sign-in, as the trail names it.</param>
/// <param name="Account">Whose name and password they were, also where a code is still missing.</param>
public sealed record Entered(
    string? Token, DateTimeOffset Until, string? Device, Problem? Problem, IReadOnlyList<string>? Notices = null,
    string? Account = null)
{
    /// <summary>Not now, or not so.</summary>
    public static Entered Not(Problem problem) => new(null, default, null, problem);
}

/// <summary>Signing in and out. Credentials and sign-ins are plain rows; accounts and roles are events.</summary>
/// <remarks>Whoever guesses waits longer from try to try: by the pair of user name and network, and by the network
/// where many names are tried; never by the user name alone, or anybody could lock out anybody. A device or a network
/// that the account is known at is not held up by what others try.</remarks>
public sealed class SignIn(
    EventLog log, Callers callers, LiveSessions sessions, SecondFactors factors, Tries tries, KnownPlaces known,
    IPasswordHasher<string> hasher, TimeProvider clock)
{
    /// <summary>Wrong passwords that are judged at once: of one name from one network or device, of all names from one
    /// network, of all from the /48 around an IPv6 one.</summary>
    public const int FreeOfPair = 6, FreeOfNetwork = 60, FreeOfWider = 240;

    /// <summary>After so long one wrong password is forgotten, in the same order; and no wait is longer.</summary>
    public static readonly TimeSpan LeakOfPair = TimeSpan.FromMinutes(10), LeakOfNetwork = TimeSpan.FromMinutes(1),
        LeakOfWider = TimeSpan.FromSeconds(15);

    public static readonly TimeSpan Lasts = TimeSpan.FromDays(14);

    // Checked when there is no such user, so that the time taken does not tell.
    private readonly string _nobodysHash = hasher.HashPassword("", Guid.NewGuid().ToString());

    public static readonly Problem Wrong = new(
        401, "sign-in-failed", "用户名或密码不正确。", "The user name or the password is not right.");

    public static readonly Problem CodeNeeded = new(
        401, "second-factor-needed", "请输入手机验证器上的六位数字，或一个备用码。",
        "Type the six digits that your phone shows, or a recovery code.", "code");

    public static readonly Problem CodeWrong = new(
        401, "second-factor-wrong", "验证码不对，或已经用过。请等手机上出现下一个。",
        "The code is not right, or was used: wait for the next one.", "code");

    private const string Delayed = "sign-in-delayed";

    public static SignIn Of(HttpContext http) => http.RequestServices.GetRequiredService<SignIn>();

    public static bool IsDelay(Problem? problem) => problem?.Code == Delayed;

    /// <summary>A fresh token, or the problem.</summary>
    /// <param name="code">Of the second factor, where the account has one.</param>
    public async Task<Entered> In(string userName, string password, Visit visit, string? code = null)
    {
        var (account, problem) = await Check(userName, password, code, visit, Trails.Failed);
        return problem is null ? await Begin(account!, visit) : Entered.Not(problem) with { Account = account };
    }

    /// <summary>The rest of a sign-in whose password was right before.</summary>
    public async Task<Entered> Finish(string account, string code, Visit visit)
    {
        var userName = AccountReading.UserNameOf(log.Rows, account) ?? "";
        var (_, problem) = await Judge(userName, visit, Trails.Failed, found =>
            found.Account == account ? Code(account, code, visit) : Task.FromResult<Problem?>(Wrong));
        return problem is null ? await Begin(account, visit) : Entered.Not(problem);
    }

    /// <summary>The account whose name, password and code these are, or the problem.</summary>
    /// <param name="failed">What the trail tells where they are not.</param>
    public Task<(string? Account, Problem? Problem)> Check(
        string userName, string password, string? code, Visit visit, string failed) =>
        Judge(userName, visit, failed, found => IsRight(found.Account, found.Hash, password)
            ? Code(found.Account!, code, visit) : Task.FromResult<Problem?>(Wrong));

    /// <summary>The same of the password alone, where its holder is signed in already.</summary>
    public Task<(string? Account, Problem? Problem)> CheckPassword(string userName, string password, Visit visit) =>
        Judge(userName, visit, Trails.ConfirmationFailed, found => Task.FromResult(
            IsRight(found.Account, found.Hash, password) ? null : Wrong));

    private async Task<Problem?> Code(string account, string? code, Visit visit)
    {
        var judged = await factors.Judge(account, code);
        if (judged == Judged.Recovered) await log.Tell(log.By(visit, Trails.RecoveryCodeUsed, account));
        return judged switch { Judged.Missing => CodeNeeded, Judged.Wrong => CodeWrong, _ => null };
    }

    /// <summary>The try is counted before it is judged; one that only lacks its code is none.</summary>
    private async Task<(string? Account, Problem? Problem)> Judge(
        string userName, Visit visit, string failed, Func<(string? Account, string? Hash), Task<Problem?>> judge)
    {
        var name = userName.Trim().ToLowerInvariant();
        // No account has such a name: nothing of what was typed is kept, nor looked up.
        if (name.Length > Account.UserNameLengthMax) return (null, Wrong);
        var found = log.Rows.One(
            "select c.account, c.password from credentials c join accounts a on a.id = c.account " +
            "where c.user_name = @name and a.closed = 0",
            r => ((string?)r.GetString(0), (string?)r.GetString(1)), ("name", name));
        var (account, _) = found;
        var measures = MeasuresOf(name, account, visit);
        if (await tries.Take(measures) is { } wait) return (null, Delay(wait));
        var problem = await judge(found);
        if (problem is null)
        {
            await tries.GiveBack(measures.Skip(1));
            await tries.Clear(measures[0]);
        }
        else if (problem == CodeNeeded) await tries.GiveBack(measures);
        else
        {
            var told = log.By(visit, failed, account, "anonymous");
            TrailEntry[] entries = measures.Any(tries.Waits) ? [told, told with { What = Trails.Delayed }] : [told];
            await log.Tell(entries);
        }

        return (problem is null || problem == CodeNeeded ? account : null, problem);
    }

    /// <summary>Ends a sign-in by deleting its row.</summary>
    public async Task Out(HttpContext http, string token)
    {
        await http.Tell(Trails.SignedOut, http.Features.Get<Caller>()?.Account);
        await log.Write(Rowset.Delete(log.SignIns, SignInTokens.HashOf(token)));
        callers.Forget();
    }

    /// <summary>Whether this is the account's password already; for callers that have counted the try.</summary>
    public bool Has(string account, string password) => log.Rows.One(
        "select password from credentials where account = @account",
        r => r.GetString(0), ("account", account)) is { } hash && IsRight(account, hash, password);

    /// <param name="told">How the trail tells it.</param>
    /// <param name="keep">The token of the sign-in that goes on; all others of the account end.</param>
    public async Task SetPassword(
        string account, string userName, string password, TrailEntry told, string? keep = null)
    {
        var now = Micros.Of(clock.GetUtcNow());
        await log.Tell(
            told,
            Rowset.Put(
                log.Credentials, account, userName, hasher.HashPassword(account, Passwords.Plain(password)), now),
            told.Actor == account ? Rowset.Delete(log.FirstPasswords, account)
                : Rowset.Put(log.FirstPasswords, account, now)); // Somebody else knows it.
        await log.Write(
            "delete from sign_ins where account = @account and token <> @keep",
            ("account", account), ("keep", SignInTokens.HashOf(keep ?? "")));
        if (keep is null) await known.Forget(account);
        callers.Forget();
    }

    private async Task<Entered> Begin(string account, Visit visit)
    {
        var (now, token, device) = (clock.GetUtcNow(), SignInTokens.New(), visit.Device ?? SignInTokens.New());
        var notices = NoticesOf(account);
        await log.Tell(
            log.By(visit, Trails.SignedIn, account), sessions.Begun(token, account, now + Lasts, visit));
        await sessions.EndTooMany(account);
        await known.Keep(account, known.MarkOf(device), known.MarkOf(visit));
        return new(token, now + Lasts, device, null, notices, account);
    }

    /// <summary>What others did with the account since its holder last signed in.</summary>
    private IReadOnlyList<string> NoticesOf(string account) => log.Rows.All(
        "select distinct t.what from trail t where t.account = @account and t.actor <> @account " +
        "and t.what in (@reset, @taken) and t.number > (select coalesce(max(s.number), 0) from trail s " +
        "where s.account = @account and s.what = @in) order by t.what", r => r.GetString(0),
        ("account", account), ("reset", Trails.PasswordReset), ("taken", Trails.FactorTaken), ("in", Trails.SignedIn));

    /// <summary>What a try counts in. Where the account is known by its device, tries of that device; else of the
    /// network, and beside it the network's as a whole unless the account is known there.</summary>
    private IReadOnlyList<Measure> MeasuresOf(string name, string? account, Visit visit)
    {
        if (visit.Device is { } device && known.Has(account, known.MarkOf(device)))
            return [new(Key($"device {device}"), FreeOfPair, LeakOfPair)];
        var pair = new Measure(Key($"network {visit.Network}"), FreeOfPair, LeakOfPair);
        if (known.Has(account, known.MarkOf(visit))) return [pair];
        var network = new Measure(log.Vault.IdOf("", visit.Network, "network"), FreeOfNetwork, LeakOfNetwork);
        return visit.Wider is { } wider
            ? [pair, network, new(log.Vault.IdOf("", wider, "network"), FreeOfWider, LeakOfWider)]
            : [pair, network];

        string Key(string from) => log.Vault.IdOf(name, from, "sign-in");
    }

    /// <summary>Also of a password that was set before its letters were brought to one form.</summary>
    private bool IsRight(string? account, string? hash, string password)
    {
        var typed = password[..Math.Min(password.Length, Passwords.Max)];
        var plain = Passwords.Plain(typed);
        return (Is(plain) || (plain != typed && Is(typed))) && account is not null;

        bool Is(string word) => hasher.VerifyHashedPassword(account ?? "", hash ?? _nobodysHash, word)
            != PasswordVerificationResult.Failed;
    }

    private static Problem Delay(TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        return new(
            429, Delayed, $"连续输错，请等 {seconds} 秒再试。每错一次，要等的时间会长一些。",
            $"Several wrong tries: wait {seconds} seconds. Each one makes the wait a little longer.")
        {
            RetryAfter = seconds,
        };
    }
}
