using Federation.Domain.Counting;

namespace Federation.Domain.JointActions;

// The second half of the joint action's rules: figures that documents print about it, and the list of all its refusals.
// A published figure is a quotation: it stands beside the computed one, is replaced only under the same key, scope and
// source, and may be entered or withdrawn also after the action was closed, which is when most documents appear.

public static partial class JointAction
{
    public const int FiguresMax = 200;
    public const long ValueMax = 1_000_000_000_000;

    public static class Refusals
    {
        public static readonly Refusal AlreadyExists = new("action-already-exists",
            "该联合行动已存在，且内容不同。", "This joint action already exists with other content.");

        public static readonly Refusal TextsInvalid = new("action-texts-invalid",
            $"请填写名称（不超过{Texts.TitleMax}字）和主题（不超过{Texts.WordMax}字），并检查各项文字和单位的数量。",
            $"Give a title (at most {Texts.TitleMax} characters) and a theme ({Texts.WordMax}); check the others.",
            Field: "title");

        public static readonly Refusal DaysInvalid = new("action-days-invalid",
            "结束日期不能早于开始日期，联合行动最长为五年。",
            "The last day must not be before the first; an action lasts at most five years.", Field: "to");

        public static readonly Refusal DeliberationUndecided = new("deliberation-undecided",
            "该联盟没有这次议事，或议事还没有作出决定。",
            "The alliance has no such deliberation, or it has not come to a decision.");

        public static readonly Refusal NotOwner = new("not-action-owner",
            "只有参与该行动的组织或联盟协调员可以办理。",
            "Only an organisation that takes part or a coordinator may do this.", Forbids: true);

        public static readonly Refusal Closed = new("action-closed",
            "该联合行动已结束，不能再增加或改动此项内容。", "This joint action is closed: nothing can be added or changed here any more.");

        public static readonly Refusal SeriesExists = new("series-already-exists",
            "已有相同编号的子系列，且内容不同。", "There is a series of this id with other content.");

        public static readonly Refusal OrderTaken = new("series-order-taken",
            "该序号已被另一个子系列使用，请换一个序号。", "Another series has this place in the order; choose another.", Field: "order");

        public static readonly Refusal TooManySeries = new("too-many-series",
            $"一个联合行动最多设{SeriesMax}个子系列。", $"A joint action has at most {SeriesMax} series.");

        public static readonly Refusal SeriesInvalid = new("series-invalid",
            $"请填写子系列名称和1至999的序号；范围名称最多{ScopesPerSeriesMax}个，不能重复，不能含“/”。",
            $"Give a title and an order from 1 to 999; at most {ScopesPerSeriesMax} different scopes, no slash.",
            Field: "title");

        public static readonly Refusal SeriesUnknown = new("series-unknown",
            "该联合行动没有这个子系列，请先添加。", "The joint action has no such series; add it first.", Field: "seriesId");

        public static readonly Refusal ScopeUnknown = new("scope-unknown",
            "该联合行动没有这个范围：请选择整个行动、某个子系列，或子系列上已有的范围名称。",
            "The action has no such scope: choose the whole action, one of its series, or a scope named by a series.",
            Field: "scope");

        public static readonly Refusal NotMember = new("not-a-member",
            "该组织目前不是联盟成员，请先办理加入。",
            "The organisation is not a member of the alliance at present; it has to join first.",
            Field: "organisationId");

        public static readonly Refusal VillageNotAdopted = new("village-not-in-alliance",
            "该村居不在联盟的区域内，请先由协调员加入该村居。", "The village is not one of the alliance's; a coordinator has to add it first.",
            Field: "villageCode");

        public static readonly Refusal TooManyParticipants = new("too-many-participants",
            $"一个联合行动最多登记{ParticipantsMax}个参与组织。", $"A joint action has at most {ParticipantsMax} participants.");

        public static readonly Refusal NoSeries = new("action-without-series",
            "启动前请至少添加一个子系列。", "Add at least one series before launching.");

        public static readonly Refusal NoParticipants = new("action-without-participants",
            "启动前请至少添加一个参与组织。", "Add at least one participating organisation before launching.");

        public static readonly Refusal LaunchAfterEnd = new("launch-after-end",
            "启动日期不能晚于行动的结束日期。", "The launch must not be after the action's last day.");

        public static readonly Refusal NotLaunched = new("action-not-launched",
            "该联合行动尚未启动，请先启动。", "The joint action has not been launched; launch it first.");

        public static readonly Refusal ClosedBeforeLaunch = new("closing-before-launch",
            "结束日期不能早于启动日期。", "The closing must not be before the launch.");

        public static readonly Refusal SessionsOpen = new("sessions-still-open",
            "还有活动场次未报告，请先报告或取消。", "Some sessions are still open: report or cancel them first.");

