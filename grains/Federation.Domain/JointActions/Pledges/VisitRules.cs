namespace Federation.Domain.JointActions;

// Visits to a shop, planned and made (see Pledge.cs for the boundary). A shop has at most one next visit: planning
// another moves it, making one fulfils it. The first visit belongs to the action's days; later ones may come long
// after the action was closed, as long as the record is kept.

internal static class VisitRules
{
    public static Decision<PledgeEvent> PlanFirst(
        PledgeState state, PledgeCommand.PlanFirstVisit plan, Asked asked)
    {
        if (plan.Action.Phase == ActionPhase.None) return Asked.Refusals.NotFound;
        var here = plan.Action.OrganisationsIn(plan.VillageCode).ToArray();
        if (!PledgeRules.Speaks(plan.OrganisationId, here, asked)) return Asked.Refusals.NotYourOrganisation;

        var of = PledgeRules.OfShop(plan.Merchant, plan.VillageCode, plan.OrganisationId, plan.Illustrative,
            plan.Action, here, asked);
        var planned = new PlannedVisit(plan.Day, of.OrganisationId, plan.Visitors);
        if (state.Cancelled) return Pledge.Refusals.RecordCancelled;
        if (state.Of == of && state.Next == planned) return Decision<PledgeEvent>.Nothing;
        if (state.Of is not null) return Pledge.Refusals.AlreadyRecorded;
        if (PlanRefused(planned, asked) is { } wrong) return wrong;
        if (PledgeRules.ActionRefused(plan.Action, plan.OrganisationId, plan.Day, "plannedFor", here, asked)
            is { } action) return action;
        if (!PledgeRules.NameFits(plan.Merchant)) return Pledge.Refusals.TextsInvalid;

        return PledgeRules.ClaimingShop(new PledgeEvent.FirstVisitPlanned(of, plan.Merchant, planned), of);
    }

    public static Decision<PledgeEvent> Plan(
        PledgeState state, PledgeOf of, PledgeCommand.PlanVisit plan, Asked asked)
    {
        if (WhoseRefused(of, plan.OrganisationId, plan.TakesPart, asked) is { } whose) return whose;
        var planned = new PlannedVisit(plan.Day, plan.OrganisationId ?? of.OrganisationId, plan.Visitors);
        if (state.Next == planned) return Decision<PledgeEvent>.Nothing;
        if (PlanRefused(planned, asked) is { } wrong) return wrong;

        return state.Visits >= Pledge.VisitsMax
            ? Pledge.Refusals.TooManyVisits
            : new PledgeEvent.VisitPlanned(planned);
    }

    /// <summary>Nobody is sent, or said to have been, who has no part in it: not by a coordinator either, who speaks
    /// for all. Who keeps the shop's record goes on when it takes part no more.</summary>
    private static Refusal? WhoseRefused(PledgeOf of, string? whose, bool takesPart, Asked asked) =>
        whose is null || whose == of.OrganisationId ? null
        : !asked.SpeaksFor(whose) ? Asked.Refusals.NotYourOrganisation
        : takesPart ? null : Pledge.Refusals.NotParticipating;

    private static Refusal? PlanRefused(PlannedVisit planned, Asked asked) =>
        planned.Visitors.Unfit() is { } number ? Pledge.Refusals.VisitNumbersInvalid with { Field = number }
        : planned.Day < asked.On || planned.Day > asked.On.AddDays(Pledge.AheadMax) ? Pledge.Refusals.VisitDayInvalid
        : null;

