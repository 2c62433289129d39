using Federation.Api.Alliances;
using Federation.Domain.Places;

namespace Federation.Api.Access;

/// <summary>A role is for something that is there: a role for nothing would come alive with whatever later takes the
/// name, and a piece of a code would hold a whole province.</summary>
internal static class RoleScopes
{
    /// <summary>Ends the request where a role names an alliance, organisation, mentor or region that nobody knows.
    /// Asked of the administrator alone: what a coordinator may give is among the organisations they coordinate.
    /// </summary>
    public static void RequireScopes(this Post post, IEnumerable<RoleGrant> grants)
    {
        if (!post.Caller.Administrator) return;
        foreach (var grant in grants) if (!IsThere(post, grant)) throw Problem.Absent(
            "role-scope-not-found", "scope",
            "没有这个联盟、组织、导师或地区，请先登记，再为它添加角色。",
            "There is no such alliance, organisation, mentor or region; register it before giving a role for it.");
    }

    private static bool IsThere(Post post, RoleGrant grant) => grant.Role switch
    {
        _ when grant.Scope == Account.Everywhere => true, // Whether the role may be everywhere is the decider's rule.
        Role.OrganisationStaff => OrganisationReading.VillageOf(post.Rows, grant.Scope) is not null,
        Role.Mentor => Help.Mentors.AllianceOf(post.Rows, grant.Scope) is not null,
        _ when grant.Scope.All(char.IsAsciiDigit) => Regions.LevelOf(grant.Scope) is null || post.IsRegion(grant.Scope),
        Role.Coordinator or Role.Auditor => AllianceReading.RegionOf(post.Rows, grant.Scope) is not null,
        _ => true,
    };
}
