using static Federation.Api.Sample.JiujiangTown;

namespace Federation.Api.Sample;

/// <summary>The campaign of the sample, with what its source states and nothing else: opened in January 2022 for two
/// months; on 28 February 5,020.86 yuan and 116 relays.</summary>
/// <remarks>Not stated, and so left out: the days of opening and closing, how many gave, what was spent.</remarks>
internal sealed class JiujiangFundraiser(ISend api, Caller coordinator)
{
    private const string Id = "food-safety-gifts-2022", At = "/fundraisers";
    private static readonly DateOnly Opened = new(2022, 1, 31), Status = new(2022, 2, 28);

    public async Task Load()
    {
        await api.Post(coordinator, At, new
        {
            id = Id, allianceId = Alliance, jointActionId = JiujiangTown.Action,
            title = new Name(
                "“为‘食’小玩童”儿童食品安全联合宣传活动募捐项目", "Children’s food-safety joint outreach fundraising project"),
            platform = new Name(
                "南海区慈善会（南海慈善阳光信息平台）",
                "Nanhai District charity federation (Nanhai Charity Sunshine Information Platform)"),
            purpose = new Name(
                "为总队的服务经费提供支持，把服务输送到更多社区",
                "Support the federation’s service funds and bring its services to more communities"),
            opensOn = "2022-01", lastsMonths = 2, on = Opened,
        });
        await api.Post(coordinator, $"{At}/{Id}/published-totals", new
        {
            amountFen = 502_086, source = Source, on = Status,
        });
        await api.Post(coordinator, $"{At}/{Id}/relays", new { count = 116, on = Status });
    }
}
