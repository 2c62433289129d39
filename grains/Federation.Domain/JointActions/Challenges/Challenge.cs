using System.Diagnostics;

namespace Federation.Domain.JointActions;

// A challenge over many days (such as the 21-day healthy-snack contest) in a series of a joint action: from which day,
// for how many days, and how many of them may be missed.
//
// One stream per challenge, which says the rule alone. Who takes part and what they did on which day is one stream per
// challenge and organisation (ChallengeGroup.cs). Check-ins are no person-times: no figure is made of them.

/// <param name="GapsAllowed">Days that may be missed by who still finishes.</param>
public sealed record ChallengePlan(Name Title, string SeriesId, DateOnly FirstDay, int Length, int GapsAllowed)
{
    public const int LengthMin = 2;
    public const int LengthMax = 100;

    public DateOnly LastDay() => FirstDay.AddDays(Length - 1);

    public bool Covers(DateOnly day) => FirstDay <= day && day <= LastDay();

    public bool NumbersFit() =>
        Length is >= LengthMin and <= LengthMax && GapsAllowed >= 0 && GapsAllowed < Length
        && FirstDay < DateOnly.MaxValue.AddDays(-LengthMax); // so that its last day is one
}

public abstract record ChallengeCommand
{
    [Name("challenges.open")]
    public sealed record Open(
        ChallengePlan Plan, ActionFacts Action, bool Illustrative = false, string? Source = null) : ChallengeCommand;

    [Name("challenges.call-off")]
    public sealed record CallOff : ChallengeCommand;

    private ChallengeCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record ChallengeEvent
{
    [Name("challenges.opened.v1", "开启挑战赛", "Opened a challenge")]
    public sealed record Opened(
        string AllianceId, ChallengePlan Plan, bool Illustrative, string? Source) : ChallengeEvent;

    [Name("challenges.called-off.v1", "取消挑战赛", "Called a challenge off")]
    public sealed record CalledOff : ChallengeEvent;

    private ChallengeEvent() { }
}

public sealed record ChallengeState(ChallengeEvent.Opened? About, bool CalledOff);

public static class Challenge
{
    public static class Refusals
    {
        public static readonly Refusal AlreadyOpened = new("challenge-already-opened",
            "该挑战赛已发起，且内容不同。", "This challenge is open with other content.");

        public static readonly Refusal SeriesUnknown = new("series-unknown",
            "该联合行动没有这个子系列，请先添加。", "The joint action has no such series; add it first.", Field: "seriesId");

        public static readonly Refusal TextsInvalid = new("challenge-texts-invalid",
            $"请填写挑战赛名称（不超过{Texts.TitleMax}字）；来源不超过{Texts.SourceMax}字。",
            $"Give a title (at most {Texts.TitleMax} characters); a source has at most {Texts.SourceMax}.",
            Field: "title");

        public static readonly Refusal NumbersInvalid = new("challenge-numbers-invalid",
            $"天数须在{ChallengePlan.LengthMin}至{ChallengePlan.LengthMax}之间，可缺天数须少于天数。",
            $"A challenge has {ChallengePlan.LengthMin} to {ChallengePlan.LengthMax} days; "
            + "fewer of them may be missed.", Field: "days");

        public static readonly Refusal OutsideAction = new("challenge-outside-action",
            "挑战赛的日期须在联合行动的起止日期之内。", "The challenge must lie within the joint action's days.", Field: "firstDay");

        public static readonly Refusal CalledOff = new("challenge-called-off",
            "该挑战赛已取消。", "This challenge was called off.");
    }

    public static readonly Boundary<ChallengeState, ChallengeCommand, ChallengeEvent> Boundary =
        new("challenge", Decider, new("多日挑战赛", "Challenge"));

    public static Decider<ChallengeState, ChallengeCommand, ChallengeEvent> Decider(string id) =>
        new(new(null, false), Decide, Evolve);

    private static Decision<ChallengeEvent> Decide(ChallengeState state, ChallengeCommand command, Asked asked)
    {
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        if (command is ChallengeCommand.Open open) return Open(state, open, asked);
        if (state.About is null) return Asked.Refusals.NotFound;
        if (state.CalledOff) return Decision<ChallengeEvent>.Nothing;

        return new ChallengeEvent.CalledOff();
    }

    private static Decision<ChallengeEvent> Open(ChallengeState state, ChallengeCommand.Open open, Asked asked)
    {
        var opened = new ChallengeEvent.Opened(open.Action.AllianceId, open.Plan, open.Illustrative, open.Source);
        if (open.Action.Phase == ActionPhase.None) return Asked.Refusals.NotFound;
        if (state.CalledOff) return Refusals.CalledOff;
        if (state.About == opened) return Decision<ChallengeEvent>.Nothing;
        if (state.About is not null) return Refusals.AlreadyOpened;
        if (open.Action.SeriesOf(open.Plan.SeriesId) is null) return Refusals.SeriesUnknown;
        if (!open.Plan.Title.Fits(Texts.TitleMax) || !Texts.FitsOrMissing(open.Source, Texts.SourceMax))
            return Refusals.TextsInvalid;
        if (!open.Plan.NumbersFit()) return Refusals.NumbersInvalid;
        if (!open.Action.Days.Covers(open.Plan.FirstDay) || !open.Action.Days.Covers(open.Plan.LastDay()))
            return Refusals.OutsideAction;

        return opened;
    }

    private static ChallengeState Evolve(ChallengeState state, ChallengeEvent recorded) => recorded switch
    {
        ChallengeEvent.Opened e => state with { About = e },
        ChallengeEvent.CalledOff => state with { CalledOff = true },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
