using Federation.Domain;
using Federation.Domain.Deliberations;
using Federation.Domain.JointActions;
using static Federation.Domain.Deliberations.Deliberation;
using static Federation.Domain.Deliberations.DeliberationCommand;
using static Federation.Domain.Deliberations.DeliberationEvent;

namespace Federation.Tests.Deliberations;

public class DeliberationTests
{
    private static readonly DateOnly Held = Askers.Today.AddDays(-2);
    private static readonly AllianceAreas Areas = new("jiujiang", ["east", "west", "south", "north"]);
    private static readonly Call Wish =
        new("jiujiang", new("今年联合做什么？"), Held, null, ["east", "west", "south"], 2, Areas);
    private static readonly Called About = new("jiujiang", Wish.Question, Held, null, Wish.AreaIds, 2, false);
    private static readonly Topic Food = new(
        "food", new("儿童食品安全", "Food safety"), new("增强意识"), new("进街巷"), new("镇社联"), new("家长"), new("儿童"),
        new("11个街坊会"));
    private static readonly TopicProposed Proposed = new(Food);

    private static readonly AreaVoice Seat = new("east", IsRepresentative: true, RepresentativeSignsIn: true, []);
    private static readonly AreaVoice Empty = new("east", false, false, ["org-a"]);
    private static readonly GiveOpinion Give = new(Seat, "food", 5, 3, [DifficultyReason.Manpower], "text-1");
    private static readonly Opinion East = new(
        "east", "food", 5, 3, Give.Reasons, "text-1", Askers.Today, Late: true, OnPaper: false,
        OpinionBy.Representative);
    private static readonly Opinion West = East with { AreaId = "west", Recommendation = 4 };
    private static readonly Decided Chosen = new("food", "text-9", Askers.Today, 2);

    private static DeliberationEvent[] Open => [About, Proposed];

    private static DeliberationEvent[] Rated => [.. Open, new OpinionGiven(East, 1), new OpinionGiven(West, 1)];

    private static Spec<DeliberationState, DeliberationCommand, DeliberationEvent> Given(
        params DeliberationEvent[] events) => new(Decider("talk"), events, Askers.Coordinator);

    [Fact]
    public void A_coordinator_calls_areas_to_a_question()
    {
        Given().When(Wish).Then(About);
        Given().By(Askers.Staff("org-a")).When(Wish).ThenRefused(Asked.Refusals.NotCoordinator);
        Given().By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(Wish).ThenRefused(Asked.Refusals.DayInFuture);
        Given(About).When(Wish with { Quorum = 3 }).ThenRefused(Refusals.AlreadyCalled);
        Given().When(Wish with { Question = new(" ") }).ThenRefused(Refusals.QuestionUnfit);
        Given().When(Wish with { Note = new("") }).ThenRefused(Refusals.QuestionUnfit);
        Given().When(Wish with { ClosesOn = Held.AddDays(-1) }).ThenRefused(Refusals.ClosesBeforeHeld);
    }

    [Fact]
    public void The_areas_called_are_the_alliances_and_the_quorum_is_among_them()
    {
        Given().When(Wish with { AreaIds = [] }).ThenRefused(Refusals.AreasUnfit);
        Given().When(Wish with { AreaIds = ["east", "east"] }).ThenRefused(Refusals.AreasUnfit);
        string[] many = [.. Enumerable.Range(0, AreasMax + 1).Select(n => $"a{n}")];
        Given().When(Wish with { AreaIds = [.. many], Alliance = Areas with { AreaIds = [.. many] } })
            .ThenRefused(Refusals.AreasUnfit);
        Given().When(Wish with { AreaIds = ["east", "moon"] }).ThenRefused(Refusals.AreaUnknown);
        Given().When(Wish with { Alliance = Areas with { AllianceId = "other" } }).ThenRefused(Refusals.AreaUnknown);
        Given().When(Wish with { Quorum = 0 }).ThenRefused(Refusals.QuorumOutOfRange);
        Given().When(Wish with { Quorum = 4 }).ThenRefused(Refusals.QuorumOutOfRange);
    }

    [Fact]
    public void A_topic_is_proposed_by_the_coordinator_or_by_a_called_area()
    {
        var mine = Food with { AreaId = "east" };
        Given().When(new ProposeTopic(Food)).ThenRefused(Asked.Refusals.NotFound);
        Given(About).When(new ProposeTopic(Food)).Then(Proposed);
        Given(About).By(Askers.Nobody).When(new ProposeTopic(Food)).ThenRefused(Asked.Refusals.NotCoordinator);
        Given(About).By(Askers.Nobody).When(new ProposeTopic(mine, Seat)).Then(new TopicProposed(mine));
        Given(About).By(Askers.Nobody).When(new ProposeTopic(mine, Seat with { AreaId = "west" }))
            .ThenRefused(Refusals.NotYourArea);
        Given(About).By(Askers.Nobody).When(new ProposeTopic(mine, Seat with { IsRepresentative = false }))
            .ThenRefused(Refusals.NotYourArea);
        Given(About).When(new ProposeTopic(Food with { AreaId = "north" }, Seat with { AreaId = "north" }))
            .ThenRefused(Refusals.AreaNotCalled);
        Given(About).By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(new ProposeTopic(Food))
            .ThenRefused(Asked.Refusals.DayInFuture);
    }

