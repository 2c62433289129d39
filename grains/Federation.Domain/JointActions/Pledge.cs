using System.Diagnostics;

namespace Federation.Domain.JointActions;

// One shop visited in a joint action: whether it signed the integrity pledge (诚信经营承诺书), what it promises, and whether
// it is in the merchants' alliance. Both may change on later days, and neither follows from the other: the source
// counts merchants that joined and does not say how many signed.
//
// One stream per visited shop. That a shop of a village stands only once in an action spans streams, so it is a claim,
// held until the record is cancelled as entered in error. Steps of one shop go forward in time, so that a count as of
// any day is right; every event says what it changed on its day, and a cancellation takes back exactly those changes.

public abstract record PledgeCommand
{
    /// <param name="Signed">Null: not stated.</param>
    /// <param name="OrganisationId">Whose visit it was, if stated.</param>
    [Name("pledges.record-visit")]
    public sealed record RecordVisit(
        Name Merchant, string VillageCode, DateOnly VisitedOn, bool? Signed, Items<string> Promises, bool JoinsAlliance,
        ActionFacts Action, string? OrganisationId = null, bool Illustrative = false,
        string? Source = null) : PledgeCommand;

    [Name("pledges.sign")]
    public sealed record Sign : PledgeCommand;

    [Name("pledges.withdraw")]
    public sealed record Withdraw : PledgeCommand;

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
    [Name("pledges.recorded.v1")]
    public sealed record Recorded(
        PledgeOf Of, Name Merchant, DateOnly VisitedOn, bool? Signed, Items<string> Promises, bool JoinsAlliance,
        string? Source) : PledgeEvent;

    [Name("pledges.signed.v1")]
    public sealed record PledgeSigned(PledgeOf Of, PledgeChange Change) : PledgeEvent;

    [Name("pledges.withdrawn.v1")]
    public sealed record Withdrawn(PledgeOf Of, PledgeChange Change) : PledgeEvent;

    [Name("pledges.alliance-joined.v1")]
    public sealed record AllianceJoined(PledgeOf Of, PledgeChange Change) : PledgeEvent;

    [Name("pledges.alliance-left.v1")]
    public sealed record AllianceLeft(PledgeOf Of, PledgeChange Change) : PledgeEvent;

    [Name("pledges.cancelled.v1")]
    public sealed record Cancelled(PledgeOf Of, Items<PledgeChange> Undone) : PledgeEvent;

    private PledgeEvent() { }
}

/// <summary>A visited shop as its rules need it; <c>Recorded</c> is null until it was visited.</summary>
/// <param name="Signed">Null: not stated. Withdrawn: false.</param>
public sealed record PledgeState(
    PledgeEvent.Recorded? Recorded, bool? Signed, bool Member, Items<PledgeChange> Changes, bool Cancelled)
{
    public DateOnly LastDay() => Changes[^1].Day;
}

public static class Pledge
{
    public const string ShopClaim = "pledge-shop";
    public const int PromisesMax = 20;
    public const int ChangesMax = 40; // signing and withdrawing, joining and leaving, over the life of one record

    public static class Refusals
    {
        public static readonly Refusal AlreadyRecorded = new("pledge-already-recorded",
            "该商家走访已登记，且内容不同；如有误请撤销后重新登记。",
            "This visit is recorded with other content; if it is wrong, cancel it and record it anew.");

        public static readonly Refusal ShopAlreadyRecorded = new("pledge-shop-already-recorded",
            "该村居的这家商家已在本次行动中登记，请在原记录上更新。",
            "This shop of the village is already recorded in the action; update that record.");

        public static readonly Refusal ActionNotLaunched = new("action-not-launched",
            "该联合行动尚未启动，请先启动。", "The joint action has not been launched; launch it first.");

        public static readonly Refusal ActionClosed = new("action-closed",
            "该联合行动已结束，只有联盟协调员可以补录走访。", "The joint action is closed; only a coordinator may still enter a visit.");

        public static readonly Refusal VillageNotTakingPart = new("village-not-taking-part",
            "没有组织在该村居参与这次行动，请先登记参与组织。",
            "No organisation takes part in this village; add a participant there first.");

        public static readonly Refusal NotParticipating = new("not-participating",
            "该组织未在此村居参与这次行动。", "The organisation does not take part in the action in this village.");

        public static readonly Refusal OutsideAction = new("visit-outside-action",
            "走访日期不在联合行动的起止日期之内。", "The day of the visit is outside the joint action's days.");

        public static readonly Refusal TextsInvalid = new("pledge-texts-invalid",
            $"请填写商家名称（不超过{Shop.NameMax}字）；承诺最多{PromisesMax}条。",
            $"Give the shop's name (at most {Shop.NameMax} characters); at most {PromisesMax} promises.");

        public static readonly Refusal NotSigned = new("pledge-not-signed",
            "该商家没有已签署的承诺书，无可撤回。", "The shop has no signed pledge to withdraw.");

        public static readonly Refusal NotInAlliance = new("merchant-not-in-alliance",
            "该商家不在商家联盟中。", "The shop is not in the merchants' alliance.");

        public static readonly Refusal OutOfOrder = new("pledge-day-out-of-order",
            "日期不能早于该商家上一次登记的日期。", "The day must not be before the shop's last recorded step.");

        public static readonly Refusal TooManyChanges = new("too-many-pledge-changes",
            $"一家商家的记录最多更改{ChangesMax}次。", $"One shop's record changes at most {ChangesMax} times.");

        public static readonly Refusal RecordCancelled = new("pledge-cancelled",
            "该登记已撤销，请重新登记。", "This record was cancelled; record the visit anew.");
    }

    public static readonly Boundary<PledgeState, PledgeCommand, PledgeEvent> Boundary = new("pledge", Decider);

    public static Decider<PledgeState, PledgeCommand, PledgeEvent> Decider(string id) =>
        new(new(null, null, false, [], false), PledgeRules.Decide, Evolve);

    private static PledgeState Evolve(PledgeState state, PledgeEvent recorded) => recorded switch
    {
        PledgeEvent.Recorded e => new(e, e.Signed, e.JoinsAlliance, [Change(e)], false),
        PledgeEvent.PledgeSigned e => state with { Signed = true, Changes = state.Changes.Add(e.Change) },
        PledgeEvent.Withdrawn e => state with { Signed = false, Changes = state.Changes.Add(e.Change) },
        PledgeEvent.AllianceJoined e => state with { Member = true, Changes = state.Changes.Add(e.Change) },
        PledgeEvent.AllianceLeft e => state with { Member = false, Changes = state.Changes.Add(e.Change) },
        PledgeEvent.Cancelled => state with { Cancelled = true },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };

    /// <summary>What recording a visit changed on its day.</summary>
    public static PledgeChange Change(PledgeEvent.Recorded e) =>
        new(e.VisitedOn, e.Signed == true ? 1 : 0, e.Signed is null ? 1 : 0, e.JoinsAlliance ? 1 : 0);
}
