using System.Diagnostics;

namespace Federation.Domain.Deliberations;

// One public-benefit task of the community that an alliance delegates to its members (社区公益认领), from the offer to the
// accepted report.
//
// One stream per task. The invariant is that one organisation at a time has it: the first to claim it, until it gives
// the task back. What is asked and what was done are sealed. Minutes and person-times of a report are what the
// organisation says of this task alone: they enter no figure, because nothing keeps them apart from the sessions,
// help and joint actions that may have been counted already.

public enum TaskStage { Offered, Claimed, Reported, Done, Withdrawn }

/// <summary>What an organisation says it did.</summary>
/// <param name="WordsId">A sealed text.</param>
/// <param name="DoneOn">The day on which it was done.</param>
/// <param name="Minutes">As stated; in no figure.</param>
/// <param name="PersonTimes">As stated; in no figure.</param>
public sealed record TaskReport(string WordsId, DateOnly DoneOn, int? Minutes = null, int? PersonTimes = null);

public abstract record TaskCommand
{
    /// <param name="WordsId">A sealed text: what is asked.</param>
    /// <param name="DueOn">The day by which it should be reported; null: none.</param>
    /// <param name="OrganisationIds">To whom it is offered; none: to every member.</param>
    /// <param name="Members">Those of them that are members today.</param>
    /// <param name="Deliberation">The deliberation that it follows from, as its stream says; null: none, or there is
    /// none of that id.</param>
    [Name("tasks.delegate")]
    public sealed record Delegate(
        string AllianceId, Name Title, string? WordsId, string? VillageCode, DateOnly? DueOn, string? DeliberationId,
        Items<string> OrganisationIds, Items<string> Members, DeliberationFacts? Deliberation = null) : TaskCommand;

    /// <param name="Member">The organisation is a member today.</param>
    [Name("tasks.claim")]
    public sealed record Claim(string OrganisationId, bool Member) : TaskCommand;

    [Name("tasks.return")]
    public sealed record Return(string? ReasonId) : TaskCommand;

    [Name("tasks.report")]
    public sealed record Report(string? WordsId, DateOnly DoneOn, int? Minutes, int? PersonTimes) : TaskCommand;

    [Name("tasks.accept-report")]
    public sealed record AcceptReport : TaskCommand;

    [Name("tasks.send-back")]
    public sealed record SendBack(string? ReasonId) : TaskCommand;

    [Name("tasks.withdraw")]
    public sealed record Withdraw(string? ReasonId) : TaskCommand;

    private TaskCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record TaskEvent
{
    [Name("tasks.delegated.v1", "发布公益任务", "Delegated a task")]
    public sealed record Delegated(
        string AllianceId, Name Title, string WordsId, string? VillageCode, DateOnly? DueOn, string? DeliberationId,
        Items<string> OrganisationIds, DateOnly Day) : TaskEvent;

    [Name("tasks.claimed.v1", "认领公益任务", "Claimed a task")]
    public sealed record Claimed(string OrganisationId, DateOnly Day) : TaskEvent;

    [Name("tasks.returned.v1", "退还公益任务", "Gave a task back")]
    public sealed record Returned(string OrganisationId, string ReasonId, DateOnly Day) : TaskEvent;

    [Name("tasks.reported.v1", "报告公益任务", "Reported on a task")]
    public sealed record Reported(string OrganisationId, TaskReport Report, DateOnly Day) : TaskEvent;

    [Name("tasks.report-accepted.v1", "通过任务报告", "Accepted a task's report")]
    public sealed record ReportAccepted(DateOnly Day) : TaskEvent;

    [Name("tasks.sent-back.v1", "退回任务报告", "Sent a task's report back")]
    public sealed record SentBack(string ReasonId, DateOnly Day) : TaskEvent;

    [Name("tasks.withdrawn.v1", "撤回公益任务", "Withdrew a task")]
    public sealed record Withdrawn(string ReasonId, DateOnly Day) : TaskEvent;

    private TaskEvent() { }
}

/// <summary>A task as its rules need it; <c>About</c> is null until it was delegated.</summary>
/// <param name="Organisation">Who has it or, while it is offered, who gave it back last.</param>
/// <param name="ReasonId">Why it was given back, sent back or withdrawn; null after any other step.</param>
/// <param name="LastDay">The day of its latest step.</param>
/// <param name="Steps">How many it has taken.</param>
public sealed record TaskState(
    TaskEvent.Delegated? About, TaskStage Stage, string? Organisation, DateOnly ClaimedOn, TaskReport? Report,
    string? ReasonId, DateOnly LastDay, int Steps)
{
    public static readonly TaskState Initial = new(null, TaskStage.Offered, null, default, null, null, default, 0);

    /// <summary>The organisation that has it now.</summary>
    public string? ClaimedBy => Stage is TaskStage.Offered ? null : Organisation;
}

public static partial class DelegatedTask
{
    public const int OrganisationsMax = 50; // named in one offer
    public const int StepsMax = 200; // of one task
    public const int MinutesMax = 600_000; // 10,000 hours
    public const int PersonTimesMax = 100_000;

    public static readonly Boundary<TaskState, TaskCommand, TaskEvent> Boundary =
        new("task", Decider, new("公益任务", "Public-benefit task"));

    public static Decider<TaskState, TaskCommand, TaskEvent> Decider(string id) =>
        new(TaskState.Initial, TaskRules.Decide, Evolve);

    private static TaskState Evolve(TaskState state, TaskEvent recorded) => recorded switch
    {
        TaskEvent.Delegated e => state with { About = e, LastDay = e.Day },
        TaskEvent.Claimed e => Stepped(state, TaskStage.Claimed, e.Day) with
        {
            Organisation = e.OrganisationId, ClaimedOn = e.Day,
        },
        TaskEvent.Returned e => Stepped(state, TaskStage.Offered, e.Day, e.ReasonId),
        TaskEvent.Reported e => Stepped(state, TaskStage.Reported, e.Day) with { Report = e.Report },
        TaskEvent.ReportAccepted e => Stepped(state, TaskStage.Done, e.Day),
        TaskEvent.SentBack e => Stepped(state, TaskStage.Claimed, e.Day, e.ReasonId),
        TaskEvent.Withdrawn e => Stepped(state, TaskStage.Withdrawn, e.Day, e.ReasonId),
        _ => throw new UnreachableException(recorded.GetType().Name),
    };

    private static TaskState Stepped(TaskState state, TaskStage stage, DateOnly day, string? reason = null) =>
        state with { Stage = stage, LastDay = day, ReasonId = reason, Steps = state.Steps + 1 };
}
