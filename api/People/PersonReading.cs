using Federation.Domain.People;

namespace Federation.Api.People;

/// <summary>A person as shown: details as far as the reader may see them.</summary>
public sealed record PersonShown(
    string Id, string OrganisationId, IReadOnlyList<PersonRole> Roles, bool Erased, string? Name, string? Phone);

/// <summary>A person's own copy: all that is kept of them and where they are referred to.</summary>
public sealed record PersonCopy(
    PersonShown Person, IReadOnlyList<string> Texts, IReadOnlyList<string> ContactOf, IReadOnlyList<string> LeaderOf,
    IReadOnlyList<Represented> RepresentativeOf, IReadOnlyList<string> Accounts);

public sealed record Represented(string AllianceId, string AreaId);

/// <summary>Reads of people; each opening in full leaves a row of who, why and whose, by ids.</summary>
public static class PersonReading
{
    private const string Persons = "select id, organisation, roles, erased from persons where ";

    public static string? OrganisationOf(Rows rows, string id) =>
        rows.One("select organisation from persons where id = @id", r => r.GetString(0), ("id", id));

    /// <summary>The details of those who were not erased, each as far as the reader may see them.</summary>
    /// <param name="purpose">Why they are opened, in a word or two; kept with the reader's account and the ids.</param>
    public static IReadOnlyDictionary<string, PersonDetails> Details(
        this Reading reading, IEnumerable<(string Id, Sight Sight)> people, string purpose)
    {
        var seen = people.Where(p => p.Sight > Sight.None).DistinctBy(p => p.Id).ToDictionary(p => p.Id, p => p.Sight);
        if (seen.Count == 0) return new Dictionary<string, PersonDetails>();
        var kept = seen.Keys.Chunk(200).SelectMany(chunk =>
        {
            var among = string.Join(", ", chunk.Select((_, i) => $"@p{i}"));
            return reading.Rows.All(
                $"select id from persons where erased = 0 and id in ({among})",
                r => r.GetString(0), [.. chunk.Select((id, i) => ($"p{i}", (object?)id))]);
        }).ToArray();
        reading.Note("person", kept.Where(id => seen[id] == Sight.Full), purpose);
        return reading.Log.Open(kept).ToDictionary(
            p => p.Key, p => PersonDetails.Parse(p.Value) is var all && seen[p.Key] == Sight.Full ? all : all.Masked());
    }

    /// <summary>The people of one organisation, masked: a list shows nobody's number.</summary>
    public static Listed<PersonShown> Found(Reading reading)
    {
        var organisation = reading.Id("organisationId") ?? throw Reading.Wrong(
            "organisationId", "请指明组织。", "Say which organisation.");
        if (reading.SightOf(organisation) is Sight.None) throw new ProblemException(Problem.NotAllowed);
        var role = reading.Choice<PersonRole>("role");
        var people = reading.Rows.All(
            Persons + "organisation = @organisation and id > @after " +
            (role is null ? "" : "and roles like @role ") + "order by id limit @max",
            Row, ("organisation", organisation), ("after", reading.Cursor), ("role", $"%\"{role}\"%"),
            ("max", reading.Limit + 1));
        var details = reading.Details(people.Select(p => (p.Id, Sight.Masked)), "people of an organisation");
        return reading.Page([.. people.Select(p => With(p, details))], p => p.Id);
    }

    public static PersonShown? One(Reading reading) =>
        Find(reading) is { } person && reading.SightOf(person.OrganisationId) is > Sight.None and var sight
            ? With(person, reading.Details([(person.Id, sight)], "one person")) : null;

    /// <summary>For whoever keeps it, and for the person's own account.</summary>
    public static PersonCopy? Copy(Reading reading)
    {
        if (Find(reading) is not { } person || !MayCopy(reading, person)) return null;
        var id = person.Id;
        var details = reading.Details([(id, Sight.Full)], "own copy");
        var words = person.Erased ? [] : reading.Log.OpenAllOf(id).Where(t => t.Key != id).ToArray();
        reading.Note("text", words.Select(t => t.Key), "own copy");
        IReadOnlyList<string> Ids(string sql) => reading.Rows.All(sql, r => r.GetString(0), ("id", id));
        return new(
            With(person, details), [.. words.Select(t => t.Value)],
            Ids("select id from organisations where contact = @id order by id"),
            Ids("select id from organisations where leader = @id order by id"),
            reading.Rows.All<Represented>(
                "select alliance as alliance_id, area as area_id from areas where representative = @id " +
                "order by alliance, area", ("id", id)),
            Ids("select user_name from accounts where person = @id order by user_name"));
    }

    private static bool MayCopy(Reading reading, PersonShown person) =>
        reading.SightOf(person.OrganisationId) is Sight.Full || reading.Rows.One(
            "select 1 from accounts where id = @account and person = @id and closed = 0", r => r.GetInt64(0),
            ("account", reading.Caller.Account), ("id", person.Id)) == 1;

    private static PersonShown? Find(Reading reading) =>
        reading.Rows.One(Persons + "id = @id", Row, ("id", reading["id"]));

    private static PersonShown Row(System.Data.Common.DbDataReader r) => new(
        r.GetString(0), r.GetString(1), [.. RowText.Words(r.Text(2)).Select(RowText.Parse<PersonRole>)], r.Flag(3),
        null, null);

    private static PersonShown With(PersonShown person, IReadOnlyDictionary<string, PersonDetails> details) =>
        details.TryGetValue(person.Id, out var known) ? person with { Name = known.Name, Phone = known.Phone } : person;
}
