namespace Federation.Api.Access;

/// <summary>Whose staff accounts a coordinator manages: those of members, and of all in a region they coordinate.
/// </summary>
/// <remarks>Not of an organisation that merely applied or was registered by them: an account of its staff would be its
/// voice.</remarks>
public static class StaffAccounts
{
    /// <summary>Those organisations whose staff accounts the asker manages. The memberships it rests on join the basis;
    /// call it inside the prepare lambda.</summary>
    public static Items<string> Coordinated(this Post post, IEnumerable<string> organisations)
    {
        var caller = post.Caller;
        if (caller.Administrator || !caller.Has(Role.Coordinator)) return [];
        return [.. organisations.Distinct().Take(2 * Account.RolesMax).Where(organisation =>
        {
            if (OrganisationReading.VillageOf(post.Rows, organisation) is not { } village) return false;
            if (caller.CoordinatesRegion(village)) return true;
            post.RestOnMemberships(organisation, village);
            return Speaking.Joined(post.Rows, organisation).Any(a => caller.Coordinates(a.Id, a.Region));
        })];
    }

    /// <summary>All organisations whose staff accounts the caller manages, for choosing among them.</summary>
    public static IReadOnlySet<string> ManagedOrganisations(this Caller caller, Rows rows) => rows.All(
        "select o.id, o.village, m.alliance, a.region from organisations o " +
        "left join memberships m on m.organisation = o.id and m.state in ('member', 'suspended') " +
        "left join alliances a on a.id = m.alliance",
        r => (Id: r.GetString(0), Village: r.GetString(1), Alliance: r.Text(2), Region: r.Text(3)))
        .Where(o => caller.CoordinatesRegion(o.Village)
            || (o.Alliance is not null && caller.Coordinates(o.Alliance, o.Region)))
        .Select(o => o.Id).ToHashSet();
}
