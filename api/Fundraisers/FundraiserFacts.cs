using Federation.Domain.Fundraisers;

namespace Federation.Api.Fundraisers;

/// <summary>Whose campaign it is.</summary>
public sealed record FundraiserOf(string Id, string AllianceId, string RegionCode);

/// <summary>The facts that commands about money rest on; read inside the prepare lambda, their streams in the
/// basis.</summary>
internal static class FundraiserFacts
{
    public static string SheetsOf(string campaign) => GiftSheet.Boundary.Stream(campaign, "*");

    /// <summary>The campaign of a route, or 404.</summary>
    public static FundraiserOf RequireFundraiser(this Rows rows, string id) => rows.One(
        "select f.campaign, f.alliance, coalesce(l.region, '') from fundraisers f " +
        "left join alliances l on l.id = f.alliance where f.campaign = @id",
        r => new FundraiserOf(r.GetString(0), r.GetString(1), r.GetString(2)), ("id", Post.Reference(id, "id")))
        ?? throw new ProblemException(Problem.NotFound);

    public static bool Coordinates(this Caller caller, FundraiserOf campaign) =>
        caller.Coordinates(campaign.AllianceId, campaign.RegionCode.Length > 0 ? campaign.RegionCode : null);

    /// <summary>An official or auditor of the campaign's region.</summary>
    public static bool Oversees(this Caller caller, FundraiserOf campaign) => caller.Oversees(campaign.RegionCode);

    /// <summary>All gifts recorded: whoever rests on this is decided anew when any comes or is corrected.</summary>
    public static GiftFacts AllGifts(this Post post, string campaign)
    {
        post.RestOn(SheetsOf(campaign));
        return Read(post.Rows, campaign);
    }

    /// <summary>The same up to a day.</summary>
    public static GiftFacts GiftsUpTo(this Post post, string campaign, DateOnly day)
    {
        var all = post.AllGifts(campaign);
        return all with
        {
            Fen = post.Rows.One(
                "select cast(coalesce(sum(fen), 0) as bigint) from fundraiser_days " +
                "where campaign = @campaign and day <= @day",
                r => r.GetInt64(0), ("campaign", campaign), ("day", day)),
        };
    }

    /// <summary>For new gifts, which need not wait for each other: only the first ones do, where money was spent or a
    /// published total stands in for them; all others take nothing away.</summary>
    public static GiftFacts GiftsBefore(this Post post, CampaignFacts campaign) =>
        Read(post.Rows, campaign.CampaignId) is var known
        && (known.Itemised || campaign is { SpentFen: 0, PublishedFen: 0 }) ? known
            : post.AllGifts(campaign.CampaignId);

    private static GiftFacts Read(Rows rows, string campaign) => rows.One(
        "select itemised, raised_fen from fundraisers where campaign = @campaign",
        r => new GiftFacts(r.Flag(0), r.GetInt64(1)), ("campaign", campaign)) ?? GiftFacts.None;

    public static CampaignFacts CampaignFacts(this Post post, string campaign)
    {
        post.RestOn(Fundraiser.Boundary.Stream(campaign));
        return post.Rows.CampaignFacts(campaign);
    }

    /// <summary>The same without its version, for looking at a file before it is imported.</summary>
    public static CampaignFacts CampaignFacts(this Rows rows, string campaign) => rows.One(
        "select alliance, opens_on, closes_on, opens_in_month, closes_in_month, lasts_months, closed_on, spent_fen, " +
        "posted_fen from fundraisers where campaign = @campaign",
        r => new CampaignFacts(
            campaign, r.GetString(0), WindowOf(r.Day(1)!.Value, r.Day(2), r.Flag(3), r.Flag(4), r.Number(5)),
            r.Day(6) is not null, r.GetInt64(7), r.GetInt64(8)), ("campaign", campaign))
        ?? throw new ProblemException(Problem.NotFound);

    public static CampaignWindow WindowOf(
        DateOnly opens, DateOnly? closes, bool opensInMonth, bool closesInMonth, long? months) =>
        new(opens, closes, opensInMonth, closesInMonth, months is > 0 ? (int)months : null);
}
