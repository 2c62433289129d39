using Federation.Api.Organisations;
using Federation.Api.People;
using Federation.Api.Places;
using Federation.Domain.Alliances;
using Federation.Domain.Organisations;

namespace Federation.Api.Alliances;

/// <param name="Members">Members on the day of reading; suspended ones are members.</param>
public sealed record AllianceShown(
    string Id, Name Name, string RegionCode, Place Region, AllianceKind Kind, string? ParentId, DateOnly? FoundedOn,
    IReadOnlyList<Name> Principles, IReadOnlyList<Name> Guidance, bool Illustrative, long Members, long Areas);

/// <param name="Represented">Somebody represents it, whether or not the reader may know who.</param>
public sealed record AreaShown(
    string Id, Name Name, IReadOnlyList<Place> Villages, bool Represented, PersonRef? Representative);

public sealed record KindCount(OrganisationKind Kind, long Members);

public sealed record ChildAlliance(string Id, Name Name);

/// <param name="Applications">How many wait for a decision; null for those who do not decide.</param>
/// <param name="Coordinates">The reader coordinates it; never sent.</param>
public sealed record AllianceDetail(
    AllianceShown Shown, IReadOnlyList<AreaShown> Areas, IReadOnlyList<KindCount> MembersByKind, long? Applications,
    IReadOnlyList<ChildAlliance> Children, bool Coordinates);

/// <summary>Reads of alliances and their areas.</summary>
public static class AllianceReading
{
    private const string Columns =
        "a.id, a.name, a.name_en, a.region, a.kind, a.parent, a.founded_on, a.principles, a.guidance, " +
        "a.illustrative, (select count(*) from membership_spells s where s.alliance = a.id and s.from_day <= @today " +
        "and (s.to_day is null or s.to_day > @today)), (select count(*) from areas r where r.alliance = a.id)";

    public static string? RegionOf(Rows rows, string id) =>
        rows.One("select region from alliances where id = @id", r => r.GetString(0), ("id", id));

    /// <summary>By id; filters <c>q</c>, <c>region</c> (within), <c>kind</c> and <c>parentId</c>.</summary>
    public static IResult Alliances(Reading reading) => reading.List(Found(reading), a => a.Id);

    /// <summary>The same as a list with one row more than asked for.</summary>
    public static IReadOnlyList<AllianceShown> Found(Reading reading)
    {
        var (q, kind) = (reading.Words(), reading.Choice<AllianceKind>("kind"));
        var (region, parent) = (reading.Id("region"), reading.Id("parentId"));
        var found = reading.Rows.All(
            $"select {Columns} from alliances a where a.id > @after " +
            (q is null ? "" : $"and {Queries.NameHas("a")} ") + (kind is null ? "" : "and a.kind = @kind ") +
            (region is null ? "" : "and a.region like @region ") + (parent is null ? "" : "and a.parent = @parent ") +
            "order by a.id limit @max",
            Row, ("today", reading.Today), ("after", reading.Cursor), ("q", q), ("kind", kind),
            ("region", region + "%"), ("parent", parent), ("max", reading.Limit + 1));
        return Placed(reading, found);
    }

    public static IResult Alliance(Reading reading, string id)
    {
        if (Find(reading, id) is not { Shown: var a } found) return reading.NotFound();
        return reading.Answer(new
        {
            a.Id, a.Name, a.RegionCode, a.Region, a.Kind, a.ParentId, a.FoundedOn, a.Principles, a.Guidance,
            a.Illustrative, found.Areas, a.Members, found.MembersByKind, found.Applications, found.Children,
        });
    }

    public static AllianceDetail? Find(Reading reading, string id)
    {
        var found = reading.Rows.All(
            $"select {Columns} from alliances a where a.id = @id", Row, ("today", reading.Today),
            ("id", Post.Reference(id, "id")));
        if (found.Count == 0) return null;
        var a = Placed(reading, found)[0];
        var coordinates = reading.Caller.Coordinates(a.Id, a.RegionCode);
        return new(
            a, Areas(reading, a, coordinates), MembersByKind(reading, id),
            coordinates ? MembershipReading.Waiting(reading.Rows, id) : null,
            reading.Rows.All(
                "select id, name, name_en from alliances where parent = @id order by id",
                r => new ChildAlliance(r.GetString(0), r.Name(1)), ("id", id)),
            coordinates);
    }

    private static IReadOnlyList<AreaShown> Areas(Reading reading, AllianceShown alliance, bool coordinates)
    {
        var villages = reading.Rows.All(
            "select area, village from area_villages where alliance = @id order by area, village",
            r => (Area: r.GetString(0), Code: r.GetString(1)), ("id", alliance.Id));
        var areas = reading.Rows.All(
            "select r.area, r.name, r.name_en, r.representative, p.organisation from areas r " +
            "left join persons p on p.id = r.representative where r.alliance = @id order by r.area",
            r => (Id: r.GetString(0), Name: r.Name(1), Person: r.Text(3), Organisation: r.Text(4)),
            ("id", alliance.Id));
        var (names, byArea) = (reading.PlaceNames(villages.Select(v => v.Code)), villages.ToLookup(v => v.Area));
        var sights = areas.Where(a => a.Organisation is not null).Select(a => a.Organisation!).Distinct().ToDictionary(
            o => o, o => coordinates ? Sight.Full : reading.SightOf(o));
        var seats = areas.Where(a => a.Organisation is not null).Select(a => (a.Person!, sights[a.Organisation!]));
        var details = reading.Details(seats, "area representatives");
        return [.. areas.Select(a => new AreaShown(
            a.Id, a.Name, [.. byArea[a.Id].Select(v => new Place(v.Code, names[v.Code]))], a.Person is not null,
            a.Organisation is null ? null : OrganisationReading.Person(a.Person, sights[a.Organisation], details)))];
    }

    private static IReadOnlyList<KindCount> MembersByKind(Reading reading, string id) => reading.Rows.All(
        "select o.kind, count(*) from membership_spells s join organisations o on o.id = s.organisation " +
        "where s.alliance = @id and s.from_day <= @today and (s.to_day is null or s.to_day > @today) " +
        "group by o.kind order by o.kind",
        r => new KindCount(RowText.Parse<OrganisationKind>(r.GetString(0)), r.GetInt64(1)),
        ("id", id), ("today", reading.Today));

    private static AllianceShown[] Placed(Reading reading, IReadOnlyList<AllianceShown> alliances)
    {
        var names = reading.PlaceNames(alliances.Select(a => a.RegionCode));
        return [.. alliances.Select(a => a with { Region = new(a.RegionCode, names[a.RegionCode]) })];
    }

    private static AllianceShown Row(System.Data.Common.DbDataReader r) => new(
        r.GetString(0), r.Name(1), r.GetString(3), new("", new("")), RowText.Parse<AllianceKind>(r.GetString(4)),
        r.Text(5), r.Day(6), RowText.Names(r.Text(7)), RowText.Names(r.Text(8)), r.Flag(9), r.GetInt64(10),
        r.GetInt64(11));
}
