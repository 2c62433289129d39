using System.Diagnostics;

namespace Federation.Domain.JointActions;

// The closing report of one joint action (结项报告): the coordinator's words, and what was handed in to the town office.
//
// One stream per action, because the invariant spans its versions: they are numbered from 1 without gaps, only the
// newest may be confirmed or commented, and a comment that asks for an answer is answered by handing in again. The
// numbers are no part of the draft: they are computed from records whenever it is read. Handing in freezes them with
// the day, the log's position and its hash; what is corrected afterwards shows beside the frozen number.

public abstract record ReportCommand
{
    [Name("reports.write")]
    public sealed record Write(ReportWords Words) : ReportCommand;

    [Name("reports.hand-in")]
    public sealed record HandIn(Items<FrozenFigure> Figures, Witness Seen, ActionPhase Phase) : ReportCommand;

    [Name("reports.confirm")]
    public sealed record Confirm(int Version, Reviewer By) : ReportCommand;

    [Name("reports.comment")]
    public sealed record Comment(int Version, string CommentId, bool AsksAnswer, Reviewer By) : ReportCommand;

    private ReportCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record ReportEvent
{
    [Name("reports.written.v1", "撰写结项报告", "Wrote a closing report")]
    public sealed record Written(ReportWords Words) : ReportEvent;

    [Name("reports.handed-in.v1", "提交结项报告", "Handed in a closing report")]
    public sealed record HandedIn(
        int Version, DateOnly AsOf, Items<FrozenFigure> Figures, ReportWords Words, Witness Seen,
        string By) : ReportEvent;

    [Name("reports.confirmed.v1", "确认结项报告", "Confirmed a closing report")]
    public sealed record Confirmed(int Version, DateOnly Day, string By) : ReportEvent;

    [Name("reports.commented.v1", "对结项报告提意见", "Commented on a closing report")]
    public sealed record Commented(
        int Version, DateOnly Day, string CommentId, bool AsksAnswer, string By) : ReportEvent;

    private ReportEvent() { }
}

/// <summary>How far the newest version has come. <c>None</c>: nothing was handed in yet.</summary>
public enum ReportStep { None, HandedIn, Commented, Confirmed }

/// <param name="Words">As written since; those of a version are in the event that handed it in.</param>
/// <param name="Last">The newest version; null before the first.</param>
/// <param name="ConfirmedBy">Who confirmed the newest version.</param>
public sealed record ReportState(
    ReportWords Words, ReportEvent.HandedIn? Last, ReportStep Step, string? ConfirmedBy, Items<string> Comments)
{
    public static ReportState Initial { get; } = new(ReportWords.Nothing, null, ReportStep.None, null, []);
}

public static class ClosingReport
{
    public const int VersionsMax = 50;
    public const int CommentsMax = 200;
    public const int FiguresMax = 2_000; // 50 series of a dozen figures each, and what documents print

    public static readonly Boundary<ReportState, ReportCommand, ReportEvent> Boundary =
        new("report", Decider, new("结项报告", "Closing report"));

    public static class Refusals
    {
        public static readonly Refusal ActionNotClosed = new("report-action-not-closed",
            "联合行动还没有结束，请先结束行动，再提交结项报告。",
            "The joint action is not closed yet; close it before handing in its report.");

        public static readonly Refusal Unchanged = new("report-unchanged",
            "镇街的意见还没有答复：上次提交后文字和数字都没有变化。请先修改文字或更正记录。",
            "The comment is not answered: neither words nor figures changed since. Change the words or the records.");

        public static readonly Refusal TooMuch = new("report-too-much",
            $"一份报告最多{FiguresMax}项数字，最多提交{VersionsMax}版，最多{CommentsMax}条意见。",
            $"A report has at most {FiguresMax} figures, {VersionsMax} versions and {CommentsMax} comments.");

        public static readonly Refusal NotOfficial = new("report-not-official",
            "只有行动所在地的镇街干部可以确认报告或提出意见。",
            "Only an official of the action's region confirms its report or comments on it.", Forbids: true);

        public static readonly Refusal OwnReport = new("report-own",
            "提交报告的人不能自己确认，请由另一位镇街干部确认。",
            "Whoever handed the report in does not confirm it; another official has to.");

        public static readonly Refusal NotHandedIn = new("report-not-handed-in",
            "结项报告还没有提交。", "The closing report was not handed in yet.");

