using Federation.Api.Counting;
using Federation.Domain.Counting;

namespace Federation.Api.Fundraisers;

/// <summary>A spending behind the figure of money spent.</summary>
public sealed record SpentRecord(string CampaignId, string Id, DateOnly Day, Name Purpose, long Fen, string Voucher);

/// <summary>What a platform showed as its relays on a day.</summary>
public sealed record RelaysRecord(string CampaignId, DateOnly Day, long Relays, Name Platform);

/// <summary>Gifts, approved spendings and statements of relays behind the figures of money, of a campaign, a joint
/// action or an alliance.</summary>
internal static class MoneyRecords
{
    public static RecordsPage Of(Reading reading, string key)
    {
        var (where, values) = Filter(reading);
        return key switch
        {
            FigureRegistry.RaisedFen => RecordsPage.Of(
                reading,
                GiftReading.Page(
                    reading, "g.day <= @asOf and g.campaign in (select f.campaign from fundraisers f " +
                    $"where {where})", values),
                gift => gift.Cursor),
            FigureRegistry.SpentFen => Spent(reading, where, values),
            _ => Relays(reading, where, values),
        };
    }

    private static RecordsPage Spent(Reading reading, string where, (string, object?)[] values)
    {
        var (day, id) = After(reading);
        return RecordsPage.Of(
            reading, reading.Rows.All(
                "select s.campaign, s.spending, s.day, s.purpose_zh, s.purpose_en, s.counts_fen, s.voucher " +
                "from fundraiser_spendings s join fundraisers f on f.campaign = s.campaign " +
                $"where {where} and s.step = 'approved' and s.corrects is null and s.day <= @asOf " +
                "and (s.day > @afterDay or (s.day = @afterDay and s.spending > @afterId)) " +
                "order by s.day, s.spending limit @max",
                r => new SpentRecord(
                    r.GetString(0), r.GetString(1), r.Day(2)!.Value, r.Name(3), r.GetInt64(5), r.GetString(6)),
                [.. values, ("afterDay", day), ("afterId", id), ("max", reading.Limit + 1)]),
            s => $"{Days.Text(s.Day)}|{s.Id}");
    }

    private static RecordsPage Relays(Reading reading, string where, (string, object?)[] values)
    {
        var (day, id) = After(reading);
        return RecordsPage.Of(
            reading, reading.Rows.All(
                "select s.campaign, s.day, s.value, f.platform_zh, f.platform_en " +
                "from fundraiser_statements s join fundraisers f on f.campaign = s.campaign " +
                $"where {where} and s.kind = 'relays' and s.day <= @asOf " +
                "and (s.day > @afterDay or (s.day = @afterDay and s.campaign > @afterId)) " +
                "order by s.day, s.campaign limit @max",
                r => new RelaysRecord(r.GetString(0), r.Day(1)!.Value, r.GetInt64(2), r.Name(3)),
                [.. values, ("afterDay", day), ("afterId", id), ("max", reading.Limit + 1)]),
            s => $"{Days.Text(s.Day)}|{s.CampaignId}");
    }

    private static (string Day, string Id) After(Reading reading) =>
        reading.Cursor.Split('|', 2) is [var day, var id] ? (day, id) : ("", "");

    private static (string Where, (string, object?)[] Values) Filter(Reading reading)
    {
        var asOf = ("asOf", (object?)CoverageQuery.AsOfDay(reading));
        foreach (var name in new[] { "campaign", "action", "alliance" })
            if (reading.Text(name) is { } value) return ($"f.{name} = @of", [("of", value), asOf]);
        return reading.Text("region") is { } region
            ? ("f.alliance in (select id from alliances where region like @of escape '!')",
                [("of", RegionPrefix(region)), asOf])
            : throw Reading.Wrong(
                "campaign", "请注明募捐项目、联合行动、联盟或区域。",
                "Give a campaign, a joint action, an alliance or a region.");
    }

    private static string RegionPrefix(string region) =>
        region.Replace("!", "!!").Replace("%", "!%").Replace("_", "!_") + "%";
}