        public static readonly Refusal FigureUnknown = new("figure-unknown",
            "没有这一指标，请从指标目录中选择。", "There is no such figure; choose one from the registry.", Field: "key");

        public static readonly Refusal FigureInvalid = new("figure-invalid",
            $"数值须在0至{ValueMax}之间，并请注明来源标题（不超过{Texts.SourceMax}字）；说明不超过{Texts.NoteMax}字。",
            $"The value goes from 0 to {ValueMax}; give the source's title (at most {Texts.SourceMax} characters); "
            + $"a note has at most {Texts.NoteMax}.", Field: "value");

        public static readonly Refusal NoteInvalid = new("figure-note-invalid",
            $"请写明数字不同的原因，不超过{Texts.NoteMax}字。",
            $"Say why the figures differ, in at most {Texts.NoteMax} characters.", Field: "note");

        public static readonly Refusal TooManyFigures = new("too-many-published-figures",
            $"一个联合行动最多登记{FiguresMax}项公布数据。", $"A joint action has at most {FiguresMax} published figures.");
    }

    private static Decision<JointActionEvent> Publish(JointActionState state, PublishedFigure figure, Asked asked)
    {
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        if (state.Figures.Contains(figure)) return Decision<JointActionEvent>.Nothing;
        if (asked.DayRefused(figure.AsOf) is { } day) return day with { Field = "asOf" };
        if (FigureRegistry.Find(figure.Key) is null) return Refusals.FigureUnknown;
        if (!HasScope(state, figure.Scope)) return Refusals.ScopeUnknown;
        if (figure.Stated.Value is < 0 or > ValueMax || !Texts.Fits(figure.Source, Texts.SourceMax)
            || figure.Note?.Fits(Texts.NoteMax) == false) return Refusals.FigureInvalid;
        if (state.Figures.Count + state.Withdrawn.Count >= FiguresMax && !Knows(state, figure))
            return Refusals.TooManyFigures;

        return new JointActionEvent.FigurePublished(figure);
    }

    private static Decision<JointActionEvent> Withdraw(
        JointActionState state, JointActionCommand.WithdrawPublishedFigure withdraw, Asked asked)
    {
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        if (state.Withdrawn.Any(Same)) return Decision<JointActionEvent>.Nothing;
        if (!state.Figures.Any(Same)) return Asked.Refusals.NotFound;

        return new JointActionEvent.PublishedFigureWithdrawn(withdraw.Key, withdraw.Scope, withdraw.Source);

        bool Same(PublishedFigure figure) => figure.IsSameAs(withdraw.Key, withdraw.Scope, withdraw.Source);
    }

    private static Decision<JointActionEvent> Explain(
        JointActionState state, JointActionCommand.ExplainFigure explain, Asked asked)
    {
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        var figure = state.Figures.FirstOrDefault(f => f.IsSameAs(explain.Key, explain.Scope, explain.Source));
        if (figure is null) return Asked.Refusals.NotFound;
        if (figure.Note == explain.Note) return Decision<JointActionEvent>.Nothing;
        if (!explain.Note.Fits(Texts.NoteMax)) return Refusals.NoteInvalid;

        return new JointActionEvent.FigureExplained(explain.Key, explain.Scope, explain.Source, explain.Note);
    }

    private static JointActionState Explained(JointActionState state, JointActionEvent.FigureExplained e) => state with
    {
        Figures =
        [
            .. state.Figures.Select(f => f.IsSameAs(e.Key, e.Scope, e.Source) ? f with { Note = e.Note } : f),
        ],
    };

    private static bool HasScope(JointActionState state, ActionScope scope) => scope switch
    {
        { Kind: ScopeKind.Action, Id: null } => true,
        { Kind: ScopeKind.Series, Id: { } id } => state.Series.Any(series => series.Id == id),
        { Kind: ScopeKind.Named, Id: { } id } => state.HasScope(id),
        _ => false,
    };

    private static bool Knows(JointActionState state, PublishedFigure figure) =>
        state.Figures.Concat(state.Withdrawn).Any(other => other.IsSameAs(figure.Key, figure.Scope, figure.Source));

    private static JointActionState Published(JointActionState state, PublishedFigure figure) => state with
    {
        Figures = state.Figures.Where(other => !other.IsSameAs(figure.Key, figure.Scope, figure.Source)).Add(figure),
        Withdrawn = state.Withdrawn.Where(other => !other.IsSameAs(figure.Key, figure.Scope, figure.Source)),
    };

    private static JointActionState Unpublished(
        JointActionState state, JointActionEvent.PublishedFigureWithdrawn e) => state with
    {
        Figures = state.Figures.Where(other => !other.IsSameAs(e.Key, e.Scope, e.Source)),
        Withdrawn = [.. state.Withdrawn, .. state.Figures.Where(other => other.IsSameAs(e.Key, e.Scope, e.Source))],
    };
}
