using Federation.Domain;
using Federation.Domain.Fundraisers;
using static Federation.Domain.Fundraisers.FundraiserCommand;
using static Federation.Domain.Fundraisers.FundraiserEvent;
using static Federation.Domain.Fundraisers.Fundraising;

namespace Federation.Tests.Fundraisers;

public class SpendingTests
{
    private static readonly DateOnly Day = Askers.Today;
    private static readonly GiftFacts Hundred = new(true, 100);
    private static readonly Asked Second = Askers.Coordinator with { By = "second" };
    private static readonly Asked Official = Askers.Nobody with { By = "official" };

    internal static Spending Of(long fen, DateOnly day) => new(fen, day, new("印宣传册"), "2026-001");

    internal static SpendingEntered Entered(string id, long fen, DateOnly day) =>
        new(id, Of(fen, day), "coordinator");

    internal static SpendingApproved Approved(string id, long fen, DateOnly day) => new(
        id, "second", 0, Of(fen, day), Ledger.Move(LedgerAccount.Held, LedgerAccount.Spent, fen));

    private static Spec<FundraiserState, FundraiserCommand, FundraiserEvent> Given(params FundraiserEvent[] events) =>
        new(Fundraiser.Decider("one"), [FundraiserTests.IsCreated, .. events], Askers.Coordinator);

    private static EnterSpending Enter(long fen, string id = "s") => new(id, Of(fen, Day), Hundred);

    [Fact]
    public void A_spending_is_entered_by_one_and_approved_by_another()
    {
        Given().When(Enter(60)).Then(Entered("s", 60, Day));
        var approve = new ApproveSpending("s", false, Hundred);
        Given(Entered("s", 60, Day)).When(approve).ThenRefused(Refusals.SecondPerson);
        Given(Entered("s", 60, Day), Approved("s", 60, Day)).When(approve).ThenRefused(Refusals.SecondPerson);
        Given(Entered("s", 60, Day)).By(Second).When(approve).Then(Approved("s", 60, Day));
        Given(Entered("s", 60, Day)).By(Official).When(approve).ThenRefused(Refusals.NotApprover);
        Given(Entered("s", 60, Day)).By(Official).When(approve with { Oversees = true })
            .Then(Approved("s", 60, Day) with { ApprovedBy = "official" });
        Given().By(Second).When(approve).ThenRefused(Asked.Refusals.NotFound);
        Given(Entered("s", 60, Day)).By(Second.On(Day.AddDays(1))).When(approve)
            .ThenRefused(Asked.Refusals.DayInFuture);
    }

    [Fact]
    public void A_refused_spending_is_never_spent()
    {
        var refuse = new RefuseSpending("s", false, "why");
        var refused = new SpendingRefused("s", "second", "why");
        Given(Entered("s", 60, Day)).By(Second).When(refuse).Then(refused);
        Given(Entered("s", 60, Day)).By(Official).When(refuse).ThenRefused(Refusals.NotApprover);
        Given(Entered("s", 60, Day)).By(Official).When(refuse with { Oversees = true })
            .Then(refused with { RefusedBy = "official" });
        Given().By(Second).When(refuse).ThenRefused(Asked.Refusals.NotFound);
        Given(Entered("s", 60, Day)).By(Second.On(Day.AddDays(1))).When(refuse)
            .ThenRefused(Asked.Refusals.DayInFuture);
        Given(Entered("s", 60, Day), refused).By(Second).When(new ApproveSpending("s", false, Hundred))
            .ThenRefused(Refusals.SpendingDecided);
        Given(Entered("s", 60, Day), Approved("s", 60, Day)).By(Second).When(refuse)
            .ThenRefused(Refusals.SpendingDecided);
        Given(Entered("s", 60, Day), refused).When(Enter(100, "t")).Then(Entered("t", 100, Day));
    }

    [Fact]
    public void Nothing_is_spent_beyond_the_balance_and_what_waits_is_reserved()
    {
        Given().When(Enter(101)).ThenRefused(Beyond(100));
        Assert.Equal(Refusals.BeyondBalance.Code, Beyond(100).Code);
        Given(Entered("s", 60, Day)).When(Enter(41, "t")).ThenRefused(Beyond(40));
        Given(Entered("s", 60, Day), Approved("s", 60, Day)).When(Enter(41, "t")).ThenRefused(Beyond(40));
        Given(Entered("s", 60, Day)).By(Second).When(new ApproveSpending("s", false, new(true, 59)))
            .ThenRefused(Beyond(59));
        Given().When(Enter(1) with { Gifts = GiftFacts.None }).ThenRefused(Beyond(0));
    }

