using Federation.Domain;
using Federation.Domain.Processes;
using static Federation.Domain.Processes.ParkedCommand;
using static Federation.Domain.Processes.ParkedEvent;
using static Federation.Domain.Processes.ParkedWork;

namespace Federation.Tests.Processes;

public class ParkedWorkTests
{
    private static readonly Retry Again = new(new("b1", First: true));

    private static Asked Administrator => new("admin", new(false, [], Administrator: true), Askers.Now, Askers.Today);

    private static Spec<ParkedState, ParkedCommand, ParkedEvent> Given(params ParkedEvent[] events) =>
        new(Decider("slot-booking.v1/7"), events, Administrator);

    [Fact]
    public void An_administrator_has_what_is_parked_tried_again_as_often_as_it_takes()
    {
        Given().When(Again).ThenEachTime(new RetryAsked("b1"));
        Given(new RetryAsked("b1")).When(Again).ThenEachTime(new RetryAsked("b1"));
    }

    [Fact]
    public void Nobody_else_does()
    {
        Given().By(Askers.Coordinator).When(Again).ThenRefused(Refusals.NotAdministrator);
        Given().By(Askers.Nobody).When(Again).ThenRefused(Refusals.NotAdministrator);
    }

    [Fact]
    public void What_is_not_parked_is_not_tried_again() =>
        Given().When(new Retry(null)).ThenRefused(Asked.Refusals.NotFound);

    [Fact]
    public void What_waits_for_another_is_not_tried_before_it() =>
        Given().When(new Retry(new("b1", First: false))).ThenRefused(Refusals.BehindAnother);

    [Fact]
    public void Not_tomorrow() =>
        Given().By(Administrator.On(Askers.Today.AddDays(1))).When(Again).ThenRefused(Asked.Refusals.DayInFuture);
}
