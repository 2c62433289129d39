using Federation.Api.JointActions;

namespace Federation.Api.Merchants;

/// <summary>What pages of merchants say in the same words.</summary>
internal static class MerchantWords
{
    /// <summary>How a shop's pledge stands, as far as it is known.</summary>
    public static (string Text, string Tone) Standing(Lang lang, string standing) => standing switch
    {
        "valid" => (lang.T("承诺有效", "Pledge in force"), "done"),
        "lapsed" => (lang.T("承诺已过期", "Pledge lapsed"), "wait"),
        "withdrawn" => (lang.T("承诺已撤回", "Pledge withdrawn"), "off"),
        "not-signed" => (lang.T("未签署", "Not signed"), "wait"),
        "not-visited" => (lang.T("计划走访", "Visit planned"), "wait"),
        _ => (lang.T("是否签署未说明", "Signing not stated"), "wait"),
    };

    public static Choice[] Results(Lang lang) =>
    [
        .. new[] { "signed", "refused", "come-back", "closed", "not-in", "checked" }
            .Select(result => new Choice(result, Result(lang, result))),
    ];

    public static string Result(Lang lang, string result) => result switch
    {
        "signed" => lang.T("签了承诺书", "Signed the pledge"),
        "not-signed" => lang.T("没有签署", "Did not sign"),
        "refused" => lang.T("不愿签署", "Refused to sign"),
        "come-back" => lang.T("请我们再来", "Asked us to come back"),
        "closed" => lang.T("没有开门", "Shop was closed"),
        "not-in" => lang.T("店主不在", "Owner was not in"),
        "checked" => lang.T("回访，核查承诺", "Visited again to check"),
        _ => lang.T("是否签署未说明", "Signing not stated"),
    };

    public static Choice[] Findings(Lang lang) =>
        [.. new[] { "yes", "partly", "no" }.Select(kept => new Choice(kept, Kept(lang, kept)))];

    public static string Kept(Lang lang, string kept) => kept switch
    {
        "yes" => lang.T("做到了", "Kept"),
        "partly" => lang.T("部分做到", "Partly kept"),
        _ => lang.T("没有做到", "Not kept"),
    };

    /// <summary>What happened on a day, in one phrase.</summary>
    public static string Step(Lang lang, ShopStep step) => step switch
    {
        { Kind: "planned", PlannedFor: { } day } =>
            lang.T($"计划{lang.Day(day)}走访", $"Visit planned for {lang.Day(day)}"),
        { Kind: "visited", Kept: { } kept } =>
            lang.T($"回访：{Kept(lang, kept)}", $"Visited again: {Kept(lang, kept).ToLowerInvariant()}"),
        { Kind: "visited", Result: { } result } =>
            lang.T($"走访：{Result(lang, result)}", $"Visit: {Result(lang, result).ToLowerInvariant()}"),
        { Kind: "signed" } => lang.T("签署承诺书", "Pledge signed"),
        { Kind: "renewed" } => lang.T("续签承诺书", "Pledge renewed"),
        { Kind: "withdrawn" } => lang.T("撤回承诺书", "Pledge withdrawn"),
        { Kind: "joined" } => lang.T("加入商家联盟", "Joined the merchants’ alliance"),
        _ => lang.T("退出商家联盟", "Left the merchants’ alliance"),
    };

    public static string Version(Lang lang, long? version) => version is { } known
        ? lang.T($"第 {known} 版", $"version {known}")
        : lang.T("版本未说明", "version not stated");

    /// <summary>Versions that may have been signed, the newest first, and that it is not stated.</summary>
    public static Choice[] Versions(Lang lang, IReadOnlyList<PledgeTextShown> texts) =>
    [
        .. texts.Select(t => new Choice(
            $"{t.Version}", $"{Version(lang, t.Version)} · {lang.Day(t.PublishedOn)}")),
        new("0", lang.T("未说明", "Not stated")),
    ];

    public static string Until(Lang lang, DateOnly? until) => until is { } day
        ? lang.T($"有效至{lang.Day(day)}", $"valid until {lang.Day(day)}")
        : lang.T("未定期限", "no last day");

    /// <summary>Under which version and until when, of a pledge that was signed.</summary>
    public static string? Terms(Lang lang, PledgeEndpoints.PledgeRow row) => row.Signed != "yes" ? null
        : lang.T($"{Version(lang, row.Version)}，{Until(lang, row.ValidUntil)}",
            $"{Version(lang, row.Version)}, {Until(lang, row.ValidUntil)}");

    public static string Member(Lang lang, PledgeEndpoints.PledgeRow row) => row switch
    {
        { JoinedOn: { } day, LeftOn: null } =>
            lang.T($"{lang.Day(day)}加入商家联盟", $"in the alliance since {lang.Day(day)}"),
        { LeftOn: { } day } => lang.T($"{lang.Day(day)}退出商家联盟", $"left the alliance {lang.Day(day)}"),
        _ => lang.T("未加入商家联盟", "not in the alliance"),
    };

    /// <summary>Who went, by kind and number; null where nobody was counted.</summary>
    public static string? Visitors(Lang lang, ShopStep step)
    {
        var kinds = new[]
        {
            step.Alone is { } alone ? lang.T($"单独 {alone} 人", $"{alone} alone") : null,
            step.Pairs is { } pairs
                ? lang.T($"亲子 {pairs} 对", $"{pairs} parent-child {(pairs == 1 ? "pair" : "pairs")}") : null,
        };
        return kinds.OfType<string>().ToArray() is { Length: > 0 } said ? string.Join(lang.T("、", ", "), said) : null;
    }
}
