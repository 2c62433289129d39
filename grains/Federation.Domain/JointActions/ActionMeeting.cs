using System.Diagnostics;

namespace Federation.Domain.JointActions;

// One multi-party communication meeting (多元沟通会议) of a joint action: planned, perhaps moved or cancelled, then its
// minutes. It is no session: nothing of it is counted.
//
// One stream per meeting. Minutes and decisions are free text and sealed: events carry their ids only. Minutes sent
// again correct those before.

/// <summary>What is kept of a meeting that took place.</summary>
/// <param name="MinutesId">A sealed text.</param>
/// <param name="DecisionIds">Sealed texts, one a decision, in their order.</param>
/// <param name="Attended">Organisations and bodies that came; null: not stated.</param>
public sealed record MeetingMinutes(string? MinutesId, Items<string> DecisionIds, long? Attended)
{
    public const int DecisionsMax = 20;
    public const long AttendedMax = 2_000;
}

public abstract record MeetingCommand
{
    /// <param name="Invited">Bodies outside the alliance.</param>
    /// <param name="Organisations">Invited organisations, by id.</param>
    [Name("action-meetings.plan")]
    public sealed record Plan(
        Name Title, SessionTime Time, Items<Name> Invited, Items<string> Organisations, ActionDesk Action,
        bool Illustrative = false, string? Source = null) : MeetingCommand;

    [Name("action-meetings.move")]
    public sealed record Move(SessionTime Time, ActionDesk Action) : MeetingCommand;

    [Name("action-meetings.record-minutes")]
    public sealed record RecordMinutes(MeetingMinutes What, ActionDesk Action) : MeetingCommand;

    [Name("action-meetings.cancel")]
    public sealed record Cancel(string? ReasonId, ActionDesk Action) : MeetingCommand;

    private MeetingCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record MeetingEvent
{
    [Name("action-meetings.planned.v1", "安排沟通会议", "Planned a communication meeting")]
    public sealed record Planned(
        string AllianceId, Name Title, SessionTime Time, Items<Name> Invited, Items<string> Organisations,
        bool Illustrative, string? Source) : MeetingEvent;

    [Name("action-meetings.moved.v1", "沟通会议改期", "Moved a communication meeting")]
    public sealed record Moved(SessionTime Time, SessionTime Was) : MeetingEvent;

    [Name("action-meetings.minutes-recorded.v1", "记录会议纪要", "Recorded a meeting’s minutes")]
    public sealed record MinutesRecorded(MeetingMinutes What) : MeetingEvent;

    [Name("action-meetings.cancelled.v1", "取消沟通会议", "Cancelled a communication meeting")]
    public sealed record Cancelled(string? ReasonId) : MeetingEvent;

    private MeetingEvent() { }
}

/// <summary>A meeting as its rules need it; <c>Planned</c> is null until it was planned.</summary>
public sealed record MeetingState(
    MeetingEvent.Planned? Planned, SessionTime? Time, MeetingMinutes? Minutes, bool Cancelled, int Changes);

public static class ActionMeeting
{
    public const int InvitedMax = 100;
    public const int ChangesMax = 100; // moves and corrections of the minutes

    public static class Refusals
    {
        public static readonly Refusal AlreadyPlanned = new("meeting-already-planned",
            "该会议已安排，且内容不同。", "This meeting is planned with other content.");

        public static readonly Refusal TextsInvalid = new("meeting-texts-invalid",
            $"请填写会议名称（不超过{Texts.TitleMax}字）和地点（不超过{Texts.PlaceMax}字）；受邀方合计最多{InvitedMax}个。",
            $"Give a title (at most {Texts.TitleMax} characters) and a place ({Texts.PlaceMax}); "
            + $"at most {InvitedMax} are invited.", Field: "title");

        public static readonly Refusal NotYetHeld = new("meeting-not-yet-held",
            "会议尚未开始，请在会议之后记录。", "The meeting has not begun yet; record its minutes afterwards.");

        public static readonly Refusal AlreadyHeld = new("meeting-already-held",
            "该会议已有记录，不能改期或取消。", "This meeting has minutes; it cannot be moved or cancelled.");

        public static readonly Refusal AlreadyCancelled = new("meeting-cancelled",
            "该会议已取消，请另行安排。", "This meeting was cancelled; plan another one.");

