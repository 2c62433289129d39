using Federation.Domain;
using Federation.Domain.Deliberations;
using Federation.Domain.JointActions;
using static Federation.Domain.Deliberations.DelegatedTask;
using static Federation.Domain.Deliberations.TaskCommand;
using static Federation.Domain.Deliberations.TaskEvent;
using Claim = Federation.Domain.Deliberations.TaskCommand.Claim;

namespace Federation.Tests.Deliberations;

public class DelegatedTaskTests
{
    private static readonly DateOnly Day = Askers.Today;
    private static readonly TaskCommand.Delegate Wish = new(
        "jiujiang", new("河堤清洁"), "text-1", "v1", Day.AddDays(14), null, [], []);
    private static readonly Delegated Offered = new(
        "jiujiang", Wish.Title, "text-1", "v1", Day.AddDays(14), null, [], Day);
    private static readonly Delegated ForA = Offered with { OrganisationIds = ["org-a"] };
    private static readonly Claim ClaimA = new("org-a", Member: true);
    private static readonly Claimed ByA = new("org-a", Day);
    private static readonly TaskCommand.Report Tell = new("text-2", Day, 120, 15);
    private static readonly Reported Told = new("org-a", new("text-2", Day, 120, 15), Day);
    private static readonly Withdrawn Gone = new("text-5", Day);

    private static Asked A => Askers.Staff("org-a");

    private static Asked B => Askers.Staff("org-b");

    private static Spec<TaskState, TaskCommand, TaskEvent> Given(params TaskEvent[] events) =>
        new(Decider("one"), events, Askers.Coordinator);

    [Fact]
    public void A_coordinator_delegates_a_task_to_all_members_or_to_some()
    {
        Given().When(Wish).Then(Offered);
        Given().When(Wish with { OrganisationIds = ["org-a"], Members = ["org-a"] }).Then(ForA);
        Given().By(A).When(Wish).ThenRefused(Asked.Refusals.NotCoordinator);
        Given().When(Wish with { OrganisationIds = ["org-a", "org-x"], Members = ["org-a"] })
            .ThenRefused(Refusals.NotMembers);
        string[] many = [.. Enumerable.Range(0, OrganisationsMax + 1).Select(n => $"org-{n}")];
        Given().When(Wish with { OrganisationIds = [.. many], Members = [.. many] })
            .ThenRefused(Refusals.TooManyOrganisations);
    }

    [Fact]
    public void A_task_says_what_is_asked_until_when_and_after_which_decision()
    {
        var decided = Wish with { DeliberationId = "talk", Deliberation = new("talk", "jiujiang", Decided: true) };
        Given().When(decided).Then(Offered with { DeliberationId = "talk" });
        Given().When(decided with { Deliberation = null }).ThenRefused(Refusals.DeliberationUnfit);
        Given().When(decided with { Deliberation = new("talk", "jiujiang", Decided: false) })
            .ThenRefused(Refusals.DeliberationUnfit);
        Given().When(decided with { Deliberation = new("talk", "elsewhere", Decided: true) })
            .ThenRefused(Refusals.DeliberationUnfit);
        Given().When(Wish with { Title = new(" ") }).ThenRefused(Refusals.TitleUnfit);
        Given().When(Wish with { WordsId = null }).ThenRefused(Refusals.WordsMissing);
        Given().When(Wish with { DueOn = Day.AddDays(-1) }).ThenRefused(Refusals.DueInvalid);
        Given(Offered).When(Wish with { VillageCode = "v2" }).ThenRefused(Refusals.AlreadyDelegated);
        Given().By(Askers.Coordinator.On(Day.AddDays(1))).When(Wish).ThenRefused(Asked.Refusals.DayInFuture);
    }

    [Fact]
    public void The_first_member_to_claim_it_has_it()
    {
        Given(Offered).By(A).When(ClaimA).Then(ByA);
        Given(ForA).When(ClaimA).Then(ByA);
        Given(Offered, ByA).By(B).When(new Claim("org-b", Member: true)).ThenRefused(Refusals.AlreadyClaimed);
        Given(Offered, ByA, Told).By(B).When(new Claim("org-b", Member: true)).ThenRefused(Refusals.AlreadyClaimed);
        Given(ForA).By(B).When(new Claim("org-b", Member: true)).ThenRefused(Refusals.NotOffered);
        Given(Offered).By(A).When(ClaimA with { Member = false }).ThenRefused(Refusals.NotMember);
        Given(Offered).By(B).When(ClaimA).ThenRefused(Asked.Refusals.NotYourOrganisation);
        Given().By(A).When(ClaimA).ThenRefused(Asked.Refusals.NotFound);
    }

