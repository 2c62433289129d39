using System.Diagnostics;
using Federation.Domain;
using Federation.Domain.Deliberations;
using static Federation.Log.Column;

namespace Federation.Log.Deliberations;

// What pages show of deliberations: question and outcome, the areas called, the topics, each area's standing opinion
// of each topic, and the opinions that these replaced. Means and missing areas are made from the standing opinions when
// they are read: there are at most as many as areas times topics.

public static class DeliberationRows
{
    private static readonly string[] Outputs =
        ["goal", "strategy", "resources", "stakeholders", "audience", "implementers"];

    private static readonly Column[] Given =
    [
        Number("recommendation"), Number("difficulty"), Text("reasons"), Text("words"), Text("day"), Number("late"),
        Number("on_paper"), Text("by_whom"),
    ];

    /// <summary>Text is the sealed rationale, or the reason of a cancellation.</summary>
    public static readonly Table Deliberations = new("deliberations",
        [Text("deliberation")],
        [
            Text("alliance"), Text("question_zh"), Text("question_en"), Text("held_on"), Text("closes_on"),
            Number("areas"), Number("quorum"), Number("illustrative"), Text("stage"), Text("topic"), Text("text"),
            Text("outcome_on"), Number("rated"), Text("note_zh"), Text("note_en"),
        ],
        "alliance, stage");

    public static readonly Table Areas = new("deliberation_areas",
        [Text("deliberation"), Text("area")], [Number("place")], "area");

    public static readonly Table Topics = new("deliberation_topics",
        [Text("deliberation"), Text("topic")],
        [
            Text("title_zh"), Text("title_en"), Text("area"), Number("place"),
            .. Outputs.SelectMany(output => new[] { Text($"{output}_zh"), Text($"{output}_en") }),
        ]);

    public static readonly Table Opinions = new("opinions",
        [Text("deliberation"), Text("topic"), Text("area")], [Number("number"), .. Given]);

    /// <summary>Every opinion there ever was, the standing ones among them.</summary>
    public static readonly Table OpinionHistory = new("opinion_history",
        [Text("deliberation"), Text("topic"), Text("area"), Number("number")], Given);

    public static readonly Projection Projection = new("deliberations",
        [Deliberations, Areas, Topics, Opinions, OpinionHistory],
        stored => stored.Body is DeliberationEvent body ? Apply(stored.Id(), stored, body) : []);

    private static IEnumerable<Change> Apply(string id, StoredEvent e, DeliberationEvent body) => body switch
    {
        DeliberationEvent.Called called => Called(id, called),
        DeliberationEvent.TopicProposed proposed =>
            [TopicPut(id, proposed.Topic, [("place", e.Version), ("area", proposed.Topic.AreaId)])],
        DeliberationEvent.TopicRevised revised => [TopicPut(id, revised.Topic, [])],
        DeliberationEvent.OpinionGiven { Opinion: var o, Number: var number } =>
        [
            Opinions.Put([id, o.TopicId, o.AreaId], [("number", (long)number), .. Values(o)]),
            OpinionHistory.Put([id, o.TopicId, o.AreaId, (long)number], Values(o)),
        ],
        DeliberationEvent.Decided decided =>
            [Ended(id, DeliberationStage.Decided, decided.RationaleId, decided.Day, decided.Rated, decided.TopicId)],
        DeliberationEvent.NoQuorum none =>
            [Ended(id, DeliberationStage.NoQuorum, none.RationaleId, none.Day, none.Rated)],
        DeliberationEvent.Cancelled cancelled =>
            [Ended(id, DeliberationStage.Cancelled, cancelled.ReasonId, cancelled.Day, 0)],
        _ => throw new UnreachableException(body.GetType().Name),
    };

    private static IEnumerable<Change> Called(string id, DeliberationEvent.Called called) =>
    [
        Deliberations.Put([id],
            ("alliance", called.AllianceId), ("question_zh", called.Question.Zh), ("question_en", called.Question.En),
            ("held_on", called.HeldOn), ("closes_on", called.ClosesOn), ("areas", (long)called.AreaIds.Count),
            ("quorum", (long)called.Quorum), ("illustrative", called.Illustrative),
            ("note_zh", called.Note?.Zh), ("note_en", called.Note?.En),
            ("stage", RowText.Of(DeliberationStage.Open))),
        .. called.AreaIds.Select((area, place) => Areas.Put([id, area], ("place", (long)place))),
    ];

    private static Change TopicPut(string id, Topic topic, (string, object?)[] more)
    {
        Name?[] outputs =
            [topic.Goal, topic.Strategy, topic.Resources, topic.Stakeholders, topic.Audience, topic.Implementers];
        return Topics.Put([id, topic.Id],
        [
            ("title_zh", topic.Title.Zh), ("title_en", topic.Title.En), .. more,
            .. Outputs.SelectMany((output, at) => new (string, object?)[]
            {
                ($"{output}_zh", outputs[at]?.Zh), ($"{output}_en", outputs[at]?.En),
            }),
        ]);
    }

    private static (string, object?)[] Values(Opinion o) =>
    [
        ("recommendation", (long)o.Recommendation), ("difficulty", (long)o.Difficulty),
        ("reasons", RowText.Of([.. o.Reasons.Select(reason => RowText.Of(reason))])), ("words", o.WordsId),
        ("day", o.Day), ("late", o.Late), ("on_paper", o.OnPaper), ("by_whom", RowText.Of(o.By)),
    ];

    private static Change Ended(
        string id, DeliberationStage stage, string? text, DateOnly day, int rated, string? topic = null) =>
        Deliberations.Put([id],
            ("stage", RowText.Of(stage)), ("topic", topic), ("text", text), ("outcome_on", day),
            ("rated", (long)rated));
}
