using Federation.Domain;
using Federation.Domain.Counting;
using Federation.Domain.JointActions;
using static Federation.Domain.JointActions.ClosingReport;
using static Federation.Domain.JointActions.ReportCommand;
using static Federation.Domain.JointActions.ReportEvent;

namespace Federation.Tests.JointActions;

public class ClosingReportTests
{
    private static readonly ReportWords Words = new("text-1", "text-2", null, null);
    private static readonly FrozenFigure Sessions =
        new("sessions", 25, Precision.Exact, ActionScope.Whole, new(2026, 3, 1), FigureSource.Records);
    private static readonly Witness Seen = new(1_200, "ab12");
    private static readonly Reviewer Official = new(true);
    private static readonly HandIn Wish = new([Sessions], Seen, ActionPhase.Closed);
    private static readonly HandedIn First = new(1, Askers.Today, [Sessions], Words, Seen, "coordinator");
    private static readonly Confirmed Agreed = new(1, Askers.Today, "nobody");
    private static readonly Commented Asking = new(1, Askers.Today, "text-3", true, "nobody");

    private static Spec<ReportState, ReportCommand, ReportEvent> Given(params ReportEvent[] events) =>
        new(Decider("food"), events, Askers.Coordinator);

    /// <summary>Officials are nobody to the alliance; that they are officials is a fact of the command.</summary>
    private static Spec<ReportState, ReportCommand, ReportEvent> ByOfficial(params ReportEvent[] events) =>
        Given(events).By(Askers.Nobody);

    [Fact]
    public void A_coordinator_writes_and_hands_in_with_the_figures_of_the_day()
    {
        Given().When(new Write(Words)).Then(new Written(Words));
        Given(new Written(Words)).When(Wish).Then(First);
        Given().By(Askers.Staff("org-a")).When(new Write(Words)).ThenRefused(Asked.Refusals.NotCoordinator);
        Given().By(Askers.Staff("org-a")).When(Wish).ThenRefused(Asked.Refusals.NotCoordinator);
        Given().By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(Wish).ThenRefused(Asked.Refusals.DayInFuture);
    }

    [Theory, InlineData(ActionPhase.None), InlineData(ActionPhase.Draft), InlineData(ActionPhase.Launched)]
    public void Only_a_closed_action_is_reported(ActionPhase phase) =>
        Given().When(Wish with { Phase = phase }).ThenRefused(Refusals.ActionNotClosed);

    [Fact]
    public void Handing_in_again_makes_the_next_version_where_anything_changed()
    {
        var more = Sessions with { Value = 26 };
        Given(new Written(Words), First).When(Wish with { Figures = [more] })
            .Then(First with { Version = 2, Figures = [more] });
        Given(new Written(Words), First, Agreed, new Written(Words with { ThanksId = "text-9" })).When(Wish)
            .Then(First with { Version = 2, Words = Words with { ThanksId = "text-9" } });
    }

    [Fact]
    public void A_comment_is_answered_by_what_changed_and_not_by_the_same_again()
    {
        Given(new Written(Words), First, Asking).When(Wish).ThenRefused(Refusals.Unchanged);
        Given(new Written(Words), First, Asking, new Written(Words with { LessonsId = "text-9" })).When(Wish)
            .Then(First with { Version = 2, Words = Words with { LessonsId = "text-9" } });
    }

    [Fact]
    public void An_official_confirms_the_newest_version_once()
    {
        ByOfficial(First).When(new Confirm(1, Official)).Then(Agreed);
        ByOfficial(First, First with { Version = 2 }).When(new Confirm(1, Official)).ThenRefused(Refusals.NotNewest);
        ByOfficial().When(new Confirm(1, Official)).ThenRefused(Refusals.NotHandedIn);
        ByOfficial(First, Agreed with { By = "another" }).When(new Confirm(1, Official))
            .ThenRefused(Refusals.AlreadyConfirmed);
        ByOfficial(First, Asking).When(new Confirm(1, Official)).ThenRefused(Refusals.CommentOpen);
    }

    [Fact]
    public void Neither_an_official_of_elsewhere_nor_who_handed_it_in_confirms_it()
    {
        ByOfficial(First).When(new Confirm(1, new(false))).ThenRefused(Refusals.NotOfficial);
        ByOfficial(First).When(new Comment(1, "text-3", true, new(false))).ThenRefused(Refusals.NotOfficial);
        ByOfficial(First with { By = "nobody" }).When(new Confirm(1, Official)).ThenRefused(Refusals.OwnReport);
    }

    [Fact]
    public void An_official_comments_and_may_ask_for_an_answer()
    {
        ByOfficial(First).When(new Comment(1, "text-3", true, Official)).Then(Asking);
        ByOfficial(First, Agreed).When(new Comment(1, "text-3", false, Official))
            .Then(Asking with { AsksAnswer = false });
        ByOfficial().When(new Comment(1, "text-3", true, Official)).ThenRefused(Refusals.NotHandedIn);
        ByOfficial(First).When(new Comment(2, "text-3", true, Official)).ThenRefused(Refusals.NotNewest);
        ByOfficial(First, Agreed).When(new Comment(1, "text-3", true, Official))
            .ThenRefused(Refusals.AlreadyConfirmed);
    }

    [Fact]
    public void Figures_versions_and_comments_are_bounded()
    {
        Given().When(Wish with { Figures = [.. Enumerable.Repeat(Sessions, FiguresMax + 1)] })
            .ThenRefused(Refusals.TooMuch);
        Given(First with { Version = VersionsMax }).When(Wish with { Figures = [] }).ThenRefused(Refusals.TooMuch);
        ReportEvent[] said = [First, .. Enumerable.Range(0, CommentsMax).Select(i =>
            Asking with { CommentId = $"c-{i}", AsksAnswer = false })];
        ByOfficial(said).When(new Comment(1, "text-3", false, Official)).ThenRefused(Refusals.TooMuch);
    }

    [Fact]
    public void Nothing_is_written_confirmed_or_commented_on_a_day_to_come()
    {
        var tomorrow = Askers.Today.AddDays(1);
        Given(First).By(Askers.Coordinator.On(tomorrow)).When(new Write(Words with { ThanksId = "text-9" }))
            .ThenRefused(Asked.Refusals.DayInFuture);
        foreach (var command in new ReportCommand[] { new Confirm(1, Official), new Comment(1, "c", true, Official) })
            Given(First).By(Askers.Nobody.On(tomorrow)).When(command).ThenRefused(Asked.Refusals.DayInFuture);
    }
}
