using Federation.Domain;
using Federation.Domain.Help;
using Federation.Domain.JointActions;
using static Federation.Domain.JointActions.Stock;
using static Federation.Domain.JointActions.StockCommand;
using static Federation.Domain.JointActions.StockEvent;

namespace Federation.Tests.JointActions;

public class StockTests
{
    private static readonly Open Wish = new("jiujiang", "org-a", new("宣传册"), new(true));
    private static readonly Opened Began = new("jiujiang", "org-a", new("宣传册"), Askers.Today);
    private static readonly Received Ten = new(new(1, 10, 10, Askers.Today), "印刷厂");
    private static readonly Asked Tomorrow = Askers.Coordinator.On(Askers.Today.AddDays(1));

    private static Spec<StockState, StockCommand, StockEvent> Given(params StockEvent[] events) =>
        new(Decider("leaflets"), events, Askers.Coordinator);

    [Fact]
    public void A_stock_is_opened_once_by_whoever_holds_it()
    {
        Given().When(Wish).Then(Began);
        Given().By(Askers.Staff("org-a")).When(Wish).Then(Began);
        Given().When(Wish with { OrganisationId = null, Holder = null }).Then(Began with { OrganisationId = null });
        Given(Began).When(Wish with { Material = new("海报") }).ThenRefused(Refusals.AlreadyOpened);
        Given().When(Wish with { Holder = new(false) }).ThenRefused(Refusals.HolderNotMember);
        Given().When(Wish with { Material = new("") }).ThenRefused(Refusals.MaterialInvalid);
        Given().By(Tomorrow).When(Wish).ThenRefused(Asked.Refusals.DayInFuture);
        Given().By(Askers.Staff("org-b")).When(Wish).ThenRefused(Asked.Refusals.NotYourOrganisation);
        Given().By(Askers.Staff("org-a")).When(Wish with { OrganisationId = null })
            .ThenRefused(Asked.Refusals.NotCoordinator);
    }

    [Fact]
    public void What_comes_and_goes_is_numbered_and_counted_and_never_falls_below_zero()
    {
        var to = new IssuedTo("org-b", "food", "s1");
        Given(Began).When(new Receive(10, "印刷厂")).ThenEachTime(Ten);
        Given(Began, Ten).When(new Issue(10, to)).ThenEachTime(new Issued(new(2, -10, 0, Askers.Today), to));

        var no = Decider("leaflets").Decide(new(Began, 10, 1, false), new Issue(11, to), Askers.Coordinator).Refusal!;
        Assert.Equal((Refusals.BeyondLeft.Code, "库存不够：只剩 10 份。"), (no.Code, no.Zh));
        Given(Began, Ten).When(new Issue(11, to)).ThenRefused(Beyond(10));
        Given(Began).When(new Issue(1, to)).ThenRefused(Beyond(0));
    }

    [Fact]
    public void Counting_again_is_an_entry_of_its_own_that_says_why_it_differs()
    {
        Given(Began, Ten).When(new CountAgain(7, "text-1"))
            .ThenEachTime(new CountedAgain(new(2, -3, 7, Askers.Today), "text-1"));
        Given(Began, Ten).When(new CountAgain(10, null))
            .ThenEachTime(new CountedAgain(new(2, 0, 10, Askers.Today), null));
        Given(Began, Ten).When(new CountAgain(12, null)).ThenRefused(Refusals.ReasonMissing);
        Given(Began).When(new CountAgain(-1, "text-1")).ThenRefused(Refusals.FoundInvalid);
        Given(Began).When(new CountAgain(LeftMax + 1, "text-1")).ThenRefused(Refusals.FoundInvalid);
    }

    [Fact]
    public void A_stock_is_closed_when_nothing_is_left_and_then_takes_no_entries()
    {
        var end = new Closed(Askers.Today);
        Given(Began).When(new Close()).Then(end);
        Given(Began, Ten).When(new Close()).ThenRefused(StillHolds(10));
        Assert.Equal(Refusals.NotEmpty.Code, StillHolds(10).Code);
        Given(Began, end).When(new Receive(1)).ThenRefused(Refusals.Closed);
        Given(Began).By(Tomorrow).When(new Close()).ThenRefused(Asked.Refusals.DayInFuture);
        Given(Began).By(Askers.Coordinator.On(Askers.Today.AddDays(-1))).When(new Close())
            .ThenRefused(Refusals.BeforeOpening);
    }

    [Fact]
    public void Counts_texts_days_and_entries_are_bounded()
    {
        foreach (var count in new[] { 0, -1, CountMax + 1, long.MaxValue, long.MinValue })
        {
            Given(Began).When(new Receive(count)).ThenRefused(Refusals.CountInvalid);
            Given(Began, Ten).When(new Issue(count, new())).ThenRefused(Refusals.CountInvalid);
        }

        Given(Began).When(new Receive(1, new string('长', Texts.SourceMax + 1))).ThenRefused(Refusals.SourceInvalid);
        Given(Began, new Received(new(1, 1, LeftMax, Askers.Today), null)).When(new Receive(1))
            .ThenRefused(Refusals.TooMuch);
        Given(Began, new Received(new(EntriesMax, 1, 1, Askers.Today), null)).When(new Receive(1))
            .ThenRefused(Refusals.TooManyEntries);
        Given(Began).By(Tomorrow).When(new Receive(1)).ThenRefused(Asked.Refusals.DayInFuture);
        Given(Began).By(Askers.Coordinator.On(Askers.Today.AddDays(-1))).When(new Receive(1))
            .ThenRefused(Refusals.BeforeOpening);
    }

    [Fact]
    public void Only_who_holds_a_stock_or_coordinates_keeps_it()
    {
        Given(Began).By(Askers.Staff("org-a")).When(new Receive(10, "印刷厂")).ThenEachTime(Ten);
        Given(Began).By(Askers.Staff("org-b")).When(new Receive(1)).ThenRefused(Asked.Refusals.NotYourOrganisation);
        Given(Began with { OrganisationId = null }).By(Askers.Staff("org-a")).When(new Receive(1))
            .ThenRefused(Asked.Refusals.NotCoordinator);
        Given().When(new Receive(1)).ThenRefused(Asked.Refusals.NotFound);
    }
}
