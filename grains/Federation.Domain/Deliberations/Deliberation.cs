using System.Collections.Immutable;
using System.Diagnostics;

namespace Federation.Domain.Deliberations;

// One deliberation (议事协商): the areas called to a question, the topics proposed, each area's opinion of each topic,
// and what came of it.
//
// One stream per deliberation, because the decision counts the areas that rated the topic: a decision and an opinion
// must have an order. Two hundred areas that rate at once meet in one turn, which takes everything that waits. An area
// has one standing opinion of a topic; a new one replaces it, and the stream keeps the old one. A late opinion is
// marked and counts like any other until the outcome is stated: it was given before anything was decided, and leaving
// it out would silence an area. The rules are in DeliberationRules.cs.

public abstract record DeliberationCommand
{
    /// <param name="Note">What a reader of the record should know, such as what its source does not state.</param>
    [Name("deliberations.call")]
    public sealed record Call(
        string AllianceId, Name Question, DateOnly HeldOn, DateOnly? ClosesOn, Items<string> AreaIds, int Quorum,
        AllianceAreas Alliance, bool Illustrative = false, Name? Note = null) : DeliberationCommand;

    [Name("deliberations.propose-topic")]
    public sealed record ProposeTopic(Topic Topic, AreaVoice? Voice = null) : DeliberationCommand;

    [Name("deliberations.revise-topic")]
    public sealed record ReviseTopic(Topic Topic, AreaVoice? Voice = null) : DeliberationCommand;

    /// <param name="WordsId">A sealed text: the difficulty in the area's own words.</param>
    /// <param name="DayStated">The opinion's day was stated; one on paper is otherwise of the meeting's day.</param>
    [Name("deliberations.give-opinion")]
    public sealed record GiveOpinion(
        AreaVoice Voice, string TopicId, int Recommendation, int Difficulty, Items<DifficultyReason> Reasons,
        string? WordsId = null, bool OnPaper = false, bool DayStated = false) : DeliberationCommand;

    [Name("deliberations.decide")]
    public sealed record Decide(string TopicId, string? RationaleId) : DeliberationCommand;

    [Name("deliberations.state-no-quorum")]
    public sealed record StateNoQuorum(string? RationaleId) : DeliberationCommand;

    [Name("deliberations.cancel")]
    public sealed record Cancel(string? ReasonId) : DeliberationCommand;

    private DeliberationCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record DeliberationEvent
{
    [Name("deliberations.called.v1", "发起议事", "Called a deliberation")]
    public sealed record Called(
        string AllianceId, Name Question, DateOnly HeldOn, DateOnly? ClosesOn, Items<string> AreaIds, int Quorum,
        bool Illustrative, Name? Note = null) : DeliberationEvent
    {
        /// <summary>Opinions of a later day are late.</summary>
        public DateOnly LastDay() => ClosesOn ?? HeldOn;
    }

    [Name("deliberations.topic-proposed.v1", "提出议题", "Proposed a topic")]
    public sealed record TopicProposed(Topic Topic) : DeliberationEvent;

    [Name("deliberations.topic-revised.v1", "修改议题", "Revised a topic")]
    public sealed record TopicRevised(Topic Topic) : DeliberationEvent;

    /// <param name="Number">1 for the area's first opinion of the topic; each that replaces it is one more.</param>
    [Name("deliberations.opinion-given.v1", "评议议题", "Rated a topic")]
    public sealed record OpinionGiven(Opinion Opinion, int Number) : DeliberationEvent;

    /// <param name="Rated">Areas that had rated the topic; at least the quorum.</param>
    [Name("deliberations.decided.v1", "议事作出决定", "Decided a deliberation")]
    public sealed record Decided(string TopicId, string RationaleId, DateOnly Day, int Rated) : DeliberationEvent;

    /// <param name="Rated">Areas that had rated the topic that most had rated; fewer than the quorum.</param>
    [Name("deliberations.no-quorum.v1", "议事未达法定数", "Recorded no quorum")]
    public sealed record NoQuorum(string RationaleId, DateOnly Day, int Rated) : DeliberationEvent;

    [Name("deliberations.cancelled.v1", "取消议事", "Cancelled a deliberation")]
    public sealed record Cancelled(string? ReasonId, DateOnly Day) : DeliberationEvent;

    private DeliberationEvent() { }
}

/// <summary>A deliberation as its rules need it; <c>About</c> is null until it was called.</summary>
/// <param name="Opinions">The standing ones, by topic and area.</param>
/// <param name="Outcome">What it ended with: a decision, no quorum, or a cancellation.</param>
public sealed record DeliberationState(
    DeliberationEvent.Called? About, Items<Topic> Topics,
    ImmutableSortedDictionary<string, DeliberationEvent.OpinionGiven> Opinions,
    ImmutableSortedDictionary<string, int> Rated, Outcome? Outcome)
{
    public static DeliberationState Initial { get; } = new(
        null, [], ImmutableSortedDictionary.Create<string, DeliberationEvent.OpinionGiven>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal), null);

