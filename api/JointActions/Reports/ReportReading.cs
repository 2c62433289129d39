using Federation.Log.JointActions;

namespace Federation.Api.JointActions.Reports;

/// <summary>The coordinator's words around the numbers, opened; null where nothing is said or the reader may not
/// read it.</summary>
public sealed record ReportTexts(string? Summary, string? Lessons, string? Outlook, string? Thanks)
{
    public static ReportTexts None { get; } = new(null, null, null, null);
}

/// <summary>A version as it was handed in.</summary>
/// <param name="Hash">Of the log's event at <paramref name="Position"/>: what a later check is held against.</param>
public sealed record ReportVersion(
    int Version, DateOnly AsOf, DateTimeOffset HandedInAt, long Position, string Hash, DateOnly? ConfirmedOn);

/// <summary>What an official said; the words for those who take part.</summary>
public sealed record ReportComment(int Version, DateOnly Day, bool AsksAnswer, string? Text);

/// <summary>A closing report as it is read: now, beside the version that was handed in.</summary>
/// <param name="State">draft, handed-in, commented or confirmed.</param>
/// <param name="Edited">Written since the newest version was handed in.</param>
/// <param name="Shown">The version whose numbers stand beside today's; null where none was handed in.</param>
public sealed record ReportRead(
    ReportSource Source, string State, bool Edited, ReportVersion? Shown, IReadOnlyList<ReportVersion> Versions,
    IReadOnlyList<ReportComment> Comments)
{
    public IReadOnlyList<ReportSection> Sections { get; } = ReportSections.Of(Source);

    public int Newest => Versions.Count == 0 ? 0 : Versions[0].Version;
}

/// <summary>The report with its steps, for who does them.</summary>
/// <param name="Draft">Words as written last, for those who write them.</param>
public sealed record ReportView(ReportRead Read, bool Coordinates, bool Official, ReportTexts? Draft);

/// <summary>A report that was handed in, for the list of those who look after its region.</summary>
public sealed record ReportRow(
    string ActionId, Name Title, string AllianceId, Name Alliance, string Region, string State, int Version,
    DateOnly ChangedOn);

/// <summary>Reads of closing reports. Numbers are public; words are for coordinators, participants and those who look
/// after the region.</summary>
internal static class ReportReading
{
    /// <summary>The report with the version that the query asks for, the newest otherwise.</summary>
    public static ReportRead Of(Reading reading)
    {
        var (of, about) = ActionReading.Require(reading, reading["id"]);
        var asOf = CoverageQuery.AsOfDay(reading);
        var series = ActionFactsReading.SeriesOf(reading.Rows, of.Id);
        var versions = Versions(reading.Rows, of.Id);
        var asked = reading.Number("version", versions.Count == 0 ? 0 : versions[0].Version, 0,
            ClosingReport.VersionsMax);
        var shown = versions.FirstOrDefault(v => v.Version == asked);
        if (asked > 0 && shown is null) throw new ProblemException(Problem.NotFound);
        var inside = SessionReading.MayReadNotes(reading, of) || reading.Caller.Oversees(of.RegionCode);
        var (state, edited) = reading.Rows.One(
            "select coalesce(state, 'draft'), edited from reports where action = @action",
            r => (r.GetString(0), r.Flag(1)), ("action", of.Id));
        return new(
            new(reading, of, about, CoverageQuery.AllianceNameOf(reading.Rows, of.AllianceId) ?? new(of.AllianceId),
                asOf, series, ActionFigures.Of(reading, of.Id, about.Title, series, asOf),
                FrozenOf(reading.Rows, of.Id, shown?.Version ?? 0),
                inside ? TextsOf(reading, of.Id, shown?.Version) : ReportTexts.None, inside),
            state ?? "draft", edited, shown, versions, Comments(reading, of.Id, inside));
    }

    public static ReportView View(Reading reading)
    {
        var read = Of(reading);
        var (of, caller) = (read.Source.Of, reading.Caller);
        var coordinates = caller.Coordinates(of);
        return new(
            read, coordinates, caller.IsOfficialOf(of.RegionCode), coordinates ? TextsOf(reading, of.Id, null) : null);
    }

    /// <summary>What the reader looks after or coordinates: waiting ones first, the oldest first.</summary>
    public static IReadOnlyList<ReportRow> HandedIn(Reading reading) =>
    [
        .. reading.Rows.All<ReportRow>(
            "select r.action as action_id, a.title_zh, a.title_en, l.id as alliance_id, l.name as alliance, " +
            "l.name_en as alliance_en, l.region, r.state, r.version, r.changed_on from reports r " +
            "join actions a on a.action = r.action join alliances l on l.id = a.alliance where r.state is not null " +
            "order by case r.state when 'handed-in' then 0 when 'commented' then 1 else 2 end, r.changed_on, " +
            "r.action limit 500")
            .Where(r => reading.Caller.Oversees(r.Region) || reading.Caller.Coordinates(r.AllianceId, r.Region)),
    ];

    private static IReadOnlyList<ReportVersion> Versions(Rows rows, string action) =>
    [
        .. rows.All<ReportVersion>(
            "select version, as_of, handed_in_at, position, hash, confirmed_on from report_versions " +
            "where action = @action order by version desc", ("action", action))
            .Select(v => v with { HandedInAt = v.HandedInAt.ToOffset(Days.Shanghai) }),
    ];

    /// <summary>Figures of a version as it was handed in, in their order.</summary>
    private static FrozenFigure[] FrozenOf(Rows rows, string action, int version) => ReportRows.Figures(rows.One(
        "select figures from report_versions where action = @action and version = @version",
        r => r.GetString(0), ("action", action), ("version", (long)version)) ?? "[]");

    /// <summary>Words of a version, or (null) as written last.</summary>
    private static ReportTexts TextsOf(Reading reading, string action, int? version)
    {
        var ids = reading.Rows.One<ReportTexts>(
            "select summary, lessons, outlook, thanks from " + (version is null ? "reports where action = @action"
                : "report_versions where action = @action and version = @version"),
            ("action", action), ("version", (long)(version ?? 0))) ?? ReportTexts.None;
        var open = reading.OpenWords([ids.Summary, ids.Lessons, ids.Outlook, ids.Thanks], "a closing report");
        string? Said(string? id) => open.GetValueOrDefault(id ?? "");
        return new(Said(ids.Summary), Said(ids.Lessons), Said(ids.Outlook), Said(ids.Thanks));
    }

    private static IReadOnlyList<ReportComment> Comments(Reading reading, string action, bool inside)
    {
        var all = reading.Rows.All<ReportComment>(
            "select version, day, asks_answer, comment as \"text\" from report_comments where action = @action " +
            "order by position", ("action", action));
        var open = inside ? reading.OpenWords(all.Select(c => c.Text), "comments on a closing report") : [];
        return [.. all.Select(c => c with { Text = open.GetValueOrDefault(c.Text ?? "") })];
    }
}
