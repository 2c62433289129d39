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
    public static Listed<GiftShown> OfCampaign(Reading reading) => Page(
        reading, new("g.campaign = @campaign", ("campaign", reading.Rows.RequireFundraiser(reading["id"]).Id)));

    /// <summary>By day.</summary>
    public static Listed<GiftShown> Page(Reading reading, Condition asked)
    {
        var (day, campaign, id) = reading.Cursor.Split('|', 3) is [var d, var c, var i] ? (d, c, i) : ("", "", "");
        return reading.Page(
            reading.Rows.All<GiftShown>(
                "select g.campaign as campaign_id, g.external as external_id, g.amount_fen, " +
                "nullif(g.stated_fen, g.amount_fen) as stated_fen, g.given_at, g.day from fundraiser_gifts g " +
                $"where {asked.Sql} and (g.day > @afterDay or (g.day = @afterDay and (g.campaign > @afterCampaign " +
                "or (g.campaign = @afterCampaign and g.external > @afterId)))) " +
                "order by g.day, g.campaign, g.external limit @max",
                [
                    .. asked.Values, ("afterDay", day), ("afterCampaign", campaign), ("afterId", id),
                    ("max", reading.Limit + 1),
                ]),
            gift => gift.Cursor);
    }

    /// <summary>Days on which something was given.</summary>
    public static IReadOnlyList<GiftDay> ByDay(Rows rows, string campaign) => rows.All<GiftDay>(
        "select day, gifts, fen from fundraiser_days where campaign = @id order by day", ("id", campaign));
}
