using System.Diagnostics;
using Federation.Domain.JointActions;

namespace Federation.Domain.Counting;

// Figures that documents print about an alliance or its region (27 villages, nearly 6,000 minutes of help).
//
// One stream per alliance, because the one invariant spans them: a figure is told apart by key, scope and source, so
// that a document states a number once. What documents print about a joint action is that action's own stream. Nothing
// computed is ever changed by what is entered here; the two stand beside each other.

public abstract record PublishedFiguresCommand
{
    [Name("counting.publish-figure")]
    public sealed record Publish(AllianceFigure Figure, PublishingFacts Alliance) : PublishedFiguresCommand;

    [Name("counting.withdraw-figure")]
    public sealed record Withdraw(string Key, RegionScope Scope, string Source) : PublishedFiguresCommand;

    [Name("counting.explain-figure")]
    public sealed record Explain(string Key, RegionScope Scope, string Source, Name Note) : PublishedFiguresCommand;

    private PublishedFiguresCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record PublishedFiguresEvent
{
    [Name("counting.figure-published.v1", "登记公布数字", "Entered a published figure")]
    public sealed record FigurePublished(AllianceFigure Figure) : PublishedFiguresEvent;

    [Name("counting.figure-withdrawn.v1", "撤回公布数字", "Withdrew a published figure")]
    public sealed record FigureWithdrawn(string Key, RegionScope Scope, string Source) : PublishedFiguresEvent;

    [Name("counting.figure-explained.v1", "说明公布数字的差异", "Explained a published figure")]
    public sealed record FigureExplained(
        string Key, RegionScope Scope, string Source, Name Note) : PublishedFiguresEvent;

    private PublishedFiguresEvent() { }
}

/// <summary>What a published figure speaks about: an alliance by its id, or a region by its code.</summary>
public sealed record RegionScope(ScopeKind Kind, string Id)
{
    /// <summary>As it stands in a key column.</summary>
    public string Text() => Kind == ScopeKind.Region ? $"region/{Id}" : $"alliance/{Id}";
}

/// <summary>A figure as a document prints it.</summary>
/// <param name="Source">Title of the document, and the account that published it.</param>
/// <param name="Note">Why it differs from the computed one, where that is known; organisational text.</param>
public sealed record AllianceFigure(
    string Key, Counted Stated, RegionScope Scope, DateOnly AsOf, string Source, Name? Note = null)
{
    public bool IsSameAs(string key, RegionScope scope, string source) => (Key, Scope, Source) == (key, scope, source);
}

/// <summary>What the gateway knows of the alliance, with that stream's version.</summary>
public sealed record PublishingFacts(string AllianceId, string RegionCode);

/// <summary>What is published; withdrawn ones are kept, so that withdrawing again is known to be done
/// already.</summary>
public sealed record PublishedFiguresState(Items<AllianceFigure> Figures, Items<AllianceFigure> Withdrawn);

public static class PublishedFigures
{
    public const int FiguresMax = 500;
    public const long ValueMax = 1_000_000_000_000;

    public static readonly Boundary<PublishedFiguresState, PublishedFiguresCommand, PublishedFiguresEvent> Boundary =
        new("published", Decider, new("公布数", "Published figures"));

    public static class Refusals
    {
        public static readonly Refusal FigureUnknown = new("figure-unknown",
            "没有这一指标，请从指标目录中选择。", "There is no such figure; choose one from the registry.", Field: "key");

        public static readonly Refusal ScopeElsewhere = new("scope-elsewhere",
            "范围须为本联盟，或本联盟所在区域及其下属区域。",
            "The scope is this alliance, its region, or a region within that.", Field: "scope");

        public static readonly Refusal FigureInvalid = new("figure-invalid",
            $"数值须在0至{ValueMax}之间，并请注明来源标题（不超过{Texts.SourceMax}字）；说明不超过{Texts.NoteMax}字。",
            $"The value goes from 0 to {ValueMax}; give the source's title (at most {Texts.SourceMax} characters); "
            + $"a note has at most {Texts.NoteMax}.", Field: "value");

        public static readonly Refusal NoteInvalid = new("figure-note-invalid",
            $"请写明数字不同的原因，不超过{Texts.NoteMax}字。",
            $"Say why the figures differ, in at most {Texts.NoteMax} characters.", Field: "note");

        public static readonly Refusal TooManyFigures = new("too-many-published-figures",
            $"一个联盟最多登记{FiguresMax}项公布数据。", $"An alliance has at most {FiguresMax} published figures.");
    }

    public static Decider<PublishedFiguresState, PublishedFiguresCommand, PublishedFiguresEvent> Decider(string id) =>
        new(new([], []), Decide, Evolve);

