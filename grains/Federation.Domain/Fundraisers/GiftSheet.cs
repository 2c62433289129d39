using System.Diagnostics;

namespace Federation.Domain.Fundraisers;

// The gifts that came in one go: one file of the platform, or one gift entered by hand. All of a file are recorded in
// one decision, or none.
//
// One stream per sheet, so that a campaign of many thousands of gifts has short streams and hands that enter gifts at
// the same time do not wait for each other. That a gift stands once in a campaign spans streams, so its external id is
// a claim: of two imports at the same moment exactly one has it. A gift needs its campaign's window and that it is not
// closed (with that stream's version). Only corrections, and the first gifts where money was spent or a published total
// stands in, need the sum of all others too (with all sheets' versions): only they could leave less than was spent.
//
// Gifts are anonymous: the platform's number, the amount and the moment. Names in the platform's file are not read.

public abstract record GiftSheetCommand
{
    /// <param name="Before">What is recorded so far, in all sheets.</param>
    [Name("fundraisers.receive-gifts")]
    public sealed record Receive(CampaignFacts Campaign, Items<Gift> Gifts, GiftFacts Before) : GiftSheetCommand;

    /// <param name="AmountFen">The right amount; 0: it never was.</param>
    [Name("fundraisers.correct-gift")]
    public sealed record CorrectGift(
        CampaignFacts Campaign, string ExternalId, long AmountFen, string? ReasonId,
        GiftFacts Before) : GiftSheetCommand;

    private GiftSheetCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record GiftSheetEvent
{
    /// <param name="Postings">Of the whole part of the sheet; with the campaign's first gifts the published total
    /// leaves the ledger.</param>
    [Name("fundraisers.gifts-received.v1", "收到捐款", "Received gifts")]
    public sealed record GiftsReceived(
        string CampaignId, string AllianceId, Items<Gift> Gifts, Items<Posting> Postings) : GiftSheetEvent;

    [Name("fundraisers.gift-corrected.v1", "更正捐款", "Corrected a gift")]
    public sealed record GiftCorrected(
        string CampaignId, string AllianceId, Gift Gift, long WasFen, string? ReasonId,
        Items<Posting> Postings) : GiftSheetEvent;

    private GiftSheetEvent() { }
}

/// <summary>The gifts of the sheet with their amounts as they stand now.</summary>
public sealed record GiftSheetState(Items<Gift> Gifts)
{
    public Gift? Find(string externalId) => Gifts.FirstOrDefault(gift => gift.ExternalId == externalId);
}

public static class GiftSheet
{
    public static readonly Boundary<GiftSheetState, GiftSheetCommand, GiftSheetEvent> Boundary =
        new("gifts", Decider, new("捐款批次", "Batch of gifts"));

    public static Decider<GiftSheetState, GiftSheetCommand, GiftSheetEvent> Decider(string id) =>
        new(new([]), Decide, Evolve);

    private static Decision<GiftSheetEvent> Decide(GiftSheetState state, GiftSheetCommand command, Asked asked) =>
        !asked.As.Coordinator ? Asked.Refusals.NotCoordinator : command switch
        {
            GiftSheetCommand.Receive receive => Receive(state, receive, asked),
            GiftSheetCommand.CorrectGift correct => Correct(state, correct, asked),
            _ => throw new UnreachableException(command.GetType().Name),
        };

    private static Decision<GiftSheetEvent> Receive(
        GiftSheetState state, GiftSheetCommand.Receive receive, Asked asked)
    {
        var known = state.Gifts.ToDictionary(gift => gift.ExternalId);
        var fresh = receive.Gifts.Where(gift => known.GetValueOrDefault(gift.ExternalId) != gift);
        if (fresh.Count == 0) return Decision<GiftSheetEvent>.Nothing;
        if (receive.Campaign.Closed) return Fundraising.Refusals.Closed;
        if (fresh.Count > Fundraising.GiftsMax) return Fundraising.Refusals.GiftInvalid;
        if (fresh.Any(gift => known.ContainsKey(gift.ExternalId))
            || fresh.DistinctBy(gift => gift.ExternalId).Count() < fresh.Count)
            return Fundraising.Refusals.GiftAlreadyRecorded;
        foreach (var gift in fresh)
            if (Refused(receive.Campaign, gift, asked.Now) is { } refused) return refused;
        if (!receive.Before.Itemised && fresh.Sum(gift => gift.AmountFen) < receive.Campaign.SpentFen)
            return Fundraising.Refusals.GiftsBelowSpent;

        return new Decision<GiftSheetEvent>([.. Parts(receive, fresh)], null)
        {
            Claims = [.. fresh.Select(gift => new Claim(
                Fundraising.GiftClaim, $"{receive.Campaign.CampaignId}/{gift.ExternalId}",
                Fundraising.Refusals.GiftAlreadyRecorded))],
        };
    }

