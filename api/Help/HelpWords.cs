using System.Globalization;
using System.Text.RegularExpressions;

namespace Federation.Api.Help;

/// <summary>How pages say what rows of mutual help hold.</summary>
public static partial class HelpWords
{
    private static readonly string[] RequestKinds = ["mentor", "activity", "manpower"];
    private static readonly string[] MentorModes = ["experience-sharing", "on-site-guidance"];

    public static string Kind(this Lang l, string kind) => kind switch
    {
        "mentor" => l.T("导师指导", "A mentor"),
        "activity" => l.T("活动输出", "An activity"),
        "manpower" => l.T("人力支持", "Helping hands"),
        _ => kind,
    };

    public static Choice[] Kinds(this Lang l) =>
        [.. RequestKinds.Select(kind => new Choice(kind, l.Kind(kind), l.KindExplained(kind)))];

    private static string KindExplained(this Lang l, string kind) => kind switch
    {
        "mentor" => l.T("请有经验的导师来分享或到场指导", "Somebody experienced shares or guides on site"),
        "activity" => l.T("请别的组织把做熟的活动带过来", "Another organisation brings a proven activity"),
        _ => l.T("活动缺人手，请志愿者来帮忙", "Volunteers lend a hand"),
    };

    public static string Mode(this Lang l, string mode) => mode switch
    {
        "experience-sharing" => l.T("经验分享", "Shares experience"),
        "on-site-guidance" => l.T("实地指导", "Guides on site"),
        _ => mode,
    };

    public static Choice[] Modes(this Lang l) => [.. MentorModes.Select(mode => new Choice(mode, l.Mode(mode)))];

    /// <summary>4.5 分（6 次评价); said plainly while there is none.</summary>
    public static string Rated(this Lang l, decimal? mean, long ratings) => mean is not { } value
        ? l.T("还没有评价", "not rated yet")
        : l.T($"{value:0.#} 分（{ratings} 次评价）", $"{value:0.#} of 5 ({ratings} {(ratings == 1 ? "rating" : "ratings")})");

    public static string Times(this Lang l, long count) =>
        l.T($"{l.Number(count)}次", $"{l.Number(count)} {(count == 1 ? "time" : "times")}");

    /// <summary>The drawing that goes with a fact of the matching.</summary>
    public static string Drawing(string fact) => fact switch
    {
        "asked-for" => "help", "free-minutes" => "free", "last-help" => "last", "modes" => "person",
        "workload" => "grid", _ => fact,
    };

    /// <summary>Facts that speak against somebody: a topic they do not list.</summary>
    public static bool Against(ReasonShown reason) =>
        (reason.Fact is "topic" or "modes" && reason.Value.Length == 0)
        || (reason.Fact == "free-minutes" && reason.Value == "0")
        || (reason.Fact == "distance" && reason.Value == "farther");

    /// <summary>A reason's days, which rules state as 2022-03-12, as people write them.</summary>
    public static string Dated(this Lang l, string text) => IsoDay().Replace(
        text, found => l.Day(DateOnly.ParseExact(found.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}")]
    private static partial Regex IsoDay();

    /// <summary>Joins the facts of one line.</summary>
    public static string Line(params string?[] facts) => string.Join(" · ", facts.Where(f => !string.IsNullOrEmpty(f)));

    /// <summary>What was done, said after the page it led to was loaded.</summary>
    public static string? Said(this Lang l, string? done) => done switch
    {
        "nominated" => l.T("已推荐，等待协调员审核", "Nominated; the coordinator now decides"),
        "mentor-accepted" => l.T("已加入导师库", "Now in the mentor pool"),
        "mentor-declined" => l.T("推荐未通过", "The nomination is declined"),
        "retired" => l.T("已退出导师库", "No longer in the pool"),
        "skills-changed" => l.T("主题和方式已更新", "Topics and ways of helping are updated"),
        "team-formed" => l.T("小团队已组建，报名和填报时就能选它", "The team is formed and can be chosen for help"),
        "team-renamed" => l.T("名称已更新", "The name is updated"),
        "team-disbanded" => l.T("小团队已解散", "The team has disbanded"),
        "slot-offered" => l.T("时段已开放预约", "The slot is open for booking"),
        "slot-withdrawn" => l.T("时段已撤回", "The slot is withdrawn"),
        "booked" => l.T("预约成功，对应的求助单随即生成", "Booked; its request is being opened"),
        "booking-cancelled" => l.T("预约已取消，时段重新开放", "The booking is cancelled; the slot is free again"),
        _ => null,
    };
}
