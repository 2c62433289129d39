using Federation.Api.JointActions;
using Federation.Domain.Fundraisers;

namespace Federation.Api.Fundraisers;

/// <summary>Corrections: always a new entry with its reason, never an edit. That of a spending waits for a second
/// person, as the spending did.</summary>
internal static class MoneyCorrections
{
    public static Task<Done> Correct(Post post, string campaign, MoneyCorrectionBody body)
    {
        if (string.IsNullOrWhiteSpace(body.Reason)) throw new ProblemException(Problem.Malformed(
            "reason", "请说明更正的原因。", "Say why it is corrected."));
        return body.Kind switch
        {
            CorrectionKind.Gift => Gift(post, campaign, body),
            CorrectionKind.Spending => Spending(post, campaign, body),
            CorrectionKind.PublishedTotal => FundraiserDeeds.Run(post, campaign, body.Of, of =>
                new FundraiserCommand.CorrectTotal(
                    Day(body), body.Value, Reason(post, body, of), post.AllGifts(of.Id))),
            _ => FundraiserDeeds.Run(post, campaign, body.Of, of =>
                new FundraiserCommand.CorrectRelays(Day(body), body.Value, Reason(post, body, of))),
        };
    }

    private static string? Reason(Post post, MoneyCorrectionBody body, FundraiserOf of) =>
        post.Text(body.Reason, "reason", of.Id);

    private static DateOnly Day(MoneyCorrectionBody body) => DayOrMonth.First(body.Of, "of");

    private static Task<Done> Gift(Post post, string campaign, MoneyCorrectionBody body)
    {
        var of = post.Rows.RequireFundraiser(campaign);
        var sheet = post.Rows.One(
            "select sheet from fundraiser_gifts where campaign = @campaign and external = @external",
            r => r.GetString(0), ("campaign", of.Id), ("external", body.Of))
            ?? throw new ProblemException(Problem.Of(Fundraising.Refusals.NothingToCorrect));
        return post.Run(
            GiftSheet.Boundary.Stream(of.Id, sheet),
            () => new GiftSheetCommand.CorrectGift(
                post.CampaignFacts(of.Id), body.Of, body.Value, Reason(post, body, of), post.AllGifts(of.Id)),
            post.Caller.Coordinates(of), body.Of);
    }

    private static async Task<Done> Spending(Post post, string campaign, MoneyCorrectionBody body)
    {
        var (id, at) = (post.Id(body.Id), post.Rows.RequireFundraiser(campaign));
        var known = post.Rows.One(
            "select purpose_zh, purpose_en, voucher, file from fundraiser_spendings " +
            "where campaign = @campaign and spending = @spending",
            r => (Purpose: r.Name(0), Voucher: r.GetString(2), File: r.Text(3)),
            ("campaign", at.Id), ("spending", body.Of));
        if (known.Voucher is null) throw new ProblemException(Problem.Of(Fundraising.Refusals.NothingToCorrect));
        var file = body.Voucher is { } voucher ? SpendingDeeds.FileOf(post, voucher) : known.File;
        var done = await FundraiserDeeds.Run(post, campaign, id, of => new FundraiserCommand.EnterSpending(
            id,
            new(body.Value, post.On, known.Purpose, body.Voucher ?? known.Voucher, file,
                Corrects: body.Of, ReasonId: Reason(post, body, of)),
            post.AllGifts(of.Id)));
        await SpendingDeeds.Keep(post, done, file);
        return done;
    }
}
