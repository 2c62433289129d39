using Federation.Domain;
using Federation.Domain.Cases;
using static Federation.Domain.Cases.CaseCommand;
using static Federation.Domain.Cases.CaseEvent;
using static Federation.Domain.Cases.CaseStudy;

namespace Federation.Tests.Cases;

public class CaseStudyTests
{
    private static readonly CaseText Text = new(
        "jiujiang", "food", new("守护童心", "Guarding childhood"), new("摘要"), [new("九江组织培育项目")], "text-1");
    private static readonly Written First = new(Text);
    private static readonly Published Public = new(Askers.Today);
    private static readonly CaseMarks Whole = new("text-1", 0);

    private static Spec<CaseState, CaseCommand, CaseEvent> Given(params CaseEvent[] events) =>
        new(Decider(), events, Askers.Coordinator);

    [Fact]
    public void A_coordinator_writes_publishes_and_withdraws()
    {
        Given().When(new Write(Text)).Then(First);
        Given(First).When(new Publish(Whole)).Then(Public);
        Given(First, Public).When(new Withdraw()).Then(new Withdrawn(Askers.Today));
        Given(First, Public, new Withdrawn(Askers.Today)).When(new Write(Text with { StoryId = "text-2" }))
            .Then(new Written(Text with { StoryId = "text-2" }));
    }

    [Fact]
    public void Nobody_else_does_any_of_it()
    {
        foreach (var command in new CaseCommand[] { new Write(Text), new Publish(Whole), new Withdraw() })
            Given(First).By(Askers.Staff("org-a")).When(command).ThenRefused(Asked.Refusals.NotCoordinator);
        Given().When(new Publish(Whole)).ThenRefused(Asked.Refusals.NotFound);
        Given().By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(new Write(Text))
            .ThenRefused(Asked.Refusals.DayInFuture);
    }

    [Fact]
    public void A_case_has_a_title_and_a_story()
    {
        foreach (var unfit in new[]
        {
            Text with { Title = new(" ") }, Text with { StoryId = null }, Text with { Summary = new("") },
            Text with { Bodies = [new("")] }, Text with { Source = " " },
            Text with { Bodies = [.. Enumerable.Repeat(new Name("甲"), BodiesMax + 1)] },
        }) Given().When(new Write(unfit)).ThenRefused(Refusals.TextsInvalid);
    }

    [Fact]
    public void What_is_published_does_not_change_under_its_readers() =>
        Given(First, Public).When(new Write(Text with { StoryId = "text-2" })).ThenRefused(Refusals.IsPublished);

    [Fact]
    public void A_case_stays_with_its_alliance() =>
        Given(First).When(new Write(Text with { AllianceId = "danzao" })).ThenRefused(Refusals.Elsewhere);

    [Fact]
    public void A_story_with_a_mark_that_nothing_fills_is_not_published() =>
        Given(First).When(new Publish(Whole with { Unknown = 1 })).ThenRefused(Refusals.MarkUnknown);

    [Fact]
    public void Published_is_what_was_looked_at() =>
        Given(First).When(new Publish(Whole with { StoryId = "text-0" })).ThenRefused(Refusals.Changed);

    [Fact]
    public void A_draft_cannot_be_withdrawn() => Given(First).When(new Withdraw()).ThenRefused(Refusals.NotPublished);
}
