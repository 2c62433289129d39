using System.Diagnostics;
using Federation.Domain;
using Federation.Domain.Fundraisers;

namespace Federation.Log.Fundraisers;

/// <summary>Gifts row by row and day by day: what daily figures and the records behind a sum are read
/// from.</summary>
internal static class GiftRows
{
    public static IEnumerable<Change> Apply(StoredEvent e, GiftSheetEvent body) => body switch
    {
        GiftSheetEvent.GiftsReceived received => Received(e, received),
        GiftSheetEvent.GiftCorrected corrected => Corrected(e, corrected),
        _ => throw new UnreachableException(body.GetType().Name),
    };

    private static IEnumerable<Change> Received(StoredEvent e, GiftSheetEvent.GiftsReceived received)
    {
        var campaign = received.CampaignId;
        foreach (var gift in received.Gifts)
            yield return FundraiserRows.Gifts.Put([campaign, gift.ExternalId],
                ("amount_fen", gift.AmountFen), ("stated_fen", gift.AmountFen), ("given_at", gift.GivenAt),
                ("day", gift.Day()), ("sheet", e.Id(1)));
        foreach (var day in received.Gifts.GroupBy(gift => gift.Day()))
            yield return FundraiserRows.GiftDays.Add([campaign, Days.Text(day.Key)],
                ("gifts", (long)day.Count()), ("fen", day.Sum(gift => gift.AmountFen)));
        yield return FundraiserRows.Fundraisers.Put([campaign], ("itemised", true));
        yield return FundraiserRows.Fundraisers.Add([campaign], ("gifts", (long)received.Gifts.Count));
        foreach (var change in FundraiserRows.Posted(e, campaign, received.Postings)) yield return change;
    }

    // A gift corrected to nothing never was: it is no person-time either.
    private static IEnumerable<Change> Corrected(StoredEvent e, GiftSheetEvent.GiftCorrected corrected)
    {
        var (campaign, gift) = (corrected.CampaignId, corrected.Gift);
        var gifts = (gift.AmountFen > 0 ? 1L : 0) - (corrected.WasFen > 0 ? 1 : 0);
        return
        [
            FundraiserRows.Gifts.Put([campaign, gift.ExternalId], ("amount_fen", gift.AmountFen)),
            FundraiserRows.GiftDays.Add([campaign, Days.Text(gift.Day())],
                ("gifts", gifts), ("fen", gift.AmountFen - corrected.WasFen)),
            FundraiserRows.Fundraisers.Add([campaign], ("gifts", gifts)),
            .. FundraiserRows.Posted(e, campaign, corrected.Postings),
            FundraiserRows.Corrected(
                e, campaign, "gift", gift.ExternalId, corrected.WasFen, gift.AmountFen, corrected.ReasonId),
        ];
    }
}
