using Federation.Domain;
using Federation.Domain.JointActions;
using static Federation.Domain.JointActions.Pledge;
using static Federation.Domain.JointActions.PledgeCommand;
using static Federation.Domain.JointActions.PledgeEvent;

namespace Federation.Tests.JointActions;

public class VisitTests
{
    private static readonly DateOnly Day = Askers.Today;
    private static readonly ActionFacts Action = new("food", "jiujiang", "食品安全", ActionPhase.Launched,
        ActionDays.Months(new(2026, 1, 1), new(2026, 6, 1)), [], [new("org-a", "v1", []), new("org-b", "v1", [])]);
    private static readonly Visitors Pair = new(1, 2);
    private static readonly PlanFirstVisit Planning = new(new("好味小食店"), "v1", Day, Pair, Action, "org-a");
    private static readonly PledgeOf Of = new("food", "jiujiang", "食品安全", "v1", "org-a", "好味小食店", false);
    private static readonly FirstVisitPlanned Planned = new(Of, Planning.Merchant, new(Day, "org-a", Pair));
    private static readonly LogVisit Logging =
        new(VisitResult.ComeBack, Pair, 10, null, "note-1", Day.AddDays(7), [], false, Action);
    private static readonly ShopVisit Visit =
        new(Day, "org-a", VisitResult.ComeBack, Pair, 10, null, "note-1", Day.AddDays(7));
    private static readonly Recorded Visited =
        new(Of, Planning.Merchant, Day, false, [], false, null, null, Visit);
    private static readonly TextFacts Text = new(1, Day, 12);
    private static readonly PledgeTerms Terms = new(1, Day, Day.AddMonths(12));
    private static readonly PledgeSigned NowSigned = new(Of, new(Day, 1, 0, 0), Terms, ["不卖过期食品"]);

    private static Spec<PledgeState, PledgeCommand, PledgeEvent> Given(params PledgeEvent[] events) =>
        new(Decider("food/one"), events, Askers.Coordinator);

    [Fact]
    public void A_first_visit_is_planned_by_who_takes_part_in_the_village()
    {
        Given().When(Planning).Then(Planned);
        Given().By(Askers.Staff("org-a")).When(Planning with { OrganisationId = null }).Then(Planned);
        Given().By(Askers.Staff("org-b")).When(Planning).ThenRefused(Asked.Refusals.NotYourOrganisation);
        Given().When(Planning with { Action = Action with { Phase = ActionPhase.None } })
            .ThenRefused(Asked.Refusals.NotFound);
        Given().When(Planning with { Day = new(2026, 7, 1) })
            .ThenRefused(Refusals.OutsideAction with { Field = "plannedFor" });
        Given().When(Planning with { Merchant = new("···") }).ThenRefused(Refusals.TextsInvalid);
        Given().When(Planning with { Visitors = new(VisitorsMax + 1, 0) }).ThenRefused(Refusals.VisitNumbersInvalid);
        Given(Visited).When(Planning).ThenRefused(Refusals.AlreadyRecorded);
        Given(Planned).When(Planning with { Merchant = new("另一家") }).ThenRefused(Refusals.AlreadyRecorded);
        Given(Planned, new Cancelled(Of, [])).When(Planning).ThenRefused(Refusals.RecordCancelled);
        var claim = Assert.Single(Decider("x").Decide(Decider("x").Initial, Planning, Askers.Coordinator).Claims);
        Assert.Equal((ShopClaim, "food/v1/好味小食店"), (claim.Kind, claim.Value));
    }

    [Fact]
    public void A_visit_is_planned_ahead_but_not_too_far()
    {
        var next = new PlanVisit(Day.AddDays(3), Visitors.NotStated);
        Given(Planned).When(next).Then(new VisitPlanned(new(next.Day, "org-a", Visitors.NotStated)));
        Given(Visited).When(next with { OrganisationId = "org-b" })
            .Then(new VisitPlanned(new(next.Day, "org-b", Visitors.NotStated)));
        Given(Visited).By(Askers.Staff("org-a")).When(next with { OrganisationId = "org-b" })
            .ThenRefused(Asked.Refusals.NotYourOrganisation);
        Given(Visited).When(next with { Day = Day.AddDays(-1) }).ThenRefused(Refusals.VisitDayInvalid);
        Given(Visited).When(next with { Day = Day.AddDays(AheadMax + 1) }).ThenRefused(Refusals.VisitDayInvalid);
        Given(Visited).When(next with { Visitors = new(VisitorsMax + 1, 0) }).ThenRefused(Refusals.VisitNumbersInvalid);
        Given(Visited).By(Askers.Coordinator.On(Day.AddDays(1))).When(next).ThenRefused(Asked.Refusals.DayInFuture);
    }

