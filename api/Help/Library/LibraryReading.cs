using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Federation.Api.Files;
using Federation.Domain.Help;

namespace Federation.Api.Help;

/// <summary>A package as answers show it.</summary>
/// <param name="LessonPlan">Where one package is shown.</param>
public sealed record PackageShown(
    string Id, PartyShown? Organisation, string State, long Version, Name Title, string Summary, string[] Topics,
    string Audience, long DurationMinutes, string Staffing, long CostFen, string[] Materials, string Cautions,
    string? LessonPlan, PackageFile[] Attachments, bool Illustrative, DateOnly? AddedOn, long Runs, long Minutes,
    long PersonTimes, decimal? Rating, long Ratings);

public sealed record VersionShown(long Version, Name Title, DateOnly? AddedOn);

/// <summary>A confirmed run of a package.</summary>
public sealed record RunShown(
    string RequestId, long Version, PartyShown? Provider, PartyShown? Receiver, DateOnly? On, long? Minutes,
    long? PersonTimes, long? Rating, bool Illustrative);

/// <param name="Owns">The reader keeps it; never sent.</param>
public sealed record PackageDetail(
    PackageShown Package, IReadOnlyList<VersionShown> Versions, IReadOnlyList<RunShown> Runs,
    [property: JsonIgnore] bool Owns);

/// <param name="Package">The one that a version is written of; null for a new one.</param>
public sealed record PackageDraft(PackageShown? Package);

/// <summary>Reads of the supply library. What is published anybody may see; the rest, its own people.</summary>
internal static class LibraryReading
{
    private const string Columns =
        "select i.item, i.organisation, o.name, o.name_en, i.state, v.version, v.title_zh, v.title_en, v.summary, " +
        "v.topics, v.audience, v.duration_minutes, v.staffing, v.cost_fen, v.materials, v.cautions, v.lesson_plan, " +
        "v.attachments, i.illustrative, i.added_on, i.runs, i.minutes, i.person_times, i.rating_sum, i.ratings " +
        "from library_items i left join organisations o on o.id = i.organisation " +
        "join library_versions v on v.item = i.item";

    /// <summary>The version on offer, else the latest.</summary>
    private const string Current = "v.version = case when i.state = 'published' then i.published else i.version end";

    public static string? OwnerOf(Rows rows, string item) =>
        rows.One("select organisation from library_items where item = @item", r => r.GetString(0), ("item", item));

    public static Listed<PackageShown> Found(Reading reading)
    {
        var state = reading.Text("state") ?? "published";
        if (state is not ("published" or "draft" or "withdrawn")) throw Reading.Wrong(
            "state", "“state”须为 published、draft 或 withdrawn。", "'state' is published, draft or withdrawn.");
        if (state != "published" && !(reading.Id("organisationId") is { } own && Owns(reading, own)))
            throw new ProblemException(Problem.NotAllowed);
        return reading.Page(
            reading.Found(
                Columns, "i.item", reading.Limit + 1, r => Row(r) with { LessonPlan = null },
                new(Current), new("i.state = @state", ("state", state)),
                new("i.item > @after", ("after", reading.Cursor)),
                reading.Same("organisationId", "i.organisation"),
                reading.Text("topic") is not { } topic ? null
                    : new("v.topics like @topic escape '!'", ("topic", MentorReading.Element(topic))),
                reading.Words() is not { } q ? null : new(
                    "(lower(v.title_zh) like @q escape '!' or lower(coalesce(v.title_en, '')) like @q escape '!' " +
                    "or lower(v.topics) like @q escape '!' or lower(o.name) like @q escape '!')", ("q", q))),
            item => item.Id);
    }

    /// <summary>One package with its versions and its confirmed runs, newest first.</summary>
    public static PackageDetail? Find(Reading reading)
    {
        var id = reading["id"];
        if (OwnerOf(reading.Rows, id) is not { } owner) return null;
        var package = reading.Rows.One($"{Columns} where {Current} and i.item = @id", Row, ("id", id))!;
        var owns = Owns(reading, owner);
        return package.State != "published" && !owns ? null
            : new(package, Versions(reading.Rows, id), Runs(reading.Rows, id), owns);
    }

    /// <summary>What a further version begins with.</summary>
    public static PackageDraft? Draft(Reading reading) => Find(reading) is not { } found ? null
        : found.Owns ? new(found.Package) : throw new ProblemException(Problem.NotAllowed);

    /// <summary>A package's files are for everybody signed in while it is on offer, and else for its own
    /// people.</summary>
    public static IReadOnlyList<FileReference> Referring(Reading reading, string file) =>
    [
        .. reading.Rows.All(
            "select i.organisation, v.attachments, " +
            "case when i.state = 'published' and v.version = i.published then 1 else 0 end " +
            "from library_versions v join library_items i on i.item = v.item " +
            "where v.attachments like @file limit @max",
            r => (Owner: r.GetString(0), Files: r.GetString(1), Offered: r.Flag(2)),
            ("file", $"%\"{file}\"%"), ("max", Reading.LimitMax))
            .Select(v => (
                v.Offered, Owns: Owns(reading, v.Owner), Of: FilesOf(v.Files).FirstOrDefault(f => f.Id == file)))
            .Where(v => v.Of is not null)
            .Select(v => new FileReference(
                v.Of!.FileName, "a file of a package", v.Owns || (v.Offered && reading.Caller.SignedIn), v.Owns,
                Private: !v.Offered)),
    ];

    private static IReadOnlyList<VersionShown> Versions(Rows rows, string id) => rows.All<VersionShown>(
        "select version, title_zh, title_en, added_on from library_versions where item = @id order by version desc",
        ("id", id));

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

    private static PackageFile[] FilesOf(string? json) =>
        JsonSerializer.Deserialize<PackageFile[]>(json ?? "[]", Json.Options)!;

    private static PackageShown Row(DbDataReader r) => new(
        r.GetString(0), Parties.Party(r.GetString(1), r.Text(2), r.Text(3)), r.GetString(4), r.GetInt64(5), r.Name(6),
        r.GetString(8), RowText.Words(r.Text(9)), r.GetString(10), r.GetInt64(11), r.GetString(12), r.GetInt64(13),
        RowText.Words(r.Text(14)), r.Text(15) ?? "", r.Text(16),
        FilesOf(r.Text(17)), r.Flag(18), r.Day(19),
        r.Number(20) ?? 0, r.Number(21) ?? 0, r.Number(22) ?? 0, HelpReading.Mean(r.Number(23), r.Number(24)),
        r.Number(24) ?? 0);
}
