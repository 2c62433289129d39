using System.Diagnostics;
using Federation.Domain.JointActions;

namespace Federation.Domain.Needs;

// One entry that somebody brought: a need or a difficulty of an organisation (需求, 难点), or a demand of residents (诉求).
//
// One stream per entry, so that a busy list never queues. The invariant is that nothing is dropped silently: an entry
// ends only with feedback or set aside with a reason, and neither is taken back. Organisations keep their own lists of
// needs and difficulties; demands of residents are the coordinator's to answer.

public enum DemandKind { Need, Difficulty, Demand }

public enum DemandStage { Open, Accepted, Answered, Closed, SetAside }

/// <summary>What answers an entry: something with a page of its own.</summary>
public enum AnswerKind { JointAction, Request, Library }

public sealed record Answer(AnswerKind Kind, string Id);

public abstract record DemandCommand
{
    /// <param name="OrganisationId">Whose need or difficulty it is; of a demand, who brings it, if not a
    /// resident.</param>
    /// <param name="Topic">A few words, without names: what lists show.</param>
    /// <param name="WordsId">A sealed text: what was said.</param>
    /// <param name="MeetingId">The open-space meeting that it comes from.</param>
    [Name("demands.bring")]
    public sealed record Bring(
        DemandKind Kind, string AllianceId, string? OrganisationId, string? VillageCode, string Topic,
        string? WordsId = null, string? MeetingId = null, bool Illustrative = false) : DemandCommand;

    [Name("demands.accept")]
    public sealed record Accept : DemandCommand;

    /// <param name="Exists">What is to answer it was found.</param>
    [Name("demands.answer")]
    public sealed record GiveAnswer(Answer Answer, bool Exists = true) : DemandCommand;

    [Name("demands.close")]
    public sealed record Close(string? FeedbackId) : DemandCommand;

    [Name("demands.set-aside")]
    public sealed record SetAside(string? ReasonId) : DemandCommand;

    private DemandCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record DemandEvent
{
    [Name("demands.brought.v1", "提出需求或诉求", "Brought a need or demand")]
    public sealed record Brought(
        DemandKind Kind, string AllianceId, string? OrganisationId, string? VillageCode, string Topic, string? WordsId,
        string? MeetingId, bool Illustrative) : DemandEvent;

    [Name("demands.accepted.v1", "受理诉求", "Accepted a demand")]
    public sealed record Accepted(DateOnly Day) : DemandEvent;

    [Name("demands.answered.v1", "关联回应", "Said what answers a demand")]
    public sealed record Answered(Answer Answer, DateOnly Day) : DemandEvent;

    [Name("demands.closed.v1", "反馈并办结", "Gave feedback and closed")]
    public sealed record Closed(string FeedbackId, DateOnly Day) : DemandEvent;

    [Name("demands.set-aside.v1", "搁置诉求", "Set a demand aside")]
    public sealed record SetAside(string ReasonId, DateOnly Day) : DemandEvent;

    private DemandEvent() { }
}

/// <summary>An entry as its rules need it; <c>About</c> is null until it was brought.</summary>
/// <param name="EndedBy">The sealed text it was closed or set aside with.</param>
public sealed record DemandState(
    DemandEvent.Brought? About, DemandStage Stage, Items<Answer> Answers, string? EndedBy);

public static class Demand
{
    public const int AnswersMax = 20;

    public static class Refusals
    {
        public static readonly Refusal AlreadyBrought = new("demand-already-brought",
            "该编号已登记，内容不同；请换一个编号。", "There is an entry of this id with other content; choose another id.");

        public static readonly Refusal TopicUnfit = new("demand-topic-unfit",
            $"请用几个字概括，不超过{Texts.WordMax}字。",
            $"Say in a few words what it is about, at most {Texts.WordMax} characters.", Field: "topic");

        public static readonly Refusal WhoseMissing = new("demand-organisation-missing",
            "需求和难点须注明是哪个组织的。", "Say whose need or difficulty it is.", Field: "organisationId");

        public static readonly Refusal Ended = new("demand-ended",
            "这一条已办结或已搁置，不能再更改；如仍需要，请重新登记。",
            "This entry is closed or set aside and is not changed; bring it anew if it is still wanted.");

        public static readonly Refusal NotAccepted = new("demand-not-accepted",
            "请先受理或关联一项行动、求助或课程包，再反馈结果。",
            "Accept it, or say what answers it, before giving feedback.");

        public static readonly Refusal AnswerNotFound = new("answer-not-found",
            "没有这项行动、求助或课程包，请从列表中选择。",
            "There is no such joint action, request or package; choose one of the list.", Field: "of");

