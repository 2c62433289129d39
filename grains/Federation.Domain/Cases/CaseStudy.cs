using System.Diagnostics;
using Federation.Domain.JointActions;

namespace Federation.Domain.Cases;

// The write-up of a joint action for the public (案例): a title, who is credited, a story with figures from the records.
//
// One stream per case. Nothing unpublished is public, and what is published does not change under its readers: to
// change it, it is withdrawn first. A figure stands in the story as a mark that is filled from the records when it is
// read; a story with a mark that no record fills is not published. Names of people are sealed, and shown only where
// their consent is marked.

public abstract record CaseCommand
{
    [Name("cases.write")]
    public sealed record Write(CaseText Text) : CaseCommand;

    [Name("cases.publish")]
    public sealed record Publish(CaseMarks Marks) : CaseCommand;

    [Name("cases.withdraw")]
    public sealed record Withdraw : CaseCommand;

    private CaseCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record CaseEvent
{
    [Name("cases.written.v1", "撰写案例", "Wrote a case")]
    public sealed record Written(CaseText Text) : CaseEvent;

    [Name("cases.published.v1", "发布案例", "Published a case")]
    public sealed record Published(DateOnly Day) : CaseEvent;

    [Name("cases.withdrawn.v1", "撤下案例", "Withdrew a case")]
    public sealed record Withdrawn(DateOnly Day) : CaseEvent;

    private CaseEvent() { }
}

/// <summary>A case as written.</summary>
/// <param name="ActionId">The joint action that its figures are of.</param>
/// <param name="Bodies">Institutions that are credited.</param>
/// <param name="StoryId">The story in Chinese, a sealed text; <paramref name="StoryEnId"/> in English.</param>
/// <param name="PersonsId">Names of people, a sealed text; shown only with their consent.</param>
/// <param name="Source">Title of the document that it retells.</param>
public sealed record CaseText(
    string AllianceId, string ActionId, Name Title, Name? Summary, Items<Name> Bodies, string? StoryId,
    string? StoryEnId = null, string? PersonsId = null, bool PersonsConsent = false, string? Source = null,
    bool Illustrative = false);

/// <summary>What the gateway found in a story: of which text, and how many marks no record fills.</summary>
public sealed record CaseMarks(string? StoryId, int Unknown);

public enum CaseStep { None, Draft, Published, Withdrawn }

/// <summary>Before writing there is no text.</summary>
public sealed record CaseState(CaseText? Text, CaseStep Step)
{
    public static CaseState Initial { get; } = new(null, CaseStep.None);
}

public static class CaseStudy
{
    public const int BodiesMax = 20;

    public static readonly Boundary<CaseState, CaseCommand, CaseEvent> Boundary =
        new("case", _ => Decider(), new("案例", "Case"));

    public static class Refusals
    {
        public static readonly Refusal TextsInvalid = new("case-texts-invalid",
            $"请填写标题（不超过{Texts.TitleMax}字）和正文；摘要不超过{Texts.PassageMax}字，署名单位最多{BodiesMax}个。",
            $"Give a title (at most {Texts.TitleMax} characters) and a story; a summary has at most {Texts.PassageMax} "
            + $"characters, and at most {BodiesMax} bodies are credited.", Field: "title");

        public static readonly Refusal Elsewhere = new("case-of-another-alliance",
            "这个编号的案例属于另一个联盟。", "The case of this id belongs to another alliance.");

        public static readonly Refusal IsPublished = new("case-published",
            "案例已经发布，请先撤下再修改。", "The case is published; withdraw it before changing it.");

        public static readonly Refusal MarkUnknown = new("case-figure-unknown",
            "正文里有系统填不上的数字标记，请在预览中查看并改正。",
            "The story holds figure marks that no record fills; see the preview and correct them.");

        public static readonly Refusal Changed = new("case-changed",
            "案例刚刚被修改过，请再看一遍后发布。", "The case was just changed; look at it again and publish then.");

        public static readonly Refusal NotPublished = new("case-not-published",
            "案例没有发布，不用撤下。", "The case is not published, so there is nothing to withdraw.");
    }

    public static Decider<CaseState, CaseCommand, CaseEvent> Decider() => new(CaseState.Initial, Decide, Evolve);

    private static Decision<CaseEvent> Decide(CaseState state, CaseCommand command, Asked asked)
    {
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        if (command is CaseCommand.Write write) return Write(state, write.Text);
        if (state.Text is null) return Asked.Refusals.NotFound;

        return command switch
        {
            CaseCommand.Publish publish => Publish(state, publish.Marks, asked),
            CaseCommand.Withdraw => Withdraw(state, asked),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    private static Decision<CaseEvent> Write(CaseState state, CaseText text)
    {
        if (text == state.Text) return Decision<CaseEvent>.Nothing;
        if (state.Text is { } known && known.AllianceId != text.AllianceId) return Refusals.Elsewhere;
        if (state.Step == CaseStep.Published) return Refusals.IsPublished;
        if (!text.Title.Fits(Texts.TitleMax) || text.Summary?.Fits(Texts.PassageMax) == false || text.StoryId is null
            || text.Bodies.Count > BodiesMax || text.Bodies.Any(body => !body.Fits(Texts.TitleMax))
            || !Texts.FitsOrMissing(text.Source, Texts.SourceMax)) return Refusals.TextsInvalid;

        return new CaseEvent.Written(text);
    }

    private static Decision<CaseEvent> Publish(CaseState state, CaseMarks marks, Asked asked)
    {
        if (state.Step == CaseStep.Published) return Decision<CaseEvent>.Nothing;
        if (marks.StoryId != state.Text!.StoryId) return Refusals.Changed;
        if (marks.Unknown > 0) return Refusals.MarkUnknown;

        return new CaseEvent.Published(asked.On);
    }

    private static Decision<CaseEvent> Withdraw(CaseState state, Asked asked) => state.Step switch
    {
        CaseStep.Withdrawn => Decision<CaseEvent>.Nothing,
        CaseStep.Published => new CaseEvent.Withdrawn(asked.On),
        _ => Refusals.NotPublished,
    };

    private static CaseState Evolve(CaseState state, CaseEvent recorded) => recorded switch
    {
        CaseEvent.Written e => new(e.Text, CaseStep.Draft),
        CaseEvent.Published => state with { Step = CaseStep.Published },
        CaseEvent.Withdrawn => state with { Step = CaseStep.Withdrawn },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
