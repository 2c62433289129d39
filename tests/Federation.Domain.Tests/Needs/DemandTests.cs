using Federation.Domain;
using Federation.Domain.JointActions;
using Federation.Domain.Needs;
using static Federation.Domain.Needs.Demand;
using static Federation.Domain.Needs.DemandCommand;
using DemandBrought = Federation.Domain.Needs.DemandEvent.Brought;

namespace Federation.Tests.Needs;

public class DemandTests
{
    private static readonly Bring Wish = new(DemandKind.Demand, "jiujiang", null, "v1", "校门口小吃摊", "text-1");
    private static readonly DemandBrought Brought =
        new(DemandKind.Demand, "jiujiang", null, "v1", "校门口小吃摊", "text-1", null, false);
    private static readonly DemandBrought Need = Brought with { Kind = DemandKind.Need, OrganisationId = "org-a" };
    private static readonly DemandEvent.Accepted Taken = new(Askers.Today);
    private static readonly Answer Action = new(AnswerKind.JointAction, "food");
    private static readonly DemandEvent.Answered Answered = new(Action, Askers.Today);
    private static readonly DemandEvent.Closed Told = new("text-2", Askers.Today);
    private static readonly DemandEvent.SetAside Laid = new("text-3", Askers.Today);

    private static Spec<DemandState, DemandCommand, DemandEvent> Given(params DemandEvent[] events) =>
        new(Decider("one"), events, Askers.Coordinator);

    [Fact]
    public void A_resident_brings_a_demand_and_an_organisation_its_needs_and_difficulties()
    {
        Given().By(Askers.Nobody).When(Wish).Then(Brought);
        Given().By(Askers.Staff("org-a")).When(Wish with { Kind = DemandKind.Need, OrganisationId = "org-a" })
            .Then(Need);
        Given().By(Askers.Staff("org-b")).When(Wish with { OrganisationId = "org-a" })
            .ThenRefused(Asked.Refusals.NotYourOrganisation);
        Given().When(Wish with { Kind = DemandKind.Difficulty }).ThenRefused(Refusals.WhoseMissing);
    }

    [Fact]
    public void It_says_what_it_is_about_and_is_brought_once()
    {
        Given().When(Wish with { Topic = " " }).ThenRefused(Refusals.TopicUnfit);
        Given().When(Wish with { Topic = new('长', Texts.WordMax + 1) }).ThenRefused(Refusals.TopicUnfit);
        Given(Brought).When(Wish with { VillageCode = "v2" }).ThenRefused(Refusals.AlreadyBrought);
        Given().By(Askers.Nobody.On(Askers.Today.AddDays(-1))).When(Wish)
            .ThenRefused(Asked.Refusals.BackDatingNotAllowed);
    }

    [Fact]
    public void It_goes_from_intake_to_an_answer_to_feedback()
    {
        Given(Brought).When(new Accept()).Then(Taken);
        Given(Brought, Taken).When(new GiveAnswer(Action)).Then(Answered);
        Given(Brought, Answered).When(new Accept()).Then();
        Given(Brought, Answered).When(new Close("text-2")).Then(Told);
        Given(Brought, Taken).When(new Close("text-2")).Then(Told);
        Given().When(new Accept()).ThenRefused(Asked.Refusals.NotFound);
    }

    [Fact]
    public void Nothing_is_dropped_silently()
    {
        Given(Brought).When(new Close("text-2")).ThenRefused(Refusals.NotAccepted);
        Given(Brought, Answered).When(new Close(null)).ThenRefused(Refusals.FeedbackMissing);
        Given(Brought).When(new SetAside("text-3")).Then(Laid);
        Given(Brought).When(new SetAside(null)).ThenRefused(Refusals.ReasonMissing);
        Given(Brought, Laid).When(new Accept()).ThenRefused(Refusals.Ended);
        Given(Brought, Answered, Told).When(new SetAside("text-3")).ThenRefused(Refusals.Ended);
        var many = Enumerable.Range(0, AnswersMax)
            .Select(n => new DemandEvent.Answered(new(AnswerKind.Request, $"r{n}"), Askers.Today));
        Given([Brought, .. many]).When(new GiveAnswer(Action)).ThenRefused(Refusals.TooManyAnswers);
    }

    [Fact]
    public void An_organisation_keeps_its_own_list_and_demands_are_the_coordinators()
    {
        Given(Need).By(Askers.Staff("org-a")).When(new GiveAnswer(Action)).Then(Answered);
        Given(Need).By(Askers.Staff("org-b")).When(new GiveAnswer(Action)).ThenRefused(Asked.Refusals.NotCoordinator);
        Given(Need with { Kind = DemandKind.Demand }).By(Askers.Staff("org-a")).When(new Accept())
            .ThenRefused(Asked.Refusals.NotCoordinator);
        Given(Brought).By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(new Accept())
            .ThenRefused(Asked.Refusals.DayInFuture);
    }
}
