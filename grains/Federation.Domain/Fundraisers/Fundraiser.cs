using System.Diagnostics;

namespace Federation.Domain.Fundraisers;

// A campaign on a licensed platform (众筹), mirrored: the platform takes and holds the money, we never do.
//
// One stream per campaign for what is decided about its money: published totals, relays, spendings with a second
// person's approval, reconciliations, closing. Gifts are thousands and stand in streams of their own (GiftSheet.cs),
// one for each file or single entry, so that this stream stays short. The rule that spans both, that no more is spent
// than was raised, is exact because whichever side could break it (an approval, a correction downwards, a total, the
// first gifts) comes with the versions of the other side's streams and is decided anew when one of them moved.
//
// What the balance is based on: the gifts recorded, as soon as there is one; before that the latest total that the
// platform published. The two stand beside each other and are never added: with the first gifts the published total
// leaves the ledger. Every event about money carries its postings, which sum to zero; a correction reverses and posts
// anew. Coordinators enter; a second account approves, a coordinator or an official or auditor of the region.

public abstract record FundraiserCommand
{
    /// <param name="ActionAllianceId">The alliance of the joint action it is for; null without one.</param>
    [Name("fundraisers.create")]
    public sealed record Create(
        string AllianceId, string? JointActionId, string? ActionAllianceId, Name Title, Name Platform, Name Purpose,
        CampaignWindow Window, long? TargetFen = null, string? RegistrationNumber = null,
        string? Url = null) : FundraiserCommand;

    /// <summary>What the platform shows as raised so far on the day.</summary>
    [Name("fundraisers.publish-total")]
    public sealed record PublishTotal(long AmountFen, string? Source, GiftFacts Gifts) : FundraiserCommand;

    /// <summary>Relays so far on the day, as the platform counts them.</summary>
    [Name("fundraisers.state-relays")]
    public sealed record StateRelays(long Count) : FundraiserCommand;

    [Name("fundraisers.enter-spending")]
    public sealed record EnterSpending(string SpendingId, Spending Spending, GiftFacts Gifts) : FundraiserCommand;

    /// <param name="Oversees">The asker is an official of the campaign's region; auditors only look.</param>
    [Name("fundraisers.approve-spending")]
    public sealed record ApproveSpending(string SpendingId, bool Oversees, GiftFacts Gifts) : FundraiserCommand;

    [Name("fundraisers.refuse-spending")]
    public sealed record RefuseSpending(string SpendingId, bool Oversees, string? ReasonId) : FundraiserCommand;

    /// <param name="Explanation">Why the statement differs from what is recorded; organisational text.</param>
    /// <param name="Gifts">Up to that day.</param>
    [Name("fundraisers.reconcile")]
    public sealed record Reconcile(
        string ReconciliationId, long StatementFen, DateOnly AsOf, Name? Explanation,
        GiftFacts Gifts) : FundraiserCommand;

    [Name("fundraisers.correct-total")]
    public sealed record CorrectTotal(
        DateOnly Of, long AmountFen, string? ReasonId, GiftFacts Gifts) : FundraiserCommand;

    [Name("fundraisers.correct-relays")]
    public sealed record CorrectRelays(DateOnly Of, long Count, string? ReasonId) : FundraiserCommand;

    /// <param name="Remainder">Where the money goes that is left.</param>
    [Name("fundraisers.close")]
    public sealed record Close(Name? Remainder, GiftFacts Gifts) : FundraiserCommand;

