using System.Diagnostics;

namespace Federation.Domain.JointActions;

// One shop visited in a joint action: whether it signed the integrity pledge (诚信经营承诺书), what it promises, and whether
// it is in the merchants' alliance. Both may change on later days, and neither follows from the other: the source
// counts merchants that joined and does not say how many signed.
//
// One stream per visited shop. That a shop of a village stands only once in an action spans streams, so it is a claim,
// held until the record is cancelled as entered in error. Steps of one shop go forward in time, so that a count as of
// any day is right; every event says what it changed on its day, and a cancellation takes back exactly those changes.
//
// A pledge may lapse. Its last day is known when it is signed, so its signing already counts it out on the day after:
// a count as of any day needs no clock and no reminder. Renewing or withdrawing it before takes that back.
// The refusals are listed in PledgeRefusals.cs, the rules of visits stand in VisitRules.cs.

public abstract record PledgeCommand
{
    /// <param name="Signed">Null: not stated.</param>
    /// <param name="OrganisationId">Whose visit it was, if stated.</param>
    [Name("pledges.record-visit")]
    public sealed record RecordVisit(
        Name Merchant, string VillageCode, DateOnly VisitedOn, bool? Signed, Items<string> Promises, bool JoinsAlliance,
        ActionFacts Action, string? OrganisationId = null, bool Illustrative = false,
        string? Source = null, TextFacts? Text = null) : PledgeCommand;

    [Name("pledges.plan-first-visit")]
    public sealed record PlanFirstVisit(
        Name Merchant, string VillageCode, DateOnly Day, Visitors Visitors, ActionFacts Action,
        string? OrganisationId = null, bool Illustrative = false) : PledgeCommand;

    /// <param name="TakesPart">The organisation that goes takes part in the action in the shop's village.</param>
    [Name("pledges.plan-visit")]
    public sealed record PlanVisit(
        DateOnly Day, Visitors Visitors, string? OrganisationId = null, bool TakesPart = true) : PledgeCommand;

    /// <param name="Text">The text that was signed, if one was and it is stated.</param>
    [Name("pledges.log-visit")]
    public sealed record LogVisit(
        VisitResult Result, Visitors Visitors, int Leaflets, Kept? Kept, string? NoteId, DateOnly? NextOn,
        Items<string> Promises, bool JoinsAlliance, ActionFacts Action, TextFacts? Text = null,
        string? OrganisationId = null) : PledgeCommand;

    /// <param name="Text">Null: under which text is not stated.</param>
    [Name("pledges.sign")]
    public sealed record Sign(TextFacts? Text = null) : PledgeCommand;

    /// <param name="Text">The action's newest text; null: it has none.</param>
    [Name("pledges.renew")]
    public sealed record Renew(TextFacts? Text) : PledgeCommand;

    [Name("pledges.withdraw")]
    public sealed record Withdraw(string? ReasonId = null) : PledgeCommand;

    [Name("pledges.join-alliance")]
    public sealed record JoinAlliance : PledgeCommand;

    [Name("pledges.leave-alliance")]
    public sealed record LeaveAlliance : PledgeCommand;

    [Name("pledges.cancel")]
    public sealed record Cancel : PledgeCommand;

