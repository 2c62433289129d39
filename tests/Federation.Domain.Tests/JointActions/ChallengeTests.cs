using Federation.Domain;
using Federation.Domain.JointActions;
using static Federation.Domain.JointActions.ChallengeGroupCommand;
using static Federation.Domain.JointActions.ChallengeGroupEvent;

namespace Federation.Tests.JointActions;

public class ChallengeTests
{
    private static readonly DateOnly Today = Askers.Today, Last = Askers.Today.AddDays(14);
    private static readonly ActionFacts Action = new("food", "jiujiang", "食品安全", ActionPhase.Launched,
        ActionDays.Months(new(2026, 1, 1), new(2026, 6, 1)), [new("s4", new("21天健康零食PK赛"), 4, [])],
        [new("org-a", "v1", [])]);
    private static readonly ChallengePlan Plan = new(new("21天健康零食PK赛"), "s4", Last.AddDays(-20), 21, 3);
    private static readonly ChallengeCommand.Open Wish = new(Plan, Action);
    private static readonly ChallengeEvent.Opened Opened = new("jiujiang", Plan, false, null);
    private static readonly ChallengeFacts Facts = new(Action, Plan, false);
    private static readonly ChallengeEntrant Bears = new("bears", "text-1", "v1"), Cats = new("cats", "text-2", "v1");
    private static readonly Join JoinIn = new("org-a", Bears, Facts);
    private static readonly CheckIn List = new("org-a", Today, ["bears"], [], Facts);

    private static Spec<ChallengeState, ChallengeCommand, ChallengeEvent> Given(params ChallengeEvent[] events) =>
        new(Challenge.Decider("food/pk"), events, Askers.Coordinator);

    private static Spec<ChallengeGroupState, ChallengeGroupCommand, ChallengeGroupEvent> Group(
        params ChallengeGroupEvent[] events) =>
        new(ChallengeGroup.Decider("food/pk/org-a"), events, Askers.Staff("org-a"));

    [Fact]
    public void A_coordinator_opens_a_challenge_in_a_series_within_the_actions_days()
    {
        Given().When(Wish).Then(Opened);
        Given(Opened).When(new ChallengeCommand.CallOff()).Then(new ChallengeEvent.CalledOff());
        Given().By(Askers.Staff("org-a")).When(Wish).ThenRefused(Asked.Refusals.NotCoordinator);
        Given().When(new ChallengeCommand.CallOff()).ThenRefused(Asked.Refusals.NotFound);
        Given().When(Wish with { Action = Action with { Phase = ActionPhase.None } })
            .ThenRefused(Asked.Refusals.NotFound);
        Given().When(Wish with { Plan = Plan with { SeriesId = "s9" } }).ThenRefused(Challenge.Refusals.SeriesUnknown);
        foreach (var first in new[] { new DateOnly(2025, 12, 31), new DateOnly(2026, 6, 20) })
            Given().When(Wish with { Plan = Plan with { FirstDay = first } })
                .ThenRefused(Challenge.Refusals.OutsideAction);
        var tomorrow = Askers.Coordinator.On(Today.AddDays(1));
        Given().By(tomorrow).When(Wish).ThenRefused(Asked.Refusals.DayInFuture);
        Given(Opened).By(tomorrow).When(new ChallengeCommand.CallOff()).ThenRefused(Asked.Refusals.DayInFuture);
    }

    [Fact]
    public void A_challenge_has_a_title_some_days_and_fewer_gaps()
    {
        Given().When(Wish with { Plan = Plan with { Title = new("") } }).ThenRefused(Challenge.Refusals.TextsInvalid);
        Given().When(Wish with { Source = "" }).ThenRefused(Challenge.Refusals.TextsInvalid);
        foreach (var plan in new[]
        {
            Plan with { Length = 1 }, Plan with { Length = ChallengePlan.LengthMax + 1 },
            Plan with { GapsAllowed = -1 }, Plan with { GapsAllowed = 21 },
            Plan with { FirstDay = DateOnly.MaxValue },
        })
            Given().When(Wish with { Plan = plan }).ThenRefused(Challenge.Refusals.NumbersInvalid);
        Given(Opened).When(Wish with { Plan = Plan with { GapsAllowed = 0 } })
            .ThenRefused(Challenge.Refusals.AlreadyOpened);
        Given(Opened, new ChallengeEvent.CalledOff()).When(Wish).ThenRefused(Challenge.Refusals.CalledOff);
    }

