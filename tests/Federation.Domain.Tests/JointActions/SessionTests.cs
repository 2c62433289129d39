using Federation.Domain;
using Federation.Domain.Counting;
using Federation.Domain.JointActions;
using static Federation.Domain.JointActions.Session;
using static Federation.Domain.JointActions.SessionCommand;
using static Federation.Domain.JointActions.SessionEvent;

namespace Federation.Tests.JointActions;

public class SessionTests
{
    private static readonly DateTimeOffset Yesterday = Askers.Now.AddDays(-1);
    private static readonly DateTimeOffset Tomorrow = Askers.Now.AddDays(1);
    private static readonly DateTimeOffset Morning = Askers.Now.AddHours(-1);
    private static readonly ActionFacts Action = new("food", "jiujiang", "食品安全", ActionPhase.Launched,
        ActionDays.Months(new(2026, 1, 1), new(2026, 6, 1)),
        [new("workshop", new("儿童工作坊"), 1, ["outreach"]), new("meeting", new("沟通会议"), 2, [])],
        [new("org-a", "v1", []), new("org-b", "v1", ["meeting"])]);
    private static readonly ActionFacts ClosedAction = Action with { Phase = ActionPhase.Closed };
    private static readonly Plan Wish = new("workshop", "v1", "org-a", Tomorrow, "文化中心", Action);
    private static readonly SessionOf Of = new("jiujiang", "食品安全", "workshop", ["outreach"], "v1", "org-a", false);
    private static readonly Planned Ahead = new(Of, Tomorrow, "文化中心", null);
    private static readonly Planned Today = Ahead with { StartsAt = Morning };
    private static readonly SessionReport Numbers = new(new(30, Precision.About), 4, 90, [new("宣传册子", 40)], "note-1");
    private static readonly Reported Held = new(Of, Askers.Today, Numbers);
    private static readonly Report Tell = new(Numbers, ActionPhase.Launched);
    private static readonly Cancel Stop = new("text-1", ActionPhase.Launched);

    private static Spec<SessionState, SessionCommand, SessionEvent> Given(params SessionEvent[] events) =>
        new(Decider("food/one"), events, Askers.Staff("org-a"));

    [Fact]
    public void A_participant_plans_a_session_that_takes_over_the_scopes_of_its_series()
    {
        Given().When(Wish).Then(Ahead);
        Given().By(Askers.Staff("org-b")).When(Wish with { SeriesId = "meeting", OrganisationId = "org-b" })
            .Then(Ahead with { Of = Of with { SeriesId = "meeting", Scopes = [], OrganisationId = "org-b" } });
    }

    [Fact]
    public void An_illustration_says_so_and_names_its_source() =>
        Given().When(Wish with { Illustrative = true, Source = "探索经验揭秘" })
            .Then(Ahead with { Of = Of with { Illustrative = true }, Source = "探索经验揭秘" });

    [Fact]
    public void Only_a_coordinator_enters_a_session_of_a_past_day()
    {
        Given().When(Wish with { StartsAt = Yesterday })
            .ThenRefused(Asked.Refusals.BackDatingNotAllowed with { Field = "startsAt" });
        Given().By(Askers.Coordinator).When(Wish with { StartsAt = Yesterday })
            .Then(Ahead with { StartsAt = Yesterday });
        Given().When(Wish with { StartsAt = Morning }).Then(Today);
    }

    [Fact]
    public void A_session_needs_a_launched_action_and_one_that_is_not_closed()
    {
        Given().When(Wish with { Action = Action with { Phase = ActionPhase.None } })
            .ThenRefused(Asked.Refusals.NotFound);
        Given().When(Wish with { Action = Action with { Phase = ActionPhase.Draft } })
            .ThenRefused(Refusals.ActionNotLaunched);
        Given().When(Wish with { Action = ClosedAction }).ThenRefused(Refusals.ActionClosed);
        Given(Ahead).When(new Reschedule(Tomorrow.AddDays(1), "广场", ClosedAction)).ThenRefused(Refusals.ActionClosed);
    }

    [Fact]
    public void A_session_belongs_to_a_series_and_to_an_organisation_that_takes_part_in_it_there()
    {
        Given().When(Wish with { SeriesId = "quiz" }).ThenRefused(Refusals.SeriesUnknown);
        Given().When(Wish with { VillageCode = "v2" }).ThenRefused(Refusals.NotParticipating);
        Given().By(Askers.Coordinator).When(Wish with { OrganisationId = "org-b" })
            .ThenRefused(Refusals.NotParticipating);
        Given().By(Askers.Staff("org-b")).When(Wish).ThenRefused(Asked.Refusals.NotYourOrganisation);
    }

