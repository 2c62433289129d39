using Federation.Domain;
using Federation.Domain.Help;
using static Federation.Domain.Help.Mentor;
using static Federation.Domain.Help.MentorCommand;
using static Federation.Domain.Help.MentorEvent;

namespace Federation.Tests.Help;

public class MentorTests
{
    private static readonly MentorNominated Nominated =
        new("person-1", "north", "town", ["剪纸", "志愿者培育"], [MentorMode.OnSiteGuidance], Illustrative: false);

    private static Nominate Nomination(bool member = true) => new(
        Nominated.PersonId, Nominated.OrganisationId, Nominated.AllianceId, Nominated.Topics, Nominated.Modes,
        Nominated.Illustrative, new(member));

    private static Spec<MentorState, MentorCommand, MentorEvent> Given(params MentorEvent[] events) =>
        new(Decider("grace"), events, Askers.Staff("north"));

    [Fact]
    public void A_member_puts_a_mentor_forward() => Given().When(Nomination()).Then(Nominated);

    [Fact]
    public void Topics_are_recorded_trimmed_and_once() =>
        Given().When(Nomination() with { Topics = [" 剪纸", "剪纸 ", "志愿者培育", " "] }).Then(Nominated);

    [Fact]
    public void Nobody_nominates_for_another_organisation() =>
        Given().By(Askers.Staff("south")).When(Nomination()).ThenRefused(Asked.Refusals.NotYourOrganisation);

    [Fact]
    public void Only_a_member_organisation_puts_mentors_forward() =>
        Given().When(Nomination(member: false)).ThenRefused(Refusals.NotMember);

    [Fact]
    public void A_nomination_has_topics() =>
        Given().When(Nomination() with { Topics = [" "] }).ThenRefused(Helping.Refusals.TopicMissing);

    [Fact]
    public void A_nomination_has_not_too_many_topics() =>
        Given()
            .When(Nomination() with { Topics = [.. Enumerable.Range(0, Helping.TopicsMax + 1).Select(i => $"t{i}")] })
            .ThenRefused(Helping.Refusals.TooManyTopics);

    [Fact]
    public void A_topic_is_not_an_essay() =>
        Given().When(Nomination() with { Topics = [new string('x', Helping.TopicLengthMax + 1)] })
            .ThenRefused(Helping.Refusals.TopicTooLong);

    [Fact]
    public void A_nomination_says_how_the_mentor_helps() =>
        Given().When(Nomination() with { Modes = [] }).ThenRefused(Refusals.NoModes);

    [Fact]
    public void A_mentor_is_nominated_once() =>
        Given(Nominated).When(Nomination() with { PersonId = "person-2" }).ThenRefused(Refusals.AlreadyNominated);

    [Fact]
    public void A_person_is_in_an_alliances_pool_once_until_they_leave_it()
    {
        var decider = Decider("grace");
        var entered = decider.Decide(decider.Initial, Nomination(), Askers.Coordinator);
        var state = decider.Fold(decider.Initial, [Nominated, new MentorAccepted()]);
        var left = decider.Decide(state, new Retire(null), Askers.Coordinator);

        var claim = new Claim("mentor-person", "town/person-1", Refusals.PersonAlreadyMentor);
        Assert.Equal(claim, Assert.Single(entered.Claims));
        Assert.Equal(claim, Assert.Single(left.Releases));
    }

    [Fact]
    public void A_coordinator_accepts_a_nomination() =>
        Given(Nominated).By(Askers.Coordinator).When(new Accept()).Then(new MentorAccepted());

    [Fact]
    public void A_coordinator_declines_a_nomination() =>
        Given(Nominated).By(Askers.Coordinator).When(new Decline("why")).Then(new MentorDeclined("why"));

    [Fact]
    public void Who_nominated_does_not_accept() =>
        Given(Nominated).When(new Accept()).ThenRefused(Asked.Refusals.NotCoordinator);

    [Fact]
    public void There_is_no_accepting_without_a_nomination() =>
        Given().By(Askers.Coordinator).When(new Accept()).ThenRefused(Asked.Refusals.NotFound);

    [Fact]
    public void A_declined_mentor_is_not_accepted_without_a_new_nomination() =>
        Given(Nominated, new MentorDeclined(null)).By(Askers.Coordinator).When(new Accept())
            .ThenRefused(Refusals.NotNominated);

    [Fact]
    public void A_declined_mentor_may_be_nominated_again() =>
        Given(Nominated, new MentorDeclined(null)).When(Nomination()).Then(Nominated);

    [Fact]
    public void The_mentor_changes_their_topics_and_modes() =>
        Given(Nominated, new MentorAccepted()).By(Askers.Mentor("grace"))
            .When(new ChangeSkills(["舞蹈"], [MentorMode.ExperienceSharing]))
            .Then(new MentorSkillsChanged(["舞蹈"], [MentorMode.ExperienceSharing]));

    [Fact]
    public void Another_mentor_does_not() =>
        Given(Nominated).By(Askers.Mentor("ada")).When(new ChangeSkills(["舞蹈"], []))
            .ThenRefused(Asked.Refusals.NotYourOrganisation);

    [Fact]
    public void A_change_leaves_some_way_of_helping() =>
        Given(Nominated).When(new ChangeSkills(["舞蹈"], [])).ThenRefused(Refusals.NoModes);

    [Fact]
    public void A_mentor_retires() =>
        Given(Nominated, new MentorAccepted()).By(Askers.Mentor("grace")).When(new Retire(null))
            .Then(new MentorRetired(null));

    [Fact]
    public void Who_was_never_nominated_neither_changes_nor_retires()
    {
        Given().When(new ChangeSkills(["舞蹈"], Nominated.Modes)).ThenRefused(Asked.Refusals.NotFound);
        Given().When(new Retire(null)).ThenRefused(Asked.Refusals.NotFound);
    }

    [Fact]
    public void Nobody_retires_anothers_mentor() =>
        Given(Nominated, new MentorAccepted()).By(Askers.Staff("south")).When(new Retire(null))
            .ThenRefused(Asked.Refusals.NotYourOrganisation);

    [Fact]
    public void Only_who_is_in_the_pool_retires_from_it() =>
        Given(Nominated, new MentorDeclined(null)).When(new Retire(null)).ThenRefused(Refusals.NotInPool);

    [Fact]
    public void A_retired_mentor_changes_nothing() =>
        Given(Nominated, new MentorRetired(null)).When(new ChangeSkills(["舞蹈"], Nominated.Modes))
            .ThenRefused(Refusals.NotInPool);

    [Fact]
    public void Nobody_post_dates() =>
        Given().By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(Nomination())
            .ThenRefused(Asked.Refusals.DayInFuture);

    [Fact]
    public void Only_a_coordinator_back_dates()
    {
        Given().By(Askers.Staff("north").On(Askers.Today.AddDays(-1))).When(Nomination())
            .ThenRefused(Asked.Refusals.BackDatingNotAllowed);
        Given().By(Askers.Coordinator.On(Askers.Today.AddDays(-1))).When(Nomination()).Then(Nominated);
    }
}
