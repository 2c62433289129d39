using Federation.Api.SigningIn;

namespace Federation.Api.Http;

/// <summary>Who asks: an account with its roles, or nobody.</summary>
public sealed record Caller(string? Account, string? UserName, Items<RoleGrant> Roles)
{
    public static readonly Caller Anonymous = new(null, null, []);

    /// <summary>The sign-in that the request came with; null where the product itself asks.</summary>
    public SessionSeen? Session { get; init; }

    /// <summary>What the account has to do before anything else.</summary>
    public Owes Owes { get; init; }

    /// <summary>The town holds the sample, for trying things out.</summary>
    public bool InSample { get; init; }

    public bool SignedIn => Account is not null;

    public bool Administrator => Roles.Any(r => r.Role == Role.PlatformAdministrator);

    public bool Has(Role role) => Roles.Any(r => r.Role == role);

    /// <summary>Has one of these roles, as the role table counts them.</summary>
    public bool Is(Who who) => (RoleTable.RolesOf(this) & who) != 0;

    /// <summary>Scopes of one role; <c>*</c> stands for everywhere.</summary>
    public IEnumerable<string> Scopes(Role role) => Roles.Where(r => r.Role == role).Select(r => r.Scope);

    /// <summary>Organisations the caller is staff of.</summary>
    public Items<string> Organisations => [.. Scopes(Role.OrganisationStaff)];

    public string? Mentor => Scopes(Role.Mentor).FirstOrDefault();

    public Standing Standing(bool coordinator) =>
        new(coordinator || Administrator, Organisations, Mentor, Administrator: Administrator);
}

/// <summary>Sign-ins by token and the roles behind them, remembered for a moment.</summary>
/// <remarks>Any change of accounts or sign-ins on this node clears the memory at once. Another node's
/// change is seen by a read within <see cref="Remembered"/>; commands, and what the memory would refuse,
/// are decided on what is stored now.</remarks>
public sealed class Callers(EventLog log, SignInPolicy policy, TimeProvider clock)
{
    private const int KeptMax = 20_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(2);
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, (Caller Caller, long At)> _known = [];
    private readonly Gathered<StoredSignIn> _reads = new(
        tokens => StoredSignIn.Read(log, clock.GetUtcNow(), tokens));
    private int _forgotten;

    public void Forget()
    {
        Interlocked.Increment(ref _forgotten);
        _known.Clear();
    }

    /// <summary>The caller behind a token, or null when it is unknown or ran out.</summary>
    /// <param name="current">Not from memory, where other nodes may have changed what is stored.</param>
    public async ValueTask<Caller?> Find(string token, bool current = false)
    {
        var (now, forgotten) = (clock.GetTimestamp(), Volatile.Read(ref _forgotten));
        var remembers = !current || log.Dialect.Exclusive;
        if (remembers && _known.TryGetValue(token, out var known) && clock.GetElapsedTime(known.At, now) < Remembered)
            return known.Caller;
        var caller = (await _reads.Ask(Convert.ToHexString(SignInTokens.HashOf(token))))?.In(policy, clock);
        if (_known.Count > KeptMax) _known.Clear();
        if (caller is not null) _known[token] = (caller, now);
        // What was read before a change, and comes after it, is not remembered.
        if (caller is null || Volatile.Read(ref _forgotten) != forgotten) _known.TryRemove(token, out _);
        return caller;
    }
}

/// <summary>A sign-in as it is stored, with its account and roles.</summary>
internal sealed record StoredSignIn(
    string Id, string UserName, SessionSeen Session, bool First, bool Factor, bool Sample, string? Roles)
{
    /// <summary>Null where it has rested too long.</summary>
    public Caller? In(SignInPolicy policy, TimeProvider clock)
    {
        var roles = (Roles ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Order(StringComparer.Ordinal).Select(grant => grant.Split(' '))
            .Select(grant => new RoleGrant(RowText.Parse<Role>(grant[0]), grant[1])).ToArray();
        return Session.Seen + LiveSessions.RestOf(roles) < clock.GetUtcNow() ? null : new(Id, UserName, [.. roles])
        {
            Session = Session, InSample = Sample, Owes = policy.Of(roles, First, Factor, Sample),
        };
    }

    /// <summary>Those that are valid now, by the hash of their tokens.</summary>
    public static IReadOnlyDictionary<string, StoredSignIn> Read(
        EventLog log, DateTimeOffset now, IReadOnlyList<string> tokens) => log.Rows.All(
        "select s.account, a.user_name, f.id, coalesce(f.seen, s.at), coalesce(f.confirmed, s.at), " +
        "(select count(*) from first_passwords p where p.account = s.account), " +
        "(select count(*) from second_factors t where t.account = s.account), " +
        "(select count(*) from process_positions m where m.process = @sample), " +
        "(select string_agg(r.role || ' ' || r.scope, ',') from account_roles r where r.account = s.account), " +
        "s.token " +
        "from sign_ins s join accounts a on a.id = s.account left join sign_in_facts f on f.token = s.token " +
        $"where s.token in ({string.Join(", ", tokens.Select((_, i) => $"@t{i}"))}) " +
        "and s.until > @now and a.closed = 0",
        r => (Token: Convert.ToHexString((byte[])r[9]), Found: new StoredSignIn(
            r.GetString(0), r.GetString(1),
            new((byte[])r[9], r.Text(2), Micros.ToMoment(r.GetInt64(3)), Micros.ToMoment(r.GetInt64(4))),
            r.GetInt64(5) > 0, r.GetInt64(6) > 0, r.GetInt64(7) > 0, r.Text(8))),
        [
            .. tokens.Select((token, i) => ($"t{i}", (object?)Convert.FromHexString(token))),
            ("now", now), ("sample", Federation.Api.Sample.SampleLoader.Marker),
        ]).ToDictionary(row => row.Token, row => row.Found);
}

/// <summary>Sign-in tokens: 256 random bits, kept only as a hash.</summary>
public static class SignInTokens
{
    public static string New() => Convert
        .ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32))
        .Replace('+', '-').Replace('/', '_').TrimEnd('=');

    public static byte[] HashOf(string token) =>
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token));
}
