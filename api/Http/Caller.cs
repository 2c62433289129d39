namespace Federation.Api.Http;

/// <summary>Who asks: an account with its roles, or nobody.</summary>
public sealed record Caller(string? Account, string? UserName, Items<RoleGrant> Roles)
{
    public static readonly Caller Anonymous = new(null, null, []);

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

    /// <summary>Coordinates this alliance: by its id, by a region that holds it, or everywhere.</summary>
    public bool Coordinates(string allianceId, string? regionCode = null) => Administrator
        || Scopes(Role.Coordinator).Any(s => s == allianceId || s == Federation.Domain.Accounts.Account.Everywhere
            || (regionCode is not null && regionCode.StartsWith(s, StringComparison.Ordinal)));

    /// <summary>Coordinates an alliance that this organisation is a member of or applies to now.</summary>
    public bool CoordinatesOrganisation(Rows rows, string organisationId) => Administrator
        || (Has(Role.Coordinator) && rows.All(
            "select m.alliance, a.region from memberships m join alliances a on a.id = m.alliance " +
            "where m.organisation = @organisation and m.state in ('applied', 'member', 'suspended')",
            r => (Alliance: r.GetString(0), Region: r.GetString(1)), ("organisation", organisationId))
            .Any(m => Coordinates(m.Alliance, m.Region)));

    /// <summary>May see a region as an official, auditor or coordinator of it.</summary>
    public bool Oversees(string regionCode) => Administrator || Roles.Any(r =>
        r.Role is Role.TownOfficial or Role.Auditor
        && (r.Scope == Federation.Domain.Accounts.Account.Everywhere
            || regionCode.StartsWith(r.Scope, StringComparison.Ordinal)));

    /// <summary>Is an official of a region that holds this one: not an auditor, who only looks.</summary>
    public bool IsOfficialOf(string regionCode) => regionCode.Length > 0 && Scopes(Role.TownOfficial).Any(s =>
        s == Federation.Domain.Accounts.Account.Everywhere || regionCode.StartsWith(s, StringComparison.Ordinal));

    public Standing Standing(bool coordinator) =>
        new(coordinator || Administrator, Organisations, Mentor, Administrator: Administrator);
}

/// <summary>Sign-ins by token and the roles behind them, remembered for a moment.</summary>
/// <remarks>Any change of accounts or sign-ins on this node clears the memory at once. Another node's
/// change is seen by a read within <see cref="Remembered"/>; commands, and what the memory would refuse,
/// are decided on what is stored now.</remarks>
public sealed class Callers(EventLog log, TimeProvider clock)
{
    private const int KeptMax = 20_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(2);
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, (Caller Caller, long At)> _known = [];

    public void Forget() => _known.Clear();

    /// <summary>The caller behind a token, or null when it is unknown or ran out.</summary>
    /// <param name="current">Not from memory, where other nodes may have changed what is stored.</param>
    public Caller? Find(string token, bool current = false)
    {
        var now = clock.GetTimestamp();
        var remembers = !current || log.Dialect.Exclusive;
        if (remembers && _known.TryGetValue(token, out var known) && clock.GetElapsedTime(known.At, now) < Remembered)
            return known.Caller;
        var caller = Read(token);
        if (_known.Count > KeptMax) _known.Clear();
        if (caller is not null) _known[token] = (caller, now);
        else _known.TryRemove(token, out _);
        return caller;
    }

    private Caller? Read(string token)
    {
        var account = log.Rows.One(
            "select s.account, a.user_name from sign_ins s join accounts a on a.id = s.account " +
            "where s.token = @token and s.until > @now and a.closed = 0",
            r => (Id: r.GetString(0), UserName: r.GetString(1)),
            ("token", SignInTokens.HashOf(token)), ("now", clock.GetUtcNow()));
        if (account.Id is null) return null;
        var roles = log.Rows.All(
            "select role, scope from account_roles where account = @account order by role, scope",
            r => new RoleGrant(RowText.Parse<Role>(r.GetString(0)), r.GetString(1)), ("account", account.Id));
        return new(account.Id, account.UserName, [.. roles]);
    }
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
