using System.Text.Json;
using System.Text.Json.Nodes;
using Federation.Domain;
using Federation.Domain.Needs;
using Federation.Log;
using static Federation.Domain.Needs.OpenSpace;
using static Federation.Domain.Needs.OpenSpaceCommand;
using static Federation.Domain.Needs.OpenSpaceEvent;

namespace Federation.Tests.Needs;

public class OpenSpaceTests
{
    private static readonly Hold Wish = new(
        "jiujiang", null, new("我们真正需要什么？"), Askers.Today, [new("g1", new("一组"), 8), new("g2", new("二组"))]);
    private static readonly Held About = new("jiujiang", null, Wish.Question, Askers.Today, Wish.Groups, false);
    private static readonly AddStatement Say = new("s1", "g1", "text-1");
    private static readonly StatementAdded Said = new("s1", "g1", "text-1");

    private static Spec<OpenSpaceState, OpenSpaceCommand, OpenSpaceEvent> Given(params OpenSpaceEvent[] events) =>
        new(Decider("one"), events, Askers.Coordinator);

    [Fact]
    public void A_meeting_is_the_alliances_or_an_organisations()
    {
        Given().When(Wish).Then(About);
        Given().By(Askers.Staff("org-a")).When(Wish).ThenRefused(Asked.Refusals.NotCoordinator);
        Given().By(Askers.Staff("org-a")).When(Wish with { OrganisationId = "org-a" })
            .Then(About with { OrganisationId = "org-a" });
        Given().By(Askers.Staff("org-b")).When(Wish with { OrganisationId = "org-a" })
            .ThenRefused(Asked.Refusals.NotYourOrganisation);
        foreach (var (by, refusal) in new[]
        {
            ("org-a", Refusals.Elsewhere), ("org-b", Asked.Refusals.NotYourOrganisation),
        })
            Given().By(Askers.Staff(by)).When(Wish with { OrganisationId = "org-a", Elsewhere = true })
                .ThenRefused(refusal);
        Given().By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(Wish).ThenRefused(Asked.Refusals.DayInFuture);
    }

    [Fact]
    public void It_has_a_question_and_groups_that_can_be_told_apart()
    {
        Given(About).When(Wish with { Groups = [new("g1", new("一组"))] }).ThenRefused(Refusals.AlreadyHeld);
        Given().When(Wish with { Question = new("") }).ThenRefused(Refusals.QuestionUnfit);
        Given().When(Wish with { Groups = [] }).ThenRefused(Refusals.GroupsUnfit);
        Given().When(Wish with { Groups = [new("g1", new("一组")), new("g1", new("二组"))] })
            .ThenRefused(Refusals.GroupsUnfit);
        Given().When(Wish with { Groups = [new("g1", new("一组"), 0)] }).ThenRefused(Refusals.GroupsUnfit);
    }

    [Fact]
    public void A_joint_meeting_of_building_leaders_says_that_it_is_one_and_how_many_came()
    {
        var (wish, held) = (
            Wish with { Kind = MeetingKind.JointMeeting, Attendees = 36 },
            About with { Kind = MeetingKind.JointMeeting, Attendees = 36 });
        Given().When(wish).Then(held);
        Given().When(wish with { Attendees = 0 }).ThenRefused(Refusals.AttendeesUnfit);
        Given().When(wish with { Attendees = AttendeesMax + 1 }).ThenRefused(Refusals.AttendeesUnfit);
        var before = JsonNode.Parse(JsonSerializer.Serialize(About, Json.Options))!.AsObject();
        foreach (var later in new[] { "kind", "attendees" }) before.Remove(later);
        Assert.Equal(About, before.Deserialize<Held>(Json.Options));
    }

    [Fact]
    public void Statements_belong_to_a_group_and_the_result_may_be_worded_anew()
    {
        Given(About).When(Say).Then(Said);
        Given().When(Say).ThenRefused(Asked.Refusals.NotFound);
        Given(About).By(Askers.Staff("org-a")).When(Say).ThenRefused(Asked.Refusals.NotCoordinator);
        Given(About).When(Say with { GroupId = "g9" }).ThenRefused(Refusals.GroupUnknown);
        Given(About).When(Say with { WordsId = null }).ThenRefused(Refusals.WordsMissing);
        Given(About, Said).When(Say with { WordsId = "text-2" }).ThenRefused(Refusals.StatementExists);
        var many = Enumerable.Range(0, StatementsMax).Select(n => Said with { StatementId = $"n{n}" });
        Given([About, .. many]).When(Say).ThenRefused(Refusals.TooManyStatements);
        Given(About, new ResultStated("text-7")).When(new StateResult("text-8")).Then(new ResultStated("text-8"));
        Given(About).When(new StateResult(null)).ThenRefused(Refusals.WordsMissing);
        Given(About).By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(Say)
            .ThenRefused(Asked.Refusals.DayInFuture);
    }
}
