using System.Text.Json;
using Federation.Api.Organisations;
using Federation.Domain.Help;

namespace Federation.Api.Help;

/// <summary>Reads of the supply library. What is published anybody may see; the rest, its own people.</summary>
public static class LibraryReading
{
    private const string Columns =
        "select i.item, i.organisation, o.name, o.name_en, i.state, v.version, v.title_zh, v.title_en, v.summary, " +
        "v.topics, v.audience, v.duration_minutes, v.staffing, v.cost_fen, v.materials, v.cautions, v.lesson_plan, " +
        "v.attachments, i.illustrative, i.added_on, i.runs, i.minutes, i.person_times, i.rating_sum, i.ratings " +
        "from library_items i left join organisations o on o.id = i.organisation " +
        "join library_versions v on v.item = i.item ";

    /// <summary>The version on offer, else the latest.</summary>
    private const string Current = "v.version = case when i.state = 'published' then i.published else i.version end ";

    /// <summary>A package as answers show it.</summary>
    public sealed record PackageShown(
        string Id, PartyShown? Organisation, string State, long Version, Name Title, string Summary, string[] Topics,
        string Audience, long DurationMinutes, string Staffing, long CostFen, string[] Materials, string Cautions,
        string? LessonPlan, JsonElement Attachments, bool Illustrative, DateOnly? AddedOn, long Runs, long Minutes,
        long PersonTimes, decimal? Rating, long Ratings);

    public sealed record VersionShown(long Version, Name Title, DateOnly? AddedOn);

    /// <summary>A confirmed run of a package.</summary>
    public sealed record RunShown(
        string RequestId, long Version, PartyShown? Provider, PartyShown? Receiver, DateOnly? On, long? Minutes,
        long? PersonTimes, long? Rating, bool Illustrative);

    /// <param name="Owns">The reader keeps it; never sent.</param>
    public sealed record PackageDetail(
        PackageShown Package, IReadOnlyList<VersionShown> Versions, IReadOnlyList<RunShown> Runs, bool Owns);

    public static string? OwnerOf(Rows rows, string item) =>
        rows.One("select organisation from library_items where item = @item", r => r.GetString(0), ("item", item));

    public static IResult Items(Reading reading) =>
        Found(reading) is { } found ? reading.List(found, item => item.Id) : Problem.NotAllowed.Answer(reading.Http);

    /// <summary>One more than asked for; null where drafts or withdrawn ones are not the reader's to see.</summary>
    public static IReadOnlyList<PackageShown>? Found(Reading reading)
    {
        var (organisation, q, topic) = (reading.Id("organisationId"), reading.Words(), reading.Text("topic"));
        var state = reading.Text("state") ?? "published";
        if (state is not ("published" or "draft" or "withdrawn")) throw Reading.Wrong(
            "state", "“state”须为 published、draft 或 withdrawn。", "'state' is published, draft or withdrawn.");
        if (state != "published" && (organisation is null || !Owns(reading, organisation)))
            return null;
        return reading.Rows.All(
            Columns + "where " + Current + "and i.state = @state and i.item > @after " +
            (organisation is null ? "" : "and i.organisation = @organisation ") +
            (topic is null ? "" : "and v.topics like @topic escape '!' ") +
            (q is null ? "" : "and (lower(v.title_zh) like @q escape '!' or lower(coalesce(v.title_en, '')) " +
                "like @q escape '!' or lower(v.topics) like @q escape '!' or lower(o.name) like @q escape '!') ") +
            "order by i.item limit @max",
            r => Row(r) with { LessonPlan = null },
            ("state", state), ("after", reading.Cursor), ("organisation", organisation),
            ("topic", topic is null ? null : MentorReading.Element(topic)), ("q", q), ("max", reading.Limit + 1));
    }

    /// <summary>One package with its versions and its confirmed runs, newest first.</summary>
    public static IResult Item(Reading reading, string id) => Find(reading, id) is { } found
        ? reading.Answer(new { found.Package, found.Versions, found.Runs })
        : reading.NotFound();

    public static PackageDetail? Find(Reading reading, string id)
    {
        if (OwnerOf(reading.Rows, Post.Reference(id, "id")) is not { } owner) return null;
        var package = reading.Rows.One(Columns + "where " + Current + "and i.item = @id", Row, ("id", id))!;
        var owns = Owns(reading, owner);
        return package.State != "published" && !owns ? null
            : new(package, Versions(reading.Rows, id), Runs(reading.Rows, id), owns);
    }

    private static IReadOnlyList<VersionShown> Versions(Rows rows, string id) => rows.All(
        "select version, title_zh, title_en, added_on from library_versions where item = @id order by version desc",
        r => new VersionShown(r.GetInt64(0), r.Name(1), r.Day(3)), ("id", id));

    private static IReadOnlyList<RunShown> Runs(Rows rows, string id) => rows.All(
        "select l.request, l.version, l.provider, p.name, p.name_en, l.receiver, q.name, q.name_en, l.day, " +
        "l.minutes, l.person_times, l.rating, l.illustrative from library_runs l " +
        "left join organisations p on p.id = l.provider left join organisations q on q.id = l.receiver " +
        "where l.item = @id order by l.day desc, l.request limit @max",
        r => new RunShown(
            r.GetString(0), r.GetInt64(1), Parties.Party(r.GetString(2), r.Text(3), r.Text(4)),
            Parties.Party(r.GetString(5), r.Text(6), r.Text(7)), r.Day(8), r.Number(9), r.Number(10), r.Number(11),
            r.Flag(12)),
        ("id", id), ("max", Reading.LimitMax));

    private static bool Owns(Reading reading, string organisation) => reading.Caller.SignedIn
        && (reading.Caller.Organisations.Contains(organisation)
            || reading.Caller.SpeaksAsCoordinator(reading.Rows, organisation));

    private static PackageShown Row(System.Data.Common.DbDataReader r) => new(
        r.GetString(0), Parties.Party(r.GetString(1), r.Text(2), r.Text(3)), r.GetString(4), r.GetInt64(5), r.Name(6),
        r.GetString(8), RowText.Words(r.Text(9)), r.GetString(10), r.GetInt64(11), r.GetString(12), r.GetInt64(13),
        RowText.Words(r.Text(14)), r.Text(15) ?? "", r.Text(16),
        JsonSerializer.Deserialize<JsonElement>(r.Text(17) ?? "[]"), r.Flag(18), r.Day(19), r.Number(20) ?? 0,
        r.Number(21) ?? 0, r.Number(22) ?? 0, HelpReading.Mean(r.Number(23), r.Number(24)), r.Number(24) ?? 0);
}
