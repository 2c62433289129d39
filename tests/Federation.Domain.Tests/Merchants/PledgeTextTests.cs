using Federation.Domain;
using Federation.Domain.JointActions;
using Federation.Domain.Merchants;
using static Federation.Domain.Merchants.PledgeText;
using static Federation.Domain.Merchants.PledgeTextCommand;
using static Federation.Domain.Merchants.PledgeTextEvent;

namespace Federation.Tests.Merchants;

public class PledgeTextTests
{
    private static readonly DateOnly Day = Askers.Today;
    private static readonly PledgeWording Wording =
        new(new("诚信经营承诺书", "Integrity pledge"), [new("不销售“三无”食品")], new("本店承诺……"), 12);
    private static readonly Published First = new(1, Day, Wording);

    private static Spec<PledgeTextState, PledgeTextCommand, PledgeTextEvent> Given(params PledgeTextEvent[] events) =>
        new(Decider("food"), events, Askers.Coordinator);

    [Fact]
    public void Versions_follow_one_another()
    {
        Given().When(new Publish(Wording)).Then(First);
        Given(First).When(new Publish(Wording with { ValidMonths = null }))
            .Then(new Published(2, Day, Wording with { ValidMonths = null }));
        Given(First with { Day = Day.AddDays(1) }).When(new Publish(Wording with { Text = null }))
            .ThenRefused(Refusals.OutOfOrder);
        Given(First with { Version = VersionsMax }).When(new Publish(Wording with { Text = null }))
            .ThenRefused(Refusals.TooManyVersions);
    }

    [Fact]
    public void A_version_is_published_by_a_coordinator_on_a_day_that_has_come()
    {
        Given().By(Askers.Staff("org-a")).When(new Publish(Wording)).ThenRefused(Asked.Refusals.NotCoordinator);
        Given().By(Askers.Coordinator.On(Day.AddDays(1))).When(new Publish(Wording))
            .ThenRefused(Asked.Refusals.DayInFuture);
    }

    [Fact]
    public void A_version_has_a_title_and_promises_and_a_term_of_months_or_none()
    {
        Given().When(new Publish(Wording with { Title = new("") })).ThenRefused(Refusals.WordingInvalid);
        Given().When(new Publish(Wording with { Promises = [] })).ThenRefused(Wrong("promises"));
        Given().When(new Publish(Wording with { Promises = [new(" ")] })).ThenRefused(Wrong("promises"));
        Given().When(new Publish(Wording with { Text = new(new('字', Texts.PassageMax + 1)) }))
            .ThenRefused(Wrong("text"));
        Given().When(new Publish(Wording with { Source = "" })).ThenRefused(Wrong("source"));
        Given().When(new Publish(Wording with { ValidMonths = 0 })).ThenRefused(Refusals.MonthsInvalid);
        Given().When(new Publish(Wording with { ValidMonths = MonthsMax + 1 })).ThenRefused(Refusals.MonthsInvalid);

        static Refusal Wrong(string field) => Refusals.WordingInvalid with { Field = field };
    }
}
