using Federation.Domain;
using Federation.Domain.JointActions;
using static Federation.Domain.JointActions.Pledge;
using static Federation.Domain.JointActions.PledgeCommand;
using static Federation.Domain.JointActions.PledgeEvent;

namespace Federation.Tests.JointActions;

/// <summary>A pledge under a text with a term: signed, lapsed, renewed, withdrawn.</summary>
public class PledgeLifeTests
{
    private static readonly DateOnly Day = Askers.Today, SignedOn = Day.AddMonths(-3), Lapses = Day.AddMonths(9);
    private static readonly PledgeOf Of = new("food", "jiujiang", "食品安全", "v1", "org-a", "好味小食店", false);
    private static readonly TextFacts Year = new(1, Day.AddYears(-3), 12), Newer = new(2, Day.AddDays(-1), 24);
    private static readonly Recorded Visited = new(Of, new("好味小食店"), SignedOn, false, [], false, null);
    private static readonly PledgeSigned NowSigned =
        new(Of, new(SignedOn, 1, 0, 0), new PledgeTerms(1, SignedOn, Lapses));

    private static PledgeSigned SignedAt(DateOnly day) =>
        new(Of, new(day, 1, 0, 0), new PledgeTerms(1, day, day.AddMonths(12)));

    private static Spec<PledgeState, PledgeCommand, PledgeEvent> Given(params PledgeEvent[] events) =>
        new(Decider("food/one"), events, Askers.Coordinator);

    /// <summary>Sum of what the events count up to a day.</summary>
    private static int SignedAsOf(DateOnly day, params PledgeEvent[] events) =>
        events.SelectMany(ChangesOf).Where(change => change.Day <= day).Sum(change => change.Signed);

    [Fact]
    public void A_pledge_is_signed_under_a_version_and_holds_for_its_months()
    {
        Given(Visited).When(new Sign(Year)).Then(SignedAt(Day));
        Given(Visited).When(new Sign(Year with { ValidMonths = null }))
            .Then(new PledgeSigned(Of, new(Day, 1, 0, 0), new PledgeTerms(1, Day, null)));
        Given(Visited).When(new Sign(Year with { PublishedOn = Day.AddDays(1) }))
            .ThenRefused(Refusals.TextNotYetPublished);
        Assert.Equal(1, SignedAsOf(Lapses, Visited, NowSigned));
        Assert.Equal(0, SignedAsOf(Lapses.AddDays(1), Visited, NowSigned));
        Assert.Equal(new(2025, 2, 28), new TextFacts(1, Day, 12).Terms(new(2024, 2, 29)).ValidUntil);
    }

    [Fact]
    public void A_lapsed_pledge_is_signed_anew_and_not_withdrawn()
    {
        var old = SignedAt(Day.AddMonths(-13));
        var visited = Visited with { VisitedOn = old.Change.Day };
        Given(visited, old).When(new Withdraw()).ThenRefused(Refusals.Lapsed);
        Given(visited, old).When(new Sign(Newer)).Then(
            new PledgeSigned(Of, new(Day, 1, 0, 0), new PledgeTerms(2, Day, Day.AddMonths(24))));
        Assert.Equal(1, SignedAsOf(Day, visited, old, SignedAt(Day)));
    }

    [Fact]
    public void Near_its_last_day_a_pledge_is_renewed_from_that_day_on()
    {
        var old = SignedAt(Day.AddMonths(-11));
        var (last, longer) = (Day.AddMonths(1), Day.AddMonths(13));
        var visited = Visited with { VisitedOn = old.Change.Day };
        var renewed = new Renewed(Of, new(Day, 0, 0, 0), new(1, Day, longer), last);
        Given(visited, old).When(new Renew(Year)).Then(renewed);
        Assert.Equal((1, 0),
            (SignedAsOf(longer, visited, old, renewed), SignedAsOf(longer.AddDays(1), visited, old, renewed)));
        Given(Visited, NowSigned).When(new Renew(Year)).ThenRefused(Refusals.RenewalTooEarly);
        Given(Visited, NowSigned with { Terms = new(1, SignedOn, null) }).When(new Renew(Year))
            .ThenRefused(Refusals.RenewalTooEarly);
    }

    [Fact]
    public void After_its_last_day_or_under_a_newer_text_a_pledge_begins_anew()
    {
        var old = SignedAt(Day.AddMonths(-13));
        var visited = Visited with { VisitedOn = old.Change.Day };
        var anew = new Renewed(Of, new(Day, 1, 0, 0), new(1, Day, Day.AddMonths(12)), null);
        Given(visited, old).When(new Renew(Year)).Then(anew);
        Assert.Equal((0, 1), (SignedAsOf(Day.AddDays(-1), visited, old, anew), SignedAsOf(Day, visited, old, anew)));
        Given(Visited, NowSigned).When(new Renew(Newer)).Then(
            new Renewed(Of, new(Day, 0, 0, 0), new(2, Day, Day.AddMonths(24)), Lapses));
        Given(Visited, SignedAt(Day)).When(new Renew(Newer)).Then(
            new Renewed(Of, new(Day, 0, 0, 0), new(2, Day, Day.AddMonths(24)), Day.AddMonths(12)));
    }

    [Fact]
    public void Only_a_signed_pledge_is_renewed_and_only_under_a_text()
    {
        Given(Visited).When(new Renew(Year)).ThenRefused(Refusals.NotSigned);
        Given(Visited, NowSigned).When(new Renew(null)).ThenRefused(Refusals.TextMissing);
    }

    [Fact]
    public void A_withdrawn_pledge_does_not_lapse_on_top()
    {
        var withdrawn = new Withdrawn(Of, new(Day, -1, 0, 0), Lapses, "reason-1");
        Given(Visited, NowSigned).When(new Withdraw("reason-1")).Then(withdrawn);
        PledgeEvent[] all = [Visited, NowSigned, withdrawn];
        Assert.Equal((1, 0, 0),
            (SignedAsOf(Day.AddDays(-1), all), SignedAsOf(Day, all), SignedAsOf(Lapses.AddDays(9), all)));
    }

    [Fact]
    public void Cancelling_takes_back_the_lapse_that_lies_ahead()
    {
        PledgeEvent[] all = [Visited, NowSigned];
        var cancelled = new Cancelled(Of, [.. all.SelectMany(ChangesOf)]);
        Given(all).When(new Cancel()).Then(cancelled);
        Assert.All(new[] { SignedOn, Day, Lapses, Lapses.AddDays(1) }, day =>
            Assert.Equal(0, SignedAsOf(day, [.. all, cancelled])));
    }

    [Fact]
    public void A_pledge_from_before_texts_had_versions_does_not_lapse_and_can_take_a_newer_text()
    {
        var stated = Visited with { Signed = true };
        Given(stated).When(new Sign(Year)).Then();
        Given(stated).When(new Renew(Year)).Then(
            new Renewed(Of, new(Day, 0, 0, 0), new(1, Day, Day.AddMonths(12)), null));
    }
}
