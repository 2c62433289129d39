namespace Federation.Api.Deliberations;

/// <param name="Quorum">How many areas must have rated a topic before it can be decided.</param>
/// <param name="ClosesOn">Last day on which an opinion is not late; the day of the meeting when not given.</param>
public sealed record DeliberationBody(
    string AllianceId, Name Question, DateOnly HeldOn, Items<string> AreaIds, int Quorum, DateOnly? ClosesOn = null,
    bool Illustrative = false, Name? Note = null, string? Id = null, DateOnly? On = null) : IDated;

/// <param name="AreaId">The area that proposes it; not given: the coordinator for the meeting.</param>
public sealed record TopicBody(
    [Says("议题", "Topic", Max = Texts.TitleMax)] Name Title,
    [Says("总目标", "Overall goal", "想达到什么", "What is to be reached", Max = Texts.PassageMax, Lines = 3)]
    Name? Goal = null,
    [Says("活动策略", "Strategy", "打算怎么做", "How it is to be done", Max = Texts.PassageMax, Lines = 3)]
    Name? Strategy = null,
    [Says("资源链接", "Resources", "可以联系到什么资源", "What can be drawn on", Max = Texts.PassageMax, Lines = 3)]
    Name? Resources = null,
    [Says("项目持份者", "Stakeholders", "与谁有关", "Whom it concerns", Max = Texts.PassageMax, Lines = 3)]
    Name? Stakeholders = null,
    [Says("服务对象", "Whom it serves", "服务哪些人", "For whom it is", Max = Texts.PassageMax, Lines = 3)]
    Name? Audience = null,
    [Says("实施主体", "Who carries it out", "由哪些组织来办", "Which organisations", Max = Texts.PassageMax, Lines = 3)]
    Name? Implementers = null,
    string? AreaId = null, string? Id = null, DateOnly? On = null) : IDated;

/// <param name="Reasons">Why it is difficult: codes of the list, or own words, which are sealed and count as
/// <c>other</c>.</param>
/// <param name="OnPaper">A coordinator enters what the area gave on paper; of the meeting's day unless <c>on</c> says
/// otherwise.</param>
public sealed record OpinionBody(
    string AreaId, string TopicId, int Recommendation, int Difficulty, Items<string> Reasons = default,
    bool OnPaper = false, DateOnly? On = null) : IDated, IFromForm<OpinionBody>
{
    /// <summary>Own words have a field beside the ticks; the day is the meeting's for what came on paper.</summary>
    public static OpinionBody Of(Posted form) => new(
        form.Required("areaId"), form.Required("topicId"), Rating(form, "recommendation"), Rating(form, "difficulty"),
        [.. form.Many("reasons").Append(form.Text("words")).OfType<string>().Distinct()], form.Ticked("onPaper"));

    private static int Rating(Posted form, string field)
    {
        if (form.Text(field) is null) form.Wrong(field, "请选择 1 到 5", "Choose from 1 to 5");
        return form.Number(field) is { } rating and >= 0 and <= 9 ? (int)rating : 0;
    }
}

public sealed record DecisionBody(
    string TopicId,
    [Says("理由", "Rationale", "所有人都看得到，请不要写个人姓名。", "Everybody sees it; please name no person.",
        Max = Post.TextMax, Lines = 4)]
    string Rationale,
    [Says("决定日期", "Day", "不填就是今天", "Today when left empty")] DateOnly? On = null) : IDated;

public sealed record NoQuorumBody(
    [Says("说明", "Explanation", "所有人都看得到，请不要写个人姓名。", "Everybody sees it; please name no person.",
        Max = Post.TextMax, Lines = 4)]
    string Rationale,
    [Says("日期", "Day", "不填就是今天", "Today when left empty")] DateOnly? On = null) : IDated;
