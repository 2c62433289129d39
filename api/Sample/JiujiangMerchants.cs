using static Federation.Api.Sample.JiujiangTown;

namespace Federation.Api.Sample;

/// <summary>What the sample's 41 merchants were asked to promise.</summary>
/// <remarks>The source names two promises and leaves the list open (「通过承诺不销售“三无”食品、派发食品安全宣传单等方式」);
/// it prints no text of the pledge, no day and no term, and does not say who signed. So there is one version, marked
/// illustrative, without a term, and nobody has signed it.</remarks>
internal sealed class JiujiangMerchants(ISend api, Caller coordinator)
{
    private static readonly DateOnly Published = new(2022, 3, 1);

    public async Task Load() => await api.Post(coordinator, $"/joint-actions/{JiujiangTown.Action}/pledge-texts", new
    {
        title = Name("诚信经营承诺书（示例）", "Integrity pledge (illustrative)"),
        promises = new[]
        {
            Name("不销售“三无”食品", "Sell no food without maker, date or licence"),
            Name("派发食品安全宣传单", "Hand out leaflets on food safety"),
        },
        text = Name(
            "承诺事项出自来源，来源以“等方式”结尾，可能不止这些；标题、发布日期为示例，期限未说明。",
            "The promises are the source’s, which leaves the list open; title and day are illustrative, "
            + "a term is not stated."),
        illustrative = true, source = Source, on = Published,
    });
}
