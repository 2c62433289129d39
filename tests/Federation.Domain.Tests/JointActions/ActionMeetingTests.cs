using Federation.Domain;
using Federation.Domain.JointActions;
using static Federation.Domain.JointActions.ActionMeeting;
using static Federation.Domain.JointActions.MeetingCommand;
using static Federation.Domain.JointActions.MeetingEvent;

namespace Federation.Tests.JointActions;

public class ActionMeetingTests
{
    private static readonly ActionDesk Action = new("food", "jiujiang", ActionPhase.Launched, []);
    private static readonly SessionTime Morning = new(Askers.Now.AddHours(-1), "镇政府会议室");
    private static readonly SessionTime Tomorrow = new(Askers.Now.AddDays(1), "镇政府会议室");
    private static readonly Plan Wish = new(new("多元沟通会议"), Morning, [new("食安办")], ["org-a"], Action);
    private static readonly Planned There =
        new("jiujiang", new("多元沟通会议"), Morning, [new("食安办")], ["org-a"], false, null);
    private static readonly Planned Ahead = There with { Time = Tomorrow };
    private static readonly MeetingMinutes What = new("text-1", ["text-2"], 12);
    private static readonly MinutesRecorded Held = new(What);

    private static Spec<MeetingState, MeetingCommand, MeetingEvent> Given(params MeetingEvent[] events) =>
        new(Decider("food/one"), events, Askers.Coordinator);

    [Fact]
    public void A_coordinator_plans_a_meeting_moves_it_and_records_its_minutes()
    {
        Given().When(Wish with { Organisations = ["org-a", "org-a"] }).Then(There);
        Given(There).When(new Move(Tomorrow, Action)).Then(new Moved(Tomorrow, Morning));
        Given(There).When(new RecordMinutes(What, Action)).Then(Held);
        Given(There, Held).When(new RecordMinutes(What with { Attended = null }, Action))
            .Then(new MinutesRecorded(What with { Attended = null }));
        Given(Ahead).When(new Cancel("text-1", Action)).Then(new Cancelled("text-1"));
    }

    [Fact]
    public void Nobody_else_keeps_a_meeting()
    {
        var staff = Askers.Staff("org-a");
        Given().By(staff).When(Wish).ThenRefused(Asked.Refusals.NotCoordinator);
        Given(There).By(staff).When(new RecordMinutes(What, Action)).ThenRefused(Asked.Refusals.NotCoordinator);
        Given().When(Wish with { Action = Action with { Phase = ActionPhase.None } })
            .ThenRefused(Asked.Refusals.NotFound);
        Given().When(new RecordMinutes(What, Action)).ThenRefused(Asked.Refusals.NotFound);
        Given().By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(Wish).ThenRefused(Asked.Refusals.DayInFuture);
        Given(There).By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(new RecordMinutes(What, Action))
            .ThenRefused(Asked.Refusals.DayInFuture);
    }

    [Fact]
    public void A_meeting_has_a_title_a_place_and_a_bounded_list_of_those_invited()
    {
        foreach (var plan in new[]
        {
            Wish with { Title = new("") }, Wish with { Time = Morning with { Place = "" } },
            Wish with { Invited = [new("")] }, Wish with { Source = "" },
            Wish with { Organisations = [.. Enumerable.Range(0, InvitedMax).Select(n => $"org-{n}")] },
        })
            Given().When(plan).ThenRefused(Refusals.TextsInvalid);
        Given(Ahead).When(new Move(Tomorrow with { Place = " " }, Action))
            .ThenRefused(Refusals.TextsInvalid with { Field = "place" });
        Given(There).When(Wish with { Title = new("另一次") }).ThenRefused(Refusals.AlreadyPlanned);
    }

    [Fact]
    public void Minutes_come_after_the_meeting_and_say_something_within_bounds()
    {
        Given(Ahead).When(new RecordMinutes(What, Action)).ThenRefused(Refusals.NotYetHeld);
        Given(There with { Time = Morning with { StartsAt = Askers.Now.AddHours(1) } })
            .When(new RecordMinutes(What, Action)).ThenRefused(Refusals.NotYetHeld);
        foreach (var either in new[] { What with { MinutesId = null }, What with { DecisionIds = [] } })
            Given(There).When(new RecordMinutes(either, Action)).Then(new MinutesRecorded(either));
        Given(There).By(Askers.Coordinator.On(Askers.Today.AddDays(-1))).When(new RecordMinutes(What, Action))
            .ThenRefused(Refusals.NotYetHeld);
        foreach (var minutes in new[]
        {
            new(null, [], 3), What with { Attended = -1 }, What with { Attended = MeetingMinutes.AttendedMax + 1 },
            What with { DecisionIds = [.. Enumerable.Range(0, MeetingMinutes.DecisionsMax + 1).Select(n => $"t{n}")] },
        })
            Given(There).When(new RecordMinutes(minutes, Action)).ThenRefused(Refusals.MinutesInvalid);
    }

    [Fact]
    public void What_was_held_is_neither_moved_nor_cancelled_and_what_was_cancelled_stays_so()
    {
        Given(There, Held).When(new Move(Tomorrow, Action)).ThenRefused(Refusals.AlreadyHeld);
        Given(There, Held).When(new Cancel(null, Action)).ThenRefused(Refusals.AlreadyHeld);
        Given(There, new Cancelled(null)).When(new RecordMinutes(What, Action)).ThenRefused(Refusals.AlreadyCancelled);
        Given(There, new Cancelled(null)).When(Wish).ThenRefused(Refusals.AlreadyCancelled);
        var often = Enumerable.Repeat<MeetingEvent>(new Moved(Tomorrow, Morning), ChangesMax);
        Given([There, .. often]).When(new Move(Morning, Action)).ThenRefused(Refusals.TooManyChanges);
    }
}
