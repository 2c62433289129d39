using System.Text.Json.Serialization;
using Federation.Domain.Alliances;
using Federation.Domain.Organisations;

namespace Federation.Api.Organisations;

public sealed record Place(string Code, Name Name);

public sealed record OrganisationShown(
    string Id, Name Name, OrganisationKind Kind, string VillageCode, Place Village, LegalStatus LegalStatus,
    IReadOnlyList<string> Specialities, DateOnly? EstablishedOn, DateOnly? RegisteredOn, DateOnly? DissolvedOn,
    bool Illustrative);

/// <summary>A person whom something refers to, as far as the reader may see them.</summary>
public sealed record PersonRef(string PersonId, string? Name = null, string? Phone = null, bool? Erased = null);

public sealed record StatusSince(DateOnly? From, LegalStatus LegalStatus);

public sealed record AllianceOf(string Id, Name Name, MembershipStep State, DateOnly? Since, DateOnly? Until);

/// <param name="Sight">How much of its people the reader sees; never sent.</param>
public sealed record OrganisationDetail(
    string Id, Name Name, OrganisationKind Kind, string VillageCode, Place Village, LegalStatus LegalStatus,
    IReadOnlyList<StatusSince> LegalStatusHistory, IReadOnlyList<string> Specialities, DateOnly? EstablishedOn,
    DateOnly? RegisteredOn, DateOnly? DissolvedOn, bool Illustrative, string? CreditCode, string? CreditCodeWarning,
    PersonRef? Contact, PersonRef? Leader, IReadOnlyList<AllianceOf> Alliances, [property: JsonIgnore] Sight Sight);

/// <summary>Reads of organisations, and the facts that other streams' rules take from their rows.</summary>
public static class OrganisationReading
{
    private const string Columns =
        "o.id, o.name, o.name_en, o.kind, o.village, o.legal_status, o.specialities, o.established_on, " +
        "o.registered_on, o.dissolved_on, o.illustrative";

    public static string? VillageOf(Rows rows, string id) =>
        rows.One("select village from organisations where id = @id", r => r.GetString(0), ("id", id));

    public static (string? Contact, string? Leader) PeopleOf(Rows rows, string id) => rows.One(
        "select contact, leader from organisations where id = @id", r => (r.Text(0), r.Text(1)), ("id", id));

    /// <summary>Ends the request unless the organisation exists; one that exists never goes away.</summary>
    public static void RequireOrganisation(this Post post, string id, string field)
    {
        if (VillageOf(post.Rows, Post.Reference(id, field)) is null) throw Problem.Absent(
            "organisation-not-found", field, "没有这个组织，请先登记。", "There is no such organisation; register it first.");
    }

    /// <summary>What other streams' rules need to know, the organisation in the basis; null: there is none.</summary>
    public static OrganisationFacts? OrganisationFacts(this Post post, string id)
    {
        post.RestOn(Federation.Domain.Organisations.Organisation.Boundary.Stream(id));
        return post.Rows.One(
            "select kind, village, illustrative, dissolved_on from organisations where id = @id",
            r => new OrganisationFacts(
                RowText.Parse<OrganisationKind>(r.GetString(0)), r.GetString(1), r.Flag(2), r.Day(3) is not null),
            ("id", id));
    }

    /// <summary>By village and id; filters <c>q</c>, <c>region</c>, <c>villageCode</c>, <c>kind</c>,
    /// <c>legalStatus</c>, <c>allianceId</c> (members today) and <c>dissolved</c>.</summary>
    public static Listed<OrganisationShown> Found(Reading reading)
    {
        var (q, kind) = (reading.Words(), reading.Choice<OrganisationKind>("kind"));
        var (status, alliance) = (reading.Choice<LegalStatus>("legalStatus"), reading.Id("allianceId"));
        var (region, village) = (reading.Id("region"), reading.Id("villageCode"));
        var (afterVillage, afterId) = reading.Cursor.Split(' ') is [var v, var i] ? (v, i) : ("", "");
        var found = reading.Rows.All(
            $"select {Columns} from organisations o where (o.village, o.id) > (@village_after, @id_after) " +
            (q is null ? "" : $"and {Queries.NameHas("o")} ") + (kind is null ? "" : "and o.kind = @kind ") +
            (status is null ? "" : "and o.legal_status = @status ") +
            (village is null ? "" : "and o.village = @village ") +
            (region is null ? "" : "and o.village like @region ") +
            (alliance is null ? "" : "and exists (select 1 from memberships m where m.alliance = @alliance " +
                "and m.organisation = o.id and m.state in ('member', 'suspended')) ") +
            (reading.Text("dissolved") == "true" ? "and o.dissolved_on is not null " : "and o.dissolved_on is null ") +
            "order by o.village, o.id limit @max",
            Row, ("village_after", afterVillage), ("id_after", afterId), ("q", q), ("kind", kind), ("status", status),
            ("village", village), ("region", region + "%"), ("alliance", alliance), ("max", reading.Limit + 1));
        return reading.Page(Placed(reading, found), o => $"{o.VillageCode} {o.Id}");
    }