    private static Decision<PublishedFiguresEvent> Decide(
        PublishedFiguresState state, PublishedFiguresCommand command, Asked asked) =>
        !asked.As.Coordinator ? Asked.Refusals.NotCoordinator : command switch
        {
            PublishedFiguresCommand.Publish publish => Publish(state, publish.Figure, publish.Alliance, asked),
            PublishedFiguresCommand.Withdraw withdraw => Withdraw(state, withdraw, asked),
            PublishedFiguresCommand.Explain explain => Explain(state, explain, asked),
            _ => throw new UnreachableException(command.GetType().Name),
        };

    private static Decision<PublishedFiguresEvent> Publish(
        PublishedFiguresState state, AllianceFigure figure, PublishingFacts alliance, Asked asked)
    {
        if (state.Figures.Contains(figure)) return Decision<PublishedFiguresEvent>.Nothing;
        if (asked.DayRefused(figure.AsOf) is { } day) return day with { Field = "asOf" };
        if (FigureRegistry.Find(figure.Key) is null) return Refusals.FigureUnknown;
        if (!Concerns(alliance, figure.Scope)) return Refusals.ScopeElsewhere;
        if (figure.Stated.Value is < 0 or > ValueMax || !Texts.Fits(figure.Source, Texts.SourceMax)
            || figure.Note?.Fits(Texts.NoteMax) == false) return Refusals.FigureInvalid;
        if (state.Figures.Count + state.Withdrawn.Count >= FiguresMax && !Knows(state, figure))
            return Refusals.TooManyFigures;

        return new PublishedFiguresEvent.FigurePublished(figure);
    }

    private static bool Concerns(PublishingFacts alliance, RegionScope scope) => scope.Kind switch
    {
        ScopeKind.Alliance => scope.Id == alliance.AllianceId,
        ScopeKind.Region => scope.Id.StartsWith(alliance.RegionCode, StringComparison.Ordinal),
        _ => false,
    };

    private static bool Knows(PublishedFiguresState state, AllianceFigure figure) =>
        state.Figures.Concat(state.Withdrawn).Any(other => other.IsSameAs(figure.Key, figure.Scope, figure.Source));

    private static Decision<PublishedFiguresEvent> Withdraw(
        PublishedFiguresState state, PublishedFiguresCommand.Withdraw withdraw, Asked asked)
    {
        if (state.Withdrawn.Any(Same)) return Decision<PublishedFiguresEvent>.Nothing;
        if (!state.Figures.Any(Same)) return Asked.Refusals.NotFound;

        return new PublishedFiguresEvent.FigureWithdrawn(withdraw.Key, withdraw.Scope, withdraw.Source);

        bool Same(AllianceFigure figure) => figure.IsSameAs(withdraw.Key, withdraw.Scope, withdraw.Source);
    }

    private static Decision<PublishedFiguresEvent> Explain(
        PublishedFiguresState state, PublishedFiguresCommand.Explain explain, Asked asked)
    {
        var known = state.Figures.FirstOrDefault(f => f.IsSameAs(explain.Key, explain.Scope, explain.Source));
        if (known is null) return Asked.Refusals.NotFound;
        if (known.Note == explain.Note) return Decision<PublishedFiguresEvent>.Nothing;
        if (!explain.Note.Fits(Texts.NoteMax)) return Refusals.NoteInvalid;

        return new PublishedFiguresEvent.FigureExplained(explain.Key, explain.Scope, explain.Source, explain.Note);
    }

    private static PublishedFiguresState Evolve(
        PublishedFiguresState state, PublishedFiguresEvent recorded) => recorded switch
    {
        PublishedFiguresEvent.FigurePublished { Figure: var figure } => new(
            Without(state.Figures, figure.Key, figure.Scope, figure.Source).Add(figure),
            Without(state.Withdrawn, figure.Key, figure.Scope, figure.Source)),
        PublishedFiguresEvent.FigureExplained e => state with
        {
            Figures =
            [
                .. state.Figures.Select(f => f.IsSameAs(e.Key, e.Scope, e.Source) ? f with { Note = e.Note } : f),
            ],
        },
        PublishedFiguresEvent.FigureWithdrawn e => new(
            Without(state.Figures, e.Key, e.Scope, e.Source),
            [.. state.Withdrawn, .. state.Figures.Where(figure => figure.IsSameAs(e.Key, e.Scope, e.Source))]),
        _ => throw new UnreachableException(recorded.GetType().Name),
    };

    private static Items<AllianceFigure> Without(
        Items<AllianceFigure> figures, string key, RegionScope scope, string source) =>
        figures.Where(figure => !figure.IsSameAs(key, scope, source));
}
