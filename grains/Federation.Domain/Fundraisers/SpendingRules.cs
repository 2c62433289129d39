using Federation.Domain.JointActions;

namespace Federation.Domain.Fundraisers;

// Spendings and their corrections: entered by one person, approved by another. Money that waits for approval is
// reserved, so that of two spendings entered one after the other the second is told at once that it is too much; what
// an approval rests on is counted again, for gifts may have been corrected meanwhile.

internal static class SpendingRules
{
    /// <summary>What may be spent in all: the gifts recorded, or without any the latest published total.</summary>
    public static long Base(FundraiserState state, GiftFacts gifts) =>
        gifts.Itemised ? gifts.Fen : state.Totals.Count == 0 ? 0 : state.Totals[^1].Value;

    public static Decision<FundraiserEvent> Enter(
        FundraiserState state, FundraiserCommand.EnterSpending enter, Asked asked)
    {
        var spending = enter.Spending;
        if (state.SpendingOf(enter.SpendingId) is { } known)
            return known.Stated with { ReasonId = spending.ReasonId } == spending
                ? Decision<FundraiserEvent>.Nothing : Fundraising.Refusals.SpendingAlreadyEntered;
        if (asked.DayRefused(spending.On) is { } day) return day;
        if (Refused(state, spending) is { } refused) return refused;
        var free = Base(state, enter.Gifts) - state.SpentFen - Reserved(state);
        if (Change(state, spending) > 0 && Change(state, spending) > free) return Beyond(free, spending);

        return new FundraiserEvent.SpendingEntered(enter.SpendingId, spending, asked.By);
    }

    /// <summary>A correction states its amount in another field than a spending does.</summary>
    private static Refusal Beyond(long free, Spending spending) => Fundraising.Beyond(Math.Max(0, free))
        with { Field = spending.Corrects is null ? "amountFen" : "value" };

    private static Refusal? Refused(FundraiserState state, Spending spending)
    {
        if (state.Spendings.Count >= Fundraising.EntriesMax) return Fundraising.Refusals.TooManyEntries;
        if (!spending.Purpose.Fits(Texts.SourceMax) || !Texts.Fits(spending.Voucher, Texts.WordMax)
            || spending.PurposeNote?.Fits(Texts.NoteMax) == false) return Fundraising.Refusals.SpendingTextsInvalid;
        if (spending.Corrects is { } corrected) return CorrectionRefused(state, spending, corrected);
        if (state.Closed) return Fundraising.Refusals.Closed;
        if (spending.On < state.About!.Window.OpensOn) return Fundraising.Refusals.BeforeOpening;
        if (!FundraiserRules.IsAmount(spending.AmountFen)) return Fundraising.Refusals.AmountInvalid;

        return !spending.WithinPurpose && spending.PurposeNote is null ? Fundraising.Refusals.PurposeUnexplained : null;
    }

    private static Refusal? CorrectionRefused(FundraiserState state, Spending spending, string corrected)
    {
        var known = state.SpendingOf(corrected);
        if (known is not { Step: SpendingStep.Approved, Stated.Corrects: null } || known.Fen == spending.AmountFen)
            return Fundraising.Refusals.NothingToCorrect;
        if (state.Spendings.Any(other =>
            other.Step == SpendingStep.Waiting && other.Stated.Corrects == corrected))
            return Fundraising.Refusals.SpendingsWaiting;

        return spending.AmountFen == 0 || FundraiserRules.IsAmount(spending.AmountFen)
            ? null : Fundraising.Refusals.AmountInvalid with { Field = "value" };
    }

    /// <summary>By how much the money spent would change.</summary>
    private static long Change(FundraiserState state, Spending spending) => spending.AmountFen - Was(state, spending);

    private static long Was(FundraiserState state, Spending spending) =>
        spending.Corrects is { } corrected ? state.SpendingOf(corrected)?.Fen ?? 0 : 0;

    private static long Reserved(FundraiserState state) => state.Spendings
        .Where(entry => entry.Step == SpendingStep.Waiting).Sum(entry => Math.Max(0, Change(state, entry.Stated)));

    public static Decision<FundraiserEvent> Approve(
        FundraiserState state, FundraiserCommand.ApproveSpending approve, Asked asked)
    {
        if (!asked.As.Coordinator && !approve.Oversees) return Fundraising.Refusals.NotApprover;
        if (state.SpendingOf(approve.SpendingId) is not { } entry) return Asked.Refusals.NotFound;
        if (entry.EnteredBy == asked.By) return Fundraising.Refusals.SecondPerson;
        if (entry.Step == SpendingStep.Approved) return Decision<FundraiserEvent>.Nothing;
        if (entry.Step == SpendingStep.Refused) return Fundraising.Refusals.SpendingDecided;
        var (was, change) = (Was(state, entry.Stated), Change(state, entry.Stated));
        var free = Base(state, approve.Gifts) - state.SpentFen;
        if (change > 0 && change > free) return Fundraising.Beyond(Math.Max(0, free));

        return new FundraiserEvent.SpendingApproved(entry.Id, asked.By, was, entry.Stated,
        [
            .. Ledger.Move(LedgerAccount.Spent, LedgerAccount.Held, was),
            .. Ledger.Move(LedgerAccount.Held, LedgerAccount.Spent, entry.Stated.AmountFen),
        ]);
    }

    public static Decision<FundraiserEvent> Refuse(
        FundraiserState state, FundraiserCommand.RefuseSpending refuse, Asked asked)
    {
        if (!asked.As.Coordinator && !refuse.Oversees) return Fundraising.Refusals.NotApprover;
        if (state.SpendingOf(refuse.SpendingId) is not { } entry) return Asked.Refusals.NotFound;
        if (entry.Step == SpendingStep.Refused) return Decision<FundraiserEvent>.Nothing;
        if (entry.Step == SpendingStep.Approved) return Fundraising.Refusals.SpendingDecided;

        return new FundraiserEvent.SpendingRefused(entry.Id, asked.By, refuse.ReasonId);
    }
}
