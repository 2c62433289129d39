using Federation.Domain;
using Federation.Domain.Help;
using Federation.Domain.JointActions;
using static Federation.Domain.JointActions.ActionDocument;
using static Federation.Domain.JointActions.DocumentCommand;
using static Federation.Domain.JointActions.DocumentEvent;

namespace Federation.Tests.JointActions;

public class DocumentTests
{
    private static readonly ActionDesk Action = new("food", "jiujiang", ActionPhase.Launched, ["org-a"]);
    private static readonly ActionDesk Closed = Action with { Phase = ActionPhase.Closed };
    private static readonly DocumentContent File = new(new PackageFile("f1", "方案.pdf", "application/pdf", 10), null);
    private static readonly DocumentContent Link = new(null, "https://example.org/plan");
    private static readonly Add Wish = new(DocumentKind.ActionPlan, new("行动方案"), true, File, Action);
    private static readonly Added There =
        new("jiujiang", DocumentKind.ActionPlan, new("行动方案"), true, File, false, null);

    private static Spec<DocumentState, DocumentCommand, DocumentEvent> Given(params DocumentEvent[] events) =>
        new(Decider("food/one"), events, Askers.Staff("org-a"));

    [Fact]
    public void Whoever_takes_part_adds_a_document_and_further_versions_of_it()
    {
        Given().When(Wish).Then(There);
        Given(There).By(Askers.Coordinator).When(new AddVersion(Link, Action)).Then(new VersionAdded(2, Link));
        Given(There, new VersionAdded(2, Link)).When(new AddVersion(File, Action)).Then(new VersionAdded(3, File));
    }

    [Fact]
    public void Others_keep_no_documents_and_after_the_closing_only_a_coordinator_does()
    {
        Given().By(Askers.Staff("org-b")).When(Wish).ThenRefused(JointAction.Refusals.NotOwner);
        Given().When(Wish with { Action = Closed }).ThenRefused(JointAction.Refusals.Closed);
        Given().By(Askers.Coordinator).When(Wish with { Action = Closed }).Then(There);
        Given().When(Wish with { Action = Action with { Phase = ActionPhase.None } })
            .ThenRefused(Asked.Refusals.NotFound);
        Given(There).By(Askers.Staff("org-b")).When(new AddVersion(Link, Action))
            .ThenRefused(JointAction.Refusals.NotOwner);
        Given(There).By(Askers.Staff("org-b")).When(new Withdraw(Action)).ThenRefused(JointAction.Refusals.NotOwner);
        Given().When(new AddVersion(Link, Action)).ThenRefused(Asked.Refusals.NotFound);
    }

    [Fact]
    public void A_version_is_a_file_or_a_safe_link_and_only_one_that_a_source_tells_of_is_a_title_alone()
    {
        var nothing = new DocumentContent(null, null);
        Given().When(Wish with { Content = nothing }).ThenRefused(Refusals.Empty);
        Given().When(Wish with { Content = nothing, Illustrative = true })
            .Then(There with { Content = nothing, Illustrative = true });
        Given().When(Wish with { Content = nothing, Source = "《年报》" })
            .Then(There with { Content = nothing, Source = "《年报》" });
        Given(There).When(new AddVersion(nothing, Action)).ThenRefused(Refusals.Empty);
        foreach (var link in new[]
        {
            "http://example.org/", "javascript:alert(1)", "plan.pdf",
            "https://example.org/" + new string('x', DocumentContent.LinkMax),
        })
        {
            Given().When(Wish with { Content = new(null, link) }).ThenRefused(Refusals.LinkInvalid);
            Given(There).When(new AddVersion(new(null, link), Action)).ThenRefused(Refusals.LinkInvalid);
        }
    }

    [Fact]
    public void A_document_has_a_title_an_id_of_its_own_and_a_day_that_is_not_to_come()
    {
        Given().When(Wish with { Title = new("") }).ThenRefused(Refusals.TextsInvalid);
        Given().When(Wish with { Source = new string('长', Texts.SourceMax + 1) }).ThenRefused(Refusals.TextsInvalid);
        Given(There).When(Wish with { Title = new("另一份") }).ThenRefused(Refusals.AlreadyAdded);
        var tomorrow = Askers.Coordinator.On(Askers.Today.AddDays(1));
        Given().By(tomorrow).When(Wish).ThenRefused(Asked.Refusals.DayInFuture);
        Given(There).By(tomorrow).When(new AddVersion(Link, Action)).ThenRefused(Asked.Refusals.DayInFuture);
        Given(There).By(tomorrow).When(new Withdraw(Action)).ThenRefused(Asked.Refusals.DayInFuture);
    }

    [Fact]
    public void Versions_are_bounded_and_a_withdrawn_document_takes_none()
    {
        var many = Enumerable.Range(2, VersionsMax - 1).Select(n => (DocumentEvent)new VersionAdded(n, Link));
        Given([There, .. many]).When(new AddVersion(File, Action)).ThenRefused(Refusals.TooManyVersions);
        Given(There).When(new Withdraw(Action)).Then(new Withdrawn());
        Given(There, new Withdrawn()).When(new AddVersion(Link, Action)).ThenRefused(Refusals.Withdrawn);
        Given(There, new Withdrawn()).When(Wish).ThenRefused(Refusals.Withdrawn);
    }
}
