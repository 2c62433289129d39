using Microsoft.AspNetCore.Identity;

namespace Federation.Api.Accounts;

/// <summary>Signing in and out. Credentials, sign-ins and failures are plain rows;
/// accounts and roles are events.</summary>
/// <remarks>Wrong passwords lock out the pair of user name and address, and an address that tries many names; never the
/// user name alone, or anybody could lock out anybody.</remarks>
public sealed class SignIn(EventLog log, Callers callers, TimeProvider clock)
{
    public const int FailuresMax = 6, FailuresPerAddressMax = 60, PasswordMin = 10, PasswordMax = 200;
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(14), LockOut = TimeSpan.FromMinutes(15);
    private static readonly PasswordHasher<string> Hasher = new();

    // Checked when there is no such user, so that the time taken does not tell.
    private static readonly string NobodysHash = Hasher.HashPassword("", Guid.NewGuid().ToString());

    public static readonly Problem Wrong = new(
        401, "sign-in-failed", "用户名或密码不正确。", "The user name or the password is not right.");

    public static readonly Problem LockedOut = new(
        429, "sign-in-locked", "尝试次数过多，请十五分钟后再试。", "Too many attempts; try again in fifteen minutes.")
    {
        RetryAfter = 900,
    };

    public static SignIn Of(HttpContext http) => http.RequestServices.GetRequiredService<SignIn>();

    public static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";

    /// <summary>A fresh token, or the problem.</summary>
    public async Task<(string? Token, DateTimeOffset Until, Problem? Problem)> In(
        string userName, string password, string address)
    {
        var now = clock.GetUtcNow();
        var pair = $"{userName.ToLowerInvariant()}|{address}";
        if (FailuresOf(pair, now) >= FailuresMax || FailuresOf(address, now) >= FailuresPerAddressMax)
            return (null, default, LockedOut);
        var found = log.Rows.One(
            "select c.account, c.password from credentials c join accounts a on a.id = c.account " +
            "where c.user_name = @name and a.closed = 0",
            r => (Account: r.GetString(0), Hash: r.GetString(1)), ("name", userName));
        var typed = password[..Math.Min(password.Length, PasswordMax)];
        var right = Hasher.VerifyHashedPassword(found.Account ?? "", found.Hash ?? NobodysHash, typed)
            != PasswordVerificationResult.Failed && found.Account is not null;
        if (!right)
        {
            await Failed(pair, now);
            await Failed(address, now);
            return (null, default, Wrong);
        }

        var token = SignInTokens.New();
        await log.Write(
            Rowset.Put(log.SignIns, SignInTokens.HashOf(token), found.Account, Micros.Of(now + Lasts), Micros.Of(now)),
            Rowset.Delete(log.SignInFailures, pair));
        return (token, now + Lasts, null);
    }

    /// <summary>Ends a sign-in by deleting its row.</summary>
    public async Task Out(string token)
    {
        await log.Write(Rowset.Delete(log.SignIns, SignInTokens.HashOf(token)));
        callers.Forget();
    }

    /// <summary>Whether this is the account's password already; for callers that have counted the try.</summary>
    public bool Has(string account, string password) => log.Rows.One(
        "select password from credentials where account = @account",
        r => r.GetString(0), ("account", account)) is { } hash
        && Hasher.VerifyHashedPassword(account, hash, password) != PasswordVerificationResult.Failed;

    /// <param name="keep">The token of the sign-in that goes on; all others of the account end.</param>
    public async Task SetPassword(string account, string userName, string password, string? keep = null)
    {
        await log.Write(Rowset.Put(
            log.Credentials, account, userName, Hasher.HashPassword(account, password), Micros.Of(clock.GetUtcNow())));
        await log.Write(
            "delete from sign_ins where account = @account and token <> @keep",
            ("account", account), ("keep", SignInTokens.HashOf(keep ?? "")));
        callers.Forget();
    }

    private long FailuresOf(string who, DateTimeOffset now) => log.Rows.One(
        "select count from sign_in_failures where who = @who and until > @now",
        r => r.GetInt64(0), ("who", who), ("now", now));

    private Task<int> Failed(string who, DateTimeOffset now) => log.Write(
        "insert into sign_in_failures (who, count, until) values (@who, 1, @until) on conflict (who) do update set " +
        "count = case when sign_in_failures.until > @now then sign_in_failures.count + 1 else 1 end, " +
        "until = excluded.until",
        ("who", who), ("until", now + LockOut), ("now", now));
}
