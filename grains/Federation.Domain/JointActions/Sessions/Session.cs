using System.Diagnostics;

namespace Federation.Domain.JointActions;

// One session (场) of a joint action: planned in a village by an organisation, held and reported, perhaps corrected or
// cancelled, also after the report.
//
// One stream per session, so that many sessions of one action are reported at once without queueing. The invariant: at
// any time a session counts with exactly one report or none. An event that replaces or withdraws a report therefore
// carries that report, and whoever counts subtracts it. A session counts on the Shanghai day it was held, whenever it
// is reported. The refusals are listed in SessionRefusals.cs.

public abstract record SessionCommand
{
    /// <param name="Source">Title of the document it is taken from, if one.</param>
    [Name("sessions.plan")]
    public sealed record Plan(
        string SeriesId, string VillageCode, string OrganisationId, DateTimeOffset StartsAt, string Place,
        ActionFacts Action, bool Illustrative = false, string? Source = null) : SessionCommand;

    /// <param name="ReasonId">A sealed text.</param>
    [Name("sessions.reschedule")]
    public sealed record Reschedule(
        DateTimeOffset StartsAt, string Place, ActionFacts Action, string? ReasonId = null) : SessionCommand;

    [Name("sessions.report")]
    public sealed record Report(SessionReport What, ActionPhase Action) : SessionCommand;

    [Name("sessions.cancel")]
    public sealed record Cancel(string? ReasonId, ActionPhase Action) : SessionCommand;

    private SessionCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record SessionEvent
{
    [Name("sessions.planned.v1", "安排活动场次", "Planned a session")]
    public sealed record Planned(SessionOf Of, DateTimeOffset StartsAt, string Place, string? Source) : SessionEvent;

    /// <param name="Was">When and where it was to be before; null in events recorded before this was kept.</param>
    [Name("sessions.rescheduled.v1", "调整活动时间", "Rescheduled a session")]
    public sealed record Rescheduled(
        DateTimeOffset StartsAt, string Place, string? ReasonId = null, SessionTime? Was = null) : SessionEvent;

    [Name("sessions.reported.v1", "填报活动情况", "Reported a session")]
    public sealed record Reported(SessionOf Of, DateOnly Day, SessionReport Report) : SessionEvent;

    [Name("sessions.report-corrected.v1", "更正活动填报", "Corrected a session's report")]
    public sealed record ReportCorrected(
        SessionOf Of, DateOnly Day, SessionReport Report, SessionReport Replaced) : SessionEvent;

    [Name("sessions.cancelled.v1", "取消活动场次", "Cancelled a session")]
    public sealed record Cancelled(
        SessionOf Of, DateOnly Day, SessionReport? Withdrawn, string? ReasonId) : SessionEvent;

    private SessionEvent() { }
}

/// <summary>A session as its rules need it; <c>Planned</c> is null until it was planned.</summary>
public sealed record SessionState(
    SessionEvent.Planned? Planned, DateTimeOffset StartsAt, string Place, SessionReport? Report, bool Cancelled,
    int Moves = 0)
{
    public DateOnly Day() => Days.Of(StartsAt);
}

public static partial class Session
{
    public const int MovesMax = 40;

    public static readonly Boundary<SessionState, SessionCommand, SessionEvent> Boundary =
        new("session", Decider, new("活动场次", "Session"));

    public static Decider<SessionState, SessionCommand, SessionEvent> Decider(string id) =>
        new(new(null, default, "", null, false), Decide, Evolve);

