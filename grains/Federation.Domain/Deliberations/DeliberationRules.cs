using Federation.Domain.JointActions;

namespace Federation.Domain.Deliberations;

// What may happen in a deliberation (see Deliberation.cs for the boundary). The coordinator calls the areas and states
// the outcome; whoever speaks for a called area proposes topics and gives its opinion, until there is an outcome.

public static partial class Deliberation
{
    private static Decision<DeliberationEvent> Call(
        DeliberationState state, DeliberationCommand.Call call, Asked asked)
    {
        var called = new DeliberationEvent.Called(
            call.AllianceId, call.Question, call.HeldOn, call.ClosesOn, call.AreaIds, call.Quorum, call.Illustrative,
            call.Note);
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        if (state.About == called) return Decision<DeliberationEvent>.Nothing;
        if (state.About is not null) return Refusals.AlreadyCalled;
        if (!call.Question.Fits(Texts.PassageMax) || call.Note?.Fits(Texts.PassageMax) == false)
            return Refusals.QuestionUnfit;
        if (call.AreaIds.Count is 0 or > AreasMax || call.AreaIds.Distinct().Count() < call.AreaIds.Count)
            return Refusals.AreasUnfit;
        if (call.Alliance.AllianceId != call.AllianceId || !call.AreaIds.All(call.Alliance.AreaIds.Contains))
            return Refusals.AreaUnknown;
        if (call.Quorum < 1 || call.Quorum > call.AreaIds.Count) return Refusals.QuorumOutOfRange;
        if (call.ClosesOn < call.HeldOn) return Refusals.ClosesBeforeHeld;

        return called;
    }

    private static Decision<DeliberationEvent> Propose(
        DeliberationState state, DeliberationCommand.ProposeTopic propose, Asked asked)
    {
        if (Silent(state, propose.Topic, propose.Voice, asked) is { } silent) return silent;
        if (state.Topics.Contains(propose.Topic)) return Decision<DeliberationEvent>.Nothing;
        if (state.Outcome is not null) return Refusals.OutcomeStated;
        if (state.TopicOf(propose.Topic.Id) is not null) return Refusals.TopicExists;
        if (state.Topics.Count >= TopicsMax) return Refusals.TooManyTopics;
        if (!propose.Topic.Fits()) return Refusals.TopicUnfit;

        return new DeliberationEvent.TopicProposed(propose.Topic);
    }

    // The area that proposed it stays with a topic, whoever words it anew.
    private static Decision<DeliberationEvent> Revise(
        DeliberationState state, DeliberationCommand.ReviseTopic revise, Asked asked)
    {
        if (state.TopicOf(revise.Topic.Id) is not { } known) return Refusals.TopicUnknown;
        var topic = revise.Topic with { AreaId = known.AreaId };
        if (Silent(state, topic, revise.Voice, asked) is { } silent) return silent;
        if (topic == known) return Decision<DeliberationEvent>.Nothing;
        if (state.Outcome is not null) return Refusals.OutcomeStated;
        if (!topic.Fits()) return Refusals.TopicUnfit;

        return new DeliberationEvent.TopicRevised(topic);
    }

    private static Refusal? Silent(DeliberationState state, Topic topic, AreaVoice? voice, Asked asked) =>
        topic.AreaId is not { } area
            ? (asked.As.Coordinator ? null : Asked.Refusals.NotCoordinator with { Field = "areaId" })
        : voice?.AreaId != area || voice.Speaks(asked) is null ? Refusals.NotYourArea
        : !state.About!.AreaIds.Contains(area) ? Refusals.AreaNotCalled
        : null;

