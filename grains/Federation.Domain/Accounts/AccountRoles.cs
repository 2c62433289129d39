using System.Diagnostics;
using Federation.Domain.Places;

namespace Federation.Domain.Accounts;

// What a role may be for, who may give it, and what a user name looks like; apart only to keep the decider short.
public static partial class Account
{
    private static Refusal? Unfit(Items<RoleGrant> roles) =>
        roles.Count > RolesMax || roles.Distinct().Count() < roles.Count ? Refusals.TooManyRoles
        : !roles.All(Fits) ? Refusals.ScopeUnfit
        : null;

    /// <summary>A coordinator gives and takes only the staff role of organisations they coordinate.</summary>
    private static bool MayGive(Asked asked, RoleGrant grant, Items<string> coordinated) =>
        asked.As.Administrator || (grant.Role is Role.OrganisationStaff && coordinated.Contains(grant.Scope));

    private static bool Fits(RoleGrant grant) => grant.Role switch
    {
        Role.PlatformAdministrator => grant.Scope == Everywhere,
        // Digits that are no region's code are nothing: an alliance's id is never all digits.
        Role.Coordinator or Role.Auditor => grant.Scope == Everywhere
            || (IsId(grant.Scope) && (Regions.LevelOf(grant.Scope) is not null || !grant.Scope.All(char.IsAsciiDigit))),
        Role.OrganisationStaff or Role.Mentor => IsId(grant.Scope),
        Role.TownOfficial => Regions.LevelOf(grant.Scope) is not null,
        Role.Resident => grant.Scope == Everywhere || Regions.LevelOf(grant.Scope) is not null,
        _ => throw new UnreachableException(grant.Role.ToString()),
    };

    private static bool IsId(string scope) =>
        scope.Length is > 0 and <= ScopeLengthMax
        && scope.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static bool IsUserName(string name) =>
        name.Length is >= UserNameLengthMin and <= UserNameLengthMax
        && (char.IsAsciiLetterLower(name[0]) || char.IsAsciiDigit(name[0]))
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '_');
}
