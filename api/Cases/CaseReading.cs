using System.Data.Common;
using Federation.Api.Counting;
using Federation.Api.JointActions;

namespace Federation.Api.Cases;

/// <summary>A case as lists show it.</summary>
/// <param name="State">draft, published or withdrawn; only published ones are public.</param>
public sealed record CaseRow(
    string Id, string AllianceId, string ActionId, Name Title, Name? Summary, IReadOnlyList<Name> Bodies,
    string? Source, bool Illustrative, string State, DateOnly StateOn, bool PersonsConsent);

/// <summary>A case with its story and the figures that its marks may stand for.</summary>
/// <param name="Persons">Names of people: with their consent, or for those who write the case.</param>
/// <param name="StoryId">Of the sealed text, so that what is published is what was looked at.</param>
public sealed record CaseShown(
    CaseRow Case, string Story, string? StoryEn, IReadOnlyList<string> Persons, IReadOnlyList<FigureAnswer> Figures,
    Name Action, bool Coordinates, string? StoryId)
{
    /// <summary>The English story where there is one and it is asked for.</summary>
    public string StoryIn(Shell.Lang lang) => lang.English && StoryEn is { } english ? english : Story;

    public IReadOnlyList<string> Unknown =>
        [.. CaseStory.Unknown(Story, Figures), .. CaseStory.Unknown(StoryEn ?? "", Figures)];
}

/// <summary>Reads of cases. Drafts and withdrawn ones are for coordinators of the alliance.</summary>
internal static class CaseReading
{
    private const string Columns =
        "c.case_id, c.alliance, c.action, c.title_zh, c.title_en, c.summary_zh, c.summary_en, c.bodies, c.source, " +
        "c.illustrative, c.state, c.state_on, c.persons_consent, c.story, c.story_en, c.persons, l.region";

    private const string From = "from cases c join alliances l on l.id = c.alliance ";

    public static string CursorOf(CaseRow row) => $"{Days.Text(row.StateOn)}|{row.Id}";

    /// <summary>Newest first, what the reader may see; one row more than asked for.</summary>
    public static IReadOnlyList<CaseRow> Found(Reading reading)
    {
        var (day, id) = reading.Cursor.Split('|') is [var d, var i] ? (d, i) : ("9999-12-31", "");
        var own = OwnAlliances.In("o", reading.Coordinated());
        return reading.Rows.All(
            $"select {Columns} {From} where (c.state = 'published' or c.alliance in ({own.Sql})) " +
            "and (c.state_on < @day or (c.state_on = @day and c.case_id > @id)) " +
            "order by c.state_on desc, c.case_id limit @max",
            Row, [.. own.Values, ("day", day), ("id", id), ("max", reading.Limit + 1)]);
    }

    /// <summary>Null where there is none that the reader may see.</summary>
    public static CaseShown? One(Reading reading, string id)
    {
        var found = reading.Rows.One(
            $"select {Columns} {From} where c.case_id = @id",
            r => (Row: Row(r), Story: r.Text(13), English: r.Text(14), Persons: r.Text(15), Region: r.GetString(16)),
            ("id", Post.Reference(id, "id")));
        if (found.Row is not { } row) return null;
        var coordinates = reading.Caller.Coordinates(row.AllianceId, found.Region);
        if (row.State != "published" && !coordinates) return null;
        // Written for everybody to read: no opening of anything personal. Names of people are another matter.
        var open = reading.Log.Open([.. new[] { found.Story, found.English }.OfType<string>()]);
        var persons = found.Persons is { } names && (row.PersonsConsent || coordinates)
            ? reading.Log.Open([names]).GetValueOrDefault(names) : null;
        var title = reading.Rows.One(
            "select title_zh, title_en from actions where action = @action", r => r.Name(0), ("action", row.ActionId))
            ?? new(row.ActionId);
        return new(
            row, open.GetValueOrDefault(found.Story ?? "") ?? "",
            found.English is { } english ? open.GetValueOrDefault(english) : null,
            (persons ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            FiguresOf(reading, row.ActionId, title), title, coordinates, found.Story);
    }

    /// <summary>Computed figures of the joint action, which marks may stand for.</summary>
    public static IReadOnlyList<FigureAnswer> FiguresOf(Reading reading, string action, Name title) =>
        ActionFigures.Of(
            reading, action, title, ActionFactsReading.SeriesOf(reading.Rows, action), reading.Today)
            .Answers(action, reading.Today);

    private static CaseRow Row(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.Name(3), r.Text(5) is { } summary ? new(summary, r.Text(6))
            : null,
        RowText.Names(r.Text(7)), r.Text(8), r.Flag(9), r.GetString(10), r.Day(11)!.Value, r.Flag(12));
}
