using Federation.Domain.Needs;

namespace Federation.Api.Needs;

/// <summary>What pages of needs and demands say in the same words.</summary>
internal static class DemandWords
{
    public static string Kind(this Lang lang, DemandKind kind) => kind switch
    {
        DemandKind.Need => lang.T("组织的需求", "Need"),
        DemandKind.Difficulty => lang.T("组织的难点", "Difficulty"),
        _ => lang.T("居民或组织的诉求", "Demand"),
    };

    public static Choice[] DemandKinds(this Lang lang) =>
        [.. Enum.GetValues<DemandKind>().Select(kind => new Choice(RowText.Of(kind), lang.Kind(kind)))];

    public static Choice[] MeetingKinds(this Lang lang) => [.. Enum.GetValues<MeetingKind>().Select(kind => new Choice(
        RowText.Of(kind), kind == MeetingKind.OpenSpace
            ? lang.T("开放空间会议", "Open-space meeting") : lang.T("楼长联席会议", "Joint meeting of building leaders")))];

    /// <summary>A stage as the shell's words know it.</summary>
    public static string Tag(this DemandStage stage) => stage switch
    {
        DemandStage.Open => "brought",
        DemandStage.Accepted => "taken-in",
        DemandStage.Closed => "fed-back",
        _ => RowText.Of(stage),
    };

    public static string Said(this Lang lang, DemandStage stage) =>
        States.Of(stage.Tag()) is var (zh, en, _) ? lang.T(zh, en) : RowText.Of(stage);

    /// <summary>Whoever brings a demand for themselves: nobody's name, at most their village's.</summary>
    public static string Resident(this Lang lang, Name? village) => village is null
        ? lang.T("居民", "a resident") : lang.T($"{lang.Of(village)}居民", $"a resident of {lang.Of(village)}");

    /// <summary>The page of what answers.</summary>
    public static string Href(this AnswerShown answer) => answer.Kind switch
    {
        AnswerKind.JointAction => $"/joint-actions/{answer.Of}",
        AnswerKind.Request => $"/requests/{answer.Of}",
        _ => $"/library/{answer.Of}",
    };

    public static string Kind(this Lang lang, AnswerKind kind) => kind switch
    {
        AnswerKind.JointAction => lang.T("联合行动", "Joint action"),
        AnswerKind.Request => lang.T("求助", "Request"),
        _ => lang.T("课程包", "Package"),
    };
}
