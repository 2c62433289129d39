using System.Text.Json.Serialization;

namespace Federation.Api.Fundraisers;

/// <summary>A gift as lists show it: nothing about who gave.</summary>
/// <param name="StatedFen">As it came, where it was corrected since.</param>
public sealed record GiftShown(
    string CampaignId, string ExternalId, long AmountFen, long? StatedFen, DateTimeOffset GivenAt, DateOnly Day)
{
    [JsonIgnore]
    public string Cursor => $"{Days.Text(Day)}|{CampaignId}|{ExternalId}";
}

/// <summary>Gifts of one day.</summary>
public sealed record GiftDay(DateOnly Day, long Gifts, long Fen);

internal static class GiftReading
{
    public static IReadOnlyList<GiftShown> Page(Reading reading, string campaign) =>
        Page(reading, "g.campaign = @campaign", ("campaign", campaign));

    /// <summary>By day, one more than asked for.</summary>
    public static IReadOnlyList<GiftShown> Page(Reading reading, string where, params (string, object?)[] values)
    {
        var (day, campaign, id) = reading.Cursor.Split('|', 3) is [var d, var c, var i] ? (d, c, i) : ("", "", "");
        return reading.Rows.All(
            "select g.campaign, g.external, g.amount_fen, g.stated_fen, g.given_at, g.day from fundraiser_gifts g " +
            $"where {where} and (g.day > @afterDay or (g.day = @afterDay and (g.campaign > @afterCampaign " +
            "or (g.campaign = @afterCampaign and g.external > @afterId)))) " +
            "order by g.day, g.campaign, g.external limit @max",
            r => new GiftShown(
                r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(2) == r.GetInt64(3) ? null : r.GetInt64(3),
                r.Moment(4)!.Value, r.Day(5)!.Value),
            [
                .. values, ("afterDay", day), ("afterCampaign", campaign), ("afterId", id),
                ("max", reading.Limit + 1),
            ]);
    }

    /// <summary>Days on which something was given.</summary>
    public static IReadOnlyList<GiftDay> Days(Rows rows, string campaign) => rows.All(
        "select day, gifts, fen from fundraiser_days where campaign = @id order by day",
        r => new GiftDay(r.Day(0)!.Value, r.GetInt64(1), r.GetInt64(2)), ("id", campaign));
}