    private static Decision<SessionEvent> Decide(SessionState state, SessionCommand command, Asked asked)
    {
        if (command is SessionCommand.Plan plan) return Plan(state, plan, asked);
        if (state.Planned is not { Of: var of }) return Asked.Refusals.NotFound;
        if (!asked.SpeaksFor(of.OrganisationId)) return Asked.Refusals.NotYourOrganisation;

        return command switch
        {
            SessionCommand.Reschedule move => Reschedule(state, move, asked),
            SessionCommand.Report report => Report(state, of, report, asked),
            SessionCommand.Cancel cancel => Cancel(state, of, cancel, asked),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    private static Decision<SessionEvent> Plan(SessionState state, SessionCommand.Plan plan, Asked asked)
    {
        if (plan.Action.Phase == ActionPhase.None) return Asked.Refusals.NotFound;
        if (!asked.SpeaksFor(plan.OrganisationId)) return Asked.Refusals.NotYourOrganisation;
        if (plan.Action.SeriesOf(plan.SeriesId) is not { } series) return Refusals.SeriesUnknown;
        if (state.Cancelled) return Refusals.AlreadyCancelled;
        if (IsSame(state.Planned, plan)) return Decision<SessionEvent>.Nothing;
        if (state.Planned is not null) return Refusals.AlreadyPlanned;
        if (TimeRefused(plan.StartsAt, plan.Action, asked) is { } time) return time;
        if (!plan.Action.Delivers(plan.OrganisationId, plan.VillageCode, plan.SeriesId))
            return Refusals.NotParticipating;
        if (!Texts.Fits(plan.Place, Texts.PlaceMax) || !Texts.FitsOrMissing(plan.Source, Texts.SourceMax))
            return Refusals.PlaceInvalid;

        return new SessionEvent.Planned(
            new(plan.Action.AllianceId, plan.Action.Theme, series.Id, series.Scopes, plan.VillageCode,
                plan.OrganisationId, plan.Illustrative),
            plan.StartsAt, plan.Place, plan.Source);
    }

    private static bool IsSame(SessionEvent.Planned? known, SessionCommand.Plan plan) =>
        known is not null
        && (known.Of.SeriesId, known.Of.VillageCode, known.Of.OrganisationId, known.Of.Illustrative)
            == (plan.SeriesId, plan.VillageCode, plan.OrganisationId, plan.Illustrative)
        && (known.StartsAt, known.Place, known.Source) == (plan.StartsAt, plan.Place, plan.Source);

    // A session lies ahead, so its day may be in the future; entering one of a past day is back-dating.
    private static Refusal? TimeRefused(DateTimeOffset startsAt, ActionFacts action, Asked asked)
    {
        var day = Days.Of(startsAt);
        if (day < asked.Today && asked.DayRefused(day) is { } past) return past with { Field = "startsAt" };
        if (action.Phase == ActionPhase.Draft) return Refusals.ActionNotLaunched;
        if (action.Phase == ActionPhase.Closed) return Refusals.ActionClosed;

        return action.Days.Covers(day) ? null : Refusals.OutsideAction;
    }

    private static Decision<SessionEvent> Reschedule(SessionState state, SessionCommand.Reschedule move, Asked asked)
    {
        if (state.Cancelled) return Refusals.AlreadyCancelled;
        if ((state.StartsAt, state.Place) == (move.StartsAt, move.Place)) return Decision<SessionEvent>.Nothing;
        if (state.Report is not null) return Refusals.AlreadyReported;
        if (TimeRefused(move.StartsAt, move.Action, asked) is { } time) return time;
        if (!Texts.Fits(move.Place, Texts.PlaceMax)) return Refusals.PlaceInvalid;
        if (state.Moves >= MovesMax) return Refusals.MovedTooOften;

        return new SessionEvent.Rescheduled(
            move.StartsAt, move.Place, move.ReasonId, new(state.StartsAt, state.Place));
    }

    private static Decision<SessionEvent> Report(
        SessionState state, SessionOf of, SessionCommand.Report report, Asked asked)
    {
        if (state.Cancelled) return Refusals.AlreadyCancelled;
        if (state.Report == report.What) return Decision<SessionEvent>.Nothing;
        if (asked.Now < state.StartsAt || asked.On < state.Day()) return Refusals.NotYetHeld;
        if (report.Action == ActionPhase.Closed && !asked.As.Coordinator) return Refusals.ActionClosed;
        if (!report.What.NumbersFit()) return Refusals.NumbersInvalid;
        if (!report.What.MaterialsFit()) return Refusals.MaterialsInvalid;

        return state.Report is { } replaced
            ? new SessionEvent.ReportCorrected(of, state.Day(), report.What, replaced)
            : new SessionEvent.Reported(of, state.Day(), report.What);
    }

    private static Decision<SessionEvent> Cancel(
        SessionState state, SessionOf of, SessionCommand.Cancel cancel, Asked asked)
    {
        if (state.Cancelled) return Decision<SessionEvent>.Nothing;
        if (cancel.Action == ActionPhase.Closed && !asked.As.Coordinator) return Refusals.ActionClosed;

        return new SessionEvent.Cancelled(of, state.Day(), state.Report, cancel.ReasonId);
    }

    private static SessionState Evolve(SessionState state, SessionEvent recorded) => recorded switch
    {
        SessionEvent.Planned e => state with { Planned = e, StartsAt = e.StartsAt, Place = e.Place },
        SessionEvent.Rescheduled e =>
            state with { StartsAt = e.StartsAt, Place = e.Place, Moves = state.Moves + 1 },
        SessionEvent.Reported e => state with { Report = e.Report },
        SessionEvent.ReportCorrected e => state with { Report = e.Report },
        SessionEvent.Cancelled => state with { Report = null, Cancelled = true },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