    public Topic? TopicOf(string id) => Topics.FirstOrDefault(topic => topic.Id == id);

    public DeliberationEvent.OpinionGiven? OpinionOf(string topic, string area) =>
        Opinions.GetValueOrDefault($"{topic}/{area}");

    /// <summary>How many areas have rated a topic.</summary>
    public int RatedOf(string topic) => Rated.GetValueOrDefault(topic);
}

public static partial class Deliberation
{
    public const int AreasMax = 500;
    public const int TopicsMax = 20;
    public const int ChangesMax = 50; // of one area's opinion of one topic
    public const int RatingMin = 1;
    public const int RatingMax = 5;

    public static readonly Boundary<DeliberationState, DeliberationCommand, DeliberationEvent> Boundary =
        new("deliberation", Decider, new("议事", "Deliberation"));

    public static Decider<DeliberationState, DeliberationCommand, DeliberationEvent> Decider(string id) =>
        new(DeliberationState.Initial, Decide, Evolve);

    private static Decision<DeliberationEvent> Decide(
        DeliberationState state, DeliberationCommand command, Asked asked)
    {
        if (command is DeliberationCommand.Call call) return Call(state, call, asked);
        if (state.About is not { } about) return Asked.Refusals.NotFound;

        return command switch
        {
            DeliberationCommand.ProposeTopic propose => Propose(state, propose, asked),
            DeliberationCommand.ReviseTopic revise => Revise(state, revise, asked),
            DeliberationCommand.GiveOpinion give => Give(state, about, give, asked),
            DeliberationCommand.Decide decide => Decide(state, about, decide, asked),
            DeliberationCommand.StateNoQuorum none => StateNoQuorum(state, about, none, asked),
            DeliberationCommand.Cancel cancel => Cancel(state, cancel, asked),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    private static DeliberationState Evolve(DeliberationState state, DeliberationEvent recorded) => recorded switch
    {
        DeliberationEvent.Called e => state with { About = e },
        DeliberationEvent.TopicProposed e => state with { Topics = state.Topics.Add(e.Topic) },
        DeliberationEvent.TopicRevised e => state with
        {
            Topics = [.. state.Topics.Select(topic => topic.Id == e.Topic.Id ? e.Topic : topic)],
        },
        DeliberationEvent.OpinionGiven e => state with
        {
            Opinions = state.Opinions.SetItem($"{e.Opinion.TopicId}/{e.Opinion.AreaId}", e),
            Rated = e.Number > 1 ? state.Rated
                : state.Rated.SetItem(e.Opinion.TopicId, state.RatedOf(e.Opinion.TopicId) + 1),
        },
        DeliberationEvent.Decided e =>
            state with { Outcome = new(DeliberationStage.Decided, e.TopicId, e.RationaleId) },
        DeliberationEvent.NoQuorum e => state with { Outcome = new(DeliberationStage.NoQuorum, null, e.RationaleId) },
        DeliberationEvent.Cancelled e => state with { Outcome = new(DeliberationStage.Cancelled, null, e.ReasonId) },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