    [Fact]
    public void A_planned_shop_has_no_pledge_until_it_was_visited()
    {
        Given(Planned).When(new Sign()).ThenRefused(Refusals.NotVisited);
        Given(Planned).When(new JoinAlliance()).ThenRefused(Refusals.NotVisited);
        Given(Planned).When(new Cancel()).Then(new Cancelled(Of, []));
    }

    [Fact]
    public void The_first_visit_is_the_shops_record_whatever_came_of_it()
    {
        Given(Planned).When(Logging).Then(Visited);
        Given(Planned).When(Logging with { Text = Text with { PublishedOn = Day.AddDays(1) } }).Then(Visited);
        Given(Planned).When(Logging with { Result = VisitResult.Signed, Text = Text, JoinsAlliance = true }).Then(
            Visited with
            {
                Signed = true, JoinsAlliance = true, Terms = Terms,
                Visit = Visit with { Result = VisitResult.Signed },
            });
        Given(Planned).When(Logging with { Action = Action with { Phase = ActionPhase.Draft } })
            .ThenRefused(Refusals.ActionNotLaunched);
        Given().When(Logging).ThenRefused(Asked.Refusals.NotFound);
    }

    [Fact]
    public void Nobody_is_sent_or_said_to_have_been_who_has_no_part_in_it()
    {
        var (next, elsewhere) = (new PlanVisit(Day.AddDays(3), Pair, "org-x", TakesPart: false), "org-x");
        Given(Visited).When(next).ThenRefused(Refusals.NotParticipating);
        Given(Visited).When(Logging with { OrganisationId = elsewhere }).ThenRefused(Refusals.NotParticipating);
        // Who keeps the record goes on, also when it takes part no more.
        Given(Visited).When(next with { OrganisationId = "org-a" })
            .Then(new VisitPlanned(new(next.Day, "org-a", Pair)));
        var alone = Logging with { OrganisationId = "org-a", Leaflets = 3, Action = Action with { Participants = [] } };
        Given(Visited).When(alone).Then(new VisitLogged(Visit with { Leaflets = 3 }));
    }

    [Fact]
    public void The_simple_record_of_a_visit_fulfils_its_plan_and_no_other_shops()
    {
        var simple = new RecordVisit(Planning.Merchant, "v1", Day, null, [], true, Action, "org-a");
        var recorded = new Recorded(Of, simple.Merchant, Day, null, [], true, null);
        Given(Planned).When(simple).Then(recorded);
        Given(Planned, recorded).When(new PlanVisit(Day, Pair)).Then(new VisitPlanned(new(Day, "org-a", Pair)));
        Given(Planned).When(simple with { Merchant = new("另一家") }).ThenRefused(Refusals.AlreadyRecorded);
        Given().When(simple with { Signed = true, Text = Text with { PublishedOn = Day.AddDays(1) } })
            .ThenRefused(Refusals.TextNotYetPublished);
    }

    [Fact]
    public void A_later_visit_signs_and_joins_in_one()
    {
        var signing = new LogVisit(
            VisitResult.Signed, new(0, 1), 0, null, null, null, NowSigned.Promises, true, Action, Text);
        var visit = new ShopVisit(Day, "org-a", VisitResult.Signed, new(0, 1), 0);
        Given(Visited).When(signing)
            .Then(new VisitLogged(visit), NowSigned, new AllianceJoined(Of, new(Day, 0, 0, 1)));
        Given(Visited).When(signing with { Text = Text with { PublishedOn = Day.AddDays(1) } })
            .ThenRefused(Refusals.TextNotYetPublished);
        Given(Visited, NowSigned).When(signing).ThenRefused(Refusals.AlreadySigned);
        Given(Visited, NowSigned).When(signing with { Result = VisitResult.Refused })
            .ThenRefused(Refusals.AlreadySigned);
        Given(Visited).When(signing with { Promises = [" "] })
            .ThenRefused(Refusals.TextsInvalid with { Field = "promises" });
    }

