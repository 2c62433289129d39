using Federation.Domain;
using Federation.Domain.Fundraisers;
using static Federation.Domain.Fundraisers.Fundraising;
using static Federation.Domain.Fundraisers.GiftSheetCommand;
using static Federation.Domain.Fundraisers.GiftSheetEvent;

namespace Federation.Tests.Fundraisers;

public class GiftSheetTests
{
    private static readonly DateOnly Day = Askers.Today;
    private static readonly CampaignFacts Campaign =
        new("one", "jiujiang", new(Day.AddDays(-30), Day.AddDays(30)), false, 0, 0);
    private static readonly Gift A = new("a", 100, Askers.Now.AddDays(-1)), B = new("b", 50, Askers.Now.AddDays(-2));
    private static readonly GiftFacts Some = new(true, 150);
    private static readonly GiftsReceived Received = new("one", "jiujiang", [A, B],
        [new(LedgerAccount.Gifts, -150), new(LedgerAccount.Held, 150)]);

    private static readonly Asked Tomorrow = Askers.Coordinator.On(Day.AddDays(1));

    private static Spec<GiftSheetState, GiftSheetCommand, GiftSheetEvent> Given(params GiftSheetEvent[] events) =>
        new(GiftSheet.Decider("one/sheet"), events, Askers.Coordinator);

    private static Receive Take(params Gift[] gifts) => new(Campaign, [.. gifts], GiftFacts.None);

    [Fact]
    public void A_sheet_of_gifts_is_recorded_in_one_decision_and_each_number_is_claimed()
    {
        Given().When(Take(A, B)).Then(Received);
        Given().By(Askers.Staff("org-a")).When(Take(A)).ThenRefused(Asked.Refusals.NotCoordinator);
        var claims = GiftSheet.Decider("one/sheet").Decide(new([]), Take(A), Askers.Coordinator).Claims;
        Assert.Equal(new(GiftClaim, "one/a", Refusals.GiftAlreadyRecorded), Assert.Single(claims));
    }

    [Fact]
    public void One_wrong_gift_keeps_the_whole_sheet_out()
    {
        Given().When(Take(A, B with { AmountFen = 0 })).ThenRefused(Refusals.AmountInvalid);
        Given().When(Take(A, B with { AmountFen = -1 })).ThenRefused(Refusals.AmountInvalid);
        Given().When(Take(A, B with { ExternalId = " " })).ThenRefused(Refusals.GiftInvalid);
        Given().When(Take(A, B with { GivenAt = Askers.Now.AddDays(-40) })).ThenRefused(Refusals.OutsideWindow);
        Given().When(Take(A, B with { GivenAt = Askers.Now.AddMinutes(1) })).ThenRefused(Refusals.GiftInFuture);
        Given().When(Take(A, A with { AmountFen = 5 })).ThenRefused(Refusals.GiftAlreadyRecorded);
        Given(Received).When(Take(A with { AmountFen = 5 })).ThenRefused(Refusals.GiftAlreadyRecorded);
        Given().When(new Receive(Campaign with { Closed = true }, [A], Some)).ThenRefused(Refusals.Closed);
        Given().By(Tomorrow).When(Take(A)).ThenRefused(Asked.Refusals.DayInFuture);
        Given().When(Take([.. Enumerable.Range(0, GiftsMax + 1).Select(n => A with { ExternalId = $"g{n}" })]))
            .ThenRefused(Refusals.GiftInvalid);
    }

    [Fact]
    public void A_sheet_sent_again_is_fine_also_after_closing() =>
        Given(Received).When(new Receive(Campaign with { Closed = true }, [A, B], Some)).Then();

    [Fact]
    public void With_the_first_gifts_the_published_total_leaves_the_ledger_last()
    {
        var gifts = Enumerable.Range(0, GiftsPerEvent + 1).Select(n => A with { ExternalId = $"g{n}" }).ToArray();
        var decision = GiftSheet.Decider("one/sheet").Decide(
            new([]), new Receive(Campaign with { PublishedFen = 70, SpentFen = 60 }, [.. gifts], GiftFacts.None),
            Askers.Coordinator);
        var parts = decision.Events.Cast<GiftsReceived>().ToArray();
        Assert.Equal([GiftsPerEvent, 1], parts.Select(part => part.Gifts.Count));
        Assert.Equal([0L, 70], parts.Select(part => part.Postings.On(LedgerAccount.Published)));
        Assert.All(parts, part => Assert.Equal(0, part.Postings.Sum(posting => posting.Fen)));

        Given().When(new Receive(Campaign with { PublishedFen = 70, SpentFen = 101 }, [A], GiftFacts.None))
            .ThenRefused(Refusals.GiftsBelowSpent);
        Given().When(new Receive(Campaign with { PublishedFen = 70, SpentFen = 101 }, [A], Some)).Then(
            Received with { Gifts = [A], Postings = Ledger.Move(LedgerAccount.Gifts, LedgerAccount.Held, 100) });
    }

    [Fact]
    public void A_gift_is_corrected_by_a_reversal_also_after_closing_but_not_below_what_was_spent()
    {
        var correct = new CorrectGift(Campaign with { Closed = true }, "a", 30, "why", Some);
        Given(Received).When(correct).Then(new GiftCorrected("one", "jiujiang", A with { AmountFen = 30 }, 100, "why",
            [new(LedgerAccount.Held, -100), new(LedgerAccount.Gifts, 100), new(LedgerAccount.Gifts, -30),
                new(LedgerAccount.Held, 30)]));
        Given(Received).When(correct with { AmountFen = 0 }).Then(new GiftCorrected(
            "one", "jiujiang", A with { AmountFen = 0 }, 100, "why",
            Ledger.Move(LedgerAccount.Held, LedgerAccount.Gifts, 100)));
        Given(Received).By(Tomorrow).When(correct).ThenRefused(Asked.Refusals.DayInFuture);
        Given(Received).When(correct with { AmountFen = -1 })
            .ThenRefused(Refusals.AmountInvalid with { Field = "value" });
        Given(Received).When(correct with { ExternalId = "z" }).ThenRefused(Refusals.NothingToCorrect);
        Given(Received).When(correct with { Campaign = Campaign with { SpentFen = 81 } })
            .ThenRefused(Refusals.BelowSpent);
    }

    [Theory]
    [InlineData("5,020.86", 502086)]
    [InlineData("¥12.3", 1230)]
    [InlineData("￥１２．３０", 1230)]
    [InlineData(" 0.01 元", 1)]
    [InlineData("20", 2000)]
    [InlineData("0.1", 10)]
    public void Amounts_in_yuan_are_read_to_the_fen(string text, long fen) => Assert.Equal(fen, Yuan.Parse(text));

    [Theory]
    [InlineData("-5")]
    [InlineData("12.345")]
    [InlineData("1,23")]
    [InlineData("=1+1")]
    [InlineData("1e3")]
    [InlineData("")]
    [InlineData("99999999999999999999")]
    public void Anything_else_is_no_amount(string text) => Assert.Null(Yuan.Parse(text));
}
