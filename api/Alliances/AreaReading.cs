namespace Federation.Api.Alliances;

/// <param name="Represented">Somebody represents it, whether or not the reader may know who.</param>
public sealed record AreaShown(
    string Id, Name Name, IReadOnlyList<Place> Villages, bool Represented, PersonRef? Representative);

/// <summary>Somebody who may represent an area.</summary>
public sealed record Candidate(string PersonId, string Name, Name Organisation);

/// <param name="Area">Null: one that is still to be made.</param>
public sealed record AreaView(AllianceDetail Alliance, AreaShown? Area, IReadOnlyList<Candidate> Candidates);

/// <summary>Reads of an alliance's areas.</summary>
internal static class AreaReading
{
    private sealed record AreaRow(string Area, Name Name, string? Representative, string? Organisation);

    private sealed record AreaVillage(string Area, string Village);

    private sealed record CandidateRow(string Id, Name Name, string Organisation);

    public static IReadOnlyList<AreaShown> Of(Reading reading, string alliance)
    {
        var villages = reading.Rows.All<AreaVillage>(
            "select area, village from area_villages where alliance = @id order by area, village", ("id", alliance));
        var areas = reading.Rows.All<AreaRow>(
            "select r.area, r.name, r.name_en, r.representative, p.organisation from areas r " +
            "left join persons p on p.id = r.representative where r.alliance = @id order by r.area", ("id", alliance));
        var names = reading.PlaceNames(villages.Select(v => v.Village));
        var sights = areas.Select(a => a.Organisation).OfType<string>().Distinct().ToDictionary(
            o => o, reading.SightOf);
        Sight SightOf(AreaRow area) => area.Organisation is { } own ? sights[own] : Sight.None;
        var details = reading.Details(
            areas.Where(a => a.Representative is not null).Select(a => (a.Representative!, SightOf(a))),
            "area representatives");
        return [.. areas.Select(a => new AreaShown(
            a.Area, a.Name,
            [.. villages.Where(v => v.Area == a.Area).Select(v => new Place(v.Village, names[v.Village]))],
            a.Representative is not null, OrganisationReading.Person(a.Representative, SightOf(a), details)))];
    }

    /// <summary>For those who coordinate the alliance: one of its areas, or what a new one may be made of.</summary>
    public static AreaView? Find(Reading reading)
    {
        var id = reading["areaId"];
        if (AllianceReading.Coordinated(reading) is not { } alliance) return null;
        if (id == Alliances.NewArea) return new(alliance, null, []);
        return alliance.Areas.FirstOrDefault(a => a.Id == id) is { } area
            ? new(alliance, area, Candidates(reading, alliance.Id, id)) : null;
    }

    /// <summary>Whom one may appoint, by name and organisation: leaders and representatives of members, and of what
    /// stands in the area's villages and the reader speaks for: an area may hold villages of which nobody has joined.
    /// </summary>
    private static Candidate[] Candidates(Reading reading, string alliance, string area)
    {
        var people = reading.Rows.All<CandidateRow>(
            "select p.id, o.name, o.name_en, o.id as organisation from persons p " +
            "join organisations o on o.id = p.organisation " +
            "left join memberships m on m.organisation = o.id and m.alliance = @alliance and m.state = 'member' " +
            "left join area_villages v on v.alliance = @alliance and v.area = @area and v.village = o.village " +
            "where p.erased = 0 and (p.roles like '%leader%' or p.roles like '%area-representative%') " +
            "and (m.organisation is not null or v.village is not null) order by o.village, o.id, p.id",
            ("alliance", alliance), ("area", area));
        var known = people.Select(p => p.Organisation).Distinct()
            .Where(o => reading.SightOf(o) is Sight.Full).ToHashSet();
        var details = reading.Details(
            people.Where(p => known.Contains(p.Organisation)).Select(p => (p.Id, Sight.Full)),
            "choosing an area's representative");
        return [.. people.Where(p => details.ContainsKey(p.Id))
            .Select(p => new Candidate(p.Id, details[p.Id].Name, p.Name))];
    }
}
