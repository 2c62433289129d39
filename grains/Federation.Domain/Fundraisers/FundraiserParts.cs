using Federation.Domain.Counting;

namespace Federation.Domain.Fundraisers;

// The values that a campaign's commands, events and facts are made of.

/// <summary>The days between which the platform takes gifts.</summary>
/// <param name="OpensInMonth">The source states the month only; the day is that month's first.</param>
/// <param name="ClosesOn">Null: not stated; then <paramref name="LastsMonths"/> bounds it.</param>
/// <param name="ClosesInMonth">The same for the end; the day is that month's last.</param>
public sealed record CampaignWindow(
    DateOnly OpensOn, DateOnly? ClosesOn, bool OpensInMonth = false, bool ClosesInMonth = false,
    int? LastsMonths = null)
{
    public const int MonthsMax = 60;

    /// <summary>The last day on which it can have been open.</summary>
    public DateOnly LastDay() => ClosesOn ?? (OpensInMonth
        ? Period.LastOf(OpensOn.AddMonths(LastsMonths ?? 0)) : OpensOn.AddMonths(LastsMonths ?? 0));

    public bool Covers(DateOnly day) => OpensOn <= day && day <= LastDay();

    public bool IsValid() =>
        (ClosesOn is not null || LastsMonths is not null) && LastsMonths is null or (>= 1 and <= MonthsMax)
        && OpensOn.Year is > 1900 and < 9000 && OpensOn <= LastDay() && LastDay() <= OpensOn.AddMonths(MonthsMax + 1);
}

/// <summary>One gift as the platform lists it. Who gave is nobody's business here: no name is kept.</summary>
/// <param name="ExternalId">The platform's own number of it.</param>
public sealed record Gift(string ExternalId, long AmountFen, DateTimeOffset GivenAt)
{
    public DateOnly Day() => Days.Of(GivenAt);
}

/// <summary>What is to be paid from the campaign's money.</summary>
/// <param name="WithinPurpose">False: outside of what the money was raised for; then the note says why.</param>
/// <param name="Corrects">Of a correction: the spending whose amount this one puts right (0: it never was).</param>
/// <param name="ReasonId">Of a correction: its reason, a sealed text.</param>
public sealed record Spending(
    long AmountFen, DateOnly On, Name Purpose, string Voucher, string? FileId = null, bool WithinPurpose = true,
    Name? PurposeNote = null, string? Corrects = null, string? ReasonId = null);

/// <summary>How far a spending has come: only approved ones are spent.</summary>
public enum SpendingStep { Waiting, Approved, Refused }

/// <summary>A spending as its rules need it.</summary>
/// <param name="Fen">What it counts for now: corrections change it.</param>
public sealed record SpendingEntry(string Id, Spending Stated, string EnteredBy, SpendingStep Step, long Fen);

/// <summary>A number that the platform showed on a day: a total so far, or relays so far.</summary>
public sealed record Statement(DateOnly On, long Value);

/// <summary>What the rows say of the campaign's gifts, with the versions of all its gift streams.</summary>
/// <param name="Itemised">At least one gift was ever recorded.</param>
/// <param name="Fen">Their sum; for a reconciliation, up to its day.</param>
public sealed record GiftFacts(bool Itemised, long Fen)
{
    public static GiftFacts None { get; } = new(false, 0);
}

/// <summary>What a gift needs to know of its campaign, with that stream's version.</summary>
/// <param name="PublishedFen">The published total that stands in for gifts as long as none is recorded.</param>
public sealed record CampaignFacts(
    string CampaignId, string AllianceId, CampaignWindow Window, bool Closed, long SpentFen, long PublishedFen);

/// <summary>Accounts of a campaign's mirror: what the platform holds of it, where that came from, where it
/// went.</summary>
public enum LedgerAccount { Held, Gifts, Published, Spent }

/// <summary>One line of a double entry; the lines of an event sum to zero.</summary>
public sealed record Posting(LedgerAccount Account, long Fen);

public static class Ledger
{
    /// <summary>The two lines that move an amount; none for nothing. A negative amount moves back.</summary>
    public static Items<Posting> Move(LedgerAccount from, LedgerAccount to, long fen) =>
        fen == 0 ? [] : [new(from, -fen), new(to, fen)];

    /// <summary>What an account gains by these lines.</summary>
    public static long On(this Items<Posting> postings, LedgerAccount account) =>
        postings.Where(posting => posting.Account == account).Sum(posting => posting.Fen);
}