    [Fact]
    public void Who_claimed_it_may_give_it_back_with_a_reason_until_it_is_reported()
    {
        var back = new Returned("org-a", "text-3", Day);
        Given(Offered, ByA).By(A).When(new Return("text-3")).Then(back);
        Given(Offered, ByA, back).By(B).When(new Claim("org-b", Member: true)).Then(new Claimed("org-b", Day));
        Given(Offered, ByA).By(A).When(new Return(null)).ThenRefused(Refusals.ReasonMissing);
        Given(Offered, ByA).By(B).When(new Return("text-3")).ThenRefused(Asked.Refusals.NotYourOrganisation);
        Given(Offered, ByA, Told).By(A).When(new Return("text-3")).ThenRefused(Refusals.AlreadyReported);
        Given(Offered).By(A).When(new Return("text-3")).ThenRefused(Refusals.NotClaimed);
        Given(Offered, ByA, back).By(A).When(Tell).ThenRefused(Refusals.NotClaimed);
    }

    [Fact]
    public void It_reports_what_was_done_on_a_day_since_the_claim()
    {
        Given(Offered, ByA).By(A).When(Tell).Then(Told);
        Given(Offered, ByA).By(A).When(Tell with { Minutes = null, PersonTimes = null })
            .Then(Told with { Report = new("text-2", Day) });
        Given(Offered, ByA).By(B).When(Tell).ThenRefused(Asked.Refusals.NotYourOrganisation);
        Given(Offered, ByA).By(A).When(Tell with { WordsId = null }).ThenRefused(Refusals.ReportMissing);
        foreach (var day in new[] { Day.AddDays(-1), Day.AddDays(1) })
            Given(Offered, ByA).By(A).When(Tell with { DoneOn = day }).ThenRefused(Refusals.DoneDayInvalid);
        foreach (var wrong in new[]
        {
            Tell with { Minutes = -1 }, Tell with { Minutes = MinutesMax + 1 },
            Tell with { PersonTimes = -1 }, Tell with { PersonTimes = PersonTimesMax + 1 },
        })
            Given(Offered, ByA).By(A).When(wrong).ThenRefused(Refusals.NumbersInvalid);
        Given(Offered, ByA, Told).By(A).When(Tell with { WordsId = "text-9" }).ThenRefused(Refusals.AlreadyReported);
    }

    [Fact]
    public void A_coordinator_accepts_the_report_or_sends_it_back_with_a_reason()
    {
        var (back, done) = (new SentBack("text-4", Day), new ReportAccepted(Day));
        Given(Offered, ByA, Told).When(new AcceptReport()).Then(done);
        Given(Offered, ByA, Told).When(new SendBack("text-4")).Then(back);
        Given(Offered, ByA, Told, back).By(A).When(Tell with { WordsId = "text-9" })
            .Then(Told with { Report = new("text-9", Day, 120, 15) });
        Given(Offered, ByA, Told).When(new SendBack(null)).ThenRefused(Refusals.ReasonMissing);
        Given(Offered, ByA).When(new SendBack("text-4")).ThenRefused(Refusals.NotReported);
        Given(Offered, ByA).When(new AcceptReport()).ThenRefused(Refusals.NotReported);
        Given(Offered, ByA, Told).By(A).When(new AcceptReport()).ThenRefused(Asked.Refusals.NotCoordinator);
        Given(Offered, ByA, Told, done).When(new SendBack("text-4")).ThenRefused(Refusals.Ended);
    }

    [Fact]
    public void A_coordinator_withdraws_it_with_a_reason_and_then_nothing_happens_to_it()
    {
        Given(Offered).When(new Withdraw("text-5")).Then(Gone);
        Given(Offered, ByA, Told).When(new Withdraw("text-5")).Then(Gone);
        Given(Offered).When(new Withdraw(null)).ThenRefused(Refusals.ReasonMissing);
        Given(Offered).By(A).When(new Withdraw("text-5")).ThenRefused(Asked.Refusals.NotCoordinator);
        Given(Offered, Gone).By(A).When(ClaimA).ThenRefused(Refusals.Ended);
        Given(Offered, Gone).When(new Withdraw("text-6")).ThenRefused(Refusals.Ended);
    }

    [Fact]
    public void Steps_go_forward_in_time_and_come_to_an_end()
    {
        var early = Day.AddDays(-3);
        Given(Offered with { Day = early }).By(Askers.Coordinator.On(early)).When(ClaimA)
            .Then(ByA with { Day = early });
        Given(Offered).By(Askers.Coordinator.On(early)).When(ClaimA).ThenRefused(Refusals.OutOfOrder);
        Given(Offered with { Day = early }).By(A.On(early)).When(ClaimA)
            .ThenRefused(Asked.Refusals.BackDatingNotAllowed);
        var many = Enumerable.Range(0, StepsMax / 2)
            .SelectMany(n => new TaskEvent[] { ByA, new Returned("org-a", $"text-{n}", Day) });
        Given([Offered, .. many]).By(A).When(ClaimA).ThenRefused(Refusals.TooManySteps);
    }
}
