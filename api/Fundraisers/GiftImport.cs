using Federation.Domain.Fundraisers;
using Federation.Log.Fundraisers;
using Federation.Log.Places;

namespace Federation.Api.Fundraisers;

/// <summary>A file of gifts held against what is recorded.</summary>
/// <param name="Fresh">Would be recorded, all in one go.</param>
/// <param name="AlreadyThere">Rows of gifts that are recorded already; nothing happens to them.</param>
/// <param name="Bad">Rows that are left out, with the reason.</param>
public sealed record GiftsSorted(IReadOnlyList<GiftRow> Fresh, long AlreadyThere, IReadOnlyList<BadRow> Bad)
{
    public long FreshFen => Fresh.Sum(row => row.Gift.AmountFen);
}

/// <summary>What came of an import.</summary>
public sealed record GiftsImported(
    string Id, long Added, long AlreadyThere, IReadOnlyList<BadRow> Bad, long Version, long Position);

/// <summary>Gifts from the platform's file and one by one. All good rows of a file are recorded in one decision or
/// none; what is recorded already is passed over.</summary>
internal static class GiftImport
{
    /// <summary>What the answer says of a gift that was recorded before.</summary>
    public const string AlreadyThere = "alreadyThere";

    private const int AskedAtOnce = 400;

    /// <summary>Of two imports at once one has the claim; the other looks again and finds it there.</summary>
    private const int TriesMax = 5;

    public static GiftsSorted Sort(Rows rows, CampaignFacts campaign, GiftList list, DateTimeOffset now)
    {
        var known = Known(rows, campaign.CampaignId, list.Good.Select(row => row.Gift.ExternalId));
        var (fresh, bad, there) = (new List<GiftRow>(), list.Bad.ToList(), 0L);
        var seen = new Dictionary<string, GiftRow>();
        foreach (var row in list.Good)
        {
            if (known.TryGetValue(row.Gift.ExternalId, out var recorded) && recorded == row.Gift) there++;
            else if (recorded is not null) bad.Add(Told(row, Fundraising.Refusals.GiftAlreadyRecorded));
            else if (GiftSheet.Refused(campaign, row.Gift, now) is { } refused) bad.Add(Told(row, refused));
            else if (seen.TryAdd(row.Gift.ExternalId, row)) fresh.Add(row);
            else if (seen[row.Gift.ExternalId].Gift == row.Gift) there++;
            else bad.Add(new(
                row.Row, $"与第{seen[row.Gift.ExternalId].Row}行的交易编号相同，但金额或时间不同。",
                $"Row {seen[row.Gift.ExternalId].Row} has the same number with another amount or time."));
        }

        return new(fresh, there, [.. bad.OrderBy(row => row.Row)]);
    }

    private static BadRow Told(GiftRow row, Refusal why) => new(row.Row, why.Zh, why.En);

    /// <summary>As they came: a gift that was corrected since is still the gift of that row.</summary>
    private static Dictionary<string, Gift> Known(Rows rows, string campaign, IEnumerable<string> ids)
    {
        var known = new Dictionary<string, Gift>();
        foreach (var part in ids.Distinct().Chunk(AskedAtOnce))
        {
            var names = string.Join(", ", part.Select((_, at) => $"@g{at}"));
            rows.Each(
                "select external, stated_fen, given_at from fundraiser_gifts " +
                $"where campaign = @campaign and external in ({names})",
                r => known[r.GetString(0)] = new(r.GetString(0), r.GetInt64(1), r.Moment(2)!.Value),
                [("campaign", campaign), .. part.Select((id, at) => ($"g{at}", (object?)id))]);
        }

        return known;
    }

    public static async Task<GiftsImported> Import(Post post, GiftList list)
    {
        var of = RequireOwn(post);
        if (list.Good.Count == 0) return new("", 0, 0, list.Bad, 0, post.Log.Head.Position);
        GiftsSorted? sorted = null;
        var done = await Send(post, of, facts =>
        {
            sorted = Sort(post.Rows, facts, list, post.Now);
            return [.. sorted.Fresh.Select(row => row.Gift)];
        });
        if (done.Problem is { } problem) throw new ProblemException(problem);
        var added = post.Rows.One(
            "select count(*) from fundraiser_gifts where campaign = @campaign and sheet = @sheet",
            r => r.GetInt64(0), ("campaign", of.Id), ("sheet", done.Id));
        sorted ??= Sort(post.Rows, post.Rows.CampaignFacts(of.Id), list, post.Now); // a repeated key
        return new(
            done.Id!, added, sorted.Fresh.Count + sorted.AlreadyThere - added, sorted.Bad, done.Outcome.Version,
            done.Outcome.Position);
    }

    /// <summary>Also what is there already, and what is wrong with a file, is told to nobody else.</summary>
    private static FundraiserOf RequireOwn(Post post)
    {
        var of = post.Rows.RequireFundraiser(post["id"]);
        return post.Caller.Coordinates(of) ? of
            : throw new ProblemException(Problem.Of(Asked.Refusals.NotCoordinator));
    }

    /// <summary>One gift; the same again is told to be there already.</summary>
    public static async Task<Done> Add(Post<GiftBody> post)
    {
        var of = RequireOwn(post);
        var gift = new Gift(post.Body.ExternalId.Trim(), post.Body.AmountFen, Whole(post.Body.GivenAt));
        var there = false;
        var done = await Send(post, of, _ =>
        {
            var known = Known(post.Rows, of.Id, [gift.ExternalId]).GetValueOrDefault(gift.ExternalId);
            there = known == gift;
            return known is null || there ? there ? [] : [gift]
                : throw new ProblemException(Problem.Of(Fundraising.Refusals.GiftAlreadyRecorded));
        });
        done = done with { Id = gift.ExternalId };
        return there ? done.With(AlreadyThere, true) : done;
    }

    // Rows keep microseconds: what is compared is what can be kept.
    private static DateTimeOffset Whole(DateTimeOffset moment) => Micros.ToMoment(Micros.Of(moment));

    private static async Task<Done> Send(Post post, FundraiserOf of, Func<CampaignFacts, Items<Gift>> pick)
    {
        var sheet = post.Id(null, "sheet");
        for (var attempt = 1;; attempt++)
        {
            var done = await post.Run(
                GiftSheet.Boundary.Stream(of.Id, sheet),
                () =>
                {
                    var campaign = post.CampaignFacts(of.Id);
                    var before = post.GiftsBefore(campaign);
                    return new GiftSheetCommand.Receive(campaign, pick(campaign), before);
                },
                post.Caller.Coordinates(of), sheet);
            if (attempt == TriesMax || done.Problem?.Code != Fundraising.Refusals.GiftAlreadyRecorded.Code) return done;
        }
    }
}