        public static readonly Refusal NotNewest = new("report-version-not-newest",
            "这不是最新的一版，请打开最新提交的报告。", "This is not the newest version; open the report handed in last.");

        public static readonly Refusal CommentOpen = new("report-comment-open",
            "这一版有待答复的意见，须等协调员重新提交。",
            "A comment on this version waits for its answer: it has to be handed in again first.");

        public static readonly Refusal AlreadyConfirmed = new("report-already-confirmed",
            "这一版已经确认。", "This version is confirmed already.");
    }

    public static Decider<ReportState, ReportCommand, ReportEvent> Decider(string id) =>
        new(ReportState.Initial, Decide, Evolve);

    private static Decision<ReportEvent> Decide(ReportState state, ReportCommand command, Asked asked) =>
        command switch
        {
            ReportCommand.Write write => Write(state, write, asked),
            ReportCommand.HandIn handIn => HandIn(state, handIn, asked),
            ReportCommand.Confirm confirm => Confirm(state, confirm, asked),
            ReportCommand.Comment comment => Comment(state, comment, asked),
            _ => throw new UnreachableException(command.GetType().Name),
        };

    private static Decision<ReportEvent> Write(ReportState state, ReportCommand.Write write, Asked asked)
    {
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        if (write.Words == state.Words) return Decision<ReportEvent>.Nothing;

        return new ReportEvent.Written(write.Words);
    }

    private static Decision<ReportEvent> HandIn(ReportState state, ReportCommand.HandIn handIn, Asked asked)
    {
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        if (handIn.Phase != ActionPhase.Closed) return Refusals.ActionNotClosed;
        var version = (state.Last?.Version ?? 0) + 1;
        if (handIn.Figures.Count > FiguresMax || version > VersionsMax) return Refusals.TooMuch;
        if (state.Last is { } last && last.Figures == handIn.Figures && last.Words == state.Words)
            return state.Step == ReportStep.Commented ? Refusals.Unchanged : Decision<ReportEvent>.Nothing;

        return new ReportEvent.HandedIn(version, asked.On, handIn.Figures, state.Words, handIn.Seen, asked.By);
    }

    private static Decision<ReportEvent> Confirm(ReportState state, ReportCommand.Confirm confirm, Asked asked)
    {
        if (!confirm.By.OfRegion) return Refusals.NotOfficial;
        if (state.Last is null) return Refusals.NotHandedIn;
        if (confirm.Version != state.Last.Version) return Refusals.NotNewest;
        if (state.Step == ReportStep.Confirmed) return state.ConfirmedBy == asked.By
            ? Decision<ReportEvent>.Nothing : Refusals.AlreadyConfirmed;
        if (state.Step == ReportStep.Commented) return Refusals.CommentOpen;
        if (state.Last.By == asked.By) return Refusals.OwnReport;

        return new ReportEvent.Confirmed(confirm.Version, asked.On, asked.By);
    }

    private static Decision<ReportEvent> Comment(ReportState state, ReportCommand.Comment comment, Asked asked)
    {
        if (!comment.By.OfRegion) return Refusals.NotOfficial;
        if (state.Comments.Contains(comment.CommentId)) return Decision<ReportEvent>.Nothing;
        if (state.Last is null) return Refusals.NotHandedIn;
        if (comment.Version != state.Last.Version) return Refusals.NotNewest;
        if (comment.AsksAnswer && state.Step == ReportStep.Confirmed) return Refusals.AlreadyConfirmed;
        if (state.Comments.Count >= CommentsMax) return Refusals.TooMuch;

        return new ReportEvent.Commented(
            comment.Version, asked.On, comment.CommentId, comment.AsksAnswer, asked.By);
    }

    private static ReportState Evolve(ReportState state, ReportEvent recorded) => recorded switch
    {
        ReportEvent.Written e => state with { Words = e.Words },
        ReportEvent.HandedIn e => state with { Last = e, Step = ReportStep.HandedIn, ConfirmedBy = null },
        ReportEvent.Confirmed e => state with { Step = ReportStep.Confirmed, ConfirmedBy = e.By },
        ReportEvent.Commented e => state with
        {
            Comments = state.Comments.Add(e.CommentId), Step = e.AsksAnswer ? ReportStep.Commented : state.Step,
        },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