    [Fact]
    public void A_topic_stands_once_fits_and_is_one_of_a_bounded_number()
    {
        Given(Open).When(new ProposeTopic(Food with { Goal = null })).ThenRefused(Refusals.TopicExists);
        Given(About).When(new ProposeTopic(Food with { Title = new("") })).ThenRefused(Refusals.TopicUnfit);
        Given(About).When(new ProposeTopic(Food with { Implementers = new(new('长', Texts.PassageMax + 1)) }))
            .ThenRefused(Refusals.TopicUnfit);
        var many = Enumerable.Range(0, TopicsMax).Select(n => new TopicProposed(Food with { Id = $"t{n}" }));
        Given([About, .. many]).When(new ProposeTopic(Food)).ThenRefused(Refusals.TooManyTopics);
    }

    [Fact]
    public void A_topic_is_worded_anew_until_there_is_an_outcome_and_keeps_who_proposed_it()
    {
        var (mine, better) = (Food with { AreaId = "east" }, Food with { Goal = new("让孩子吃得安全") });
        Given(Open).When(new ReviseTopic(better)).Then(new TopicRevised(better));
        Given(About, new TopicProposed(mine)).When(new ReviseTopic(better, Seat))
            .Then(new TopicRevised(better with { AreaId = "east" }));
        Given(Open).When(new ReviseTopic(Food with { Id = "fire" })).ThenRefused(Refusals.TopicUnknown);
        Given(Open).When(new ReviseTopic(Food with { Title = new("") })).ThenRefused(Refusals.TopicUnfit);
        Given(Open).By(Askers.Nobody).When(new ReviseTopic(better)).ThenRefused(Asked.Refusals.NotCoordinator);
        Given(Open).By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(new ReviseTopic(better))
            .ThenRefused(Asked.Refusals.DayInFuture);
        Given([.. Rated, Chosen]).When(new ReviseTopic(better)).ThenRefused(Refusals.OutcomeStated);
        Given([.. Rated, Chosen]).When(new ProposeTopic(Food with { Id = "fire" })).ThenRefused(Refusals.OutcomeStated);
    }

    [Fact]
    public void The_representative_speaks_for_the_area_and_staff_only_where_no_representative_can_sign_in()
    {
        Given(Open).By(Askers.Nobody).When(Give).Then(new OpinionGiven(East, 1));
        Given(Open).By(Askers.Staff("org-a")).When(Give with { Voice = Empty })
            .Then(new OpinionGiven(East with { By = OpinionBy.Organisation }, 1));
        Given(Open).By(Askers.Staff("org-a")).When(Give with { Voice = Empty with { RepresentativeSignsIn = true } })
            .ThenRefused(Refusals.NotYourArea);
        Given(Open).By(Askers.Staff("org-b")).When(Give with { Voice = Empty }).ThenRefused(Refusals.NotYourArea);
        Given(Open).When(Give with { Voice = Empty })
            .Then(new OpinionGiven(East with { By = OpinionBy.Coordinator }, 1));
    }

    [Fact]
    public void An_opinion_on_paper_is_the_coordinators_to_enter_and_is_of_the_meetings_day()
    {
        var paper = Give with { Voice = Empty, OnPaper = true };
        var entered = East with { OnPaper = true, By = OpinionBy.Coordinator, Day = Held, Late = false };
        Given(Open).When(paper).Then(new OpinionGiven(entered, 1));
        Given(Open).When(paper with { DayStated = true })
            .Then(new OpinionGiven(entered with { Day = Askers.Today, Late = true }, 1));
        Given(Open).By(Askers.Nobody).When(Give with { OnPaper = true }).ThenRefused(Refusals.PaperByCoordinator);
    }

    [Fact]
    public void An_opinion_is_late_after_the_meeting_or_after_the_closing_day_and_counts_all_the_same()
    {
        Given(Open).By(Askers.Coordinator.On(Held)).When(Give)
            .Then(new OpinionGiven(East with { Day = Held, Late = false }, 1));
        Given(About with { ClosesOn = Askers.Today }, Proposed).When(Give)
            .Then(new OpinionGiven(East with { Late = false }, 1));
        Given(About with { ClosesOn = Askers.Today.AddDays(-1) }, Proposed).When(Give)
            .Then(new OpinionGiven(East, 1));
        Assert.True(East.Late && West.Late);
        Given(Rated).When(new Decide("food", "text-9")).Then(Chosen);
    }

