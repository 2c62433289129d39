using System.Data.Common;
using Federation.Api.Help;
using Federation.Api.People;
using Federation.Domain.Needs;

namespace Federation.Api.Needs;

/// <summary>A need, difficulty or demand as lists show it.</summary>
/// <param name="Days">How many days it has stood, or stood until it ended.</param>
public sealed record DemandRow(
    string Id, DemandKind Kind, string AllianceId, string? OrganisationId, string? VillageCode, string Topic,
    string? MeetingId, DemandStage State, DateOnly BroughtOn, DateOnly? AcceptedOn, DateOnly? EndedOn, long Days,
    bool Illustrative)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public string Cursor => $"{Domain.Days.Text(BroughtOn)}|{Id}";
}

public sealed record AnswerShown(AnswerKind Kind, string Of, Name Name, DateOnly AnsweredOn);

/// <param name="Text">What was said; gone where it was erased.</param>
/// <param name="Ended">The feedback given, or the reason why it was set aside.</param>
public sealed record DemandShown(
    string Id, DemandKind Kind, string AllianceId, string? OrganisationId, string? VillageCode, string Topic,
    string? Text, string? MeetingId, DemandStage State, DateOnly BroughtOn, DateOnly? AcceptedOn, DateOnly? EndedOn,
    string? Ended, bool Mine, bool Illustrative, IReadOnlyList<AnswerShown> Answers);

/// <param name="Keeps">The reader may say what becomes of it.</param>
public sealed record DemandFound(DemandShown Shown, bool Keeps);

/// <summary>Reads of needs, difficulties and demands: for those who brought them, the organisation they belong to, and
/// those who coordinate or oversee. For others they do not exist.</summary>
internal static class DemandReading
{
    private const string Columns =
        "d.demand, d.kind, d.alliance, d.organisation, d.village, d.topic, d.meeting, d.stage, d.brought_on, " +
        "d.accepted_on, d.ended_on, d.illustrative";

    /// <summary>Longest waiting first, a page with one row more than asked for; filters <c>kind</c>, <c>state</c>,
    /// <c>organisation</c>, <c>alliance</c>, <c>meeting</c> and <c>mine</c>.</summary>
    public static IReadOnlyList<DemandRow> Found(Reading reading)
    {
        var (where, values) = Visible(reading);
        void And(string column, string? value)
        {
            if (value is null) return;
            where.Add($"d.{column} = @{column}");
            values.Add((column, value));
        }

        And("kind", reading.Choice<DemandKind>("kind"));
        And("stage", reading.Choice<DemandStage>("state"));
        foreach (var name in new[] { "organisation", "alliance", "meeting" }) And(name, reading.Id(name));
        if (reading.Text("mine") is "true") And("brought_by", reading.Caller.Account);
        if (reading.Cursor.Split('|') is [var day, var id])
        {
            where.Add("(d.brought_on > @day or (d.brought_on = @day and d.demand > @id))");
            values.AddRange([("day", day), ("id", id)]);
        }

        return reading.Rows.All(
            $"select {Columns} from demands d where {string.Join(" and ", where)} " +
            "order by d.brought_on, d.demand limit @max",
            r => Row(r, reading.Today), [.. values, ("max", reading.Limit + 1)]);
    }

    /// <summary>Those that name a meeting, as far as the reader may see them.</summary>
    public static IReadOnlyList<DemandRow> OfMeeting(Reading reading, string meeting)
    {
        var (where, values) = Visible(reading);
        return reading.Rows.All(
            $"select {Columns} from demands d where d.meeting = @meeting and {where[0]} order by d.demand limit 200",
            r => Row(r, reading.Today), [.. values, ("meeting", meeting)]);
    }

    public static DemandFound? Find(Reading reading, string id)
    {
        var (where, values) = Visible(reading);
        var found = reading.Rows.One(
            $"select {Columns}, d.words, d.ended, d.brought_by from demands d where d.demand = @id and {where[0]}",
            r => (Row: Row(r, reading.Today), Words: r.Text(12), Ended: r.Text(13), By: r.GetString(14)),
            [.. values, ("id", Post.Reference(id, "id"))]);
        if (found.Row is not { } row) return null;
        var words = reading.OpenWords([found.Words, found.Ended], "a need or demand");
        var keeps = reading.Caller.CoordinatesAlliance(reading.Rows, row.AllianceId)
            || (row is { Kind: not DemandKind.Demand, OrganisationId: { } own }
                && reading.Caller.Organisations.Contains(own));
        return new(
            new(row.Id, row.Kind, row.AllianceId, row.OrganisationId, row.VillageCode, row.Topic,
                found.Words is { } text ? words.GetValueOrDefault(text) : null, row.MeetingId, row.State, row.BroughtOn,
                row.AcceptedOn, row.EndedOn, found.Ended is { } ended ? words.GetValueOrDefault(ended) : null,
                found.By == reading.Caller.Account, row.Illustrative, Answers(reading.Rows, row.Id)),
            keeps);
    }

    /// <summary>The name of what answers, or null when there is nothing of the kind.</summary>
    public static Name? NameOf(Rows rows, AnswerKind kind, string id) => rows.One(
        kind switch
        {
            AnswerKind.JointAction => "select title_zh, title_en from actions where action = @id",
            AnswerKind.Request => "select topic, null from requests where request = @id",
            _ => "select title_zh, title_en from library_items where item = @id",
        },
        r => new Name(r.GetString(0), r.Text(1)), ("id", id));

    /// <summary>How many wait for somebody to accept or answer them.</summary>
    public static long Waiting(Rows rows, string alliance) => rows.One(
        "select count(*) from demands where alliance = @alliance and stage = 'open'", r => r.GetInt64(0),
        ("alliance", alliance));

    private static IReadOnlyList<AnswerShown> Answers(Rows rows, string id) => rows.All(
        "select kind, id, answered_on from demand_answers where demand = @id order by place",
        r => (Kind: RowText.Parse<AnswerKind>(r.GetString(0)), Of: r.GetString(1), On: r.Day(2)!.Value), ("id", id))
        .Select(a => new AnswerShown(a.Kind, a.Of, NameOf(rows, a.Kind, a.Of) ?? new(a.Of), a.On)).ToArray();

    private static (List<string> Where, List<(string, object?)> Values) Visible(Reading reading)
    {
        var caller = reading.Caller;
        var alliances = reading.Rows.All(
            "select id, region from alliances order by id", r => (Id: r.GetString(0), Region: r.GetString(1)))
            .Where(a => caller.Coordinates(a.Id, a.Region) || caller.Oversees(a.Region)).Select(a => a.Id).ToArray();
        var values = new List<(string, object?)> { ("me", caller.Account) };
        string Among(string name, IEnumerable<string> ids) => string.Join(", ", ids.Select((id, at) =>
        {
            values.Add(($"{name}{at}", id));
            return $"@{name}{at}";
        }).Append("''"));
        return (
            [$"(d.brought_by = @me or d.alliance in ({Among("a", alliances)}) or d.organisation in " +
                $"({Among("o", caller.Organisations)}))"],
            values);
    }

    private static DemandRow Row(DbDataReader r, DateOnly today)
    {
        var (brought, ended) = (r.Day(8)!.Value, r.Day(10));
        return new(
            r.GetString(0), RowText.Parse<DemandKind>(r.GetString(1)), r.GetString(2), r.Text(3), r.Text(4),
            r.GetString(5), r.Text(6), RowText.Parse<DemandStage>(r.GetString(7)), brought, r.Day(9), ended,
            (ended ?? today).DayNumber - brought.DayNumber, r.Flag(11));
    }
}
