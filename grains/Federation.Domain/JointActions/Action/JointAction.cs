using System.Diagnostics;
using Federation.Domain.Counting;
using Federation.Domain.Deliberations;

namespace Federation.Domain.JointActions;

// One joint action (联合行动): what it is for, its ordered series, who owns it, from draft to closing.
//
// Its sessions and pledges are streams of their own, so that hundreds of them in one afternoon do not queue here; they
// ask this stream's facts (launched? which series? who takes part where?). The invariants that decide the boundary:
// series are unique in id and order, every participant is a member of the alliance, and nothing is added once the
// action is closed. Series and who takes part in them are in JointActionOwners.cs; figures that documents print about
// the action, and all refusals, are in JointActionFigures.cs: they are told apart by scope, and the scopes are this
// stream's.

public abstract record JointActionCommand
{
    [Name("actions.create")]
    public sealed record Create(
        string AllianceId, Name Title, string Theme, Name? Goal, ActionDays Days, Items<Name> Guidance,
        Items<Name> Partners, string? DeliberationId = null, bool Illustrative = false,
        DeliberationFacts? Deliberation = null) : JointActionCommand;

    [Name("actions.add-series")]
    public sealed record AddSeries(ActionSeries Series) : JointActionCommand;

    [Name("actions.name-scope")]
    public sealed record NameScope(string Scope, Name Name) : JointActionCommand;

    [Name("actions.add-participant")]
    public sealed record AddParticipant(Participant Participant, MemberFacts Member) : JointActionCommand;

    [Name("actions.launch")]
    public sealed record Launch : JointActionCommand;

    [Name("actions.publish-figure")]
    public sealed record PublishFigure(PublishedFigure Figure) : JointActionCommand;

    [Name("actions.withdraw-published-figure")]
    public sealed record WithdrawPublishedFigure(string Key, ActionScope Scope, string Source) : JointActionCommand;

    [Name("actions.explain-figure")]
    public sealed record ExplainFigure(string Key, ActionScope Scope, string Source, Name Note) : JointActionCommand;

    [Name("actions.close")]
    public sealed record Close(string? SummaryId, ClosingFacts Sessions) : JointActionCommand;

    private JointActionCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record JointActionEvent
{
    [Name("actions.created.v1", "发起联合行动", "Created a joint action")]
    public sealed record Created(
        string AllianceId, Name Title, string Theme, Name? Goal, ActionDays Days, Items<Name> Guidance,
        Items<Name> Partners, string? DeliberationId, bool Illustrative) : JointActionEvent;

    [Name("actions.series-added.v1", "新增活动系列", "Added a series")]
    public sealed record SeriesAdded(ActionSeries Series) : JointActionEvent;

    [Name("actions.scope-named.v1", "命名行动环节", "Named a part of the action")]
    public sealed record ScopeNamed(string Scope, Name Name) : JointActionEvent;

    // Carries only what is new: a participant that takes on another series is added once more with that series.
    [Name("actions.participant-added.v1", "加入联合行动", "Added a participant")]
    public sealed record ParticipantAdded(string AllianceId, Participant Participant) : JointActionEvent;

    [Name("actions.launched.v1", "启动联合行动", "Launched the action")]
    public sealed record Launched(DateOnly Day) : JointActionEvent;

    [Name("actions.figure-published.v1", "登记公布数字", "Entered a published figure")]
    public sealed record FigurePublished(PublishedFigure Figure) : JointActionEvent;

    [Name("actions.published-figure-withdrawn.v1", "撤回公布数字", "Withdrew a published figure")]
    public sealed record PublishedFigureWithdrawn(string Key, ActionScope Scope, string Source) : JointActionEvent;

    [Name("actions.figure-explained.v1", "说明公布数字的差异", "Explained a published figure")]
    public sealed record FigureExplained(string Key, ActionScope Scope, string Source, Name Note) : JointActionEvent;

    [Name("actions.closed.v1", "结束联合行动", "Closed the action")]
    public sealed record Closed(DateOnly Day, string? SummaryId, long SessionsHeld) : JointActionEvent;

    private JointActionEvent() { }
}

/// <summary>A joint action as its rules need it. <c>About</c> is null until it was created.</summary>
/// <param name="Withdrawn">Published figures that were withdrawn, so that withdrawing again is known to be done
/// already.</param>
public sealed record JointActionState(
    ActionPhase Phase, JointActionEvent.Created? About, Items<ActionSeries> Series,
    Items<JointActionEvent.ScopeNamed> ScopeNames, Items<Participant> Participants, DateOnly? LaunchedOn,
    Items<PublishedFigure> Figures, Items<PublishedFigure> Withdrawn)
{
    public static JointActionState Initial { get; } = new(ActionPhase.None, null, [], [], [], null, [], []);

    public bool HasScope(string scope) => Series.Any(series => series.Scopes.Contains(scope));

    public bool IsOwner(Asked asked) => Participants.Any(participant => asked.SpeaksFor(participant.OrganisationId));
}

public static partial class JointAction
{
    public const int BodiesMax = 20; // guidance bodies, partners
    public const int SeriesMax = 50;
    public const int ScopesPerSeriesMax = 8;
    public const int ParticipantsMax = 2_000;