    /// <summary>Why this gift cannot stand in this campaign, so that an import can tell it row by row.</summary>
    public static Refusal? Refused(CampaignFacts campaign, Gift gift, DateTimeOffset now) =>
        string.IsNullOrWhiteSpace(gift.ExternalId) || gift.ExternalId.Length > Fundraising.ExternalIdMax
            || gift.ExternalId.Any(char.IsControl) ? Fundraising.Refusals.GiftInvalid
        : !FundraiserRules.IsAmount(gift.AmountFen) ? Fundraising.Refusals.AmountInvalid
        : gift.GivenAt > now ? Fundraising.Refusals.GiftInFuture
        : !campaign.Window.Covers(gift.Day()) ? Fundraising.Refusals.OutsideWindow
        : null;

    private static IEnumerable<GiftSheetEvent> Parts(GiftSheetCommand.Receive receive, Items<Gift> fresh)
    {
        var parts = fresh.Chunk(Fundraising.GiftsPerEvent).ToArray();
        foreach (var (at, part) in parts.Index())
        {
            // The published total goes last: at no event is less in the ledger than was spent.
            var standIn = receive.Before.Itemised || at < parts.Length - 1 ? 0 : receive.Campaign.PublishedFen;
            yield return new GiftSheetEvent.GiftsReceived(
                receive.Campaign.CampaignId, receive.Campaign.AllianceId, [.. part],
                [
                    .. Ledger.Move(LedgerAccount.Gifts, LedgerAccount.Held, part.Sum(gift => gift.AmountFen)),
                    .. Ledger.Move(LedgerAccount.Held, LedgerAccount.Published, standIn),
                ]);
        }
    }

    // Also in a closed campaign: a correction is a new entry, and what is wrong must be put right.
    private static Decision<GiftSheetEvent> Correct(
        GiftSheetState state, GiftSheetCommand.CorrectGift correct, Asked asked)
    {
        if (state.Find(correct.ExternalId) is not { } was) return Fundraising.Refusals.NothingToCorrect;
        if (was.AmountFen == correct.AmountFen) return Decision<GiftSheetEvent>.Nothing;
        if (correct.AmountFen != 0 && !FundraiserRules.IsAmount(correct.AmountFen))
            return Fundraising.Refusals.AmountInvalid with { Field = "value" };
        if (correct.Before.Fen - was.AmountFen + correct.AmountFen < correct.Campaign.SpentFen)
            return Fundraising.Refusals.BelowSpent;

        return new GiftSheetEvent.GiftCorrected(
            correct.Campaign.CampaignId, correct.Campaign.AllianceId, was with { AmountFen = correct.AmountFen },
            was.AmountFen, correct.ReasonId,
            [
                .. Ledger.Move(LedgerAccount.Held, LedgerAccount.Gifts, was.AmountFen),
                .. Ledger.Move(LedgerAccount.Gifts, LedgerAccount.Held, correct.AmountFen),
            ]);
    }

    private static GiftSheetState Evolve(GiftSheetState state, GiftSheetEvent recorded) => recorded switch
    {
        GiftSheetEvent.GiftsReceived e => new([.. state.Gifts, .. e.Gifts]),
        GiftSheetEvent.GiftCorrected { Gift: var gift } => new(
            [.. state.Gifts.Select(other => other.ExternalId == gift.ExternalId ? gift : other)]),
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
