using System.Diagnostics;
using Federation.Domain.JointActions;

namespace Federation.Domain.Needs;

// One open-space meeting (开放空间会议): groups in which everyone states their own idea, and what they find together. A
// joint meeting of building leaders (楼长联席会议) is kept the same way and says that it is one.
//
// One stream per meeting: a statement belongs to one of its groups. What was said is sealed; the needs and difficulties
// that the meeting finds are entries of their own (Demand.cs) that name it.

/// <param name="People">How many sat in it; null: not stated.</param>
public sealed record OpenSpaceGroup(string Id, Name Name, int? People = null);

public enum MeetingKind { OpenSpace, JointMeeting }

public abstract record OpenSpaceCommand
{
    /// <param name="OrganisationId">Whose meeting it is; null: the alliance's.</param>
    /// <param name="Attendees">How many came in all; null: not stated.</param>
    [Name("open-space.hold")]
    public sealed record Hold(
        string AllianceId, string? OrganisationId, Name Question, DateOnly HeldOn, Items<OpenSpaceGroup> Groups,
        bool Illustrative = false, MeetingKind Kind = MeetingKind.OpenSpace, int? Attendees = null,
        bool Elsewhere = false) : OpenSpaceCommand;

    [Name("open-space.add-statement")]
    public sealed record AddStatement(string StatementId, string GroupId, string? WordsId) : OpenSpaceCommand;

    /// <summary>What the groups found together; stating it anew replaces it.</summary>
    [Name("open-space.state-result")]
    public sealed record StateResult(string? WordsId) : OpenSpaceCommand;

    private OpenSpaceCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record OpenSpaceEvent
{
    [Name("open-space.held.v1", "登记开放空间会议", "Entered an open-space meeting")]
    public sealed record Held(
        string AllianceId, string? OrganisationId, Name Question, DateOnly HeldOn, Items<OpenSpaceGroup> Groups,
        bool Illustrative, MeetingKind Kind = MeetingKind.OpenSpace, int? Attendees = null) : OpenSpaceEvent;

    [Name("open-space.statement-added.v1", "记录发言", "Wrote down a statement")]
    public sealed record StatementAdded(string StatementId, string GroupId, string WordsId) : OpenSpaceEvent;

    [Name("open-space.result-stated.v1", "填写会议结果", "Stated a meeting's result")]
    public sealed record ResultStated(string WordsId) : OpenSpaceEvent;

    private OpenSpaceEvent() { }
}

/// <summary>A meeting as its rules need it; <c>About</c> is null until it was entered.</summary>
public sealed record OpenSpaceState(
    OpenSpaceEvent.Held? About, Items<OpenSpaceEvent.StatementAdded> Statements, string? ResultId);

public static class OpenSpace
{
    public const int GroupsMax = 30;
    public const int StatementsMax = 500;
    public const int PeopleMax = 1_000; // in one group
    public const int AttendeesMax = 10_000;

    public static class Refusals
    {
        public static readonly Refusal AlreadyHeld = new("open-space-already-held",
            "该编号的会议已登记，内容不同；请换一个编号。", "There is a meeting of this id with other content; choose another id.");

        public static readonly Refusal QuestionUnfit = new("open-space-question-unfit",
            $"请写明会议讨论的问题，不超过{Texts.PassageMax}字。", $"State the question in at most {Texts.PassageMax} characters.",
            Field: "question");

        public static readonly Refusal Elsewhere = new("open-space-elsewhere",
            "该组织不是这个联盟的成员，也不在它的地区，请选择它自己的联盟。",
            "The organisation is neither a member of this alliance nor in its region; choose its own.",
            Field: "allianceId");

        public static readonly Refusal GroupsUnfit = new("open-space-groups-unfit",
            $"请填写 1 至 {GroupsMax} 个小组，编号不重复，名称不超过{Texts.TitleMax}字，人数为 1 至 {PeopleMax}。",
            $"Give 1 to {GroupsMax} groups of different ids, named in at most {Texts.TitleMax} characters, "
            + $"of 1 to {PeopleMax} people.", Field: "groups");

        public static readonly Refusal AttendeesUnfit = new("open-space-attendees-unfit",
            $"参会人数为 1 至 {AttendeesMax}。", $"Between 1 and {AttendeesMax} people attend.", Field: "attendees");

        public static readonly Refusal GroupUnknown = new("open-space-group-unknown",
            "这次会议没有这个小组。", "The meeting has no such group.", Field: "groupId");