    private PledgeCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record PledgeEvent
{
    [Name("pledges.recorded.v1", "登记商户走访", "Recorded a visit to a merchant")]
    public sealed record Recorded(
        PledgeOf Of, Name Merchant, DateOnly VisitedOn, bool? Signed, Items<string> Promises, bool JoinsAlliance,
        string? Source, PledgeTerms? Terms = null, ShopVisit? Visit = null) : PledgeEvent;

    [Name("pledges.first-visit-planned.v1", "计划首次走访", "Planned a first visit to a merchant")]
    public sealed record FirstVisitPlanned(PledgeOf Of, Name Merchant, PlannedVisit Visit) : PledgeEvent;

    [Name("pledges.visit-planned.v1", "计划走访商户", "Planned a visit to a merchant")]
    public sealed record VisitPlanned(PlannedVisit Visit) : PledgeEvent;

    [Name("pledges.visit-logged.v1", "登记走访结果", "Entered a visit to a merchant")]
    public sealed record VisitLogged(ShopVisit Visit) : PledgeEvent;

    /// <param name="Terms">Null in records made before texts had versions: not stated, and it does not lapse.</param>
    [Name("pledges.signed.v1", "商户签署承诺", "A merchant signed")]
    public sealed record PledgeSigned(
        PledgeOf Of, PledgeChange Change, PledgeTerms? Terms = null, Items<string> Promises = default) : PledgeEvent;

    /// <param name="InsteadOf">The last day that was to be, if it lay ahead.</param>
    [Name("pledges.renewed.v1", "商户续签承诺", "A merchant renewed")]
    public sealed record Renewed(
        PledgeOf Of, PledgeChange Change, PledgeTerms Terms, DateOnly? InsteadOf) : PledgeEvent;

    /// <param name="InsteadOf">The last day that was to be, if there was one.</param>
    [Name("pledges.withdrawn.v1", "商户撤回承诺", "A merchant withdrew")]
    public sealed record Withdrawn(
        PledgeOf Of, PledgeChange Change, DateOnly? InsteadOf = null, string? ReasonId = null) : PledgeEvent;

    [Name("pledges.alliance-joined.v1", "商户加入联盟", "A merchant joined the alliance")]
    public sealed record AllianceJoined(PledgeOf Of, PledgeChange Change) : PledgeEvent;

    [Name("pledges.alliance-left.v1", "商户退出联盟", "A merchant left the alliance")]
    public sealed record AllianceLeft(PledgeOf Of, PledgeChange Change) : PledgeEvent;

    [Name("pledges.cancelled.v1", "取消商户登记", "Cancelled a pledge")]
    public sealed record Cancelled(PledgeOf Of, Items<PledgeChange> Undone) : PledgeEvent;

    private PledgeEvent() { }
}

/// <summary>A shop as its rules need it; <c>Of</c> is null until a visit was planned or recorded, <c>Recorded</c> until
/// it was visited.</summary>
/// <param name="Signed">Null: not stated. Withdrawn: false. Lapsed: still true, see <see cref="HoldsOn"/>.</param>
/// <param name="Changes">Of every step, those that lie ahead included.</param>
/// <param name="Last">Day of the last step.</param>
/// <param name="Visits">Planned and logged ones.</param>
public sealed record PledgeState(
    PledgeOf? Of, Name? Merchant, PledgeEvent.Recorded? Recorded, bool? Signed, PledgeTerms? Terms,
    bool Member, Items<PledgeChange> Changes, DateOnly Last, int Steps, PlannedVisit? Next, ShopVisit? LastVisit,
    int Visits, bool Cancelled)
{
    /// <summary>Signed, not withdrawn, and not lapsed by that day.</summary>
    public bool HoldsOn(DateOnly day) => Signed == true && Terms?.HoldsOn(day) != false;
}

public static partial class Pledge
{
    public const string ShopClaim = "pledge-shop";
    public const int PromisesMax = 20;
    public const int ChangesMax = 40; // signing and withdrawing, joining and leaving, over the life of one record
    public const int VisitsMax = 100; // planned and logged
    public const int VisitorsMax = 50; // of one kind, at one visit
    public const int LeafletsMax = 10_000;
    public const int AheadMax = 730; // days: what lies further ahead is no plan
    public const int RenewalDays = 90; // before its last day a pledge can be renewed

    public static readonly Boundary<PledgeState, PledgeCommand, PledgeEvent> Boundary =
        new("pledge", Decider, new("商户承诺", "Merchant's pledge"));

