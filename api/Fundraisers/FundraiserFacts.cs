using Federation.Domain.Fundraisers;

namespace Federation.Api.Fundraisers;

/// <summary>Whose campaign it is.</summary>
public sealed record FundraiserOf(string Id, string AllianceId, string RegionCode);

/// <summary>The facts that commands about money rest on; read inside the prepare lambda, their streams in the
/// basis.</summary>
internal static class FundraiserFacts
{
    /// <summary>Columns of a campaign's days: a month where the source states no more.</summary>
    public const string WindowColumns =
        "case when f.opens_in_month = 1 then substr(f.opens_on, 1, 7) else f.opens_on end as opens_on, " +
        "case when f.closes_in_month = 1 then substr(f.closes_on, 1, 7) else f.closes_on end as closes_on, " +
        "nullif(f.lasts_months, 0) as lasts_months";

    /// <summary>The campaign of a route, or 404.</summary>
    public static FundraiserOf RequireFundraiser(this Rows rows, string id) => rows.One<FundraiserOf>(
        "select f.campaign as id, f.alliance as alliance_id, coalesce(l.region, '') as region_code " +
        "from fundraisers f left join alliances l on l.id = f.alliance where f.campaign = @id",
        ("id", Post.Reference(id, "id")))
        ?? throw new ProblemException(Problem.NotFound);

    /// <summary>All gifts recorded: whoever rests on this is decided anew when any comes or is corrected.</summary>
    public static GiftFacts AllGifts(this Post post, string campaign)
    {
        post.RestOn(GiftSheet.Boundary.Stream(campaign, "*"));
        return Read(post.Rows, campaign);
    }

    /// <summary>The same up to a day.</summary>
    public static GiftFacts GiftsUpTo(this Post post, string campaign, DateOnly day) => post.AllGifts(campaign) with
    {
        Fen = post.Rows.One(
            "select cast(coalesce(sum(fen), 0) as bigint) from fundraiser_days " +
            "where campaign = @campaign and day <= @day",
            r => r.GetInt64(0), ("campaign", campaign), ("day", day)),
    };

    /// <summary>For new gifts, which need not wait for each other: only the first ones do, where money was spent or a
    /// published total stands in for them; all others take nothing away.</summary>
    public static GiftFacts GiftsBefore(this Post post, CampaignFacts campaign) =>
        Read(post.Rows, campaign.CampaignId) is var known
        && (known.Itemised || campaign is { SpentFen: 0, PublishedFen: 0 }) ? known
            : post.AllGifts(campaign.CampaignId);

    private static GiftFacts Read(Rows rows, string campaign) => rows.One<GiftFacts>(
        "select itemised, raised_fen as fen from fundraisers where campaign = @campaign", ("campaign", campaign))
        ?? GiftFacts.None;

    public static CampaignFacts CampaignFacts(this Post post, string campaign)
    {
        post.RestOn(Fundraiser.Boundary.Stream(campaign));
        return post.Rows.CampaignFacts(campaign);
    }

    /// <summary>The same without its version, for looking at a file before it is imported.</summary>
    public static CampaignFacts CampaignFacts(this Rows rows, string campaign) => rows.One(
        $"select {WindowColumns}, alliance, closed_on, spent_fen, posted_fen from fundraisers f " +
        "where campaign = @campaign",
        r => new CampaignFacts(
            campaign, r.GetString(3), WindowOf(r.GetString(0), r.Text(1), r.Number(2)), r.Day(4) is not null,
            r.GetInt64(5), r.GetInt64(6)), ("campaign", campaign))
        ?? throw new ProblemException(Problem.NotFound);

    /// <summary>From days, or months where the source states no more.</summary>
    public static CampaignWindow WindowOf(string opensOn, string? closesOn, long? lastsMonths) => new(
        DayOrMonth.First(opensOn, "opensOn"), closesOn is null ? null : DayOrMonth.Last(closesOn, "closesOn"),
        DayOrMonth.IsMonth(opensOn), closesOn is not null && DayOrMonth.IsMonth(closesOn), (int?)lastsMonths);
}