    [Fact]
    public void A_check_says_whether_the_promises_were_kept_and_nothing_else_does()
    {
        var check = Logging with { Result = VisitResult.Checked, Kept = Kept.Partly, NextOn = null };
        var found = new ShopVisit(Day, "org-a", VisitResult.Checked, Pair, 10, Kept.Partly, "note-1");
        Given(Visited, NowSigned).When(check).Then(new VisitLogged(found));
        Given(Visited with { Signed = null }).When(check).Then(new VisitLogged(found));
        Given(Visited).When(check).ThenRefused(Refusals.NotSigned with { Field = "result" });
        Given(Planned).When(check).ThenRefused(Refusals.NotSigned with { Field = "result" });
        Given(Visited, NowSigned).When(check with { Kept = null }).ThenRefused(Refusals.FindingMisplaced);
        Given(Visited, NowSigned).When(Logging with { Kept = Kept.Yes }).ThenRefused(Refusals.FindingMisplaced);
    }

    [Fact]
    public void A_visit_of_the_closed_action_is_still_told_once_the_shop_is_known()
    {
        var late = Logging with { Result = VisitResult.Closed, Action = Action with { Phase = ActionPhase.Closed } };
        Given(Visited).By(Askers.Staff("org-a")).When(late).Then(
            new VisitLogged(Visit with { Result = VisitResult.Closed }));
        Given(Visited).By(Askers.Staff("org-a")).When(late with { OrganisationId = "org-a" }).Then(
            new VisitLogged(Visit with { Result = VisitResult.Closed }));
        Given(Planned).By(Askers.Staff("org-a")).When(late).ThenRefused(Refusals.ActionClosed);
        Given(Visited).By(Askers.Staff("org-a")).When(late with { OrganisationId = "org-b" })
            .ThenRefused(Asked.Refusals.NotYourOrganisation);
    }

    [Fact]
    public void Days_and_numbers_of_a_visit_are_bounded()
    {
        var other = Logging with { Result = VisitResult.Closed };
        Given(Visited).By(Askers.Coordinator.On(Day.AddDays(-1))).When(other).ThenRefused(Refusals.OutOfOrder);
        Given(Visited).By(Askers.Coordinator.On(Day.AddDays(1))).When(other).ThenRefused(Asked.Refusals.DayInFuture);
        foreach (var next in new[] { Day, Day.AddDays(AheadMax + 1) }) Given(Visited).When(other with { NextOn = next })
            .ThenRefused(Refusals.VisitDayInvalid with { Field = "nextOn" });
        Given(Visited).When(other with { Leaflets = LeafletsMax + 1 })
            .ThenRefused(Refusals.VisitNumbersInvalid with { Field = "leaflets" });
        foreach (var visitors in new Visitors[]
        {
            new(-1, 0), new(VisitorsMax + 1, 0), new(0, -1), new(0, VisitorsMax + 1),
        })
            Given(Visited).When(other with { Visitors = visitors }).ThenRefused(
                Refusals.VisitNumbersInvalid with { Field = visitors.Pairs == 0 ? "alone" : "pairs" });
    }

    [Fact]
    public void Visits_and_plans_of_one_shop_do_not_go_on_without_end()
    {
        PledgeEvent[] many = [Visited, .. Enumerable.Range(1, VisitsMax).Select(n =>
            new VisitPlanned(new(Day.AddDays(n), "org-a", Pair)))];
        Given(many).When(new PlanVisit(Day, Pair)).ThenRefused(Refusals.TooManyVisits);
        Given(many).When(Logging with { Result = VisitResult.Closed }).ThenRefused(Refusals.TooManyVisits);
        PledgeEvent[] steps = [Visited, .. Enumerable.Range(1, ChangesMax).Select(n =>
            new AllianceLeft(Of, new(Day, 0, 0, 0)))];
        Given(steps).When(Logging with { JoinsAlliance = true, Leaflets = 1 }).ThenRefused(Refusals.TooManyChanges);
    }
}