    [Fact]
    public void A_spending_states_its_amount_purpose_voucher_and_why_it_is_outside_the_purpose()
    {
        Given().When(Enter(0)).ThenRefused(Refusals.AmountInvalid);
        Given().When(Enter(-5)).ThenRefused(Refusals.AmountInvalid);
        foreach (var unfit in new[]
        {
            Of(5, Day) with { Voucher = " " }, Of(5, Day) with { Purpose = new(" ") },
            Of(5, Day) with { PurposeNote = new(" ") },
        }) Given().When(new EnterSpending("s", unfit, Hundred)).ThenRefused(Refusals.SpendingTextsInvalid);
        var outside = Of(5, Day) with { WithinPurpose = false };
        Given().When(new EnterSpending("s", outside, Hundred)).ThenRefused(Refusals.PurposeUnexplained);
        Given().When(new EnterSpending("s", outside with { PurposeNote = new("经捐赠人同意") }, Hundred))
            .Then(new SpendingEntered("s", outside with { PurposeNote = new("经捐赠人同意") }, "coordinator"));
        Given().When(new EnterSpending("s", Of(5, Day.AddDays(-31)), Hundred)).ThenRefused(Refusals.BeforeOpening);
        Given().When(new EnterSpending("s", Of(5, Day.AddDays(1)), Hundred)).ThenRefused(Asked.Refusals.DayInFuture);
        Given(Entered("s", 60, Day)).When(Enter(61)).ThenRefused(Refusals.SpendingAlreadyEntered);
    }

    [Fact]
    public void A_correction_is_a_new_entry_that_a_second_person_approves()
    {
        FundraiserEvent[] spent = [Entered("s", 60, Day), Approved("s", 60, Day)];
        var right = Of(50, Day) with { Corrects = "s", ReasonId = "why" };
        var entered = new SpendingEntered("c", right, "coordinator");
        Given(spent).When(new EnterSpending("c", right, Hundred)).Then(entered);
        var approved = new SpendingApproved("c", "second", 60, right,
            [new(LedgerAccount.Spent, -60), new(LedgerAccount.Held, 60), new(LedgerAccount.Held, -50),
                new(LedgerAccount.Spent, 50)]);
        Given([.. spent, entered]).By(Second).When(new ApproveSpending("c", false, Hundred)).Then(approved);
        Given([.. spent, entered]).When(new EnterSpending("d", right with { AmountFen = 40 }, Hundred))
            .ThenRefused(Refusals.SpendingsWaiting);
        Given([.. spent, entered, approved]).When(Enter(50, "t")).Then(Entered("t", 50, Day));
        Given([.. spent, entered, approved]).When(Enter(51, "t")).ThenRefused(Beyond(50));
        Given(spent).When(new EnterSpending("c", right with { AmountFen = 60 }, Hundred))
            .ThenRefused(Refusals.NothingToCorrect);
        Given().When(new EnterSpending("c", right, Hundred)).ThenRefused(Refusals.NothingToCorrect);
        Given(spent).When(new EnterSpending("c", right with { AmountFen = 101 }, Hundred))
            .ThenRefused(Beyond(40) with { Field = "value" });
        Given([.. spent, new Closed(100, 60, 40, new("转入"))]).When(new EnterSpending("c", right, Hundred))
            .Then(entered);
    }

    [Fact]
    public void A_correction_downwards_is_never_beyond_the_balance_though_gifts_were_corrected_meanwhile()
    {
        FundraiserEvent[] spent = [Entered("s", 60, Day), Approved("s", 60, Day), Entered("t", 40, Day)];
        var entered = new SpendingEntered("c", Of(50, Day) with { Corrects = "s", ReasonId = "why" }, "coordinator");
        Given(spent).When(new EnterSpending("c", entered.Spending, new(true, 70))).Then(entered);
        Given([.. spent, entered]).By(Second).When(new ApproveSpending("c", false, new(true, 40)))
            .Then(new SpendingApproved("c", "second", 60, entered.Spending,
            [
                .. Ledger.Move(LedgerAccount.Spent, LedgerAccount.Held, 60),
                .. Ledger.Move(LedgerAccount.Held, LedgerAccount.Spent, 50),
            ]));
    }
}