    [Fact]
    public void A_session_lies_within_the_actions_days_and_has_a_place()
    {
        Given().When(Wish with { StartsAt = new(2026, 7, 1, 1, 0, 0, default) }).ThenRefused(Refusals.OutsideAction);
        Given().When(Wish with { StartsAt = new(2026, 6, 30, 16, 0, 0, default) }).ThenRefused(Refusals.OutsideAction);
        Given().When(Wish with { StartsAt = new(2026, 6, 30, 15, 59, 0, default) })
            .Then(Ahead with { StartsAt = new(2026, 6, 30, 15, 59, 0, default) });
        Given().When(Wish with { Place = "" }).ThenRefused(Refusals.PlaceInvalid);
        Given().When(Wish with { Source = new string('长', Texts.SourceMax + 1) }).ThenRefused(Refusals.PlaceInvalid);
        Given(Ahead).When(new Reschedule(Tomorrow, " ", Action)).ThenRefused(Refusals.PlaceInvalid);
    }

    [Fact]
    public void An_id_stands_for_one_session()
    {
        Given(Ahead).When(Wish with { Place = "广场" }).ThenRefused(Refusals.AlreadyPlanned);
        Given(Ahead).When(Wish with { SeriesId = "meeting" }).ThenRefused(Refusals.AlreadyPlanned);
    }

    [Fact]
    public void Nobody_plans_as_of_tomorrow() =>
        Given().By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(Wish).ThenRefused(Asked.Refusals.DayInFuture);

    [Fact]
    public void A_session_is_moved_until_it_was_reported()
    {
        var moved = new Rescheduled(Tomorrow.AddDays(1), "广场", "text-1", new(Tomorrow, "文化中心"));
        Given(Ahead).When(new Reschedule(Tomorrow.AddDays(1), "广场", Action, "text-1")).Then(moved);
        Given(Ahead, moved).When(new Reschedule(Tomorrow, "文化中心", Action))
            .Then(new Rescheduled(Tomorrow, "文化中心", null, new(Tomorrow.AddDays(1), "广场")));
        Given([Ahead, .. Enumerable.Repeat(moved, MovesMax)]).When(new Reschedule(Tomorrow, "文化中心", Action))
            .ThenRefused(Refusals.MovedTooOften);
        Given(Today, Held).When(new Reschedule(Tomorrow, "广场", Action)).ThenRefused(Refusals.AlreadyReported);
        Given().When(new Reschedule(Tomorrow, "广场", Action)).ThenRefused(Asked.Refusals.NotFound);
    }

    [Fact]
    public void A_report_counts_on_the_day_of_the_session_whenever_it_is_made()
    {
        Given(Today).When(Tell).Then(Held);
        Given(Ahead with { StartsAt = Yesterday }).When(Tell).Then(Held with { Day = Askers.Today.AddDays(-1) });
        Given(Ahead, new Rescheduled(Yesterday, "广场")).When(Tell).Then(Held with { Day = Askers.Today.AddDays(-1) });
    }

    [Fact]
    public void Nothing_is_reported_before_it_has_begun()
    {
        Given(Ahead).When(Tell).ThenRefused(Refusals.NotYetHeld);
        Given(Ahead with { StartsAt = Askers.Now.AddMinutes(1) }).When(Tell).ThenRefused(Refusals.NotYetHeld);
        Given(Today).By(Askers.Coordinator.On(Askers.Today.AddDays(-1))).When(Tell).ThenRefused(Refusals.NotYetHeld);
        Given(Today).By(Askers.Staff("org-a").On(Askers.Today.AddDays(1))).When(Tell)
            .ThenRefused(Asked.Refusals.DayInFuture);
    }

    [Fact]
    public void A_second_report_is_a_correction_that_carries_what_it_replaces()
    {
        var better = Numbers with { PersonTimes = new(31) };
        Given(Today, Held).When(Tell with { What = better })
            .Then(new ReportCorrected(Of, Askers.Today, better, Numbers));
        Given(Today, Held).By(Askers.Coordinator).When(Tell with { What = better })
            .Then(new ReportCorrected(Of, Askers.Today, better, Numbers));
        Given(Today, Held).By(Askers.Staff("org-b")).When(Tell with { What = better })
            .ThenRefused(Asked.Refusals.NotYourOrganisation);
    }

    [Fact]
    public void After_closing_only_a_coordinator_corrects_or_cancels()
    {
        var late = Tell with { What = Numbers with { Volunteers = 5 }, Action = ActionPhase.Closed };
        Given(Today, Held).When(late).ThenRefused(Refusals.ActionClosed);
        Given(Today, Held).By(Askers.Coordinator).When(late)
            .Then(new ReportCorrected(Of, Askers.Today, late.What, Numbers));
        Given(Today, Held).When(Stop with { Action = ActionPhase.Closed }).ThenRefused(Refusals.ActionClosed);
        Given(Today, Held).By(Askers.Coordinator).When(Stop with { Action = ActionPhase.Closed })
            .Then(new Cancelled(Of, Askers.Today, Numbers, "text-1"));
    }

