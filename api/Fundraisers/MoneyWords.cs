using System.Globalization;
using Federation.Domain.Fundraisers;

namespace Federation.Api.Fundraisers;

/// <summary>What pages about campaigns say in the same words.</summary>
internal static class MoneyWords
{
    public const string InYuan = "以元为单位，例如 5,020.86", InYuanEn = "In yuan, such as 5,020.86";

    /// <summary>5,020.86 元 or CNY 5,020.86; the space holds the two together at a line's end.</summary>
    public static string Money(this Lang lang, long fen) =>
        lang.T($"{Yuan.Text(fen)}\u00A0元", $"CNY\u00A0{Yuan.Text(fen)}");

    /// <summary>The days of a campaign; what the source does not state is said to be so.</summary>
    public static string Window(Lang lang, FundraiserRow campaign)
    {
        var opens = Said(lang, campaign.OpensOn);
        if (campaign.ClosesOn is { } closes)
            return lang.T($"{opens}至{Said(lang, closes)}", $"{opens} to {Said(lang, closes)}");
        var unstated = campaign.OpensOn.Length == 7;
        return lang.T(
            $"{opens}开始{(unstated ? "（日期未说明）" : "")}，为期 {campaign.LastsMonths} 个月；结束日期未说明",
            $"from {opens}{(unstated ? " (day not stated)" : "")}, {campaign.LastsMonths} months; "
            + "the closing day is not stated");
    }

    private static string Said(Lang lang, string text) =>
        text.Length == 7 ? lang.Month(Day(text + "-01")) : lang.Day(Day(text));

    private static DateOnly Day(string text) =>
        DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Open, over but not closed, closed: word and tone.</summary>
    public static (string Text, string Tone) State(Lang lang, FundraiserRow campaign, DateOnly today) =>
        campaign.ClosedOn is not null ? (lang.T("已结项", "Closed"), "done")
        : today <= campaign.LastDay ? (lang.T("募捐中", "Open"), "go")
        : (lang.T("待结项", "To be closed"), "wait");

    /// <summary>What the reader does with the account.</summary>
    public static string Desk(Lang lang, FundraiserView view) =>
        view.Coordinates ? lang.T("登记收支", "Keep the account") : lang.T("审核支出", "Check spendings");

    public static (string Text, string Tone) Spending(Lang lang, string state) => state switch
    {
        "approved" => (lang.T("已审核", "Approved"), "done"),
        "refused" => (lang.T("未通过", "Refused"), "off"),
        _ => (lang.T("待审核", "Waiting"), "wait"),
    };

    public static string Kind(Lang lang, string kind) => kind switch
    {
        "gift" => lang.T("捐赠", "Gift"),
        "spending" => lang.T("支出", "Spending"),
        "relays" => lang.T("接力人次", "Relays"),
        _ => lang.T("公布总额", "Published total"),
    };

    /// <summary>What was raised, in one line.</summary>
    public static string Raised(Lang lang, FundraiserRow campaign) => campaign.Base switch
    {
        BalanceBase.Gifts => lang.T(
            $"已登记 {lang.Number(campaign.Gifts!.Value)} 笔捐赠，{lang.Money(campaign.RaisedFen!.Value)}",
            $"{lang.Number(campaign.Gifts!.Value)} gifts recorded, {lang.Money(campaign.RaisedFen!.Value)}"),
        BalanceBase.PublishedTotal => lang.T(
            $"平台公布 {lang.Money(campaign.PublishedFen!.Value)}（{lang.Day(campaign.PublishedOn!.Value)}）",
            $"{lang.Money(campaign.PublishedFen!.Value)} published ({lang.Day(campaign.PublishedOn!.Value)})"),
        _ => lang.T("还没有金额", "No amount yet"),
    };
}
