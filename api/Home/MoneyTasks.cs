using Federation.Api.Fundraisers;

namespace Federation.Api.Home;

/// <summary>Spendings that wait for a second person: told to those who may approve them, never to who entered
/// them.</summary>
internal static class MoneyTasks
{
    private const int Shown = 5;

    public static IEnumerable<HomeTask> Of(Reading reading, Lang lang, AllianceAtHome alliance)
    {
        if (!reading.Caller.Coordinates(alliance.Id, alliance.Region) && !reading.Caller.Oversees(alliance.Region))
            return [];
        return reading.Rows.All(
            "select f.campaign, f.title_zh, f.title_en, count(*), cast(sum(s.amount_fen) as bigint) " +
            "from fundraiser_spendings s join fundraisers f on f.campaign = s.campaign " +
            "where f.alliance = @alliance and s.step = 'waiting' and s.entered_by <> @own " +
            "group by f.campaign, f.title_zh, f.title_en order by f.campaign limit @max",
            r => (Id: r.GetString(0), Title: r.Name(1), Waiting: r.GetInt64(3), Fen: r.GetInt64(4)),
            ("alliance", alliance.Id), ("own", reading.Caller.Account), ("max", Shown))
            .Select(f => new HomeTask(
                lang.T($"{f.Waiting} 笔支出等待您审核（{lang.Money(f.Fen)}）",
                    $"{f.Waiting} spendings wait for your approval ({lang.Money(f.Fen)})"),
                $"/fundraisers/{f.Id}/manage", lang.Of(f.Title)));
    }
}