    public static OrganisationDetail? Find(Reading reading)
    {
        var id = reading["id"];
        var one = reading.Rows.One(
            $"select {Columns}, o.credit_code, o.credit_code_warning, o.contact, o.leader from organisations o " +
            "where o.id = @id",
            r => (Shown: Row(r), Code: r.Text(11), Warning: r.Text(12), Contact: r.Text(13), Leader: r.Text(14)),
            ("id", id));
        if (one.Shown is null) return null;
        var (o, sight, ofContact) = (Placed(reading, [one.Shown])[0], reading.SightOf(id), reading.SightOfContact(id));
        var details = reading.Details(
            new[] { (one.Contact, ofContact), (one.Leader, sight) }.Where(p => p.Item1 is not null)
                .OrderByDescending(p => p.Item2).Select(p => (p.Item1!, p.Item2)), "an organisation's contact");
        return new(
            id, o.Name, o.Kind, o.VillageCode, o.Village, o.LegalStatus, History(reading.Rows, id), o.Specialities,
            o.EstablishedOn, o.RegisteredOn, o.DissolvedOn, o.Illustrative, one.Code,
            sight is Sight.Full ? one.Warning : null, Person(one.Contact, ofContact, details),
            Person(one.Leader, sight, details), Alliances(reading, id, sight), sight);
    }

    /// <summary>The same for the page of those who keep it; ends the request for others.</summary>
    public static OrganisationDetail? Kept(Reading reading)
    {
        var found = Find(reading);
        return found is null or { Sight: Sight.Full } ? found : throw new ProblemException(Problem.NotAllowed);
    }

    /// <summary>A person referred to: nothing at all for those who may not know.</summary>
    public static PersonRef? Person(string? id, Sight sight, IReadOnlyDictionary<string, PersonDetails> details) =>
        id is null || sight is Sight.None ? null
        : details.TryGetValue(id, out var known) ? new(id, known.Name, known.Phone)
        : new(id, Erased: true);

    private static IReadOnlyList<StatusSince> History(Rows rows, string id) => rows.All<StatusSince>(
        "select from_day as \"from\", status as legal_status from organisation_status_history " +
        "where organisation = @id order by from_day", ("id", id));

    /// <summary>Memberships for all; applications and refusals only for those whom they concern.</summary>
    private static IReadOnlyList<AllianceOf> Alliances(Reading reading, string id, Sight sight) =>
        reading.Rows.All<AllianceOf>(
            "select m.alliance as id, a.name, a.name_en, m.state, m.admitted_on as since, m.departed_on as until " +
            "from memberships m join alliances a on a.id = m.alliance where m.organisation = @id " +
            (sight is Sight.Full ? "" : "and m.state in ('member', 'suspended') ") + "order by m.alliance",
            ("id", id));

    private static OrganisationShown[] Placed(Reading reading, IReadOnlyList<OrganisationShown> organisations)
    {
        var names = reading.PlaceNames(organisations.Select(o => o.VillageCode));
        return [.. organisations.Select(o => o with { Village = new(o.VillageCode, names[o.VillageCode]) })];
    }

    private static OrganisationShown Row(System.Data.Common.DbDataReader r) => new(
        r.GetString(0), r.Name(1), RowText.Parse<OrganisationKind>(r.GetString(3)), r.GetString(4), new("", new("")),
        RowText.Parse<LegalStatus>(r.GetString(5)), RowText.Words(r.Text(6)), r.Day(7), r.Day(8), r.Day(9), r.Flag(10));
}
