using System.Text.Json.Serialization;

namespace Federation.Api.Cases;

/// <summary>A case as lists show it.</summary>
/// <param name="State">draft, published or withdrawn; only published ones are public.</param>
public sealed record CaseRow(
    string Id, string AllianceId, string ActionId, Name Title, Name? Summary, Items<Name> Bodies, string? Source,
    bool Illustrative, string State, DateOnly StateOn, bool PersonsConsent);

/// <summary>A case with its story and the figures that its marks stand for.</summary>
/// <param name="Persons">Names of people: with their consent, or for those who write the case.</param>
/// <param name="Html">The story in the reader's language, where it is written in it.</param>
/// <param name="UnknownMarks">Those that no record fills.</param>
/// <param name="Marks">Every figure that a mark may stand for.</param>
/// <param name="StoryId">Of the sealed text, so that what is published is what was looked at.</param>
public sealed record CaseShown(
    CaseRow Case, string Story, string? StoryEn, IReadOnlyList<string> Persons, string Html,
    IReadOnlyList<FigureAnswer> Figures, IReadOnlyList<string> UnknownMarks,
    [property: JsonIgnore] IReadOnlyList<FigureAnswer> Marks, [property: JsonIgnore] bool Coordinates,
    [property: JsonIgnore] string? StoryId);

/// <summary>What the form of a case begins with; nothing for a new one.</summary>
public sealed record CaseEdited(CaseShown? Case)
{
    internal static CaseEdited? Of(Reading reading) => CaseReading.One(reading, reading["id"]) is not { } found ? null
        : found.Coordinates ? new(found) : throw new ProblemException(Problem.NotAllowed);
}

/// <summary>Reads of cases. Drafts and withdrawn ones are for coordinators of the alliance.</summary>
internal static class CaseReading
{
    private const string Cases =
        "select c.case_id as id, c.alliance as alliance_id, c.action as action_id, c.title_zh, c.title_en, " +
        "c.summary_zh, c.summary_en, c.bodies, c.source, c.illustrative, c.state, c.state_on, c.persons_consent " +
        "from cases c";

    /// <summary>Ids of the sealed texts.</summary>
    private sealed record Words(string? Story, string? StoryEn, string? Persons);

    /// <summary>Newest first, what the reader may see.</summary>
    public static Listed<CaseRow> Found(Reading reading)
    {
        var own = OwnAlliances.In("o", reading.Coordinated());
        return reading.ByDay<CaseRow>(
            Cases, "c.state_on", "c.case_id", newest: true, row => (row.StateOn, row.Id),
            new Condition($"(c.state = 'published' or c.alliance in ({own.Sql}))", own.Values));
    }

    /// <summary>Null where there is none that the reader may see.</summary>
    public static CaseShown? One(Reading reading, string id)
    {
        if (reading.Rows.One<CaseRow>($"{Cases} where c.case_id = @id", ("id", id)) is not { } row) return null;
        var coordinates = reading.Caller.Coordinates(reading.Rows.RequireAction(row.ActionId));
        if (row.State != "published" && !coordinates) return null;
        var words = reading.Rows.One<Words>(
            "select story, story_en, persons from cases where case_id = @id", ("id", id))!;
        // Written for everybody to read: no opening of anything personal. Names of people are another matter.
        var (story, english) = (Opened(words.Story) ?? "", Opened(words.StoryEn));
        var persons = row.PersonsConsent || coordinates ? Opened(words.Persons) : null;
        var marks = FiguresOf(reading, row.ActionId);
        var lang = reading.Http.RequestServices.GetRequiredService<Lang>();
        return new(
            row, story, english,
            (persons ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            CaseStory.Html(lang.English ? english ?? story : story, marks, lang), CaseStory.Used(story, marks),
            [.. CaseStory.Unknown(story, marks), .. CaseStory.Unknown(english ?? "", marks)],
            marks, coordinates, words.Story);

        string? Opened(string? text) => text is null ? null : reading.Log.Open([text]).GetValueOrDefault(text);
    }

    /// <summary>Computed figures of the joint action, which marks may stand for.</summary>
    private static IReadOnlyList<FigureAnswer> FiguresOf(Reading reading, string action) => ActionFigures.Of(
        reading, action, new RecordNames(reading.Rows).Action(action),
        ActionFactsReading.SeriesOf(reading.Rows, action), reading.Today).Answers(action, reading.Today);
}
