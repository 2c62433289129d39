using Federation.Domain;
using Federation.Domain.Fundraisers;
using static Federation.Domain.Fundraisers.FundraiserCommand;
using static Federation.Domain.Fundraisers.FundraiserEvent;
using static Federation.Domain.Fundraisers.Fundraising;

namespace Federation.Tests.Fundraisers;

public class FundraiserTests
{
    private static readonly DateOnly Day = Askers.Today;
    private static readonly CampaignWindow Window = new(Day.AddDays(-30), Day.AddDays(30));
    private static readonly Create Creating = new(
        "jiujiang", null, null, new("募捐项目"), new("慈善会"), new("儿童食品安全宣传"), Window, 100_000);

    internal static readonly Created IsCreated = new(
        "jiujiang", null, Creating.Title, Creating.Platform, Creating.Purpose, Window, 100_000, null, null);

    private static readonly Items<Posting> PlusHundred = Ledger.Move(LedgerAccount.Published, LedgerAccount.Held, 100);
    private static readonly Statement Hundred = new(Day, 100);
    private static readonly TotalPublished Total = new(Hundred, null, Hundred, PlusHundred);
    private static readonly GiftFacts None = GiftFacts.None, Gifts = new(true, 50);

    private static readonly Name Endless = new(new('长', 9_999));
    private static readonly Asked Tomorrow = Askers.Coordinator.On(Day.AddDays(1));

    private static Spec<FundraiserState, FundraiserCommand, FundraiserEvent> Given(params FundraiserEvent[] events) =>
        new(Fundraiser.Decider("one"), [IsCreated, .. events], Askers.Coordinator);

    private static Spec<FundraiserState, FundraiserCommand, FundraiserEvent> New() =>
        new(Fundraiser.Decider("one"), [], Askers.Coordinator);

    [Fact]
    public void A_campaign_is_created_by_a_coordinator_once()
    {
        New().When(Creating).Then(IsCreated);
        New().By(Askers.Staff("org-a")).When(Creating).ThenRefused(Asked.Refusals.NotCoordinator);
        Given().When(Creating with { Title = new("另一个") }).ThenRefused(Refusals.AlreadyCreated);
        New().When(new StateRelays(1)).ThenRefused(Asked.Refusals.NotFound);
        Given().By(Askers.Staff("org-a")).When(new StateRelays(1)).ThenRefused(Asked.Refusals.NotCoordinator);
    }

    [Fact]
    public void A_campaigns_days_texts_target_and_joint_action_must_make_sense()
    {
        New().When(Creating with { Window = new(Day, Day.AddDays(-1)) }).ThenRefused(Refusals.DaysInvalid);
        New().When(Creating with { Window = new(Day, null) }).ThenRefused(Refusals.DaysInvalid);
        foreach (var unfit in new[]
        {
            Creating with { Title = new(" ") }, Creating with { Platform = new(" ") },
            Creating with { Purpose = Endless }, Creating with { RegistrationNumber = " " },
        }) New().When(unfit).ThenRefused(Refusals.TextsInvalid);
        New().When(Creating with { TargetFen = 0 }).ThenRefused(Refusals.AmountInvalid with { Field = "targetFen" });
        New().When(Creating with { JointActionId = "food", ActionAllianceId = "other" })
            .ThenRefused(Refusals.ActionElsewhere);
        New().When(Creating with { JointActionId = "food", ActionAllianceId = "jiujiang" })
            .Then(IsCreated with { JointActionId = "food" });
    }

    [Theory, InlineData("https://example.org/one"), InlineData("http://example.org/one")]
    public void A_campaigns_address_is_one_of_the_web(string url)
    {
        New().When(Creating with { Url = url }).Then(IsCreated with { Url = url });
        foreach (var unfit in new[] { "javascript:alert(1)", $"{url} two", url.PadRight(UrlMax + 1, 'x') })
            New().When(Creating with { Url = unfit }).ThenRefused(Refusals.TextsInvalid);
    }

    [Fact]
    public void A_window_may_be_stated_as_a_month_and_a_number_of_months()
    {
        var window = new CampaignWindow(new(2022, 1, 1), null, OpensInMonth: true, LastsMonths: 2);
        Assert.Equal(new DateOnly(2022, 3, 31), window.LastDay());
        Assert.True(window.IsValid());
        Assert.False(window.Covers(new(2022, 4, 1)));
        Assert.False((window with { LastsMonths = 0 }).IsValid());
    }

