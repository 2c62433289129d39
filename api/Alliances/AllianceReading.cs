using System.Text.Json.Serialization;
using Federation.Domain.Alliances;
using Federation.Domain.Organisations;

namespace Federation.Api.Alliances;

/// <param name="Members">Members on the day of reading; suspended ones are members.</param>
public sealed record AllianceShown(
    string Id, Name Name, string RegionCode, Place Region, AllianceKind Kind, string? ParentId, DateOnly? FoundedOn,
    IReadOnlyList<Name> Principles, IReadOnlyList<Name> Guidance, bool Illustrative, long Members, long Areas);

public sealed record KindCount(OrganisationKind Kind, long Members);

public sealed record ChildAlliance(string Id, Name Name);

/// <param name="Applications">How many wait for a decision; null for those who do not decide.</param>
/// <param name="Coordinates">The reader coordinates it; never sent.</param>
public sealed record AllianceDetail(
    string Id, Name Name, string RegionCode, Place Region, AllianceKind Kind, string? ParentId, DateOnly? FoundedOn,
    IReadOnlyList<Name> Principles, IReadOnlyList<Name> Guidance, bool Illustrative, IReadOnlyList<AreaShown> Areas,
    long Members, IReadOnlyList<KindCount> MembersByKind, long? Applications, IReadOnlyList<ChildAlliance> Children,
    [property: JsonIgnore] bool Coordinates);

/// <summary>Reads of alliances.</summary>
public static class AllianceReading
{
    private const string Alliances =
        "select a.id, a.name, a.name_en, a.region, a.kind, a.parent, a.founded_on, a.principles, a.guidance, " +
        "a.illustrative, (select count(*) from membership_spells s where s.alliance = a.id and s.from_day <= @today " +
        "and (s.to_day is null or s.to_day > @today)), (select count(*) from areas r where r.alliance = a.id) " +
        "from alliances a where ";

    public static string? RegionOf(Rows rows, string id) =>
        rows.One("select region from alliances where id = @id", r => r.GetString(0), ("id", id));

    /// <summary>By id; filters <c>q</c>, <c>region</c> (within), <c>kind</c> and <c>parentId</c>.</summary>
    public static Listed<AllianceShown> Found(Reading reading)
    {
        var (q, kind) = (reading.Words(), reading.Choice<AllianceKind>("kind"));
        var (region, parent) = (reading.Id("region"), reading.Id("parentId"));
        var found = reading.Rows.All(
            Alliances + "a.id > @after " +
            (q is null ? "" : $"and {Queries.NameHas("a")} ") + (kind is null ? "" : "and a.kind = @kind ") +
            (region is null ? "" : "and a.region like @region ") + (parent is null ? "" : "and a.parent = @parent ") +
            "order by a.id limit @max",
            Row, ("today", reading.Today), ("after", reading.Cursor), ("q", q), ("kind", kind),
            ("region", region + "%"), ("parent", parent), ("max", reading.Limit + 1));
        return reading.Page(Placed(reading, found), a => a.Id);
    }

    public static AllianceDetail? Find(Reading reading)
    {
        var id = reading["id"];
        var found = reading.Rows.All(Alliances + "a.id = @id", Row, ("today", reading.Today), ("id", id));
        if (found.Count == 0) return null;
        var a = Placed(reading, found)[0];
        var coordinates = reading.Caller.Coordinates(id, a.RegionCode);
        return new(
            id, a.Name, a.RegionCode, a.Region, a.Kind, a.ParentId, a.FoundedOn, a.Principles, a.Guidance,
            a.Illustrative, AreaReading.Of(reading, id), a.Members, MembersByKind(reading, id),
            coordinates ? MembershipReading.Waiting(reading.Rows, id) : null,
            reading.Rows.All<ChildAlliance>(
                "select id, name, name_en from alliances where parent = @id order by id", ("id", id)),
            coordinates);
    }

    /// <summary>The same for pages of those who coordinate it; ends the request for others.</summary>
    public static AllianceDetail? Coordinated(Reading reading)
    {
        var found = Find(reading);
        return found is null or { Coordinates: true } ? found : throw new ProblemException(Problem.NotAllowed);
    }

    private static IReadOnlyList<KindCount> MembersByKind(Reading reading, string id) => reading.Rows.All<KindCount>(
        "select o.kind, count(*) as members from membership_spells s join organisations o on o.id = s.organisation " +
        "where s.alliance = @id and s.from_day <= @today and (s.to_day is null or s.to_day > @today) " +
        "group by o.kind order by o.kind", ("id", id), ("today", reading.Today));

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