    private FundraiserCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record FundraiserEvent
{
    [Name("fundraisers.created.v1", "发起筹款", "Began a campaign")]
    public sealed record Created(
        string AllianceId, string? JointActionId, Name Title, Name Platform, Name Purpose, CampaignWindow Window,
        long? TargetFen, string? RegistrationNumber, string? Url) : FundraiserEvent;

    /// <param name="Latest">The total of the latest day, this one among them.</param>
    [Name("fundraisers.total-published.v1", "公布筹款总额", "Published a campaign’s total")]
    public sealed record TotalPublished(
        Statement Total, string? Source, Statement Latest, Items<Posting> Postings) : FundraiserEvent;

    [Name("fundraisers.total-corrected.v1", "更正筹款总额", "Corrected a campaign’s total")]
    public sealed record TotalCorrected(
        Statement Total, long WasFen, string? ReasonId, Statement Latest, Items<Posting> Postings) : FundraiserEvent;

    [Name("fundraisers.relays-stated.v1", "填写接力次数", "Stated the relays")]
    public sealed record RelaysStated(Statement Relays, Statement Latest) : FundraiserEvent;

    [Name("fundraisers.relays-corrected.v1", "更正接力次数", "Corrected the relays")]
    public sealed record RelaysCorrected(
        Statement Relays, long Was, string? ReasonId, Statement Latest) : FundraiserEvent;

    [Name("fundraisers.spending-entered.v1", "登记支出", "Entered a spending")]
    public sealed record SpendingEntered(string SpendingId, Spending Spending, string EnteredBy) : FundraiserEvent;

    [Name("fundraisers.spending-approved.v1", "批准支出", "Approved a spending")]
    public sealed record SpendingApproved(
        string SpendingId, string ApprovedBy, long WasFen, Spending Spending,
        Items<Posting> Postings) : FundraiserEvent;

    [Name("fundraisers.spending-refused.v1", "不批准支出", "Refused a spending")]
    public sealed record SpendingRefused(string SpendingId, string RefusedBy, string? ReasonId) : FundraiserEvent;

    /// <param name="OursFen">What was recorded up to the day.</param>
    [Name("fundraisers.reconciled.v1", "核对账目", "Reconciled the account")]
    public sealed record Reconciled(
        string ReconciliationId, DateOnly AsOf, long StatementFen, long OursFen, Name? Explanation) : FundraiserEvent;

    [Name("fundraisers.closed.v1", "结束筹款", "Closed a campaign")]
    public sealed record Closed(long RaisedFen, long SpentFen, long BalanceFen, Name? Remainder) : FundraiserEvent;

    private FundraiserEvent() { }
}

/// <summary>A campaign as its rules need it; <c>About</c> is null until it is created.</summary>
/// <param name="PostedFen">The published total as it stands in the ledger.</param>
public sealed record FundraiserState(
    FundraiserEvent.Created? About, Items<Statement> Totals, Items<Statement> Relays, Items<SpendingEntry> Spendings,
    Items<FundraiserEvent.Reconciled> Reconciliations, long PostedFen, long SpentFen, bool Closed)
{
    public SpendingEntry? SpendingOf(string id) => Spendings.FirstOrDefault(entry => entry.Id == id);
}

public static class Fundraiser
{
    public static readonly Boundary<FundraiserState, FundraiserCommand, FundraiserEvent> Boundary =
        new("fundraiser", Decider, new("筹款", "Fundraiser"));

    public static Decider<FundraiserState, FundraiserCommand, FundraiserEvent> Decider(string id) =>
        new(new(null, [], [], [], [], 0, 0, false), FundraiserRules.Decide, Evolve);

    private static FundraiserState Evolve(FundraiserState state, FundraiserEvent recorded) => recorded switch
    {
        FundraiserEvent.Created e => state with { About = e },
        FundraiserEvent.TotalPublished e => state with
        {
            Totals = Put(state.Totals, e.Total),
            PostedFen = state.PostedFen - e.Postings.On(LedgerAccount.Published),
        },
        FundraiserEvent.TotalCorrected e => state with
        {
            Totals = Put(state.Totals, e.Total),
            PostedFen = state.PostedFen - e.Postings.On(LedgerAccount.Published),
        },
        FundraiserEvent.RelaysStated e => state with { Relays = Put(state.Relays, e.Relays) },
        FundraiserEvent.RelaysCorrected e => state with { Relays = Put(state.Relays, e.Relays) },
        FundraiserEvent.SpendingEntered e => state with
        {
            Spendings = state.Spendings.Add(
                new(e.SpendingId, e.Spending, e.EnteredBy, SpendingStep.Waiting, e.Spending.AmountFen)),
        },
        FundraiserEvent.SpendingApproved e => Approved(state, e),
        FundraiserEvent.SpendingRefused e => state with
        {
            Spendings = Changed(state.Spendings, e.SpendingId, entry => entry with { Step = SpendingStep.Refused }),
        },
        FundraiserEvent.Reconciled e => state with { Reconciliations = state.Reconciliations.Add(e) },
        FundraiserEvent.Closed => state with { Closed = true },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };

    private static FundraiserState Approved(FundraiserState state, FundraiserEvent.SpendingApproved e)
    {
        var spendings = Changed(
            state.Spendings, e.SpendingId, entry => entry with { Step = SpendingStep.Approved });
        return state with
        {
            SpentFen = state.SpentFen + e.Postings.On(LedgerAccount.Spent),
            Spendings = e.Spending.Corrects is { } corrected
                ? Changed(spendings, corrected, entry => entry with { Fen = e.Spending.AmountFen }) : spendings,
        };
    }

    private static Items<SpendingEntry> Changed(
        Items<SpendingEntry> entries, string id, Func<SpendingEntry, SpendingEntry> change) =>
        [.. entries.Select(entry => entry.Id == id ? change(entry) : entry)];

    /// <summary>One statement of a day, the days in their order.</summary>
    internal static Items<Statement> Put(Items<Statement> all, Statement one) =>
        [.. all.Where(other => other.On != one.On).Append(one).OrderBy(statement => statement.On)];
}