    [Fact]
    public void Staff_enter_participants_of_their_own_village_under_a_nickname()
    {
        Group().When(JoinIn).Then(new Joined(Bears));
        Group().By(Askers.Staff("org-b")).When(JoinIn).ThenRefused(Asked.Refusals.NotYourOrganisation);
        Group().When(JoinIn with { Facts = Facts with { Plan = null } }).ThenRefused(Asked.Refusals.NotFound);
        Group().When(JoinIn with { Facts = Facts with { CalledOff = true } })
            .ThenRefused(Challenge.Refusals.CalledOff);
        Group().When(JoinIn with { Facts = Facts with { Action = Action with { Phase = ActionPhase.Closed } } })
            .ThenRefused(JointAction.Refusals.Closed);
        Group().When(JoinIn with { Who = Bears with { NameId = "" } })
            .ThenRefused(ChallengeGroup.Refusals.NameMissing);
        Group().When(JoinIn with { Who = Bears with { VillageCode = "v2" } })
            .ThenRefused(ChallengeGroup.Refusals.NotParticipating);
        Group(new Joined(Bears)).When(JoinIn with { Who = Bears with { NameId = "text-9" } })
            .ThenRefused(ChallengeGroup.Refusals.AlreadyJoined);
        Group().By(Askers.Staff("org-a").On(Today.AddDays(-1))).When(JoinIn)
            .ThenRefused(Asked.Refusals.BackDatingNotAllowed);
        var many = Enumerable.Range(0, ChallengeGroup.EntrantsMax)
            .Select(n => (ChallengeGroupEvent)new Joined(Bears with { Id = $"e{n}" }));
        Group([.. many]).When(JoinIn).ThenRefused(ChallengeGroup.Refusals.TooMany);
    }

    [Fact]
    public void A_day_is_ticked_once_for_each_however_often_the_list_is_sent()
    {
        var both = new ChallengeGroupEvent[] { new Joined(Bears), new Joined(Cats) };
        Group(both).When(List with { Done = ["bears", "bears"] }).Then(new CheckedIn(Today, ["bears"], []));
        Group([.. both, new CheckedIn(Today, ["bears"], [])]).When(List with { Done = ["cats"], Undone = ["bears"] })
            .Then(new CheckedIn(Today, ["cats"], ["bears"]));
        Group(both).When(List with { Day = Today.AddDays(-3) })
            .Then(new CheckedIn(Today.AddDays(-3), ["bears"], []));
    }

    [Fact]
    public void A_list_names_participants_and_a_day_of_the_challenge_that_is_not_to_come()
    {
        foreach (var list in new[] { List, List with { Done = [], Undone = [] } })
            Group().When(list).ThenRefused(ChallengeGroup.Refusals.EntrantUnknown);
        Group(new Joined(Bears)).By(Askers.Staff("org-b")).When(List).ThenRefused(Asked.Refusals.NotYourOrganisation);
        Group(new Joined(Bears), new Left("bears")).When(List).ThenRefused(ChallengeGroup.Refusals.EntrantUnknown);
        foreach (var day in new[] { Plan.FirstDay.AddDays(-1), Today.AddDays(1), Plan.LastDay().AddDays(1) })
            Group(new Joined(Bears)).When(List with { Day = day })
                .ThenRefused(ChallengeGroup.Refusals.OutsideChallenge);
        var over = Plan with { FirstDay = Today.AddDays(-21 - ChallengeGroup.GraceDays) };
        var late = List with { Day = over.FirstDay, Facts = Facts with { Plan = over } };
        Group(new Joined(Bears)).When(late).ThenRefused(ChallengeGroup.Refusals.TooLate);
        Group(new Joined(Bears)).By(Askers.Coordinator).When(late).Then(new CheckedIn(late.Day, ["bears"], []));
    }

    [Fact]
    public void A_participant_may_leave()
    {
        Group(new Joined(Bears)).When(new Leave("org-a", "bears")).Then(new Left("bears"));
        Group().When(new Leave("org-a", "bears")).ThenRefused(Asked.Refusals.NotFound);
        Group(new Joined(Bears)).By(Askers.Nobody).When(new Leave("org-a", "bears"))
            .ThenRefused(Asked.Refusals.NotYourOrganisation);
    }

    [Fact]
    public void The_ranking_goes_by_days_then_by_the_longest_run_and_ties_share_a_place()
    {
        var plan = new ChallengePlan(new("五天"), "s4", Today.AddDays(-4), 5, 1);
        DateOnly[] Days(params int[] done) => [.. done.Select(n => plan.FirstDay.AddDays(n))];
        var ranking = ChallengeRanking.Of(plan, Today, new (string, IReadOnlyCollection<DateOnly>)[]
        {
            ("apart", Days(0, 1, 3)), ("all", Days(0, 1, 2, 3, 4)), ("run", Days(0, 1, 2)),
            ("other-run", Days(1, 2, 3)), ("none", []), ("outside", Days(-1, 9)),
        });

        Assert.Equal(
            [(1, "all"), (2, "other-run"), (2, "run"), (4, "apart"), (5, "none"), (5, "outside")],
            ranking.Select(s => (s.Rank, s.EntrantId)));
        Assert.Equal((5, 5, 0, ChallengePace.Finished), Of("all"));
        Assert.Equal((3, 2, 1, ChallengePace.Going), Of("apart")); // Today is not missed until it is over.
        Assert.Equal((0, 0, 4, ChallengePace.MissedTooMany), Of("none"));
        var after = ChallengeRanking.Of(plan, Today.AddDays(1), [("gap", Days(0, 1, 2, 3)), ("gaps", Days(0, 1, 2))]);
        Assert.Equal([ChallengePace.Finished, ChallengePace.MissedTooMany], after.Select(s => s.Pace));

        (int, int, int, ChallengePace) Of(string id) =>
            ranking.Where(s => s.EntrantId == id).Select(s => (s.Done, s.Streak, s.Missed, s.Pace)).Single();
    }
}
