using System.Diagnostics;
using Federation.Domain.JointActions;
using static Federation.Domain.Deliberations.DelegatedTask;

namespace Federation.Domain.Deliberations;

// What may happen to a delegated task (see DelegatedTask.cs for the boundary). The coordinator offers it, judges its
// report and may withdraw it; the organisation that claimed it gives it back or reports on it.

internal static class TaskRules
{
    public static Decision<TaskEvent> Decide(TaskState state, TaskCommand command, Asked asked)
    {
        if (command is TaskCommand.Delegate wish) return Delegate(state, wish, asked);
        if (state.About is not { } about) return Asked.Refusals.NotFound;
        if (MayNot(state, command, asked) is { } not) return not;
        if (Already(state, command)) return Decision<TaskEvent>.Nothing;
        if (state.Stage is TaskStage.Done or TaskStage.Withdrawn) return Refusals.Ended;
        if (asked.On < state.LastDay) return Refusals.OutOfOrder;
        if (state.Steps >= StepsMax) return Refusals.TooManySteps;

        return command switch
        {
            TaskCommand.Claim claim => Claim(state, about, claim, asked),
            TaskCommand.Return or TaskCommand.Report when state.Stage == TaskStage.Reported =>
                Refusals.AlreadyReported,
            TaskCommand.Return or TaskCommand.Report when state.ClaimedBy is null => Refusals.NotClaimed,
            TaskCommand.Report report => Report(state, report, asked),
            TaskCommand.AcceptReport or TaskCommand.SendBack when state.Stage != TaskStage.Reported =>
                Refusals.NotReported,
            TaskCommand.AcceptReport => new TaskEvent.ReportAccepted(asked.On),
            TaskCommand.Return { ReasonId: { } why } => new TaskEvent.Returned(state.ClaimedBy!, why, asked.On),
            TaskCommand.SendBack { ReasonId: { } why } => new TaskEvent.SentBack(why, asked.On),
            TaskCommand.Withdraw { ReasonId: { } why } => new TaskEvent.Withdrawn(why, asked.On),
            TaskCommand.Return or TaskCommand.SendBack or TaskCommand.Withdraw => Refusals.ReasonMissing,
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    private static Decision<TaskEvent> Delegate(TaskState state, TaskCommand.Delegate wish, Asked asked)
    {
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        if (wish.WordsId is not { } words) return Refusals.WordsMissing;
        var delegated = new TaskEvent.Delegated(
            wish.AllianceId, wish.Title, words, wish.VillageCode, wish.DueOn, wish.DeliberationId,
            wish.OrganisationIds, asked.On);
        if (state.About == delegated) return Decision<TaskEvent>.Nothing;
        if (state.About is not null) return Refusals.AlreadyDelegated;
        if (!wish.Title.Fits(Texts.TitleMax)) return Refusals.TitleUnfit;
        if (wish.DueOn < asked.On) return Refusals.DueInvalid;
        if (wish.OrganisationIds.Count > OrganisationsMax) return Refusals.TooManyOrganisations;
        if (wish.OrganisationIds.Any(named => !wish.Members.Contains(named))) return Refusals.NotMembers;
        if (wish.DeliberationId is { } talk
            && wish.Deliberation != new DeliberationFacts(talk, wish.AllianceId, Decided: true))
            return Refusals.DeliberationUnfit;

        return delegated;
    }

    // Who gave the task back has it no longer, and may still ask again whether that arrived.
    private static Refusal? MayNot(TaskState state, TaskCommand command, Asked asked) => command switch
    {
        TaskCommand.Claim claim => asked.SpeaksFor(claim.OrganisationId)
            ? null : Asked.Refusals.NotYourOrganisation with { Field = "organisationId" },
        TaskCommand.Return or TaskCommand.Report =>
            asked.As.Coordinator || state.Organisation is not { } whose || asked.SpeaksFor(whose)
                ? null : Asked.Refusals.NotYourOrganisation,
        _ => asked.As.Coordinator ? null : Asked.Refusals.NotCoordinator,
    };

    private static bool Already(TaskState state, TaskCommand command) => (command, state.Stage) switch
    {
        (TaskCommand.Claim claim, _) => state.ClaimedBy == claim.OrganisationId,
        (TaskCommand.Return { ReasonId: { } why }, TaskStage.Offered) => why == state.ReasonId,
        (TaskCommand.Report { WordsId: { } words } wish, TaskStage.Reported) =>
            state.Report == new TaskReport(words, wish.DoneOn, wish.Minutes, wish.PersonTimes),
        (TaskCommand.AcceptReport, TaskStage.Done) => true,
        (TaskCommand.SendBack { ReasonId: { } why }, TaskStage.Claimed) => why == state.ReasonId,
        (TaskCommand.Withdraw { ReasonId: { } why }, TaskStage.Withdrawn) => why == state.ReasonId,
        _ => false,
    };

    private static Decision<TaskEvent> Claim(
        TaskState state, TaskEvent.Delegated about, TaskCommand.Claim claim, Asked asked)
    {
        if (!claim.Member) return Refusals.NotMember;
        if (about.OrganisationIds.Count > 0 && !about.OrganisationIds.Contains(claim.OrganisationId))
            return Refusals.NotOffered;
        if (state.ClaimedBy is not null) return Refusals.AlreadyClaimed;

        return new TaskEvent.Claimed(claim.OrganisationId, asked.On);
    }

    private static Decision<TaskEvent> Report(TaskState state, TaskCommand.Report report, Asked asked)
    {
        if (report.WordsId is not { } words) return Refusals.ReportMissing;
        if (report.DoneOn < state.ClaimedOn || report.DoneOn > asked.On) return Refusals.DoneDayInvalid;
        if (report is { Minutes: < 0 or > MinutesMax } or { PersonTimes: < 0 or > PersonTimesMax })
            return Refusals.NumbersInvalid;

        return new TaskEvent.Reported(
            state.ClaimedBy!, new(words, report.DoneOn, report.Minutes, report.PersonTimes), asked.On);
    }
}
