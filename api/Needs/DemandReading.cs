using System.Text.Json.Serialization;
using Federation.Domain.Needs;

namespace Federation.Api.Needs;

/// <summary>A need, difficulty or demand as lists show it.</summary>
/// <param name="Days">How many days it has stood, or stood until it ended.</param>
public sealed record DemandRow(
    string Id, DemandKind Kind, string AllianceId, string? OrganisationId, string? VillageCode, string Topic,
    string? MeetingId, DemandStage State, DateOnly BroughtOn, DateOnly? AcceptedOn, DateOnly? EndedOn, long Days,
    bool Illustrative);

public sealed record AnswerShown(AnswerKind Kind, string Of, Name Name, DateOnly AnsweredOn);

/// <param name="Text">What was said; gone where it was erased.</param>
/// <param name="Ended">The feedback given, or the reason why it was set aside.</param>
/// <param name="Keeps">The reader may say what becomes of it.</param>
public sealed record DemandShown(
    string Id, DemandKind Kind, string AllianceId, string? OrganisationId, string? VillageCode, string Topic,
    string? Text, string? MeetingId, DemandStage State, DateOnly BroughtOn, DateOnly? AcceptedOn, DateOnly? EndedOn,
    string? Ended, bool Mine, bool Illustrative, Items<AnswerShown> Answers = default,
    [property: JsonIgnore] bool Keeps = false);

/// <summary>Reads of needs, difficulties and demands: for those who brought them, the organisation they belong to, and
/// those who coordinate or oversee. For others they do not exist.</summary>
internal static class DemandReading
{
    private const string Columns =
        "d.demand as id, d.kind, d.alliance as alliance_id, d.organisation as organisation_id, " +
        "d.village as village_code, d.topic, d.meeting as meeting_id, d.stage as state, d.brought_on, d.accepted_on, " +
        "d.ended_on, d.illustrative";

    private const string Listing = $"select {Columns}, 0 as days from demands d";

    /// <summary>Longest waiting first.</summary>
    public static Listed<DemandRow> Found(Reading reading)
    {
        var found = reading.ByDay<DemandRow>(
            Listing, "d.brought_on", "d.demand", newest: false, row => (row.BroughtOn, row.Id), Visible(reading),
            reading.Same<DemandKind>("kind", "d.kind"), reading.Same<DemandStage>("state", "d.stage"),
            reading.Same("organisation", "d.organisation"), reading.Same("alliance", "d.alliance"),
            reading.Same("meeting", "d.meeting"),
            reading.Text("mine") is "true" ? new Condition("d.brought_by = @me") : null);
        return found with { Items = Aged(found.Items, reading.Today) };
    }

    /// <summary>Those that name a meeting, as far as the reader may see them.</summary>
    public static IReadOnlyList<DemandRow> OfMeeting(Reading reading, string meeting)
    {
        var seen = Visible(reading);
        return Aged(
            reading.Rows.All<DemandRow>(
                $"{Listing} where d.meeting = @meeting and {seen.Sql} order by d.demand limit 200",
                [.. seen.Values, ("meeting", meeting)]),
            reading.Today);
    }

    public static DemandShown? Find(Reading reading)
    {
        var seen = Visible(reading);
        if (reading.Rows.One<DemandShown>(
            $"select {Columns}, d.words as text, d.ended, case when d.brought_by = @me then 1 else 0 end as mine " +
            $"from demands d where d.demand = @id and {seen.Sql}",
            [.. seen.Values, ("id", reading["id"])]) is not { } found) return null;
        var words = reading.OpenWords([found.Text, found.Ended], "a need or demand");
        return found with
        {
            Text = words.GetValueOrDefault(found.Text ?? ""), Ended = words.GetValueOrDefault(found.Ended ?? ""),
            Answers = Answers(reading.Rows, found.Id),
            Keeps = reading.Caller.CoordinatesAlliance(reading.Rows, found.AllianceId)
                || (found is { Kind: not DemandKind.Demand, OrganisationId: { } own }
                    && reading.Caller.Organisations.Contains(own)),
        };
    }

    /// <summary>The name of what answers, or null when there is nothing of the kind.</summary>
    public static Name? NameOf(Rows rows, AnswerKind kind, string id) => rows.One(
        kind switch
        {
            AnswerKind.JointAction => "select title_zh, title_en from actions where action = @id",
            AnswerKind.Request => "select topic, null from requests where request = @id",
            _ => "select title_zh, title_en from library_items where item = @id",
        },
        r => r.Name(0), ("id", id));

    /// <summary>How many wait for somebody to accept or answer them.</summary>
    public static long Waiting(Rows rows, string alliance) => rows.One(
        "select count(*) from demands where alliance = @alliance and stage = 'open'", r => r.GetInt64(0),
        ("alliance", alliance));

    /// <summary>Every account is a resident's too; officials and auditors look on, and so are not shown the button.
    /// </summary>
    public static bool MayBring(Caller caller) => caller.Administrator
        || !caller.Roles.All(grant => grant.Role is Role.TownOfficial or Role.Auditor);

    private static Items<AnswerShown> Answers(Rows rows, string id) =>
    [
        .. rows.All<AnswerShown>(
            "select kind, id as \"of\", id as name, answered_on from demand_answers where demand = @id order by place",
            ("id", id)).Select(answer => answer with { Name = NameOf(rows, answer.Kind, answer.Of) ?? answer.Name }),
    ];

    private static IReadOnlyList<DemandRow> Aged(IReadOnlyList<DemandRow> rows, DateOnly today) => [.. rows.Select(
        row => row with { Days = (row.EndedOn ?? today).DayNumber - row.BroughtOn.DayNumber })];

    private static Condition Visible(Reading reading)
    {
        var (alliances, theirs) = OwnAlliances.In("a", [.. reading.Coordinated().Union(reading.Overseen())]);
        var (organisations, own) = OwnAlliances.In("o", [.. reading.Caller.Organisations]);
        return new(
            $"(d.brought_by = @me or d.alliance in ({alliances}) or d.organisation in ({organisations}))",
            [("me", reading.Caller.Account), .. theirs, .. own]);
    }
}
