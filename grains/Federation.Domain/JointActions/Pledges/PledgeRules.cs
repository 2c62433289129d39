using System.Diagnostics;

namespace Federation.Domain.JointActions;

// What may happen to the record of one visited shop (see Pledge.cs for the boundary). Whoever takes part in the shop's
// village may plan or record the first visit; afterwards the organisation whose visit it was, or a coordinator, keeps
// the record.

internal static class PledgeRules
{
    public static Decision<PledgeEvent> Decide(PledgeState state, PledgeCommand command, Asked asked)
    {
        if (command is PledgeCommand.RecordVisit record) return Record(state, record, asked);
        if (command is PledgeCommand.PlanFirstVisit first) return VisitRules.PlanFirst(state, first, asked);
        if (state.Of is not { } of) return Asked.Refusals.NotFound;
        if (!asked.As.Coordinator && (of.OrganisationId is null || !asked.SpeaksFor(of.OrganisationId)))
            return Asked.Refusals.NotYourOrganisation;
        if (command is PledgeCommand.Cancel) return Cancel(state, of, asked);
        if (state.Cancelled) return Pledge.Refusals.RecordCancelled;

        return command switch
        {
            PledgeCommand.PlanVisit plan => VisitRules.Plan(state, of, plan, asked),
            PledgeCommand.LogVisit log => VisitRules.Log(state, of, log, asked),
            _ when state.Recorded is null => Pledge.Refusals.NotVisited,
            PledgeCommand.Sign sign => Sign(state, of, sign.Text, asked),
            PledgeCommand.Renew renew => Renew(state, of, renew.Text, asked),
            PledgeCommand.Withdraw withdraw => Withdraw(state, of, withdraw.ReasonId, asked),
            PledgeCommand.JoinAlliance when state.Member => Decision<PledgeEvent>.Nothing,
            PledgeCommand.JoinAlliance => Step(state, asked, new PledgeEvent.AllianceJoined(
                of, new(asked.On, 0, 0, 1))),
            PledgeCommand.LeaveAlliance when state.Member => Step(state, asked, new PledgeEvent.AllianceLeft(
                of, new(asked.On, 0, 0, -1))),
            PledgeCommand.LeaveAlliance => WasEver(state, change => change.Joined > 0, Pledge.Refusals.NotInAlliance),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    private static Decision<PledgeEvent> Record(PledgeState state, PledgeCommand.RecordVisit record, Asked asked)
    {
        if (record.Action.Phase == ActionPhase.None) return Asked.Refusals.NotFound;
        var here = record.Action.OrganisationsIn(record.VillageCode).ToArray();
        if (!Speaks(record.OrganisationId, here, asked)) return Asked.Refusals.NotYourOrganisation;

        var of = OfShop(record.Merchant, record.VillageCode, record.OrganisationId, record.Illustrative,
            record.Action, here, asked);
        var recorded = new PledgeEvent.Recorded(
            of, record.Merchant, record.VisitedOn, record.Signed, record.Promises, record.JoinsAlliance, record.Source,
            record.Signed == true ? record.Text?.Terms(record.VisitedOn) : null);
        if (state.Cancelled) return Pledge.Refusals.RecordCancelled;
        if (state.Recorded == recorded) return Decision<PledgeEvent>.Nothing;
        if (state.Recorded is not null || (state.Of is { } planned && ClaimOf(planned) != ClaimOf(of)))
            return Pledge.Refusals.AlreadyRecorded;
        if (asked.DayRefused(record.VisitedOn) is { } day) return day with { Field = "visitedOn" };
        if (ActionRefused(record.Action, record.OrganisationId, record.VisitedOn, "visitedOn", here, asked)
            is { } action) return action;
        if (UnfitText(record) is { } field) return Pledge.Refusals.TextsInvalid with { Field = field };
        if (record.Signed == true && TextRefused(record.Text, record.VisitedOn) is { } text) return text;

        return ClaimingShop(recorded, of);
    }

    /// <summary>Whoever takes part in the village speaks here; who names an organisation must be of it.</summary>
    public static bool Speaks(string? organisation, string[] here, Asked asked) =>
        asked.As.Coordinator || (organisation is { } own ? asked.SpeaksFor(own) : here.Any(asked.SpeaksFor));

    // Staff who do not say whose visit it was made it for their own organisation; for a coordinator it stays not
    // stated.
    public static PledgeOf OfShop(
        Name merchant, string village, string? organisation, bool illustrative, ActionFacts action, string[] here,
        Asked asked) => new(
        action.ActionId, action.AllianceId, action.Theme, village,
        organisation ?? (asked.As.Coordinator ? null : here.First(asked.SpeaksFor)), Shop.Key(merchant.Zh),
        illustrative);

    public static Refusal? ActionRefused(
        ActionFacts action, string? organisation, DateOnly visit, string field, string[] here, Asked asked)
    {
        if (action.Phase == ActionPhase.Draft) return Pledge.Refusals.ActionNotLaunched;
        if (action.Phase == ActionPhase.Closed && !asked.As.Coordinator) return Pledge.Refusals.ActionClosed;
        if (here.Length == 0) return Pledge.Refusals.VillageNotTakingPart;
        if (organisation is { } whose && !here.Contains(whose)) return Pledge.Refusals.NotParticipating;

        return action.Days.Covers(visit) ? null : Pledge.Refusals.OutsideAction with { Field = field };
    }

    public static bool NameFits(Name merchant) => merchant.Fits(Shop.NameMax) && Shop.Key(merchant.Zh) != "";

    public static bool PromisesFit(Items<string> promises) =>
        promises.Count <= Pledge.PromisesMax && promises.All(text => Texts.Fits(text, Texts.PlaceMax));

    private static string? UnfitText(PledgeCommand.RecordVisit record) =>
        !NameFits(record.Merchant) ? "merchant" : !PromisesFit(record.Promises) ? "promises"
        : !Texts.FitsOrMissing(record.Source, Texts.SourceMax) ? "source" : null;

    public static Refusal? TextRefused(TextFacts? text, DateOnly day) =>
        text is not null && day < text.PublishedOn ? Pledge.Refusals.TextNotYetPublished : null;

    // A lapsed pledge is signed like a new one: that it lapsed was counted when it was signed.
    private static Decision<PledgeEvent> Sign(PledgeState state, PledgeOf of, TextFacts? text, Asked asked)
    {
        if (state.HoldsOn(asked.On)) return Decision<PledgeEvent>.Nothing;
        if (TextRefused(text, asked.On) is { } wrong) return wrong;

        return Step(state, asked, new PledgeEvent.PledgeSigned(
            of, new(asked.On, 1, state.Signed is null ? -1 : 0, 0), text?.Terms(asked.On)));
    }

    // Before its last day a pledge goes on from that day; after it, or under a newer text, it begins anew.
    private static Decision<PledgeEvent> Renew(PledgeState state, PledgeOf of, TextFacts? text, Asked asked)
    {
        if (state is not { Signed: true, Terms: { } terms }) return Pledge.Refusals.NotSigned;
        if (text is null) return Pledge.Refusals.TextMissing;
        var (same, holds) = (terms.Version == text.Version, terms.HoldsOn(asked.On));
        if (same && terms.From == asked.On) return Decision<PledgeEvent>.Nothing;
        if (same && !(terms.ValidUntil <= asked.On.AddDays(Pledge.RenewalDays))) return Pledge.Refusals.RenewalTooEarly;

        return Step(state, asked, new PledgeEvent.Renewed(
            of, new(asked.On, holds ? 0 : 1, 0, 0), text.Terms(asked.On, same && holds ? terms.ValidUntil : null),
            holds ? terms.ValidUntil : null));
    }

    private static Decision<PledgeEvent> Withdraw(PledgeState state, PledgeOf of, string? reason, Asked asked)
    {
        if (state.Signed != true) return WasEver(state, change => change.Signed > 0, Pledge.Refusals.NotSigned);
        if (!state.HoldsOn(asked.On)) return Pledge.Refusals.Lapsed;

        return Step(state, asked, new PledgeEvent.Withdrawn(
            of, new(asked.On, -1, 0, 0), state.Terms?.ValidUntil, reason));
    }

    private static Decision<PledgeEvent> Step(PledgeState state, Asked asked, PledgeEvent recorded)
    {
        if (asked.On < state.Last) return Pledge.Refusals.OutOfOrder;
        if (state.Steps >= Pledge.ChangesMax) return Pledge.Refusals.TooManyChanges;

        return recorded;
    }

    // Undone already is fine; never done is a mistake worth telling.
    private static Decision<PledgeEvent> WasEver(PledgeState state, Func<PledgeChange, bool> done, Refusal never) =>
        state.Changes.Any(done) ? Decision<PledgeEvent>.Nothing : never;

    private static Decision<PledgeEvent> Cancel(PledgeState state, PledgeOf of, Asked asked)
    {
        if (state.Cancelled) return Decision<PledgeEvent>.Nothing;

        return new Decision<PledgeEvent>([new PledgeEvent.Cancelled(of, state.Changes)], null)
        {
            Releases = [new(Pledge.ShopClaim, ClaimOf(of), Pledge.Refusals.ShopAlreadyRecorded)],
        };
    }

    public static Decision<PledgeEvent> ClaimingShop(PledgeEvent recorded, PledgeOf of) =>
        ((Decision<PledgeEvent>)recorded).Claiming(
            Pledge.ShopClaim, ClaimOf(of), Pledge.Refusals.ShopAlreadyRecorded);

    private static string ClaimOf(PledgeOf of) => $"{of.ActionId}/{of.VillageCode}/{of.ShopKey}";
}
