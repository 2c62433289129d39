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
        text, found => Days.Parse(found.Value) is { } day ? l.Day(day) : found.Value);

    [GeneratedRegex(@"[0-9]{4}-[0-9]{2}-[0-9]{2}")]
    private static partial Regex IsoDay();

    /// <summary>Joins the facts of one line.</summary>
    public static string Line(params string?[] facts) => string.Join(" · ", facts.Where(f => !string.IsNullOrEmpty(f)));
}