    [Fact]
    public void A_changed_opinion_replaces_the_one_before_and_counts_once()
    {
        var changed = East with { Difficulty = 1 };
        Given(Rated).When(Give with { Difficulty = 1 }).Then(new OpinionGiven(changed, 2));
        Given([.. Rated, new OpinionGiven(changed, 2)]).When(new Decide("food", "text-9")).Then(Chosen);
        Given(Open.Append(new OpinionGiven(East, 1)).Append(new OpinionGiven(changed, 2)).ToArray())
            .When(new Decide("food", "text-9")).ThenRefused(Refusals.QuorumMissed);
        Given(Rated).By(Askers.Coordinator.On(Held)).When(Give with { Difficulty = 1 })
            .ThenRefused(Refusals.LaterOpinionStands);
        Given([.. Open, new OpinionGiven(East, ChangesMax + 1)]).When(Give with { Difficulty = 1 })
            .ThenRefused(Refusals.TooManyChanges);
    }

    [Fact]
    public void An_opinion_is_of_a_called_area_a_known_topic_and_within_its_range()
    {
        Given(Open).When(Give with { Voice = Seat with { AreaId = "north" } }).ThenRefused(Refusals.AreaNotCalled);
        Given(Open).When(Give with { TopicId = "fire" }).ThenRefused(Refusals.TopicUnknown);
        foreach (var rating in new[] { -1, 0, 6 })
        {
            Given(Open).When(Give with { Recommendation = rating }).ThenRefused(Refusals.RatingOutOfRange);
            Given(Open).When(Give with { Difficulty = rating }).ThenRefused(Refusals.RatingOutOfRange);
        }

        Given(Open).When(Give with { Reasons = [DifficultyReason.Time, DifficultyReason.Time] })
            .ThenRefused(Refusals.ReasonTwice);
        Given(Open).By(Askers.Nobody.On(Held)).When(Give).ThenRefused(Asked.Refusals.BackDatingNotAllowed);
        Given([.. Rated, Chosen]).When(Give with { Difficulty = 1 }).ThenRefused(Refusals.OutcomeStated);
    }

    [Fact]
    public void A_decision_needs_the_quorum_a_rationale_and_a_day_from_the_meeting_on()
    {
        Given(Rated).When(new Decide("food", "text-9")).Then(Chosen);
        Given(Rated).By(Askers.Staff("org-a")).When(new Decide("food", "text-9"))
            .ThenRefused(Asked.Refusals.NotCoordinator);
        Given([.. Open, new OpinionGiven(East, 1)]).When(new Decide("food", "text-9"))
            .ThenRefused(Refusals.QuorumMissed);
        Given(Rated).When(new Decide("fire", "text-9")).ThenRefused(Refusals.TopicUnknown);
        Given(Rated).When(new Decide("food", null)).ThenRefused(Refusals.RationaleMissing);
        Given(Rated).By(Askers.Coordinator.On(Held.AddDays(-1))).When(new Decide("food", "text-9"))
            .ThenRefused(Refusals.BeforeTheMeeting);
        Given(Rated).By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(new Decide("food", "text-9"))
            .ThenRefused(Asked.Refusals.DayInFuture);
    }

    [Fact]
    public void A_second_decision_is_refused() =>
        Given([.. Rated, Chosen]).When(new Decide("food", "text-10")).ThenRefused(Refusals.OutcomeStated);

    [Fact]
    public void No_quorum_is_stated_only_where_no_topic_has_it()
    {
        DeliberationEvent[] few = [.. Open, new OpinionGiven(East, 1)];
        Given(few).When(new StateNoQuorum("text-9")).Then(new NoQuorum("text-9", Askers.Today, 1));
        Given(few).When(new StateNoQuorum(null)).ThenRefused(Refusals.RationaleMissing);
        Given(few).By(Askers.Nobody).When(new StateNoQuorum("text-9")).ThenRefused(Asked.Refusals.NotCoordinator);
        Given(few).By(Askers.Coordinator.On(Held.AddDays(-1))).When(new StateNoQuorum("text-9"))
            .ThenRefused(Refusals.BeforeTheMeeting);
        Given(Rated).When(new StateNoQuorum("text-9")).ThenRefused(Refusals.QuorumMet);
        Given([.. Rated, Chosen]).When(new StateNoQuorum("text-9")).ThenRefused(Refusals.OutcomeStated);
        Given([.. few, new NoQuorum("text-9", Askers.Today, 1)]).When(new Decide("food", "text-9"))
            .ThenRefused(Refusals.OutcomeStated);
    }

    [Fact]
    public void One_called_in_error_is_cancelled_before_it_has_an_outcome()
    {
        Given(Open).When(new Cancel("text-8")).Then(new Cancelled("text-8", Askers.Today));
        Given(Open).By(Askers.Nobody).When(new Cancel(null)).ThenRefused(Asked.Refusals.NotCoordinator);
        Given(Open).By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(new Cancel(null))
            .ThenRefused(Asked.Refusals.DayInFuture);
        Given([.. Rated, Chosen]).When(new Cancel(null)).ThenRefused(Refusals.OutcomeStated);
    }
}
