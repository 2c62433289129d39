using Federation.Api.Accounts;
using Federation.Log.Accounts;

namespace Federation.Api.SigningIn;

/// <summary>One sign-in that lasts, as its holder sees it.</summary>
/// <param name="Place">The beginning of the address it was begun at.</param>
/// <param name="Present">It is the one that asks.</param>
public sealed record LiveSession(
    string Id, DateTimeOffset At, DateTimeOffset Seen, string Place, string Device, bool Present);

/// <summary>What is known of the sign-in that a request came with.</summary>
/// <param name="Id">What its holder knows it by; null for one that an older version began.</param>
/// <param name="Confirmed">When its holder last gave the password.</param>
public sealed record SessionSeen(byte[] Token, string? Id, DateTimeOffset Seen, DateTimeOffset Confirmed)
{
    private int _touched;

    /// <summary>True once: of the requests that share what was read of a sign-in, one writes that it is in use.
    /// </summary>
    public bool ToBeTouched() => Interlocked.Exchange(ref _touched, 1) == 0;
}

/// <summary>Sign-ins that last: how long, how many, and who ends them.</summary>
public sealed class LiveSessions(EventLog log, Callers callers, TimeProvider clock, IConfiguration configuration)
{
    /// <summary>Of one account, unless <c>Federation__SessionsPerAccount</c> says otherwise: a phone, a computer at
    /// home and one in the office, and two more. One more ends the oldest.</summary>
    public const int AtOnceMax = 5;

    /// <summary>Whoever can change anything does not leave that open on a desk over lunch.</summary>
    public static readonly TimeSpan RestOfAdministrators = TimeSpan.FromMinutes(30);

    /// <summary>Coordinators, officials and auditors, who see other people's data: one working day, and no night.
    /// </summary>
    public static readonly TimeSpan RestOfOffices = TimeSpan.FromHours(12);

    /// <summary>All others: a volunteer who looks in every other day, on a phone of their own, is not asked for a
    /// password that they then write onto a slip of paper.</summary>
    public static readonly TimeSpan RestOfMembers = TimeSpan.FromDays(3);

    /// <summary>Seen again within this time, nothing is written.</summary>
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    private readonly int _atOnce = configuration.GetValue("Federation:SessionsPerAccount", AtOnceMax);

    /// <summary>After so long without a request a sign-in with these roles has ended.</summary>
    public static TimeSpan RestOf(IReadOnlyCollection<RoleGrant> roles) =>
        roles.Any(r => r.Role == Role.PlatformAdministrator) ? RestOfAdministrators
        : roles.Any(r => r.Role is Role.Coordinator or Role.TownOfficial or Role.Auditor) ? RestOfOffices
        : RestOfMembers;

    /// <summary>The rows of a new sign-in, to be written with what the trail tells of it.</summary>
    public Rowset[] Begun(string token, string account, DateTimeOffset until, Visit visit)
    {
        var hash = SignInTokens.HashOf(token);
        return
        [
            Rowset.Put(log.SignIns, hash, account, Micros.Of(until), Micros.Of(clock.GetUtcNow())),
            Facts(hash, account, until, visit),
        ];
    }

    private Rowset Facts(byte[] hash, string account, DateTimeOffset until, Visit visit)
    {
        var now = Micros.Of(clock.GetUtcNow());
        return Rowset.Put(
            log.SignInFacts, hash, Convert.ToHexStringLower(hash)[..16], account, now, now, now, visit.Place,
            Devices.KindOf(visit.Agent), Micros.Of(until));
    }

    /// <summary>Ends the oldest beyond those that an account may have at once.</summary>
    public async Task EndTooMany(string account)
    {
        var ended = await log.Write(
            "delete from sign_ins where account = @account and token not in (select token from sign_ins " +
            "where account = @account order by at desc, token limit @max)",
            ("account", account), ("max", _atOnce));
        if (ended > 0) callers.Forget();
    }

    /// <summary>Remembers that the sign-in is in use. Where nothing can be written now, it goes on all the same.
    /// </summary>
    public async Task Touch(SessionSeen? session)
    {
        var now = clock.GetUtcNow();
        if (session is null || now - session.Seen < SeenEvery || !session.ToBeTouched()) return;
        try
        {
            await log.Write(
                "update sign_in_facts set seen = @now where token = @token", ("now", now), ("token", session.Token));
        }
        catch (Exception away) when (away is LogFullException || log.Dialect.IsBroken(away))
        {
            // Readers go on reading while nothing is written; the next request says it again.
        }
    }

    /// <summary>Remembers that the sign-in's holder just gave the password again.</summary>
    public async Task Confirmed(Caller caller, Visit visit)
    {
        if (caller.Session is not { } session) return;
        var now = Micros.Of(clock.GetUtcNow());
        var known = await log.Write(
            "update sign_in_facts set confirmed = @now, seen = @now where token = @token",
            ("now", now), ("token", session.Token));
        if (known == 0) await log.Write(Facts(session.Token, caller.Account!, clock.GetUtcNow() + SignIn.Lasts, visit));
        callers.Forget();
    }

    /// <summary>The account's sign-ins that last, the newest first.</summary>
    public static IReadOnlyList<LiveSession> Of(Reading reading)
    {
        var caller = reading.Caller;
        return
        [
            .. reading.Rows.All(
                "select f.id, f.at, f.seen, f.place, f.device from sign_ins s " +
                "join sign_in_facts f on f.token = s.token " +
                "where s.account = @account and s.until > @now and f.seen > @rest order by f.at desc, f.id",
                r => new LiveSession(
                    r.GetString(0), Micros.ToMoment(r.GetInt64(1)).ToOffset(Days.Shanghai),
                    Micros.ToMoment(r.GetInt64(2)).ToOffset(Days.Shanghai), r.GetString(3), r.GetString(4),
                    r.GetString(0) == caller.Session?.Id),
                ("account", caller.Account), ("now", reading.Now), ("rest", reading.Now - RestOf(caller.Roles))),
        ];
    }

    /// <summary>Ends one of the caller's sign-ins; false where there is none of that id.</summary>
    public async Task<bool> End(HttpContext http, string id)
    {
        var account = http.Features.Get<Caller>()!.Account!;
        return await EndWhere(http, "f.id = @id", ("account", account), ("id", id));
    }

    /// <summary>Ends all of the caller's sign-ins but the one that asks.</summary>
    public Task<bool> EndOthers(HttpContext http)
    {
        var caller = http.Features.Get<Caller>()!;
        return EndWhere(http, "f.id <> @id", ("account", caller.Account), ("id", caller.Session?.Id ?? ""));
    }

    private async Task<bool> EndWhere(HttpContext http, string which, params (string, object?)[] values)
    {
        var ended = await log.Write(
            $"delete from sign_ins where account = @account and token in (select f.token from sign_in_facts f where " +
            $"f.account = @account and {which})", values);
        if (ended == 0) return false;
        callers.Forget();
        await http.Tell(Trails.SessionEnded, http.Features.Get<Caller>()!.Account);
        return true;
    }
}
