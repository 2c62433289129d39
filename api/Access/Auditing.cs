using Federation.Domain.Places;

namespace Federation.Api.Access;

/// <summary>What an auditor checks: everything, or what lies in their region or belongs to their alliance. To look,
/// never to do.</summary>
public static class Auditing
{
    /// <summary>The whole log and every account.</summary>
    public static bool AuditsAll(this Caller caller) =>
        caller.Administrator || caller.Scopes(Role.Auditor).Contains(Account.Everywhere);

    /// <summary>One alliance, or a place; either may be unknown.</summary>
    public static bool Audits(this Caller caller, string? alliance, string? region) => caller.AuditsAll()
        || caller.Scopes(Role.Auditor).Any(scope =>
            scope == alliance || (region is not null && Coordination.Holds(scope, region)));

    /// <summary>Accounts with a role for something the auditor checks: an organisation, a mentor, an alliance or a
    /// region of theirs. Null: every account.</summary>
    public static Condition? AuditedAccounts(this Caller caller)
    {
        if (caller.AuditsAll()) return null;
        var scopes = caller.Scopes(Role.Auditor).ToArray();
        var values = scopes.Select((scope, i) =>
            ($"audited{i}", (object?)(Regions.LevelOf(scope) is null ? scope : Regions.Shown(scope) + "%")));
        var within = scopes.Select((scope, i) => Regions.LevelOf(scope) is null ? OfAlliance(i) : OfRegion(i));
        return new(
            "exists (select 1 from account_roles r where r.account = a.id and " +
            $"({string.Join(" or ", within.DefaultIfEmpty("1 = 0"))}))", [.. values]);
    }

    private static string OfAlliance(int i) =>
        $"(r.role in ('coordinator', 'auditor') and r.scope = @audited{i}) " +
        "or (r.role = 'organisation-staff' and r.scope in (select m.organisation from memberships m " +
        $"where m.alliance = @audited{i} and m.state in ('member', 'suspended'))) " +
        $"or (r.role = 'mentor' and r.scope in (select t.mentor from mentors t where t.alliance = @audited{i}))";

    /// <summary>A scope of digits alone is a region's code: an alliance's id never is.</summary>
    private static string OfRegion(int i) =>
        $"(r.role not in ('organisation-staff', 'mentor') and r.scope like @audited{i} " +
        "and trim(r.scope, '0123456789') = '') " +
        "or (r.role in ('coordinator', 'auditor') and r.scope in " +
        $"(select l.id from alliances l where l.region like @audited{i})) " +
        "or (r.role = 'organisation-staff' and r.scope in " +
        $"(select o.id from organisations o where o.village like @audited{i})) " +
        "or (r.role = 'mentor' and r.scope in (select t.mentor from mentors t join alliances l on l.id = t.alliance " +
        $"where l.region like @audited{i}))";
}