        public static readonly Refusal StatementExists = new("open-space-statement-exists",
            "该编号的发言已登记，内容不同。", "There is a statement of this id with other content.");

        public static readonly Refusal WordsMissing = new("open-space-words-missing",
            "请写下内容。", "Write down what was said.", Field: "text");

        public static readonly Refusal TooManyStatements = new("too-many-statements",
            $"一次会议最多记录 {StatementsMax} 条发言。", $"A meeting has at most {StatementsMax} statements.");
    }

    public static readonly Boundary<OpenSpaceState, OpenSpaceCommand, OpenSpaceEvent> Boundary =
        new("open-space", Decider, new("开放空间会议", "Open-space meeting"));

    public static Decider<OpenSpaceState, OpenSpaceCommand, OpenSpaceEvent> Decider(string id) =>
        new(new(null, [], null), Decide, Evolve);

    private static Decision<OpenSpaceEvent> Decide(OpenSpaceState state, OpenSpaceCommand command, Asked asked)
    {
        if (command is OpenSpaceCommand.Hold hold) return Hold(state, hold, asked);
        if (state.About is not { } about) return Asked.Refusals.NotFound;
        if (Foreign(about.OrganisationId, asked) is { } foreign) return foreign;

        return command switch
        {
            OpenSpaceCommand.AddStatement add => Add(state, about, add),
            OpenSpaceCommand.StateResult { WordsId: null } => Refusals.WordsMissing,
            OpenSpaceCommand.StateResult { WordsId: { } words } => words == state.ResultId
                ? Decision<OpenSpaceEvent>.Nothing : new OpenSpaceEvent.ResultStated(words),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    private static Decision<OpenSpaceEvent> Hold(OpenSpaceState state, OpenSpaceCommand.Hold hold, Asked asked)
    {
        var held = new OpenSpaceEvent.Held(
            hold.AllianceId, hold.OrganisationId, hold.Question, hold.HeldOn, hold.Groups, hold.Illustrative,
            hold.Kind, hold.Attendees);
        if (Foreign(hold.OrganisationId, asked) is { } foreign) return foreign;
        if (state.About == held) return Decision<OpenSpaceEvent>.Nothing;
        if (state.About is not null) return Refusals.AlreadyHeld;
        if (hold.Elsewhere) return Refusals.Elsewhere;
        if (!hold.Question.Fits(Texts.PassageMax)) return Refusals.QuestionUnfit;
        if (!GroupsFit(hold.Groups)) return Refusals.GroupsUnfit;
        if (hold.Attendees is < 1 or > AttendeesMax) return Refusals.AttendeesUnfit;

        return held;
    }

    private static Refusal? Foreign(string? organisation, Asked asked) =>
        organisation is null ? (asked.As.Coordinator ? null : Asked.Refusals.NotCoordinator)
        : asked.SpeaksFor(organisation) ? null : Asked.Refusals.NotYourOrganisation;

    private static bool GroupsFit(Items<OpenSpaceGroup> groups) =>
        groups.Count is >= 1 and <= GroupsMax && groups.Select(group => group.Id).Distinct().Count() == groups.Count
        && groups.All(group => group.Name.Fits(Texts.TitleMax) && group.People is null or (>= 1 and <= PeopleMax));

    private static Decision<OpenSpaceEvent> Add(
        OpenSpaceState state, OpenSpaceEvent.Held about, OpenSpaceCommand.AddStatement add)
    {
        if (add.WordsId is not { } words) return Refusals.WordsMissing;
        var added = new OpenSpaceEvent.StatementAdded(add.StatementId, add.GroupId, words);
        if (state.Statements.Contains(added)) return Decision<OpenSpaceEvent>.Nothing;
        if (about.Groups.All(group => group.Id != add.GroupId)) return Refusals.GroupUnknown;
        if (state.Statements.Any(other => other.StatementId == add.StatementId)) return Refusals.StatementExists;
        if (state.Statements.Count >= StatementsMax) return Refusals.TooManyStatements;

        return added;
    }

    private static OpenSpaceState Evolve(OpenSpaceState state, OpenSpaceEvent recorded) => recorded switch
    {
        OpenSpaceEvent.Held e => state with { About = e },
        OpenSpaceEvent.StatementAdded e => state with { Statements = state.Statements.Add(e) },
        OpenSpaceEvent.ResultStated e => state with { ResultId = e.WordsId },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
