using Federation.Api.Counting;
using Federation.Api.People;
using Federation.Domain.Counting;
using Federation.Domain.JointActions;
using Federation.Log.JointActions;

namespace Federation.Api.JointActions.Reports;

/// <summary>The coordinator's words around the numbers, opened; null where nothing is said or the reader may not
/// read it.</summary>
public sealed record ReportTexts(string? Summary, string? Lessons, string? Outlook, string? Thanks);

/// <summary>A version as it was handed in.</summary>
/// <param name="Hash">Of the log's event at <paramref name="Position"/>: what a later check is held against.</param>
public sealed record ReportVersion(
    int Version, DateOnly AsOf, DateTimeOffset HandedInAt, long Position, string Hash, DateOnly? ConfirmedOn);

/// <summary>What an official said; the words for those who take part.</summary>
public sealed record ReportComment(int Version, DateOnly Day, bool AsksAnswer, string? Text);

/// <summary>A number that is no longer what it was when the report was handed in.</summary>
public sealed record FigureChange(string Key, ActionScope Scope, long? Was, long? Is);

/// <summary>A closing report as it is read: now, beside the version that was handed in.</summary>
/// <param name="State">draft, handed-in, commented or confirmed.</param>
/// <param name="Edited">Written since the newest version was handed in.</param>
/// <param name="Shown">The version whose numbers stand beside today's; null where none was handed in.</param>
public sealed record ReportRead(
    Reading Reading, ActionOf Of, ActionRow About, DateOnly AsOf, IReadOnlyList<ActionSeries> Series,
    ActionFigures Figures, string State, bool Edited, ReportVersion? Shown, IReadOnlyList<ReportVersion> Versions,
    IReadOnlyList<FrozenFigure> Frozen, ReportTexts Words, IReadOnlyList<ReportComment> Comments,
    IReadOnlyList<ReportSection> Sections, bool Inside)
{
    public int Newest => Versions.Count == 0 ? 0 : Versions[0].Version;

    /// <summary>Computed figures that records tell otherwise than when the shown version was handed in.</summary>
    public IReadOnlyList<FigureChange> Changes
    {
        get
        {
            var now = Figures.Computed.ToDictionary(f => (f.Key, FigureParts.ScopeOf(f.Scope)));
            return
            [
                .. from f in Frozen
                   where f.Source == FigureSource.Records
                   let known = now.GetValueOrDefault((f.Key, f.Scope))
                   where (known?.Value, known?.Precision) != (f.Value, f.Precision)
                   select new FigureChange(f.Key, f.Scope, f.Value, known?.Value),
            ];
        }
    }
}

/// <summary>Reads of closing reports. Numbers are public; words are for coordinators, participants and those who look
/// after the region.</summary>
internal static class ReportReading
{
    private const string Words = "summary, lessons, outlook, thanks";

    /// <summary>The report with the version that the query asks for, the newest otherwise.</summary>
    public static ReportRead Of(Reading reading, string id)
    {
        var (of, about) = ActionReading.Require(reading, id);
        var asOf = CoverageQuery.AsOfDay(reading);
        var series = ActionFactsReading.SeriesOf(reading.Rows, of.Id);
        var figures = ActionFigures.Of(reading, of.Id, about.Title, series, asOf);
        var versions = Versions(reading.Rows, of.Id);
        var asked = reading.Number("version", versions.Count == 0 ? 0 : versions[0].Version, 0,
            ClosingReport.VersionsMax);
        var shown = versions.FirstOrDefault(v => v.Version == asked);
        if (asked > 0 && shown is null) throw new ProblemException(Problem.NotFound);
        var inside = SessionReading.MayReadNotes(reading, of) || reading.Caller.Oversees(of.RegionCode);
        var (state, edited) = reading.Rows.One(
            "select coalesce(state, 'draft'), edited from reports where action = @action",
            r => (r.GetString(0), r.Flag(1)), ("action", of.Id));
        var texts = inside ? TextsOf(reading, of.Id, shown?.Version) : new(null, null, null, null);
        var frozen = FrozenOf(reading.Rows, of.Id, shown?.Version ?? 0);
        var alliance = CoverageQuery.AllianceNameOf(reading.Rows, of.AllianceId) ?? new(of.AllianceId);
        var sections = ReportSections.Of(new(
            reading, of, about, alliance, asOf, series, figures.Answers(of.Id, asOf), frozen, texts, inside));
        return new(
            reading, of, about, asOf, series, figures, state ?? "draft", edited, shown, versions, frozen, texts,
            Comments(reading, of.Id, inside), sections, inside);
    }

    public static IReadOnlyList<ReportVersion> Versions(Rows rows, string action) => rows.All(
        "select version, as_of, handed_in_at, position, hash, confirmed_on from report_versions " +
        "where action = @action order by version desc",
        r => new ReportVersion(
            (int)r.GetInt64(0), r.Day(1)!.Value, r.Moment(2)!.Value.ToOffset(Days.Shanghai), r.GetInt64(3),
            r.GetString(4), r.Day(5)),
        ("action", action));

    /// <summary>Figures of a version as it was handed in, in their order.</summary>
    public static FrozenFigure[] FrozenOf(Rows rows, string action, int version) => ReportRows.Figures(rows.One(
        "select figures from report_versions where action = @action and version = @version",
        r => r.GetString(0), ("action", action), ("version", (long)version)) ?? "[]");

    /// <summary>Words of a version, or (null) as written last.</summary>
    public static ReportTexts TextsOf(Reading reading, string action, int? version)
    {
        var ids = reading.Rows.One(
            version is null ? $"select {Words} from reports where action = @action"
                : $"select {Words} from report_versions where action = @action and version = @version",
            r => new[] { r.Text(0), r.Text(1), r.Text(2), r.Text(3) },
            ("action", action), ("version", (long)(version ?? 0))) ?? new string?[4];
        var open = reading.OpenWords(ids, "a closing report");
        string? At(int i) => ids[i] is { } id ? open.GetValueOrDefault(id) : null;
        return new(At(0), At(1), At(2), At(3));
    }

    private static IReadOnlyList<ReportComment> Comments(Reading reading, string action, bool inside)
    {
        var all = reading.Rows.All(
            "select version, day, asks_answer, comment from report_comments where action = @action order by position",
            r => (Version: (int)r.GetInt64(0), Day: r.Day(1)!.Value, Asks: r.Flag(2), Text: r.GetString(3)),
            ("action", action));
        var open = inside ? reading.OpenWords(all.Select(c => c.Text), "comments on a closing report") : [];
        return [.. all.Select(c => new ReportComment(c.Version, c.Day, c.Asks, open.GetValueOrDefault(c.Text)))];
    }
}
