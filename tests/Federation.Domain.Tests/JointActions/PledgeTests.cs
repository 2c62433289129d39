using Federation.Domain;
using Federation.Domain.JointActions;
using static Federation.Domain.JointActions.Pledge;
using static Federation.Domain.JointActions.PledgeCommand;
using static Federation.Domain.JointActions.PledgeEvent;

namespace Federation.Tests.JointActions;

public class PledgeTests
{
    private static readonly DateOnly Day = Askers.Today;
    private static readonly ActionFacts Action = new("food", "jiujiang", "食品安全", ActionPhase.Launched,
        ActionDays.Months(new(2026, 1, 1), new(2026, 3, 1)), [], [new("org-a", "v1", []), new("org-b", "v1", [])]);
    private static readonly RecordVisit Visit = new(new("好味小食店"), "v1", Day, null, ["不销售“三无”食品"], true, Action);
    private static readonly PledgeOf Of = new("food", "jiujiang", "食品安全", "v1", null, "好味小食店", false);
    private static readonly Recorded Visited = new(Of, Visit.Merchant, Day, null, Visit.Promises, true, null);
    private static readonly PledgeSigned NowSigned = new(Of, new(Day, 1, -1, 0));
    private static readonly Withdrawn NowWithdrawn = new(Of, new(Day, -1, 0, 0));
    private static readonly AllianceLeft NowLeft = new(Of, new(Day, 0, 0, -1));

    private static Spec<PledgeState, PledgeCommand, PledgeEvent> Given(params PledgeEvent[] events) =>
        new(Decider("food/one"), events, Askers.Coordinator);

    private static Decision<PledgeEvent> Decided(PledgeCommand command, params PledgeEvent[] events) =>
        Decider("food/one").Decide(Decider("food/one").Fold(Decider("food/one").Initial, events), command,
            Askers.Coordinator);

    [Fact]
    public void A_visit_is_recorded_with_signing_stated_or_not()
    {
        Given().When(Visit).Then(Visited);
        Given().When(Visit with { Signed = true, JoinsAlliance = false })
            .Then(Visited with { Signed = true, JoinsAlliance = false });
        Given().When(Visit with { Signed = false, Text = new(1, Day.AddDays(1), 12) })
            .Then(Visited with { Signed = false });
    }

    [Fact]
    public void Staff_record_the_visits_of_their_own_organisation()
    {
        Given().By(Askers.Staff("org-b")).When(Visit).Then(Visited with { Of = Of with { OrganisationId = "org-b" } });
        Given().By(Askers.Staff("org-b")).When(Visit with { OrganisationId = "org-a" })
            .ThenRefused(Asked.Refusals.NotYourOrganisation);
        Given().By(Askers.Staff("org-c")).When(Visit).ThenRefused(Asked.Refusals.NotYourOrganisation);
        Given().When(Visit with { OrganisationId = "org-a" })
            .Then(Visited with { Of = Of with { OrganisationId = "org-a" } });
    }

    [Fact]
    public void A_shop_of_a_village_stands_once_in_an_action_however_its_name_is_spaced()
    {
        var claim = Assert.Single(Decided(Visit with { Merchant = new(" 好味·小食店 ") }).Claims);
        Assert.Equal(new(ShopClaim, "food/v1/好味小食店", Refusals.ShopAlreadyRecorded), claim);
        Assert.Equal(Shop.Key("ＡＢＣ 小吃（总店）"), Shop.Key("abc小吃总店"));
        Assert.NotEqual(Shop.Key("好味一店"), Shop.Key("好味二店"));
    }

    [Fact]
    public void A_record_in_error_is_cancelled_and_frees_the_shop()
    {
        var cancelled = new Cancelled(Of, [Change(Visited), NowSigned.Change]);
        Given(Visited, NowSigned).When(new Cancel()).Then(cancelled);
        Assert.Equal(Decided(Visit).Claims.AsEnumerable(), Decided(new Cancel(), Visited).Releases);
        Given(Visited, cancelled).When(Visit).ThenRefused(Refusals.RecordCancelled);
        Given(Visited, cancelled).When(new Sign()).ThenRefused(Refusals.RecordCancelled);
        Given(Visited).By(Askers.Coordinator.On(Day.AddDays(1))).When(new Cancel())
            .ThenRefused(Asked.Refusals.DayInFuture);
    }

    [Fact]
    public void A_recorded_visit_is_not_recorded_over()
    {
        Given(Visited).When(Visit with { Signed = true }).ThenRefused(Refusals.AlreadyRecorded);
        Assert.Empty(Decided(Visit, Visited).Claims);
    }