    [Fact]
    public void A_window_lies_in_our_era_and_does_not_go_on_for_ever()
    {
        foreach (var (year, valid) in new[] { (1900, false), (1901, true), (8999, true), (9000, false) })
            Assert.Equal(valid, new CampaignWindow(new(year, 1, 1), new(year, 2, 1)).IsValid());
        var longest = Day.AddMonths(CampaignWindow.MonthsMax + 1);
        Assert.True(new CampaignWindow(Day, longest).IsValid());
        Assert.False(new CampaignWindow(Day, longest.AddDays(1)).IsValid());
    }

    [Fact]
    public void A_published_total_stands_in_for_gifts_only_as_long_as_there_are_none()
    {
        Given().When(new PublishTotal(100, null, None)).Then(Total);
        Given().When(new PublishTotal(100, null, Gifts)).Then(Total with { Postings = [] });
        Given(Total).By(Askers.Coordinator.On(Day.AddDays(-1))).When(new PublishTotal(80, null, None))
            .Then(Total with { Total = new(Day.AddDays(-1), 80), Postings = [] });
        Given(Total).When(new PublishTotal(120, null, None)).ThenRefused(Refusals.AlreadyStated);
        Given().When(new PublishTotal(-1, null, None)).ThenRefused(Refusals.AmountInvalid);
        Given().By(Askers.Coordinator.On(Day.AddDays(-31))).When(new PublishTotal(1, null, None))
            .ThenRefused(Refusals.BeforeOpening);
        Given().When(new PublishTotal(100, " ", None)).ThenRefused(Refusals.TextsInvalid);
    }

    [Fact]
    public void A_published_total_is_not_below_what_was_spent_unless_gifts_stand_for_the_money()
    {
        var before = new Statement(Day.AddDays(-1), 100);
        FundraiserEvent[] spent = [Total with { Total = before, Latest = before },
            SpendingTests.Entered("s", 95, Day), SpendingTests.Approved("s", 95, Day)];
        Given(spent).When(new PublishTotal(94, null, None)).ThenRefused(Refusals.BelowSpent);
        var less = new Statement(Day, 94);
        Given(spent).When(new PublishTotal(94, null, Gifts)).Then(new TotalPublished(less, null, less, []));
    }

    [Fact]
    public void A_published_total_is_corrected_by_a_reversal_and_a_new_entry()
    {
        var corrected = new TotalCorrected(Hundred with { Value = 90 }, 100, "why", Hundred with { Value = 90 },
            [new(LedgerAccount.Held, -100), new(LedgerAccount.Published, 100), new(LedgerAccount.Published, -90),
                new(LedgerAccount.Held, 90)]);
        Given(Total).When(new CorrectTotal(Day, 90, "why", None)).Then(corrected);
        Given(Total).When(new CorrectTotal(Day.AddDays(-1), 90, "why", None)).ThenRefused(Refusals.NothingToCorrect);
        Given(Total).When(new CorrectTotal(Day, 0, "why", None))
            .ThenRefused(Refusals.AmountInvalid with { Field = "value" });
        var spent = SpendingTests.Approved("s", 95, Day);
        Given(Total, SpendingTests.Entered("s", 95, Day), spent).When(new CorrectTotal(Day, 90, "why", None))
            .ThenRefused(Refusals.BelowSpent);
        Given(Total, SpendingTests.Entered("s", 95, Day), spent).By(Askers.Coordinator.On(Day.AddDays(1)))
            .When(new CorrectTotal(Day, 99, "why", None)).ThenRefused(Asked.Refusals.DayInFuture);
    }

    [Fact]
    public void Relays_are_a_count_of_a_day_and_stand_apart_from_gifts()
    {
        var stated = new RelaysStated(new(Day, 116), new(Day, 116));
        Given().When(new StateRelays(116)).Then(stated);
        Given(stated).When(new StateRelays(117)).ThenRefused(Refusals.AlreadyStated);
        Given().When(new StateRelays(-1)).ThenRefused(Refusals.CountInvalid);
        Given(stated).When(new CorrectRelays(Day, 115, "why"))
            .Then(new RelaysCorrected(new(Day, 115), 116, "why", new(Day, 115)));
        Given(stated).When(new CorrectRelays(Day, -1, "why"))
            .ThenRefused(Refusals.CountInvalid with { Field = "value" });
        Given(stated).By(Tomorrow).When(new CorrectRelays(Day, 115, "why")).ThenRefused(Asked.Refusals.DayInFuture);
        Given().When(new CorrectRelays(Day, 1, "why")).ThenRefused(Refusals.NothingToCorrect);
    }

