using Federation.Domain;
using Federation.Domain.Needs;
using static Federation.Log.Column;

namespace Federation.Log.Needs;

// What pages show of needs, difficulties and demands with what answers them, and of the open-space meetings that some
// of them come from. What was said is sealed; rows hold the ids of those texts.

public static class NeedRows
{
    /// <summary>Brought by is the account; ended is the sealed feedback or the reason for setting aside.</summary>
    public static readonly Table Demands = new("demands",
        [Text("demand")],
        [
            Text("kind"), Text("alliance"), Text("organisation"), Text("village"), Text("topic"), Text("words"),
            Text("meeting"), Number("illustrative"), Text("stage"), Text("brought_by"), Text("brought_on"),
            Text("ended"), Text("ended_on"), Text("accepted_on"),
        ],
        "alliance, stage, brought_on", "organisation", "brought_by", "meeting");

    public static readonly Table Answers = new("demand_answers",
        [Text("demand"), Text("kind"), Text("id")], [Text("answered_on"), Number("place")], "kind, id");

    public static readonly Table Meetings = new("open_spaces",
        [Text("meeting")],
        [
            Text("alliance"), Text("organisation"), Text("question_zh"), Text("question_en"), Text("held_on"),
            Number("illustrative"), Text("result"), Text("kind"), Number("attendees"),
        ],
        "alliance, held_on");

    public static readonly Table Groups = new("open_space_groups",
        [Text("meeting"), Text("grp")], [Text("name_zh"), Text("name_en"), Number("people"), Number("place")]);

    public static readonly Table Statements = new("open_space_statements",
        [Text("meeting"), Text("statement")], [Text("grp"), Text("words"), Number("place")]);

    public static readonly Projection Projection = new("needs",
        [Demands, Answers, Meetings, Groups, Statements], stored => Apply(stored));

    private static IEnumerable<Change> Apply(StoredEvent e) => e.Body switch
    {
        DemandEvent.Brought brought =>
        [
            Demands.Put([e.Id()],
                ("kind", RowText.Of(brought.Kind)), ("alliance", brought.AllianceId),
                ("organisation", brought.OrganisationId), ("village", brought.VillageCode), ("topic", brought.Topic),
                ("words", brought.WordsId), ("meeting", brought.MeetingId), ("illustrative", brought.Illustrative),
                ("stage", RowText.Of(DemandStage.Open)), ("brought_by", e.Actor), ("brought_on", e.Day)),
        ],
        DemandEvent.Accepted accepted =>
            [Demands.Put([e.Id()], ("stage", RowText.Of(DemandStage.Accepted)), ("accepted_on", accepted.Day))],
        DemandEvent.Answered answered =>
        [
            Demands.Put([e.Id()], ("stage", RowText.Of(DemandStage.Answered))),
            Answers.Put([e.Id(), RowText.Of(answered.Answer.Kind), answered.Answer.Id],
                ("answered_on", answered.Day), ("place", e.Version)),
        ],
        DemandEvent.Closed closed => [Ended(e, DemandStage.Closed, closed.FeedbackId, closed.Day)],
        DemandEvent.SetAside aside => [Ended(e, DemandStage.SetAside, aside.ReasonId, aside.Day)],
        OpenSpaceEvent.Held held =>
        [
            Meetings.Put([e.Id()],
                ("alliance", held.AllianceId), ("organisation", held.OrganisationId),
                ("question_zh", held.Question.Zh), ("question_en", held.Question.En), ("held_on", held.HeldOn),
                ("illustrative", held.Illustrative), ("kind", RowText.Of(held.Kind)),
                ("attendees", (long?)held.Attendees)),
            .. held.Groups.Select((group, place) => Groups.Put([e.Id(), group.Id],
                ("name_zh", group.Name.Zh), ("name_en", group.Name.En), ("people", (long?)group.People),
                ("place", (long)place))),
        ],
        OpenSpaceEvent.StatementAdded added =>
        [
            Statements.Put([e.Id(), added.StatementId],
                ("grp", added.GroupId), ("words", added.WordsId), ("place", e.Version)),
        ],
        OpenSpaceEvent.ResultStated stated => [Meetings.Put([e.Id()], ("result", stated.WordsId))],
        _ => [],
    };

    private static Change Ended(StoredEvent e, DemandStage stage, string text, DateOnly day) =>
        Demands.Put([e.Id()], ("stage", RowText.Of(stage)), ("ended", text), ("ended_on", day));
}