    public static Decider<PledgeState, PledgeCommand, PledgeEvent> Decider(string id) => new(
        new(null, null, null, null, null, false, [], DateOnly.MinValue, 0, null, null, 0, false),
        PledgeRules.Decide, Evolve);

    private static PledgeState Evolve(PledgeState state, PledgeEvent recorded) => recorded switch
    {
        PledgeEvent.FirstVisitPlanned e => state with
        {
            Of = e.Of, Merchant = e.Merchant, Next = e.Visit, Visits = state.Visits + 1,
        },
        PledgeEvent.VisitPlanned e => state with { Next = e.Visit, Visits = state.Visits + 1 },
        PledgeEvent.VisitLogged e => Logged(state, e.Visit),
        PledgeEvent.Recorded e => Stepped(Logged(state with { Next = null }, e.Visit), e) with
        {
            Of = e.Of, Merchant = e.Merchant, Recorded = e, Signed = e.Signed, Member = e.JoinsAlliance,
            Last = e.VisitedOn, Terms = e.Signed == true ? e.Terms ?? new(null, e.VisitedOn, null) : null,
        },
        PledgeEvent.PledgeSigned e => Stepped(state, e) with
        {
            Signed = true, Terms = e.Terms ?? new(null, e.Change.Day, null), Last = e.Change.Day,
        },
        PledgeEvent.Renewed e => Stepped(state, e) with { Terms = e.Terms, Last = e.Change.Day },
        PledgeEvent.Withdrawn e => Stepped(state, e) with { Signed = false, Terms = null, Last = e.Change.Day },
        PledgeEvent.AllianceJoined e => Stepped(state, e) with { Member = true, Last = e.Change.Day },
        PledgeEvent.AllianceLeft e => Stepped(state, e) with { Member = false, Last = e.Change.Day },
        PledgeEvent.Cancelled => state with { Cancelled = true },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };

    private static PledgeState Stepped(PledgeState state, PledgeEvent e) =>
        state with { Changes = [.. state.Changes, .. ChangesOf(e)], Steps = state.Steps + 1 };

    private static PledgeState Logged(PledgeState state, ShopVisit? visit) => visit is null ? state : state with
    {
        LastVisit = visit, Visits = state.Visits + 1, Last = visit.Day,
        Next = visit.NextOn is { } day ? new(day, visit.OrganisationId, Visitors.NotStated) : null,
    };

    /// <summary>What an event changed, each change on its day; the lapse of a pledge lies ahead.</summary>
    public static IEnumerable<PledgeChange> ChangesOf(PledgeEvent recorded) => recorded switch
    {
        PledgeEvent.Recorded e => [Change(e), .. Lapse(e.Signed == true ? e.Terms?.ValidUntil : null, -1)],
        PledgeEvent.PledgeSigned e => [e.Change, .. Lapse(e.Terms?.ValidUntil, -1)],
        PledgeEvent.Renewed e => [e.Change, .. Lapse(e.InsteadOf, 1), .. Lapse(e.Terms.ValidUntil, -1)],
        PledgeEvent.Withdrawn e => [e.Change, .. Lapse(e.InsteadOf, 1)],
        PledgeEvent.AllianceJoined e => [e.Change],
        PledgeEvent.AllianceLeft e => [e.Change],
        PledgeEvent.Cancelled e => e.Undone.Select(undone =>
            new PledgeChange(undone.Day, -undone.Signed, -undone.NotStated, -undone.Joined)),
        _ => [],
    };

    private static IEnumerable<PledgeChange> Lapse(DateOnly? lastDay, int signed) =>
        lastDay is { } last ? [new(last.AddDays(1), signed, 0, 0)] : [];

    /// <summary>What recording a visit changed on its day.</summary>
    public static PledgeChange Change(PledgeEvent.Recorded e) =>
        new(e.VisitedOn, e.Signed == true ? 1 : 0, e.Signed is null ? 1 : 0, e.JoinsAlliance ? 1 : 0);
}
