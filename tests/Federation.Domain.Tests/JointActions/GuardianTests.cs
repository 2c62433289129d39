using Federation.Domain;
using Federation.Domain.JointActions;
using static Federation.Domain.JointActions.Guardian;
using static Federation.Domain.JointActions.GuardianCommand;
using static Federation.Domain.JointActions.GuardianEvent;

namespace Federation.Tests.JointActions;

public class GuardianTests
{
    private static readonly DateOnly Day = Askers.Today;
    private static readonly ActionDesk Action = new("food", "jiujiang", ActionPhase.Launched, ["org-a"]);
    private static readonly GuardianSpell Safety = new(GuardianKind.Safety, Day, null, "person-1");
    private static readonly Appoint Wish = new(Safety, new("org-a", false), "org-a", true, Action);
    private static readonly Appointed Now = new("jiujiang", "org-a", Safety, false, null);

    private static Spec<GuardianState, GuardianCommand, GuardianEvent> Given(params GuardianEvent[] events) =>
        new(Decider("food/org-a"), events, Askers.Coordinator);

    [Fact]
    public void An_organisation_takes_each_role_from_a_day_until_it_is_ended()
    {
        Given().When(Wish).Then(Now);
        Given(Now).When(Wish with { Spell = Safety with { Kind = GuardianKind.Health } })
            .Then(Now with { Spell = Safety with { Kind = GuardianKind.Health } });
        Given(Now).When(new End(GuardianKind.Safety, Day, Action)).Then(new Ended(GuardianKind.Safety, Day, Day));
        Given(Now, new Ended(GuardianKind.Safety, Day, Day)).When(
            Wish with { Spell = Safety with { From = Day.AddDays(1) } })
            .Then(Now with { Spell = Safety with { From = Day.AddDays(1) } });
    }

    [Fact]
    public void Spells_of_one_role_never_overlap()
    {
        Given(Now).When(Wish with { Spell = Safety with { From = Day.AddDays(30) } })
            .ThenRefused(Refusals.AlreadyAppointed);
        Given(Now).When(Wish with { Spell = Safety with { From = Day.AddDays(-9), To = Day } })
            .ThenRefused(Refusals.AlreadyAppointed);
        var before = Safety with { From = Day.AddDays(-9), To = Day.AddDays(-1) };
        Given(Now).When(Wish with { Spell = before }).Then(Now with { Spell = before });
        Given().When(Wish with { Spell = Safety with { To = Day.AddDays(-1) } }).ThenRefused(Refusals.DaysInvalid);
        Given(Now).By(Askers.Coordinator.On(Day.AddDays(-1))).When(new End(GuardianKind.Safety, Day, Action))
            .ThenRefused(Refusals.DaysInvalid);
    }

    [Fact]
    public void The_organisation_takes_part_and_the_person_is_one_of_its_own()
    {
        Given().When(Wish with { TakesPart = false }).ThenRefused(Refusals.NotParticipating);
        Given().When(Wish with { Person = new("org-b", false) }).ThenRefused(Refusals.PersonElsewhere);
        Given().When(Wish with { Person = new("org-a", true) }).ThenRefused(Refusals.PersonElsewhere);
        Given().When(Wish with { Person = null, Spell = Safety with { PersonId = null } })
            .Then(Now with { Spell = Safety with { PersonId = null } });
    }

    [Fact]
    public void A_coordinator_appoints_and_ends_within_bounds()
    {
        Given().By(Askers.Staff("org-a")).When(Wish).ThenRefused(Asked.Refusals.NotCoordinator);
        Given(Now).By(Askers.Staff("org-a")).When(new End(GuardianKind.Safety, Day, Action))
            .ThenRefused(Asked.Refusals.NotCoordinator);
        Given().When(new End(GuardianKind.Safety, Day, Action)).ThenRefused(Asked.Refusals.NotFound);
        Given().When(Wish with { Source = "" }).ThenRefused(Refusals.SourceInvalid);
        var tomorrow = Askers.Coordinator.On(Day.AddDays(1));
        Given().By(tomorrow).When(Wish).ThenRefused(Asked.Refusals.DayInFuture);
        Given(Now).By(tomorrow).When(new End(GuardianKind.Safety, Day, Action))
            .ThenRefused(Asked.Refusals.DayInFuture);
        var many = Enumerable.Range(1, SpellsMax).Select(n => (GuardianEvent)(Now with
        {
            Spell = Safety with { From = Day.AddDays(-9 * n), To = Day.AddDays(-9 * n) },
        }));
        Given([.. many]).When(Wish).ThenRefused(Refusals.TooMany);
    }
}
