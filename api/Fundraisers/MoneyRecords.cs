namespace Federation.Api.Fundraisers;

/// <summary>A spending behind the figure of money spent.</summary>
public sealed record SpentRecord(string CampaignId, string Id, DateOnly Day, Name Purpose, long Fen, string Voucher);

/// <summary>What a platform showed as its relays on a day.</summary>
public sealed record RelaysRecord(string CampaignId, DateOnly Day, long Relays, Name Platform);

/// <summary>Gifts, approved spendings and statements of relays behind the figures of money, of a campaign, a joint
/// action or an alliance.</summary>
internal static class MoneyRecords
{
    public static Listed<object> Of(Reading reading, string key)
    {
        var asked = Whose(reading);
        return key switch
        {
            FigureRegistry.RaisedFen => FigureRecords.Any(GiftReading.Page(reading, asked with
            {
                Sql = $"g.day <= @asOf and g.campaign in (select f.campaign from fundraisers f where {asked.Sql})",
            })),
            FigureRegistry.SpentFen => Page<SpentRecord>(
                reading, asked, "select s.campaign as campaign_id, s.spending as id, s.day, s.purpose_zh, " +
                "s.purpose_en, s.counts_fen as fen, s.voucher from fundraiser_spendings s " +
                "join fundraisers f on f.campaign = s.campaign where s.step = 'approved' and s.corrects is null",
                "s.spending", s => $"{Days.Text(s.Day)}|{s.Id}"),
            _ => Page<RelaysRecord>(
                reading, asked, "select s.campaign as campaign_id, s.day, s.value as relays, f.platform_zh, " +
                "f.platform_en from fundraiser_statements s join fundraisers f on f.campaign = s.campaign " +
                "where s.kind = 'relays'",
                "s.campaign", s => $"{Days.Text(s.Day)}|{s.CampaignId}"),
        };
    }

    private static Listed<object> Page<T>(
        Reading reading, Condition asked, string select, string id, Func<T, string> cursor) where T : class
    {
        var (afterDay, afterId) = reading.Cursor.Split('|', 2) is [var d, var i] ? (d, i) : ("", "");
        return FigureRecords.Any(reading.Page(
            reading.Rows.All<T>(
                $"{select} and {asked.Sql} and s.day <= @asOf " +
                $"and (s.day > @afterDay or (s.day = @afterDay and {id} > @afterId)) order by s.day, {id} limit @max",
                [.. asked.Values, ("afterDay", afterDay), ("afterId", afterId), ("max", reading.Limit + 1)]),
            cursor));
    }

    private static Condition Whose(Reading reading)
    {
        var asOf = ("asOf", (object?)CoverageQuery.AsOfDay(reading));
        foreach (var name in new[] { "campaign", "action", "alliance" })
            if (reading.Text(name) is { } value) return new($"f.{name} = @of", ("of", value), asOf);
        return reading.Text("region") is { } region
            ? new("f.alliance in (select id from alliances where region like @of escape '!')",
                ("of", region.Replace("!", "!!").Replace("%", "!%").Replace("_", "!_") + "%"), asOf)
            : throw Reading.Wrong(
                "campaign", "请注明募捐项目、联合行动、联盟或区域。",
                "Give a campaign, a joint action, an alliance or a region.");
    }
}