    public static Decision<PledgeEvent> Log(PledgeState state, PledgeOf of, PledgeCommand.LogVisit log, Asked asked)
    {
        var takesPart = log.Action.OrganisationsIn(of.VillageCode).Contains(log.OrganisationId ?? "");
        if (WhoseRefused(of, log.OrganisationId, takesPart, asked) is { } whose) return whose;
        var visit = new ShopVisit(
            asked.On, log.OrganisationId ?? state.Next?.OrganisationId ?? of.OrganisationId, log.Result,
            log.Visitors, log.Leaflets, log.Kept, log.NoteId, log.NextOn);
        // The visit fulfilled the plan, whose organisation it took: asked again, that is no other visit.
        if (state.LastVisit is { } last
            && visit with { OrganisationId = log.OrganisationId ?? last.OrganisationId } == last)
            return Decision<PledgeEvent>.Nothing;
        if ((Refused(state, visit, asked) ?? SigningRefused(state, log, asked)) is { } wrong) return wrong;

        return state.Recorded is null ? First(state, of, visit, log, asked) : Later(state, of, visit, log);
    }

    private static Refusal? Refused(PledgeState state, ShopVisit visit, Asked asked)
    {
        if (asked.DayRefused(visit.Day) is { } day) return day;
        if (visit.Day < state.Last) return Pledge.Refusals.OutOfOrder;
        if (state.Visits >= Pledge.VisitsMax) return Pledge.Refusals.TooManyVisits;
        if (visit.Unfit() is { } number) return Pledge.Refusals.VisitNumbersInvalid with { Field = number };
        if ((visit.Result == VisitResult.Checked) != (visit.Kept is not null)) return Pledge.Refusals.FindingMisplaced;

        return visit.NextOn is { } next && (next <= visit.Day || next > visit.Day.AddDays(Pledge.AheadMax))
            ? Pledge.Refusals.VisitDayInvalid with { Field = "nextOn" } : null;
    }

    private static Refusal? SigningRefused(PledgeState state, PledgeCommand.LogVisit log, Asked asked)
    {
        // Where signing is not stated the shop may still have promised something.
        if (log.Result == VisitResult.Checked && (state.Recorded is null || state.Signed == false))
            return Pledge.Refusals.NotSigned with { Field = "result" };
        if (log.Result is VisitResult.Signed or VisitResult.Refused && state.HoldsOn(asked.On))
            return Pledge.Refusals.AlreadySigned;
        if (!PledgeRules.PromisesFit(log.Promises)) return Pledge.Refusals.TextsInvalid with { Field = "promises" };
        if (log.Result == VisitResult.Signed && PledgeRules.TextRefused(log.Text, asked.On) is { } text) return text;

        // Signing and joining are steps of the record, and bounded like them.
        return state.Steps >= Pledge.ChangesMax && (log.Result == VisitResult.Signed || log.JoinsAlliance)
            ? Pledge.Refusals.TooManyChanges : null;
    }

    private static Decision<PledgeEvent> First(
        PledgeState state, PledgeOf of, ShopVisit visit, PledgeCommand.LogVisit log, Asked asked)
    {
        var here = log.Action.OrganisationsIn(of.VillageCode).ToArray();
        if (PledgeRules.ActionRefused(log.Action, log.OrganisationId, visit.Day, "on", here, asked) is { } action)
            return action;

        var signed = log.Result == VisitResult.Signed;
        return new PledgeEvent.Recorded(
            of with { OrganisationId = visit.OrganisationId }, state.Merchant!, visit.Day, signed, log.Promises,
            log.JoinsAlliance, null, signed ? log.Text?.Terms(visit.Day) : null, visit);
    }

    private static Decision<PledgeEvent> Later(
        PledgeState state, PledgeOf of, ShopVisit visit, PledgeCommand.LogVisit log)
    {
        var events = new List<PledgeEvent> { new PledgeEvent.VisitLogged(visit) };
        if (log.Result == VisitResult.Signed) events.Add(new PledgeEvent.PledgeSigned(
            of, new(visit.Day, 1, state.Signed is null ? -1 : 0, 0), log.Text?.Terms(visit.Day), log.Promises));
        if (log.JoinsAlliance && !state.Member) events.Add(
            new PledgeEvent.AllianceJoined(of, new(visit.Day, 0, 0, 1)));
        return new([.. events], null);
    }
}