    public static readonly Boundary<JointActionState, JointActionCommand, JointActionEvent> Boundary =
        new("action", Decider, new("联合行动", "Joint action"));

    public static Decider<JointActionState, JointActionCommand, JointActionEvent> Decider(string id) =>
        new(JointActionState.Initial, Decide, Evolve);

    private static Decision<JointActionEvent> Decide(JointActionState state, JointActionCommand command, Asked asked)
    {
        if (command is JointActionCommand.Create create) return Create(state, create, asked);
        if (state.Phase == ActionPhase.None) return Asked.Refusals.NotFound;

        return command switch
        {
            JointActionCommand.AddSeries add => AddSeries(state, add.Series, asked),
            JointActionCommand.NameScope name => NameScope(state, name, asked),
            JointActionCommand.AddParticipant add => AddParticipant(state, add.Participant, add.Member, asked),
            JointActionCommand.Launch => Launch(state, asked),
            JointActionCommand.PublishFigure publish => Publish(state, publish.Figure, asked),
            JointActionCommand.WithdrawPublishedFigure withdraw => Withdraw(state, withdraw, asked),
            JointActionCommand.ExplainFigure explain => Explain(state, explain, asked),
            JointActionCommand.Close close => Close(state, close, asked),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    private static Decision<JointActionEvent> Create(
        JointActionState state, JointActionCommand.Create create, Asked asked)
    {
        var created = new JointActionEvent.Created(
            create.AllianceId, create.Title, create.Theme, create.Goal, create.Days, create.Guidance, create.Partners,
            create.DeliberationId, create.Illustrative);
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        if (state.About == created) return Decision<JointActionEvent>.Nothing;
        if (state.About is not null) return Refusals.AlreadyExists;
        if (!TextsFit(create)) return Refusals.TextsInvalid;
        if (!create.Days.IsValid()) return Refusals.DaysInvalid;
        if (create.DeliberationId is { } deliberation
            && create.Deliberation != new DeliberationFacts(deliberation, create.AllianceId, Decided: true))
            return Refusals.DeliberationUndecided;

        return created;
    }

    private static bool TextsFit(JointActionCommand.Create create) =>
        create.Title.Fits(Texts.TitleMax) && Texts.Fits(create.Theme, Texts.WordMax)
        && (create.Goal?.Fits(Texts.PassageMax) ?? true)
        && create.Guidance.Count <= BodiesMax && create.Partners.Count <= BodiesMax
        && create.Guidance.Concat(create.Partners).All(body => body.Fits(Texts.TitleMax));

    private static Decision<JointActionEvent> Launch(JointActionState state, Asked asked)
    {
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        if (state.Phase != ActionPhase.Draft) return Decision<JointActionEvent>.Nothing;
        if (state.Series.Count == 0) return Refusals.NoSeries;
        if (state.Participants.Count == 0) return Refusals.NoParticipants;
        if (asked.On > state.About!.Days.To) return Refusals.LaunchAfterEnd;

        return new JointActionEvent.Launched(asked.On);
    }

    private static Decision<JointActionEvent> Close(JointActionState state, JointActionCommand.Close close, Asked asked)
    {
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        if (state.Phase == ActionPhase.Closed) return Decision<JointActionEvent>.Nothing;
        if (state.Phase != ActionPhase.Launched) return Refusals.NotLaunched;
        if (asked.On < state.LaunchedOn) return Refusals.ClosedBeforeLaunch;
        if (close.Sessions.Open > 0) return Refusals.SessionsOpen;

        return new JointActionEvent.Closed(asked.On, close.SummaryId, close.Sessions.Held);
    }

    private static JointActionState Evolve(JointActionState state, JointActionEvent recorded) => recorded switch
    {
        JointActionEvent.Created e => state with { Phase = ActionPhase.Draft, About = e },
        JointActionEvent.SeriesAdded e => state with { Series = state.Series.Add(e.Series) },
        JointActionEvent.ScopeNamed e =>
            state with { ScopeNames = state.ScopeNames.Where(other => other.Scope != e.Scope).Add(e) },
        JointActionEvent.ParticipantAdded e => state with { Participants = With(state, e.Participant) },
        JointActionEvent.Launched e => state with { Phase = ActionPhase.Launched, LaunchedOn = e.Day },
        JointActionEvent.FigurePublished e => Published(state, e.Figure),
        JointActionEvent.PublishedFigureWithdrawn e => Unpublished(state, e),
        JointActionEvent.FigureExplained e => Explained(state, e),
        JointActionEvent.Closed => state with { Phase = ActionPhase.Closed },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
