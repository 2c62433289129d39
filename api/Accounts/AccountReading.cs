namespace Federation.Api.Accounts;

public sealed record AccountRow(
    string Id, string UserName, string? PersonId, bool Closed, Items<RoleGrant> Roles = default);

/// <param name="Manages">The reader may give and take roles here.</param>
public sealed record AccountView(AccountRow Account, bool Manages, bool HasPassword, bool HasFactor);

/// <summary>Reads of accounts.</summary>
public static class AccountReading
{
    private const string All = "select id, user_name, person as person_id, closed from accounts a";

    /// <summary>By id; filters <c>q</c> and <c>role</c>. Auditors find those of what they audit, coordinators the staff
    /// of their organisations.</summary>
    public static Listed<AccountRow> Found(Reading reading)
    {
        var (q, role) = (reading.Words(), reading.Choice<Role>("role"));
        var found = reading.List<AccountRow>(
            All, "id", a => a.Id,
            q is null ? null : new("user_name like @q escape '!'", ("q", q)),
            role is null ? null : new(
                "exists (select 1 from account_roles r where r.account = a.id and r.role = @role)", ("role", role)),
            Seen(reading));
        return found with { Items = [.. found.Items.Select(a => With(reading.Rows, a))] };
    }

    /// <summary>Which accounts the reader may see; null: all.</summary>
    private static Condition? Seen(Reading reading)
    {
        if (reading.Caller.AuditsAll()) return null;
        var (among, values) = OwnAlliances.In("o", ManagedBy(reading));
        var managed = new Condition(
            "exists (select 1 from account_roles r where r.account = a.id " +
            $"and r.role = 'organisation-staff' and r.scope in ({among}))", values);
        return reading.Caller.Has(Role.Auditor) && reading.Caller.AuditedAccounts() is { } audited
            ? new($"({managed.Sql} or {audited.Sql})", [.. managed.Values, .. audited.Values]) : managed;
    }

    /// <summary>One account with its roles, also a closed one.</summary>
    public static AccountView? Find(Reading reading)
    {
        var id = reading["id"];
        if (reading.Rows.One<AccountRow>(All + " where id = @id", ("id", id)) is not { } row) return null;
        var account = With(reading.Rows, row);
        var manages = reading.Caller.Administrator || account.Roles
            .Where(r => r.Role is Role.OrganisationStaff).Select(r => r.Scope).Intersect(ManagedBy(reading)).Any();
        if (!manages && !new StreamPlaces(reading.Rows, reading.Caller).HasAccount(id))
            throw new ProblemException(Problem.NotAllowed);
        return new(account, manages && !account.Closed, HasPassword(reading.Rows, id),
            reading.Http.RequestServices.GetRequiredService<SigningIn.SecondFactors>().Has(id));
    }

    public static IReadOnlyList<RoleGrant> RolesOf(Rows rows, string id) => rows.All<RoleGrant>(
        "select role, scope from account_roles where account = @id order by role, scope", ("id", id));

    public static string? UserNameOf(Rows rows, string id) =>
        rows.One("select user_name from accounts where id = @id and closed = 0", r => r.GetString(0), ("id", id));

    public static bool HasPassword(Rows rows, string id) =>
        rows.One("select 1 from credentials where account = @id", r => r.GetInt64(0), ("id", id)) == 1;

    private static string[] ManagedBy(Reading reading) => [.. reading.Caller.ManagedOrganisations(reading.Rows)];

    private static AccountRow With(Rows rows, AccountRow account) =>
        account with { Roles = [.. RolesOf(rows, account.Id)] };
}
