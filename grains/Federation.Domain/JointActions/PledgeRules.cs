using System.Diagnostics;

namespace Federation.Domain.JointActions;

// What may happen to the record of one visited shop (see Pledge.cs for the boundary). Whoever takes part in the shop's
// village may record the visit; afterwards the organisation whose visit it was, or a coordinator, keeps the record.

internal static class PledgeRules
{
    public static Decision<PledgeEvent> Decide(PledgeState state, PledgeCommand command, Asked asked)
    {
        if (command is PledgeCommand.RecordVisit record) return Record(state, record, asked);
        if (state.Recorded is not { Of: var of }) return Asked.Refusals.NotFound;
        if (!asked.As.Coordinator && (of.OrganisationId is null || !asked.SpeaksFor(of.OrganisationId)))
            return Asked.Refusals.NotYourOrganisation;
        if (command is PledgeCommand.Cancel) return Cancel(state, of, asked);
        if (state.Cancelled) return Pledge.Refusals.RecordCancelled;

        return command switch
        {
            PledgeCommand.Sign when state.Signed == true => Decision<PledgeEvent>.Nothing,
            PledgeCommand.Sign => Step(state, asked, new(asked.On, 1, state.Signed is null ? -1 : 0, 0),
                change => new PledgeEvent.PledgeSigned(of, change)),
            PledgeCommand.Withdraw when state.Signed == true => Step(state, asked, new(asked.On, -1, 0, 0),
                change => new PledgeEvent.Withdrawn(of, change)),
            PledgeCommand.Withdraw => WasEver(state, change => change.Signed > 0, Pledge.Refusals.NotSigned),
            PledgeCommand.JoinAlliance when state.Member => Decision<PledgeEvent>.Nothing,
            PledgeCommand.JoinAlliance => Step(state, asked, new(asked.On, 0, 0, 1),
                change => new PledgeEvent.AllianceJoined(of, change)),
            PledgeCommand.LeaveAlliance when state.Member => Step(state, asked, new(asked.On, 0, 0, -1),
                change => new PledgeEvent.AllianceLeft(of, change)),
            PledgeCommand.LeaveAlliance => WasEver(state, change => change.Joined > 0, Pledge.Refusals.NotInAlliance),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    private static Decision<PledgeEvent> Record(PledgeState state, PledgeCommand.RecordVisit record, Asked asked)
    {
        if (record.Action.Phase == ActionPhase.None) return Asked.Refusals.NotFound;
        var here = record.Action.OrganisationsIn(record.VillageCode).ToArray();
        var speaks = record.OrganisationId is { } own ? asked.SpeaksFor(own) : here.Any(asked.SpeaksFor);
        if (!asked.As.Coordinator && !speaks) return Asked.Refusals.NotYourOrganisation;

        var recorded = new PledgeEvent.Recorded(
            Of(record, here, asked), record.Merchant, record.VisitedOn, record.Signed, record.Promises,
            record.JoinsAlliance, record.Source);
        if (state.Cancelled) return Pledge.Refusals.RecordCancelled;
        if (state.Recorded == recorded) return Decision<PledgeEvent>.Nothing;
        if (state.Recorded is not null) return Pledge.Refusals.AlreadyRecorded;
        if ((asked.DayRefused(asked.On) ?? asked.DayRefused(record.VisitedOn)) is { } day) return day;
        if (ActionRefused(record, here, asked) is { } action) return action;
        if (!TextsFit(record)) return Pledge.Refusals.TextsInvalid;

        return ((Decision<PledgeEvent>)recorded).Claiming(
            Pledge.ShopClaim, ClaimOf(recorded.Of), Pledge.Refusals.ShopAlreadyRecorded);
    }

    // Staff who do not say whose visit it was made it for their own organisation; for a coordinator it stays not
    // stated.
    private static PledgeOf Of(PledgeCommand.RecordVisit record, string[] here, Asked asked) => new(
        record.Action.ActionId, record.Action.AllianceId, record.Action.Theme, record.VillageCode,
        record.OrganisationId ?? (asked.As.Coordinator ? null : here.First(asked.SpeaksFor)),
        Shop.Key(record.Merchant.Zh), record.Illustrative);

    private static Refusal? ActionRefused(PledgeCommand.RecordVisit record, string[] here, Asked asked)
    {
        if (record.Action.Phase == ActionPhase.Draft) return Pledge.Refusals.ActionNotLaunched;
        if (record.Action.Phase == ActionPhase.Closed && !asked.As.Coordinator) return Pledge.Refusals.ActionClosed;
        if (here.Length == 0) return Pledge.Refusals.VillageNotTakingPart;
        if (record.OrganisationId is { } whose && !here.Contains(whose)) return Pledge.Refusals.NotParticipating;

        return record.Action.Days.Covers(record.VisitedOn) ? null : Pledge.Refusals.OutsideAction;
    }

    private static bool TextsFit(PledgeCommand.RecordVisit record) =>
        record.Merchant.Fits(Shop.NameMax) && Shop.Key(record.Merchant.Zh) != ""
        && record.Promises.Count <= Pledge.PromisesMax && record.Promises.All(text => Texts.Fits(text, Texts.PlaceMax))
        && Texts.FitsOrMissing(record.Source, Texts.SourceMax);

    private static Decision<PledgeEvent> Step(
        PledgeState state, Asked asked, PledgeChange change, Func<PledgeChange, PledgeEvent> recorded)
    {
        if (asked.DayRefused(asked.On) is { } day) return day;
        if (asked.On < state.LastDay()) return Pledge.Refusals.OutOfOrder;
        if (state.Changes.Count >= Pledge.ChangesMax) return Pledge.Refusals.TooManyChanges;

        return recorded(change);
    }

    // Undone already is fine; never done is a mistake worth telling.
    private static Decision<PledgeEvent> WasEver(PledgeState state, Func<PledgeChange, bool> done, Refusal never) =>
        state.Changes.Any(done) ? Decision<PledgeEvent>.Nothing : never;

    private static Decision<PledgeEvent> Cancel(PledgeState state, PledgeOf of, Asked asked)
    {
        if (state.Cancelled) return Decision<PledgeEvent>.Nothing;
        if (asked.DayRefused(asked.On) is { } day) return day;

        return new Decision<PledgeEvent>([new PledgeEvent.Cancelled(of, state.Changes)], null)
        {
            Releases = [new(Pledge.ShopClaim, ClaimOf(of), Pledge.Refusals.ShopAlreadyRecorded)],
        };
    }

    private static string ClaimOf(PledgeOf of) => $"{of.ActionId}/{of.VillageCode}/{of.ShopKey}";
}