        public static readonly Refusal TooManyAnswers = new("too-many-demand-answers",
            $"一条最多关联 {AnswersMax} 项。", $"An entry has at most {AnswersMax} answers.");

        public static readonly Refusal FeedbackMissing = new("demand-feedback-missing",
            "请写明反馈的内容。", "Say what feedback is given.", Field: "text");

        public static readonly Refusal ReasonMissing = new("demand-reason-missing",
            "请写明搁置的原因。", "Say why it is set aside.", Field: "reason");
    }

    public static readonly Boundary<DemandState, DemandCommand, DemandEvent> Boundary =
        new("demand", Decider, new("需求与诉求", "Need or demand"));

    public static Decider<DemandState, DemandCommand, DemandEvent> Decider(string id) =>
        new(new(null, DemandStage.Open, [], null), Decide, Evolve);

    private static Decision<DemandEvent> Decide(DemandState state, DemandCommand command, Asked asked)
    {
        if (command is DemandCommand.Bring bring) return Bring(state, bring, asked);
        if (state.About is not { } about) return Asked.Refusals.NotFound;
        if (!asked.As.Coordinator && !KeepsItsOwn(about, asked)) return Asked.Refusals.NotCoordinator;

        return command switch
        {
            DemandCommand.Accept when state.Stage is DemandStage.Accepted or DemandStage.Answered =>
                Decision<DemandEvent>.Nothing,
            DemandCommand.GiveAnswer give when state.Answers.Contains(give.Answer) => Decision<DemandEvent>.Nothing,
            DemandCommand.Close close when state.Stage == DemandStage.Closed && close.FeedbackId == state.EndedBy =>
                Decision<DemandEvent>.Nothing,
            DemandCommand.SetAside aside when state.Stage == DemandStage.SetAside && aside.ReasonId == state.EndedBy =>
                Decision<DemandEvent>.Nothing,
            _ when state.Stage is DemandStage.Closed or DemandStage.SetAside => Refusals.Ended,
            DemandCommand.Accept => new DemandEvent.Accepted(asked.On),
            DemandCommand.GiveAnswer { Exists: false } => Refusals.AnswerNotFound,
            DemandCommand.GiveAnswer when state.Answers.Count >= AnswersMax => Refusals.TooManyAnswers,
            DemandCommand.GiveAnswer give => new DemandEvent.Answered(give.Answer, asked.On),
            DemandCommand.Close when state.Stage == DemandStage.Open => Refusals.NotAccepted,
            DemandCommand.Close { FeedbackId: { } feedback } => new DemandEvent.Closed(feedback, asked.On),
            DemandCommand.Close => Refusals.FeedbackMissing,
            DemandCommand.SetAside { ReasonId: { } reason } => new DemandEvent.SetAside(reason, asked.On),
            DemandCommand.SetAside => Refusals.ReasonMissing,
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    // Anybody who is signed in may bring a demand of their own; only who speaks for an organisation brings its entries.
    private static Decision<DemandEvent> Bring(DemandState state, DemandCommand.Bring bring, Asked asked)
    {
        var topic = bring.Topic.Trim();
        var brought = new DemandEvent.Brought(
            bring.Kind, bring.AllianceId, bring.OrganisationId, bring.VillageCode, topic, bring.WordsId,
            bring.MeetingId, bring.Illustrative);
        if (bring.OrganisationId is { } own && !asked.SpeaksFor(own))
            return Asked.Refusals.NotYourOrganisation with { Field = "organisationId" };
        if (state.About == brought) return Decision<DemandEvent>.Nothing;
        if (state.About is not null) return Refusals.AlreadyBrought;
        if (!Texts.Fits(topic, Texts.WordMax)) return Refusals.TopicUnfit;
        if (bring is { Kind: not DemandKind.Demand, OrganisationId: null }) return Refusals.WhoseMissing;

        return brought;
    }

    private static bool KeepsItsOwn(DemandEvent.Brought about, Asked asked) =>
        about is { Kind: not DemandKind.Demand, OrganisationId: { } own } && asked.SpeaksFor(own);

    private static DemandState Evolve(DemandState state, DemandEvent recorded) => recorded switch
    {
        DemandEvent.Brought e => state with { About = e },
        DemandEvent.Accepted => state with { Stage = DemandStage.Accepted },
        DemandEvent.Answered e => state with { Stage = DemandStage.Answered, Answers = state.Answers.Add(e.Answer) },
        DemandEvent.Closed e => state with { Stage = DemandStage.Closed, EndedBy = e.FeedbackId },
        DemandEvent.SetAside e => state with { Stage = DemandStage.SetAside, EndedBy = e.ReasonId },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