    [Fact]
    public void Reported_numbers_are_neither_negative_nor_absurd()
    {
        foreach (var numbers in new[]
        {
            Numbers with { PersonTimes = new(-1) },
                Numbers with { PersonTimes = new(SessionReport.PersonTimesMax + 1) },
            Numbers with { Volunteers = -1 }, Numbers with { Volunteers = SessionReport.VolunteersMax + 1 },
            Numbers with { Minutes = -1 }, Numbers with { Minutes = SessionReport.MinutesMax + 1 },
        })
            Given(Today).When(Tell with { What = numbers }).ThenRefused(Refusals.NumbersInvalid);

        Given(Today).When(Tell with { What = new(new(0), 0, 0, []) })
            .Then(Held with { Report = new(new(0), 0, 0, []) });
    }

    [Fact]
    public void Materials_are_named_once_each_and_bounded()
    {
        foreach (var materials in new Items<Material>[]
        {
            [new("", 1)], [new("册", -1)], [new("册", SessionReport.CopiesMax + 1)], [new("册", 1), new("册", 2)],
            [.. Enumerable.Range(0, SessionReport.MaterialsMax + 1).Select(n => new Material($"册{n}", 1))],
        })
            Given(Today).When(Tell with { What = Numbers with { Materials = materials } })
                .ThenRefused(Refusals.MaterialsInvalid);
    }

    [Fact]
    public void A_session_is_cancelled_before_or_after_its_report_which_is_carried_along()
    {
        Given(Ahead).When(Stop).Then(new Cancelled(Of, Askers.Today.AddDays(1), null, "text-1"));
        Given(Today, Held).When(Stop).Then(new Cancelled(Of, Askers.Today, Numbers, "text-1"));
        var better = Numbers with { Minutes = 60 };
        Given(Today, Held, new ReportCorrected(Of, Askers.Today, better, Numbers)).When(Stop)
            .Then(new Cancelled(Of, Askers.Today, better, "text-1"));
        Given(Today, Held).By(Askers.Nobody).When(Stop).ThenRefused(Asked.Refusals.NotYourOrganisation);
        Given(Today).By(Askers.Staff("org-a").On(Askers.Today.AddDays(-1))).When(Stop)
            .ThenRefused(Asked.Refusals.BackDatingNotAllowed);
    }

    [Fact]
    public void A_cancelled_session_stays_cancelled()
    {
        var cancelled = new Cancelled(Of, Askers.Today, null, null);
        Given(Today, cancelled).When(Tell).ThenRefused(Refusals.AlreadyCancelled);
        Given(Today, cancelled).When(new Reschedule(Tomorrow, "广场", Action)).ThenRefused(Refusals.AlreadyCancelled);
        Given(Today, cancelled).When(Stop).Then();
        Given(Ahead, cancelled).When(Wish).ThenRefused(Refusals.AlreadyCancelled);
    }

    [Fact]
    public void Sessions_that_come_again_keep_their_time_of_day_and_a_month_without_such_a_day_takes_its_last()
    {
        var first = new DateTimeOffset(2026, 1, 31, 1, 30, 0, TimeSpan.Zero); // 09:30 in Shanghai
        DateTimeOffset At(int month, int day) => new(2026, month, day, 9, 30, 0, Days.Shanghai);
        Assert.Equal([At(1, 31), At(2, 28), At(3, 31)], new Recurrence(RepeatEvery.Month, 3).Starts(first));
        Assert.Equal([At(1, 31), At(2, 7)], new Recurrence(RepeatEvery.Week, 2).Starts(first));
        Assert.Equal([At(1, 31), At(2, 14)], new Recurrence(RepeatEvery.TwoWeeks, 2).Starts(first));
    }

    [Fact]
    public void Sessions_that_come_again_are_bounded_and_all_lie_within_the_action()
    {
        var first = new DateTimeOffset(2026, 6, 16, 1, 0, 0, TimeSpan.Zero);
        foreach (var times in new[] { 1, Recurrence.TimesMax + 1 })
            Assert.Equal(
                Recurrence.Refusals.TimesInvalid, new Recurrence(RepeatEvery.Week, times).Refused(first, Action.Days));
        Assert.Equal(
            Recurrence.Refusals.OutsideAction, new Recurrence(RepeatEvery.Week, 4).Refused(first, Action.Days));
        Assert.Null(new Recurrence(RepeatEvery.Week, 3).Refused(first, Action.Days));
    }
}