    private static Decision<DeliberationEvent> Give(
        DeliberationState state, DeliberationEvent.Called about, DeliberationCommand.GiveOpinion give, Asked asked)
    {
        if (give.Voice.Speaks(asked) is not { } by) return Refusals.NotYourArea;
        if (give.OnPaper && !asked.As.Coordinator) return Refusals.PaperByCoordinator;
        if (!about.AreaIds.Contains(give.Voice.AreaId)) return Refusals.AreaNotCalled;
        if (state.TopicOf(give.TopicId) is null) return Refusals.TopicUnknown;

        var day = give is { OnPaper: true, DayStated: false } && about.HeldOn <= asked.Today ? about.HeldOn : asked.On;
        var opinion = new Opinion(
            give.Voice.AreaId, give.TopicId, give.Recommendation, give.Difficulty, give.Reasons, give.WordsId, day,
            day > about.LastDay(), give.OnPaper, by);
        var standing = state.OpinionOf(give.TopicId, give.Voice.AreaId);
        if (standing is not null && opinion.SaysTheSameAs(standing.Opinion))
            return Decision<DeliberationEvent>.Nothing;
        if (asked.DayRefused(day) is { } refused) return refused;
        if (state.Outcome is not null) return Refusals.OutcomeStated;
        if (!InRange(give.Recommendation) || !InRange(give.Difficulty)) return Refusals.RatingOutOfRange;
        if (give.Reasons.Distinct().Count() < give.Reasons.Count) return Refusals.ReasonTwice;
        if (standing is not null && day < standing.Opinion.Day) return Refusals.LaterOpinionStands;
        if (standing?.Number > ChangesMax) return Refusals.TooManyChanges;

        return new DeliberationEvent.OpinionGiven(opinion, (standing?.Number ?? 0) + 1);
    }

    private static bool InRange(int rating) => rating is >= RatingMin and <= RatingMax;

    private static Decision<DeliberationEvent> Decide(
        DeliberationState state, DeliberationEvent.Called about, DeliberationCommand.Decide decide, Asked asked)
    {
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        if (state.Outcome == new Outcome(DeliberationStage.Decided, decide.TopicId, decide.RationaleId))
            return Decision<DeliberationEvent>.Nothing;
        if (Untimely(state, about, asked) is { } untimely) return untimely;
        if (state.TopicOf(decide.TopicId) is null) return Refusals.TopicUnknown;
        if (decide.RationaleId is not { } rationale) return Refusals.RationaleMissing;
        if (state.RatedOf(decide.TopicId) < about.Quorum) return Refusals.QuorumMissed;

        return new DeliberationEvent.Decided(decide.TopicId, rationale, asked.On, state.RatedOf(decide.TopicId));
    }

    private static Decision<DeliberationEvent> StateNoQuorum(
        DeliberationState state, DeliberationEvent.Called about, DeliberationCommand.StateNoQuorum none, Asked asked)
    {
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        if (state.Outcome == new Outcome(DeliberationStage.NoQuorum, null, none.RationaleId))
            return Decision<DeliberationEvent>.Nothing;
        if (Untimely(state, about, asked) is { } untimely) return untimely;
        if (none.RationaleId is not { } rationale) return Refusals.RationaleMissing;
        var most = state.Rated.Values.DefaultIfEmpty().Max();
        if (most >= about.Quorum) return Refusals.QuorumMet;

        return new DeliberationEvent.NoQuorum(rationale, asked.On, most);
    }

    private static Refusal? Untimely(DeliberationState state, DeliberationEvent.Called about, Asked asked) =>
        state.Outcome is not null ? Refusals.OutcomeStated
        : asked.On < about.HeldOn ? Refusals.BeforeTheMeeting
        : null;

    private static Decision<DeliberationEvent> Cancel(
        DeliberationState state, DeliberationCommand.Cancel cancel, Asked asked)
    {
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        if (state.Outcome?.Stage == DeliberationStage.Cancelled) return Decision<DeliberationEvent>.Nothing;
        if (state.Outcome is not null) return Refusals.OutcomeStated;

        return new DeliberationEvent.Cancelled(cancel.ReasonId, asked.On);
    }
}
