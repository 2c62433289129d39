using System.Text.Json.Serialization;
using Federation.Api.Deliberations;
using Federation.Domain.Needs;

namespace Federation.Api.Needs;

/// <summary>An open-space meeting as lists show it.</summary>
public sealed record OpenSpaceRow(
    string Id, string AllianceId, string? OrganisationId, Name Question, DateOnly HeldOn, bool Illustrative,
    MeetingKind Kind, long? Attendees);

/// <param name="Count">How many statements it made.</param>
/// <param name="Statements">What was said, for members; null for others.</param>
public sealed record GroupShown(
    string Id, Name Name, long? People, int Count = 0, IReadOnlyList<string>? Statements = null);

/// <param name="Result">What the groups found together, for members; gone where it was erased.</param>
/// <param name="Keeps">The reader may write down what was said and found.</param>
public sealed record OpenSpaceShown(
    string Id, string AllianceId, string? OrganisationId, Name Question, DateOnly HeldOn, bool Illustrative,
    MeetingKind Kind, long? Attendees, Items<GroupShown> Groups = default, string? Result = null,
    [property: JsonIgnore] bool Keeps = false);

/// <summary>Reads of open-space meetings. Question and groups are public, what was said is for the alliance's members
/// and those who coordinate.</summary>
internal static class OpenSpaceReading
{
    private const string Columns =
        "m.meeting as id, m.alliance as alliance_id, m.organisation as organisation_id, m.question_zh, " +
        "m.question_en, m.held_on, m.illustrative, m.kind, m.attendees";

    /// <summary>Newest first.</summary>
    public static Listed<OpenSpaceRow> Found(Reading reading) => reading.ByDay<OpenSpaceRow>(
        $"select {Columns} from open_spaces m", "m.held_on", "m.meeting", newest: true, row => (row.HeldOn, row.Id),
        reading.Same("alliance", "m.alliance"));

    public static OpenSpaceShown? Find(Reading reading)
    {
        if (reading.Rows.One<OpenSpaceShown>(
            $"select {Columns}, m.result from open_spaces m where m.meeting = @id", ("id", reading["id"]))
            is not { } found) return null;
        var (rows, caller) = (reading.Rows, reading.Caller);
        var coordinates = caller.Coordinates(
            found.AllianceId, Alliances.AllianceReading.RegionOf(rows, found.AllianceId));
        var reads = coordinates || caller.Organisations.Any(own =>
            own == found.OrganisationId || rows.IsMember(found.AllianceId, own));
        var said = rows.All(
            "select grp, words from open_space_statements where meeting = @id order by place",
            r => (Group: r.GetString(0), Words: r.GetString(1)), ("id", found.Id)).ToLookup(s => s.Group, s => s.Words);
        var words = reads
            ? reading.OpenWords(said.SelectMany(s => s).Append(found.Result), "an open-space meeting") : [];
        var groups = rows.All<GroupShown>(
            "select grp as id, name_zh, name_en, people from open_space_groups where meeting = @id order by place",
            ("id", found.Id));
        return found with
        {
            Groups = [.. groups.Select(group => group with
            {
                Count = said[group.Id].Count(),
                Statements = !reads ? null
                    : [.. said[group.Id].Select(id => words.GetValueOrDefault(id)).OfType<string>()],
            })],
            Result = words.GetValueOrDefault(found.Result ?? ""),
            Keeps = coordinates || (found.OrganisationId is { } whose && caller.Organisations.Contains(whose)),
        };
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
        return found == alliance ? found : throw Problem.Absent(
            "meeting-not-found", "meetingId", "该联盟没有这次开放空间会议。", "The alliance has no such open-space meeting.");
    }
}