    [Fact]
    public void A_statement_that_does_not_add_up_is_refused_until_it_is_explained()
    {
        var reconcile = new Reconcile("r", 50, Day, null, Gifts);
        var reconciled = new Reconciled("r", Day, 50, 50, null);
        Given().When(reconcile).Then(reconciled);
        Given(Total).When(reconcile with { StatementFen = 100, Gifts = None })
            .Then(reconciled with { StatementFen = 100, OursFen = 100 });
        Given().When(reconcile with { StatementFen = 49 }).ThenRefused(Differs(49, 50));
        Assert.Equal(Refusals.StatementDiffers.Code, Differs(49, 50).Code);
        Given().When(reconcile with { StatementFen = 49, Explanation = new("手续费") })
            .Then(reconciled with { StatementFen = 49, Explanation = new("手续费") });
        Given(reconciled).When(reconcile with { StatementFen = 49, Explanation = new("手续费") })
            .ThenRefused(Refusals.AlreadyReconciled);
        Given().When(reconcile with { StatementFen = -1 })
            .ThenRefused(Refusals.AmountInvalid with { Field = "statementFen" });
        Given().When(reconcile with { Explanation = Endless }).ThenRefused(Refusals.TextsInvalid);
        Given().When(reconcile with { AsOf = Day.AddDays(1) })
            .ThenRefused(Asked.Refusals.DayInFuture with { Field = "asOf" });
        Given().When(reconcile with { AsOf = Day.AddDays(-31) })
            .ThenRefused(Refusals.BeforeOpening with { Field = "asOf" });
    }

    [Fact]
    public void Closing_says_where_the_remainder_goes_and_leaves_corrections_only()
    {
        Given(Total).When(new Close(null, None)).ThenRefused(Refusals.RemainderUnexplained);
        var closed = new Closed(100, 0, 100, new("转入下一次行动"));
        Given(Total).When(new Close(new("转入下一次行动"), None)).Then(closed);
        Given().When(new Close(null, None)).Then(new Closed(0, 0, 0, null));
        Given(Total).When(new Close(Endless, None)).ThenRefused(Refusals.TextsInvalid);
        Given(Total).By(Tomorrow).When(new Close(new("转入"), None)).ThenRefused(Asked.Refusals.DayInFuture);
        Given(Total, SpendingTests.Entered("s", 10, Day)).When(new Close(new("转入"), None))
            .ThenRefused(Refusals.SpendingsWaiting);
        Given(Total, closed).When(new StateRelays(1)).ThenRefused(Refusals.Closed);
        Given(Total, closed).When(new Reconcile("r", 100, Day, null, None)).ThenRefused(Refusals.Closed);
        Given(Total, closed).When(new EnterSpending("s", SpendingTests.Of(1, Day), None)).ThenRefused(Refusals.Closed);
    }

    [Fact]
    public void A_campaign_has_a_bounded_number_of_entries()
    {
        var many = Enumerable.Range(0, EntriesMax)
            .Select(n => (FundraiserEvent)new RelaysStated(new(Day.AddDays(-20), n), new(Day, n))).ToArray();
        var distinct = many.Cast<RelaysStated>().Select((e, n) =>
            (FundraiserEvent)(e with { Relays = new(Day.AddDays(-1 - n), n) })).ToArray();
        Given(distinct).When(new StateRelays(1)).ThenRefused(Refusals.TooManyEntries);
        Given(many).When(new StateRelays(1)).Then(new RelaysStated(new(Day, 1), new(Day, 1)));
        Given([.. Enumerable.Range(0, EntriesMax).Select(n => new Reconciled($"r{n}", Day, 50, 50, null))])
            .When(new Reconcile("r", 50, Day, null, Gifts)).ThenRefused(Refusals.TooManyEntries);
        Given([.. Enumerable.Range(0, EntriesMax).Select(n => SpendingTests.Entered($"s{n}", 1, Day))])
            .When(new EnterSpending("s", SpendingTests.Of(1, Day), new(true, 9_999)))
            .ThenRefused(Refusals.TooManyEntries);
    }
}
