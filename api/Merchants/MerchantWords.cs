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

    /// <summary>How a visit ended.</summary>
    private static readonly Dictionary<string, Name> Results = new()
    {
        ["signed"] = new("签了承诺书", "Signed the pledge"), ["not-signed"] = new("没有签署", "Did not sign"),
        ["refused"] = new("不愿签署", "Refused to sign"), ["come-back"] = new("请我们再来", "Asked us to come back"),
        ["closed"] = new("没有开门", "Shop was closed"), ["not-in"] = new("店主不在", "Owner was not in"),
        ["checked"] = new("回访，核查承诺", "Visited again to check"),
        ["not-stated"] = new("是否签署未说明", "Signing not stated"),
    };

    /// <summary>Whether promises were kept.</summary>
    private static readonly Dictionary<string, Name> Findings = new()
    {
        ["yes"] = new("做到了", "Kept"), ["partly"] = new("部分做到", "Partly kept"), ["no"] = new("没有做到", "Not kept"),
    };

    /// <summary>What a visit that is entered now may have come to.</summary>
    public static Choice[] ResultsOf(Lang lang, params IEnumerable<string> results) =>
        [.. results.Select(result => new Choice(result, lang.Of(Results[result])))];

    public static Choice[] FindingsOf(Lang lang) => [.. Findings.Select(f => new Choice(f.Key, lang.Of(f.Value)))];

    /// <summary>What happened on a day, in one phrase.</summary>
    public static string Step(Lang lang, ShopStep step) => step switch
    {
        { Kind: "planned", PlannedFor: { } day } =>
            lang.T($"计划{lang.Day(day)}走访", $"Visit planned for {lang.Day(day)}"),
        { Kind: "visited", Kept: { } kept } =>
            lang.T($"回访：{Findings[kept].Zh}", $"Visited again: {Findings[kept].En!.ToLowerInvariant()}"),
        { Kind: "visited", Result: { } result } =>
            lang.T($"走访：{Results[result].Zh}", $"Visit: {Results[result].En!.ToLowerInvariant()}"),
        { Kind: "signed" } => lang.T("签署承诺书", "Pledge signed"),
        { Kind: "renewed" } => lang.T("续签承诺书", "Pledge renewed"),
        { Kind: "withdrawn" } => lang.T("撤回承诺书", "Pledge withdrawn"),
        { Kind: "joined" } => lang.T("加入商家联盟", "Joined the merchants’ alliance"),
        _ => lang.T("退出商家联盟", "Left the merchants’ alliance"),
    };

    public static string Version(Lang lang, long? version) => version is { } known
        ? lang.T($"第 {known} 版", $"version {known}")
        : lang.T("版本未说明", "version not stated");

    public static string Until(Lang lang, DateOnly? until) => until is { } day
        ? lang.T($"有效至{lang.Day(day)}", $"valid until {lang.Day(day)}")
        : lang.T("未定期限", "no last day");

    /// <summary>Under which version and until when, of a pledge that was signed.</summary>
    public static string? Terms(Lang lang, PledgeRow row) =>
        row.Signed == "yes" ? Terms(lang, row.Version, row.ValidUntil) : null;

    public static string Terms(Lang lang, long? version, DateOnly? until) =>
        Version(lang, version) + lang.T("，", ", ") + Until(lang, until);

    public static string Member(Lang lang, PledgeRow row) => row switch
    {
        { JoinedOn: { } day, LeftOn: null } =>
            lang.T($"{lang.Day(day)}加入商家联盟", $"in the alliance since {lang.Day(day)}"),
        { LeftOn: { } day } => lang.T($"{lang.Day(day)}退出商家联盟", $"left the alliance {lang.Day(day)}"),
        _ => lang.T("未加入商家联盟", "not in the alliance"),
    };

    /// <summary>Who went, by kind and number; empty where nobody was counted.</summary>
    public static string Visitors(Lang lang, ShopStep step) => string.Join(lang.T("、", ", "), new[]
    {
        step.Alone is { } alone ? lang.T($"单独 {alone} 人", $"{alone} alone") : null,
        step.Pairs is { } pairs
            ? lang.T($"亲子 {pairs} 对", $"{pairs} parent-child {(pairs == 1 ? "pair" : "pairs")}") : null,
    }.OfType<string>());
}
