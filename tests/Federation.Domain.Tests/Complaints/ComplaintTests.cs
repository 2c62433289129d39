using Federation.Domain;
using Federation.Domain.Complaints;
using static Federation.Domain.Complaints.Complaint;
using static Federation.Domain.Complaints.ComplaintCommand;
using static Federation.Domain.Complaints.ComplaintEvent;

namespace Federation.Tests.Complaints;

public class ComplaintTests
{
    private static readonly Handler Official = new(true), Coordinator = new(false);
    private static readonly Filed Received = new(new(SubjectKind.Money), "jiujiang", "text-1", "text-2", "check");
    private static readonly Filed OfCoordinator = Received with { About = new(SubjectKind.Coordinator) };
    private static readonly DateOnly Today = Askers.Today;

    private static Spec<ComplaintState, ComplaintCommand, ComplaintEvent> Given(params ComplaintEvent[] events) =>
        new(Decider(), events, Askers.Coordinator);

    private static Spec<ComplaintState, ComplaintCommand, ComplaintEvent> ByOfficial(params ComplaintEvent[] events) =>
        Given(events).By(Askers.Nobody);

    [Fact]
    public void Anybody_files_one_today()
    {
        var wish = new ComplaintCommand.File(Received.About, "jiujiang", "text-1", "text-2", "check");
        Given().By(Askers.Nobody).When(wish).Then(Received);
        Given().By(Askers.Nobody.On(Today.AddDays(-1))).When(wish).ThenRefused(Asked.Refusals.BackDatingNotAllowed);
        Given(Received).By(Askers.Nobody).When(wish with { TextId = "text-9" }).ThenRefused(Refusals.AlreadyFiled);
    }

    [Fact]
    public void It_is_taken_in_hand_and_answered_or_declined_with_a_reason()
    {
        Given(Received).When(new Take(Coordinator)).Then(new Taken(Today));
        Given(Received, new Taken(Today)).When(new Answer("text-3", Coordinator)).Then(new Answered(Today, "text-3"));
        ByOfficial(Received).When(new Decline("text-3", Official)).Then(new Declined(Today, "text-3"));
        Given(Received).When(new Answer(null, Coordinator)).ThenRefused(Refusals.WordsMissing);
        Given(Received).When(new Decline(null, Coordinator)).ThenRefused(Refusals.WordsMissing);
    }

    [Fact]
    public void What_is_dealt_with_stays_so()
    {
        ComplaintEvent[] ended = [Received, new Answered(Today, "text-3")];
        foreach (var command in new ComplaintCommand[]
        {
            new Take(Coordinator), new Answer("text-4", Coordinator), new Decline("text-4", Coordinator),
            new PassOn(null, Coordinator),
        }) Given(ended).When(command).ThenRefused(Refusals.Ended);
    }

    [Fact]
    public void What_was_passed_on_is_the_officials()
    {
        Given(Received).When(new PassOn("text-3", Coordinator)).Then(new PassedOn(Today, "text-3"));
        Given(Received, new PassedOn(Today, null)).When(new Answer("text-4", Coordinator))
            .ThenRefused(Refusals.ForOfficials);
        ByOfficial(Received, new PassedOn(Today, null)).When(new Take(Official)).Then(new Taken(Today));
    }

    [Fact]
    public void What_is_said_of_a_coordinator_no_coordinator_handles()
    {
        foreach (var command in new ComplaintCommand[]
        {
            new Take(Coordinator), new Answer("text-4", Coordinator), new PassOn(null, Coordinator),
            new Erase(Coordinator),
        }) Given(OfCoordinator).When(command).ThenRefused(Refusals.ForOfficials);
        ByOfficial(OfCoordinator).When(new Answer("text-4", Official)).Then(new Answered(Today, "text-4"));
        Given(OfCoordinator, new PassedOn(Today, null)).When(new PassOn(null, Coordinator))
            .ThenRefused(Refusals.ForOfficials);
    }

    [Fact]
    public void Nobody_else_handles_one_and_there_is_none_before_it_is_filed()
    {
        foreach (var command in new ComplaintCommand[]
        {
            new Take(Coordinator), new Answer("text-4", Coordinator), new Decline("text-4", Coordinator),
            new PassOn(null, Coordinator), new Erase(Coordinator),
        })
        {
            Given(Received).By(Askers.Staff("org-a")).When(command).ThenRefused(Refusals.NotHandler);
            Given().When(command).ThenRefused(Asked.Refusals.NotFound);
        }

        Given(Received, new PassedOn(Today, null)).By(Askers.Staff("org-a")).When(new PassOn(null, Coordinator))
            .ThenRefused(Refusals.NotHandler);
    }

    [Fact]
    public void Erased_it_can_no_longer_be_dealt_with()
    {
        Given(Received).When(new Erase(Coordinator)).Then(new Erased(Today));
        foreach (var filed in new[] { Received, OfCoordinator })
            ByOfficial(filed).When(new Erase(Official)).Then(new Erased(Today));
        Given(Received, new Erased(Today)).When(new Answer("text-4", Coordinator)).ThenRefused(Refusals.IsErased);
    }
}