    [Fact]
    public void A_visit_lies_within_a_launched_action_and_a_village_that_takes_part()
    {
        Given().When(Visit with { Action = Action with { Phase = ActionPhase.None } })
            .ThenRefused(Asked.Refusals.NotFound);
        Given().When(Visit with { Action = Action with { Phase = ActionPhase.Draft } })
            .ThenRefused(Refusals.ActionNotLaunched);
        Given().When(Visit with { VillageCode = "v2" }).ThenRefused(Refusals.VillageNotTakingPart);
        Given().When(Visit with { OrganisationId = "org-c" }).ThenRefused(Refusals.NotParticipating);
        Given().When(Visit with { VisitedOn = new(2025, 12, 31) })
            .ThenRefused(Refusals.OutsideAction with { Field = "visitedOn" });
    }

    [Fact]
    public void After_closing_only_a_coordinator_still_enters_a_visit()
    {
        var late = Visit with { Action = Action with { Phase = ActionPhase.Closed } };
        Given().When(late).Then(Visited);
        Given().By(Askers.Staff("org-a")).When(late).ThenRefused(Refusals.ActionClosed);
    }

    [Fact]
    public void A_visit_of_tomorrow_is_refused_and_one_of_yesterday_is_the_coordinators()
    {
        Given().When(Visit with { VisitedOn = Day.AddDays(1) })
            .ThenRefused(Asked.Refusals.DayInFuture with { Field = "visitedOn" });
        Given().When(Visit with { VisitedOn = Day.AddDays(-1) }).Then(Visited with { VisitedOn = Day.AddDays(-1) });
        Given().By(Askers.Staff("org-a")).When(Visit with { VisitedOn = Day.AddDays(-1) })
            .ThenRefused(Asked.Refusals.BackDatingNotAllowed with { Field = "visitedOn" });
    }

    [Fact]
    public void A_shop_has_a_name_with_letters_and_a_bounded_list_of_promises()
    {
        Given().When(Visit with { Merchant = new("") }).ThenRefused(Refusals.TextsInvalid);
        Given().When(Visit with { Merchant = new("···") }).ThenRefused(Refusals.TextsInvalid);
        Given().When(Visit with { Merchant = new(new('店', Shop.NameMax + 1)) }).ThenRefused(Refusals.TextsInvalid);
        Given().When(Visit with { Source = " " })
            .ThenRefused(Refusals.TextsInvalid with { Field = "source" });
        Given().When(Visit with { Promises = [.. Enumerable.Repeat("诚信", PromisesMax + 1)] })
            .ThenRefused(Refusals.TextsInvalid with { Field = "promises" });
        Given().When(Visit with { Promises = [""] })
            .ThenRefused(Refusals.TextsInvalid with { Field = "promises" });
    }

    [Fact]
    public void A_pledge_is_signed_later_and_withdrawn_and_signed_again()
    {
        Given(Visited).When(new Sign()).Then(NowSigned);
        Given(Visited, NowSigned).When(new Withdraw()).Then(NowWithdrawn);
        Given(Visited, NowSigned, NowWithdrawn).When(new Sign()).Then(new PledgeSigned(Of, new(Day, 1, 0, 0)));
        Given(Visited).When(new Withdraw()).ThenRefused(Refusals.NotSigned);
    }

    [Fact]
    public void Being_in_the_alliance_is_a_matter_of_its_own()
    {
        Given(Visited).When(new LeaveAlliance()).Then(NowLeft);
        Given(Visited, NowLeft).When(new JoinAlliance()).Then(new AllianceJoined(Of, new(Day, 0, 0, 1)));
        Given(Visited with { JoinsAlliance = false }).When(new LeaveAlliance()).ThenRefused(Refusals.NotInAlliance);
    }

    [Fact]
    public void Steps_of_one_shop_go_forward_in_time_and_not_into_tomorrow()
    {
        Given(Visited).By(Askers.Coordinator.On(Day.AddDays(-1))).When(new Sign()).ThenRefused(Refusals.OutOfOrder);
        Given(Visited).By(Askers.Coordinator.On(Day.AddDays(1))).When(new Sign())
            .ThenRefused(Asked.Refusals.DayInFuture);
    }

    [Fact]
    public void A_record_does_not_change_without_end() =>
        Given([Visited, .. Enumerable.Range(1, ChangesMax / 2).SelectMany(_ => new PledgeEvent[]
        {
            new PledgeSigned(Of, new(Day, 1, 0, 0)), NowWithdrawn,
        })]).When(new Sign()).ThenRefused(Refusals.TooManyChanges);

    [Fact]
    public void The_organisation_of_the_visit_or_a_coordinator_keeps_the_record()
    {
        var own = Of with { OrganisationId = "org-a" };
        Given(Visited with { Of = own }).By(Askers.Staff("org-a")).When(new Sign()).Then(NowSigned with { Of = own });
        Given(Visited with { Of = own }).By(Askers.Staff("org-b")).When(new Sign())
            .ThenRefused(Asked.Refusals.NotYourOrganisation);
        Given(Visited).By(Askers.Staff("org-a")).When(new Cancel()).ThenRefused(Asked.Refusals.NotYourOrganisation);
        Given().When(new Sign()).ThenRefused(Asked.Refusals.NotFound);
    }
}
