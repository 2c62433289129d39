using Federation.Api.JointActions;
using Federation.Api.Spine;
using Federation.Domain;
using Federation.Domain.Fundraisers;
using Federation.Log;

namespace Federation.Api.Fundraisers;

/// <summary>Corrections: always a new entry with its reason, never an edit. That of a spending waits for a second
/// person, as the spending did.</summary>
internal static class MoneyCorrections
{
    public static Task<Done> Correct(Asking asking, string campaign, MoneyCorrectionBody body)
    {
        if (string.IsNullOrWhiteSpace(body.Reason)) throw new ProblemException(Problem.Malformed(
            "reason", "请说明更正的原因。", "Say why it is corrected."));
        return body.Kind switch
        {
            CorrectionKind.Gift => Gift(asking, campaign, body),
            CorrectionKind.Spending => Spending(asking, campaign, body),
            CorrectionKind.PublishedTotal => FundraiserDeeds.Run(asking, campaign, body.Of, of =>
                new FundraiserCommand.CorrectTotal(
                    Day(body), body.Value, Reason(asking, body, of), asking.AllGifts(of.Id))),
            _ => FundraiserDeeds.Run(asking, campaign, body.Of, of =>
                new FundraiserCommand.CorrectRelays(Day(body), body.Value, Reason(asking, body, of))),
        };
    }

    private static string? Reason(Asking asking, MoneyCorrectionBody body, FundraiserOf of) =>
        asking.Text(body.Reason, "reason", of.Id);

    private static DateOnly Day(MoneyCorrectionBody body) => DayOrMonth.First(body.Of, "of");

    private static Task<Done> Gift(Asking asking, string campaign, MoneyCorrectionBody body)
    {
        var of = asking.Rows.RequireFundraiser(campaign);
        var sheet = asking.Rows.One(
            "select sheet from fundraiser_gifts where campaign = @campaign and external = @external",
            r => r.GetString(0), ("campaign", of.Id), ("external", body.Of))
            ?? throw new ProblemException(Problem.Of(Fundraising.Refusals.NothingToCorrect));
        return asking.Run(
            GiftSheet.Boundary.Stream(of.Id, sheet),
            () => new GiftSheetCommand.CorrectGift(
                asking.CampaignFacts(of.Id), body.Of, body.Value, Reason(asking, body, of), asking.AllGifts(of.Id)),
            asking.Caller.Coordinates(of), body.Of);
    }

    private static async Task<Done> Spending(Asking asking, string campaign, MoneyCorrectionBody body)
    {
        var (id, at) = (asking.Id(body.Id), asking.Rows.RequireFundraiser(campaign));
        var known = asking.Rows.One(
            "select purpose_zh, purpose_en, voucher, file from fundraiser_spendings " +
            "where campaign = @campaign and spending = @spending",
            r => (Purpose: r.Name(0), Voucher: r.GetString(2), File: r.Text(3)),
            ("campaign", at.Id), ("spending", body.Of));
        if (known.Voucher is null) throw new ProblemException(Problem.Of(Fundraising.Refusals.NothingToCorrect));
        var file = body.Voucher is { } voucher ? SpendingDeeds.FileOf(asking, voucher) : known.File;
        var done = await FundraiserDeeds.Run(asking, campaign, id, of => new FundraiserCommand.EnterSpending(
            id,
            new(body.Value, asking.On, known.Purpose, body.Voucher ?? known.Voucher, file,
                Corrects: body.Of, ReasonId: Reason(asking, body, of)),
            asking.AllGifts(of.Id)));
        await SpendingDeeds.Keep(asking, done, file);
        return done;
    }
}
