using Federation.Domain;
using Federation.Domain.JointActions;
using static Federation.Domain.JointActions.Endorsement;
using static Federation.Domain.JointActions.EndorsementCommand;
using static Federation.Domain.JointActions.EndorsementEvent;

namespace Federation.Tests.JointActions;

public class EndorsementTests
{
    private static readonly ActionDesk Action = new("food", "jiujiang", ActionPhase.Closed, []);
    private static readonly EndorsementCommand.Record Wish =
        new(EndorserKind.Department, new("食安办"), "text-1", true, null, Action);
    private static readonly Recorded Said =
        new("jiujiang", EndorserKind.Department, new("食安办"), "text-1", true, Askers.Today, null, false);

    private static Spec<EndorsementState, EndorsementCommand, EndorsementEvent> Given(
        params EndorsementEvent[] events) => new(Decider("food/one"), events, Askers.Coordinator);

    [Fact]
    public void A_coordinator_records_an_endorsement_with_its_words_or_the_source_that_mentions_it()
    {
        Given().When(Wish).Then(Said);
        Given().When(Wish with { WordsId = null, Source = "《总结》" }).Then(Said with { WordsId = null, Source = "《总结》" });
        Given().When(Wish with { Kind = EndorserKind.Resident, Body = null })
            .Then(Said with { Kind = EndorserKind.Resident, Body = null });
        Given().When(Wish with { WordsId = null }).ThenRefused(Refusals.Empty);
    }

    [Fact]
    public void An_endorsement_is_withdrawn_and_recorded_anew_but_not_recorded_over()
    {
        Given(Said).When(new Withdraw(Action)).Then(new Withdrawn());
        Given(Said).When(Wish with { MayBeShown = false }).ThenRefused(Refusals.AlreadyRecorded);
        Given(Said, new Withdrawn()).When(Wish).ThenRefused(Refusals.Withdrawn);
        Given().When(new Withdraw(Action)).ThenRefused(Asked.Refusals.NotFound);
    }

    [Fact]
    public void Only_a_coordinator_keeps_endorsements_and_names_are_bounded()
    {
        Given().By(Askers.Staff("org-a")).When(Wish).ThenRefused(Asked.Refusals.NotCoordinator);
        Given(Said).By(Askers.Staff("org-a")).When(new Withdraw(Action)).ThenRefused(Asked.Refusals.NotCoordinator);
        Given().When(Wish with { Body = new("") }).ThenRefused(Refusals.TextsInvalid);
        Given().When(Wish with { Source = new string('长', Texts.SourceMax + 1) }).ThenRefused(Refusals.TextsInvalid);
        Given().By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(Wish).ThenRefused(Asked.Refusals.DayInFuture);
        Given(Said).By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(new Withdraw(Action))
            .ThenRefused(Asked.Refusals.DayInFuture);
    }
}