        public static readonly Refusal MinutesInvalid = new("meeting-minutes-invalid",
            $"请填写会议记录或决定；决定最多{MeetingMinutes.DecisionsMax}条，到会组织数在0至{MeetingMinutes.AttendedMax}之间。",
            $"Give minutes or decisions; at most {MeetingMinutes.DecisionsMax} decisions, "
            + $"0 to {MeetingMinutes.AttendedMax} organisations that came.", Field: "minutes");

        public static readonly Refusal TooManyChanges = new("too-many-meeting-changes",
            $"一次会议最多更改{ChangesMax}次。", $"One meeting changes at most {ChangesMax} times.");
    }

    public static readonly Boundary<MeetingState, MeetingCommand, MeetingEvent> Boundary =
        new("action-meeting", Decider, new("沟通会议", "Communication meeting"));

    public static Decider<MeetingState, MeetingCommand, MeetingEvent> Decider(string id) =>
        new(new(null, null, null, false, 0), Decide, Evolve);

    private static Decision<MeetingEvent> Decide(MeetingState state, MeetingCommand command, Asked asked)
    {
        if (command is MeetingCommand.Plan plan) return Plan(state, plan, asked);
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        if (state.Planned is null) return Asked.Refusals.NotFound;
        if (command is MeetingCommand.Cancel && state.Cancelled) return Decision<MeetingEvent>.Nothing;
        if (state.Cancelled) return Refusals.AlreadyCancelled;
        if (command is MeetingCommand.Move same && same.Time == state.Time) return Decision<MeetingEvent>.Nothing;
        if (command is MeetingCommand.RecordMinutes known && known.What == state.Minutes)
            return Decision<MeetingEvent>.Nothing;
        if (state.Changes >= ChangesMax) return Refusals.TooManyChanges;

        return command switch
        {
            MeetingCommand.RecordMinutes record => Record(state, record.What, asked),
            _ when state.Minutes is not null => Refusals.AlreadyHeld,
            MeetingCommand.Move move when !Texts.Fits(move.Time.Place, Texts.PlaceMax) =>
                Refusals.TextsInvalid with { Field = "place" },
            MeetingCommand.Move move => new MeetingEvent.Moved(move.Time, state.Time!),
            MeetingCommand.Cancel cancel => new MeetingEvent.Cancelled(cancel.ReasonId),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    private static Decision<MeetingEvent> Plan(MeetingState state, MeetingCommand.Plan plan, Asked asked)
    {
        var planned = new MeetingEvent.Planned(
            plan.Action.AllianceId, plan.Title, plan.Time, plan.Invited, [.. plan.Organisations.Distinct()],
            plan.Illustrative, plan.Source);
        if (plan.Action.CoordinatorRefused(asked) is { } refused) return refused;
        if (state.Cancelled) return Refusals.AlreadyCancelled;
        if (state.Planned == planned) return Decision<MeetingEvent>.Nothing;
        if (state.Planned is not null) return Refusals.AlreadyPlanned;
        if (!TextsFit(planned)) return Refusals.TextsInvalid;

        return planned;
    }

    private static bool TextsFit(MeetingEvent.Planned planned) =>
        planned.Title.Fits(Texts.TitleMax) && Texts.Fits(planned.Time.Place, Texts.PlaceMax)
        && planned.Invited.Count + planned.Organisations.Count <= InvitedMax
        && planned.Invited.All(body => body.Fits(Texts.TitleMax))
        && Texts.FitsOrMissing(planned.Source, Texts.SourceMax);

    private static Decision<MeetingEvent> Record(MeetingState state, MeetingMinutes what, Asked asked)
    {
        if (asked.Now < state.Time!.StartsAt || asked.On < Days.Of(state.Time.StartsAt)) return Refusals.NotYetHeld;
        if (what.MinutesId is null && what.DecisionIds.Count == 0) return Refusals.MinutesInvalid;
        if (what.DecisionIds.Count > MeetingMinutes.DecisionsMax
            || what.Attended is < 0 or > MeetingMinutes.AttendedMax) return Refusals.MinutesInvalid;

        return new MeetingEvent.MinutesRecorded(what);
    }

    private static MeetingState Evolve(MeetingState state, MeetingEvent recorded) => recorded switch
    {
        MeetingEvent.Planned e => state with { Planned = e, Time = e.Time },
        MeetingEvent.Moved e => state with { Time = e.Time, Changes = state.Changes + 1 },
        MeetingEvent.MinutesRecorded e => state with { Minutes = e.What, Changes = state.Changes + 1 },
        MeetingEvent.Cancelled => state with { Cancelled = true },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
