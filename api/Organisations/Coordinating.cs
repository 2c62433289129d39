using Federation.Api.Alliances;
using Federation.Domain.Alliances;
using Federation.Domain.Places;

namespace Federation.Api.Organisations;

/// <summary>How far a coordinator's scope reaches: villages, organisations, the accounts of their staff.</summary>
/// <remarks>An alliance's coordinator reaches its members, and who belongs to no alliance yet in its region; never
/// another alliance's members, or naming one in an application would open its people's data.</remarks>
public static class Coordinating
{
    /// <summary>Coordinates the region of the village, or an alliance whose region contains it.</summary>
    public static bool CoordinatesVillage(this Caller caller, Rows rows, string village) =>
        caller.Coordinates("", village) || caller.Scopes(Role.Coordinator).Any(scope =>
            AllianceReading.RegionOf(rows, scope) is { } region && Regions.Contains(region, village));

    /// <summary>May act for the organisation as a coordinator.</summary>
    public static bool SpeaksAsCoordinator(this Caller caller, Rows rows, string organisation)
    {
        if (caller.Administrator) return true;
        if (!caller.Has(Role.Coordinator)) return false;
        if (caller.CoordinatesOrganisation(rows, organisation)) return true;
        if (OrganisationReading.VillageOf(rows, organisation) is not { } village) return false;
        return caller.Coordinates("", village)
            || (Joined(rows, organisation).Count == 0 && caller.CoordinatesVillage(rows, village));
    }

    /// <summary>May see and keep what identifies the organisation's people.</summary>
    public static bool SpeaksFor(this Caller caller, Rows rows, string organisation) =>
        caller.Organisations.Contains(organisation) || caller.SpeaksAsCoordinator(rows, organisation);

    /// <summary>Those organisations whose staff accounts the asker manages: members of an alliance, or in a region,
    /// that they coordinate. The memberships it rests on join the basis; call it inside the prepare lambda.</summary>
    public static Items<string> Coordinated(this Post post, IEnumerable<string> organisations)
    {
        var caller = post.Caller;
        if (caller.Administrator || !caller.Has(Role.Coordinator)) return [];
        return [.. organisations.Distinct().Take(2 * Account.RolesMax).Where(organisation =>
        {
            if (OrganisationReading.VillageOf(post.Rows, organisation) is not { } village) return false;
            if (caller.Coordinates("", village)) return true;
            post.RestOnMemberships(organisation, village);
            return Joined(post.Rows, organisation).Any(a => caller.Coordinates(a.Id, a.Region));
        })];
    }

    /// <summary>All organisations whose staff accounts the caller manages, for choosing among them.</summary>
    public static IReadOnlySet<string> ManagedOrganisations(this Caller caller, Rows rows) => rows.All(
        "select o.id, o.village, m.alliance, a.region from organisations o " +
        "left join memberships m on m.organisation = o.id and m.state in ('member', 'suspended') " +
        "left join alliances a on a.id = m.alliance",
        r => (Id: r.GetString(0), Village: r.GetString(1), Alliance: r.Text(2), Region: r.Text(3)))
        .Where(o => caller.Coordinates("", o.Village)
            || (o.Alliance is not null && caller.Coordinates(o.Alliance, o.Region)))
        .Select(o => o.Id).ToHashSet();

    /// <summary>Alliances the organisation is a member of, with their memberships in the basis.</summary>
    public static Items<string> MemberOf(this Post post, string organisation)
    {
        if (OrganisationReading.VillageOf(post.Rows, organisation) is not { } village) return [];
        post.RestOnMemberships(organisation, village);
        return [.. Joined(post.Rows, organisation).Select(a => a.Id)];
    }

    /// <summary>Also the memberships that are not there yet, in the alliances that it would join.</summary>
    private static void RestOnMemberships(this Post post, string organisation, string village)
    {
        var alliances = post.Rows.All(
            "select alliance from memberships where organisation = @organisation " +
            "union select id from alliances where region = substr(@village, 1, length(region))",
            r => r.GetString(0), ("organisation", organisation), ("village", village));
        foreach (var alliance in alliances) post.RestOn(Membership.Boundary.Stream(alliance, organisation));
    }

    private static IReadOnlyList<(string Id, string Region)> Joined(Rows rows, string organisation) => rows.All(
        "select m.alliance, a.region from memberships m join alliances a on a.id = m.alliance " +
        "where m.organisation = @organisation and m.state in ('member', 'suspended')",
        r => (r.GetString(0), r.GetString(1)), ("organisation", organisation));
}
