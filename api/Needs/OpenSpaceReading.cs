using System.Data.Common;
using Federation.Api.People;
using Federation.Domain.Needs;

namespace Federation.Api.Needs;

/// <summary>An open-space meeting as lists show it.</summary>
public sealed record OpenSpaceRow(
    string Id, string AllianceId, string? OrganisationId, Name Question, DateOnly HeldOn, bool Illustrative,
    MeetingKind Kind, long? Attendees, [property: System.Text.Json.Serialization.JsonIgnore] string? ResultId)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public string Cursor => $"{Days.Text(HeldOn)}|{Id}";
}

/// <param name="Count">How many statements it made.</param>
/// <param name="Statements">What was said, for members; null for others.</param>
public sealed record GroupShown(string Id, Name Name, long? People, int Count, IReadOnlyList<string>? Statements);

/// <param name="Result">What the groups found together, for members; gone where it was erased.</param>
public sealed record OpenSpaceShown(
    string Id, string AllianceId, string? OrganisationId, Name Question, DateOnly HeldOn, bool Illustrative,
    MeetingKind Kind, long? Attendees, IReadOnlyList<GroupShown> Groups, string? Result,
    [property: System.Text.Json.Serialization.JsonIgnore] bool Keeps);

/// <summary>Reads of open-space meetings. Question and groups are public, what was said is for the alliance's members
/// and those who coordinate.</summary>
internal static class OpenSpaceReading
{
    private const string Columns =
        "m.meeting, m.alliance, m.organisation, m.question_zh, m.question_en, m.held_on, m.illustrative, m.result, " +
        "m.kind, m.attendees";

    /// <summary>Newest first, a page with one row more than asked for; filter <c>alliance</c>.</summary>
    public static IReadOnlyList<OpenSpaceRow> Found(Reading reading)
    {
        var alliance = reading.Id("alliance");
        var (day, id) = reading.Cursor.Split('|') is [var d, var i] ? (d, i) : ("9999", "");
        return reading.Rows.All(
            $"select {Columns} from open_spaces m where (m.held_on < @day or (m.held_on = @day and m.meeting > @id)) " +
            (alliance is null ? "" : "and m.alliance = @alliance ") + "order by m.held_on desc, m.meeting limit @max",
            Row, ("day", day), ("id", id), ("alliance", alliance), ("max", reading.Limit + 1));
    }

    public static OpenSpaceShown? Find(Reading reading, string id)
    {
        if (reading.Rows.One(
            $"select {Columns} from open_spaces m where m.meeting = @id", Row,
            ("id", Post.Reference(id, "id"))) is not { } row) return null;
        var region = Alliances.AllianceReading.RegionOf(reading.Rows, row.AllianceId);
        var coordinates = reading.Caller.Coordinates(row.AllianceId, region);
        var reads = coordinates || reading.Caller.Organisations.Any(own => own == row.OrganisationId
            || reading.Rows.One(
                "select 1 from memberships where alliance = @alliance and organisation = @own and state = 'member'",
                r => r.GetInt64(0), ("alliance", row.AllianceId), ("own", own)) == 1);
        var said = reading.Rows.All(
            "select grp, words from open_space_statements where meeting = @id order by place",
            r => (Group: r.GetString(0), Words: r.GetString(1)), ("id", row.Id));
        var words = reads
            ? reading.OpenWords(said.Select(s => s.Words).Append(row.ResultId), "an open-space meeting") : [];
        var byGroup = said.ToLookup(s => s.Group);
        var groups = reading.Rows.All(
            "select grp, name_zh, name_en, people from open_space_groups where meeting = @id order by place",
            r => new GroupShown(
                r.GetString(0), r.Name(1), r.Number(3), byGroup[r.GetString(0)].Count(),
                reads ? Statements(byGroup[r.GetString(0)].Select(s => s.Words)) : null),
            ("id", row.Id));
        return new(
            row.Id, row.AllianceId, row.OrganisationId, row.Question, row.HeldOn, row.Illustrative, row.Kind,
            row.Attendees, groups,
            row.ResultId is { } result ? words.GetValueOrDefault(result) : null,
            coordinates || (row.OrganisationId is { } whose && reading.Caller.Organisations.Contains(whose)));

        string[] Statements(IEnumerable<string> ids) =>
            [.. ids.Select(id => words.GetValueOrDefault(id)).OfType<string>()];
    }

    /// <summary>The latest meetings, for saying where an entry comes from.</summary>
    public static IReadOnlyList<Choice> Choices(Reading reading, Lang lang) => reading.Rows.All(
        "select meeting, question_zh, question_en, held_on from open_spaces order by held_on desc, meeting limit 50",
        r => new Choice(r.GetString(0), $"{lang.Day(r.Day(3)!.Value)} · {lang.Of(r.Name(1))}"));

    /// <summary>The alliance of a meeting; ends the request when there is none, or none of this alliance.</summary>
    public static string Require(Rows rows, string id, string? alliance)
    {
        var found = rows.One(
            "select alliance from open_spaces where meeting = @id", r => r.GetString(0),
            ("id", Post.Reference(id, alliance is null ? "id" : "meetingId")));
        if (alliance is null) return found ?? throw new ProblemException(Problem.NotFound);
        return found == alliance ? found : throw Spine.Problem.Absent(
            "meeting-not-found", "meetingId", "该联盟没有这次开放空间会议。", "The alliance has no such open-space meeting.");
    }

    private static OpenSpaceRow Row(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.Text(2), r.Name(3), r.Day(5)!.Value, r.Flag(6),
        RowText.Parse<MeetingKind>(r.GetString(8)), r.Number(9), r.Text(7));
}
