using Federation.Api.Alliances;
using Federation.Domain.Alliances;
using Federation.Domain.Organisations;
using Federation.Domain.Places;

namespace Federation.Api.Access;

/// <summary>Who speaks for an organisation: acts in its name, keeps its records, sees its people in full.</summary>
/// <remarks>By the stage of its membership. None or applied: its staff; before it has any, the coordinator who
/// registered it. Member or suspended: its staff and the coordinators of that alliance. Departed or refused: its staff
/// alone. At every stage the coordinators of its region and the administrator. An application never gives anything of
/// this to the alliance applied to, nor does coordinating an alliance around its village.</remarks>
public static class Speaking
{
    /// <summary>Its own staff, or a coordinator who speaks for it.</summary>
    public static bool SpeaksFor(this Caller caller, Rows rows, string organisation) =>
        caller.Organisations.Contains(organisation) || caller.SpeaksAsCoordinator(rows, organisation);

    /// <summary>Speaks for it without being its staff.</summary>
    public static bool SpeaksAsCoordinator(this Caller caller, Rows rows, string organisation)
    {
        if (caller.Administrator) return true;
        if (!caller.Has(Role.Coordinator)) return false;
        if (caller.CoordinatesOneOf(Joined(rows, organisation))
            || (OrganisationReading.VillageOf(rows, organisation) is { } village && caller.CoordinatesRegion(village)))
            return true;
        if (!caller.Registered(rows, organisation) || HasStaff(rows, organisation)) return false;
        // Looked at once more: it may have been admitted since the first look.
        return !HasJoined(rows, organisation) || caller.CoordinatesOneOf(Joined(rows, organisation));
    }

    private static bool CoordinatesOneOf(this Caller caller, IReadOnlyList<(string Id, string Region)> joined) =>
        joined.Any(a => caller.Coordinates(a.Id, a.Region));

    /// <summary>What decides who may file and who may admit, with the memberships in the basis.</summary>
    public static ApplicantFacts Applicant(this Post post, string alliance, string region, string organisation)
    {
        var village = OrganisationReading.VillageOf(post.Rows, organisation);
        return new(
            post.IsAlone(alliance, organisation), post.Caller.SpeaksAsCoordinator(post.Rows, organisation),
            post.Caller.Coordinates(alliance, region) && village is not null && Regions.Contains(region, village));
    }

    /// <summary>The asker coordinates where the village lies: its region, or an alliance of the region that the
    /// organisation is a member of.</summary>
    public static bool Covers(this Post post, string organisation, string village)
    {
        var joined = post.MemberOf(organisation);
        return post.Caller.CoordinatesRegion(village) || Joined(post.Rows, organisation).Any(a =>
            joined.Contains(a.Id) && post.Caller.Coordinates(a.Id, a.Region) && Regions.Contains(a.Region, village));
    }

    /// <summary>It is in no other alliance and has no account of its own: nobody but a coordinator can file for it.
    /// </summary>
    public static bool IsAlone(this Post post, string alliance, string organisation) =>
        post.MemberOf(organisation).All(joined => joined == alliance) && !HasStaff(post.Rows, organisation);

    /// <summary>Alliances around its village into which the reader, who does not speak for it, may still file it: it
    /// stands alone, and another coordinator admits.</summary>
    public static IReadOnlyList<string> MayFileInto(this Reading reading, string organisation, string village) =>
        !reading.Caller.Has(Role.Coordinator) || Joined(reading.Rows, organisation).Count > 0
            || HasStaff(reading.Rows, organisation) ? []
        : [
            .. reading.Rows.All(
                "select id, region from alliances where region = substr(@village, 1, length(region)) order by id",
                r => (Id: r.GetString(0), Region: r.GetString(1)), ("village", village))
                .Where(a => reading.Caller.Coordinates(a.Id, a.Region)).Select(a => a.Id),
        ];

    /// <summary>Alliances the organisation is a member of, with their memberships in the basis.</summary>
    public static Items<string> MemberOf(this Post post, string organisation)
    {
        if (OrganisationReading.VillageOf(post.Rows, organisation) is not { } village) return [];
        post.RestOnMemberships(organisation, village);
        return [.. Joined(post.Rows, organisation).Select(a => a.Id)];
    }

    /// <summary>Also the memberships that are not there yet, in the alliances that it would join.</summary>
    internal static void RestOnMemberships(this Post post, string organisation, string village)
    {
        var alliances = post.Rows.All(
            "select alliance from memberships where organisation = @organisation " +
            "union select id from alliances where region = substr(@village, 1, length(region))",
            r => r.GetString(0), ("organisation", organisation), ("village", village));
        foreach (var alliance in alliances) post.RestOn(Membership.Boundary.Stream(alliance, organisation));
    }

    internal static IReadOnlyList<(string Id, string Region)> Joined(Rows rows, string organisation) => rows.All(
        "select m.alliance, a.region from memberships m join alliances a on a.id = m.alliance " +
        "where m.organisation = @organisation and m.state in ('member', 'suspended')",
        r => (r.GetString(0), r.GetString(1)), ("organisation", organisation));

    /// <summary>It was a member of any alliance at any time: from then on its registrar has no part in it.</summary>
    private static bool HasJoined(Rows rows, string organisation) => rows.One(
        "select count(*) from membership_spells where organisation = @organisation",
        r => r.GetInt64(0), ("organisation", organisation)) > 0;

    private static bool HasStaff(Rows rows, string organisation) => rows.One(
        "select count(*) from account_roles where role = 'organisation-staff' and scope = @organisation",
        r => r.GetInt64(0), ("organisation", organisation)) > 0;

    /// <summary>The account of the first event of its stream.</summary>
    private static bool Registered(this Caller caller, Rows rows, string organisation) => rows.One(
        "select actor from events where stream = @stream and version = 1", r => r.GetString(0),
        ("stream", Organisation.Boundary.Stream(organisation))) == caller.Account;
}
