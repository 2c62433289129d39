using Federation.Domain;
using Federation.Domain.Counting;
using Federation.Domain.Deliberations;
using Federation.Domain.JointActions;
using static Federation.Domain.JointActions.JointAction;
using static Federation.Domain.JointActions.JointActionCommand;
using static Federation.Domain.JointActions.JointActionEvent;

namespace Federation.Tests.JointActions;

public class JointActionTests
{
    private static readonly ActionDays Span = ActionDays.Months(new(2026, 1, 1), new(2026, 6, 1));
    private static readonly Create Wish = new("jiujiang", new("儿童食品安全联合行动", "Children's food safety"), "食品安全",
        new("增强意识"), Span, [new("镇综治办")], [new("九江社联")]);
    private static readonly Created Exists = new("jiujiang", Wish.Title, "食品安全", Wish.Goal, Span, Wish.Guidance,
        Wish.Partners, null, false);
    private static readonly ActionSeries Workshop = new("workshop", new("儿童工作坊"), 2, ["outreach"]);
    private static readonly ActionSeries Meeting = new("meeting", new("多元沟通会议"), 8, []);
    private static readonly Participant Everything = new("org-a", "v1", []);
    private static readonly MemberFacts Member = new("jiujiang", "org-a", true, true);
    private static readonly PublishedFigure Outreach =
        new("personTimes", new(584), ActionScope.Named("outreach"), new(2026, 3, 1), "探索经验揭秘");
    private static readonly Launched Started = new(new(2026, 2, 1));
    private static readonly Closed Ended = new(Askers.Today, "text-1", 25);

    private static JointActionEvent[] Ready =>
        [Exists, new SeriesAdded(Workshop), new ParticipantAdded("jiujiang", Everything)];

    private static JointActionEvent[] Launched => [.. Ready, Started];

    private static Spec<JointActionState, JointActionCommand, JointActionEvent> Given(
        params JointActionEvent[] events) =>
        new(Decider("food"), events, Askers.Coordinator);

    [Fact]
    public void A_coordinator_creates_an_action_also_one_of_the_past()
    {
        Given().When(Wish).Then(Exists);
        Given().By(Askers.Coordinator.On(new(2021, 9, 1))).When(Wish).Then(Exists);
    }

    [Fact]
    public void It_follows_only_from_a_decided_deliberation_of_its_own_alliance()
    {
        var (follows, talk) = (Wish with { DeliberationId = "talk" }, new DeliberationFacts("talk", "jiujiang", true));
        Given().When(follows with { Deliberation = talk }).Then(Exists with { DeliberationId = "talk" });
        Given().When(follows).ThenRefused(Refusals.DeliberationUndecided);
        Given().When(follows with { Deliberation = talk with { Decided = false } })
            .ThenRefused(Refusals.DeliberationUndecided);
        Given().When(follows with { Deliberation = talk with { AllianceId = "other" } })
            .ThenRefused(Refusals.DeliberationUndecided);
    }

    [Fact]
    public void Nobody_else_creates_one() =>
        Given().By(Askers.Staff("org-a")).When(Wish).ThenRefused(Asked.Refusals.NotCoordinator);

    [Fact]
    public void An_id_stands_for_one_action() =>
        Given(Exists).When(Wish with { Theme = "消防" }).ThenRefused(Refusals.AlreadyExists);

    [Fact]
    public void Nothing_is_created_tomorrow() =>
        Given().By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(Wish).ThenRefused(Asked.Refusals.DayInFuture);

    [Fact]
    public void Its_texts_are_there_and_not_endless()
    {
        Given().When(Wish with { Title = new(" ") }).ThenRefused(Refusals.TextsInvalid);
        Given().When(Wish with { Title = new(new string('长', Texts.TitleMax + 1)) }).ThenRefused(Refusals.TextsInvalid);
        Given().When(Wish with { Theme = "" }).ThenRefused(Refusals.TextsInvalid);
        Given().When(Wish with { Goal = new("目标", new string('x', Texts.PassageMax + 1)) })
            .ThenRefused(Refusals.TextsInvalid);
        Given().When(Wish with { Guidance = [.. Enumerable.Repeat(new Name("某办"), BodiesMax + 1)] })
            .ThenRefused(Refusals.TextsInvalid);
        Given().When(Wish with { Partners = [new("")] }).ThenRefused(Refusals.TextsInvalid);
        Given().When(Wish with { Partners = [.. Enumerable.Repeat(new Name("某社"), BodiesMax + 1)] })
            .ThenRefused(Refusals.TextsInvalid);
    }

    [Fact]
    public void It_ends_after_it_begins_and_within_five_years()
    {
        Given().When(Wish with { Days = new(new(2026, 3, 2), new(2026, 3, 1)) }).ThenRefused(Refusals.DaysInvalid);
        Given().When(Wish with { Days = new(new(2026, 3, 2), new(2036, 3, 1)) }).ThenRefused(Refusals.DaysInvalid);
        Given().When(Wish with { Days = new(new(2026, 3, 2), new(2026, 3, 2)) })
            .Then(Exists with { Days = new(new(2026, 3, 2), new(2026, 3, 2)) });
    }

    [Fact]
    public void Months_are_their_first_and_last_days() =>
        Assert.Equal(new(new(2021, 9, 1), new(2022, 3, 31), true), ActionDays.Months(new(2021, 9, 1), new(2022, 3, 1)));

    [Fact]
    public void Nothing_happens_to_an_action_that_does_not_exist() =>
        Given().When(new Launch()).ThenRefused(Asked.Refusals.NotFound);

    [Fact]
    public void A_coordinator_or_an_owner_adds_series_until_the_action_is_closed()
    {
        Given(Exists).When(new AddSeries(Workshop)).Then(new SeriesAdded(Workshop));
        Given(Launched).By(Askers.Staff("org-a")).When(new AddSeries(Meeting)).Then(new SeriesAdded(Meeting));
        Given(Ready).By(Askers.Staff("org-b")).When(new AddSeries(Meeting)).ThenRefused(Refusals.NotOwner);
        Given([.. Launched, Ended]).When(new AddSeries(Meeting)).ThenRefused(Refusals.Closed);
    }

    [Fact]
    public void Series_are_unique_in_id_and_in_order()
    {
        Given(Ready).When(new AddSeries(Workshop with { Title = new("别的") })).ThenRefused(Refusals.SeriesExists);
        Given(Ready).When(new AddSeries(Meeting with { Order = Workshop.Order })).ThenRefused(Refusals.OrderTaken);
    }

    [Fact]
    public void A_series_has_a_title_an_order_and_different_scopes()
    {
        Given(Ready).When(new AddSeries(Meeting with { Title = new("") })).ThenRefused(Refusals.SeriesInvalid);
        Given(Ready).When(new AddSeries(Meeting with { Order = 0 })).ThenRefused(Refusals.SeriesInvalid);
        Given(Ready).When(new AddSeries(Meeting with { Scopes = ["a", "a"] })).ThenRefused(Refusals.SeriesInvalid);
        Items<string> many = [.. Enumerable.Range(0, ScopesPerSeriesMax + 1).Select(n => $"scope-{n}")];
        Given(Ready).When(new AddSeries(Meeting with { Scopes = many })).ThenRefused(Refusals.SeriesInvalid);
        Given(Ready).When(new AddSeries(Meeting with { Scopes = ["series/workshop"] }))
            .ThenRefused(Refusals.SeriesInvalid);
    }

    [Fact]
    public void There_are_only_so_many_series() =>
        Given([Exists, .. Enumerable.Range(1, SeriesMax).Select(n => new SeriesAdded(new($"s{n}", new("系列"), n, [])))])
            .When(new AddSeries(Meeting with { Order = 99 })).ThenRefused(Refusals.TooManySeries);

    [Fact]
    public void A_staff_member_does_not_back_date() =>
        Given(Ready).By(Askers.Staff("org-a").On(Askers.Today.AddDays(-1))).When(new AddSeries(Meeting))
            .ThenRefused(Asked.Refusals.BackDatingNotAllowed);

    [Fact]
    public void A_named_part_gets_a_name_for_people()
    {
        var named = new ScopeNamed("outreach", new("宣传活动", "Outreach"));
        Given(Ready).When(new NameScope("outreach", named.Name)).Then(named);
        Given([.. Ready, named]).When(new NameScope("outreach", new("宣传"))).Then(named with { Name = new("宣传") });
        Given(Ready).When(new NameScope("inreach", named.Name)).ThenRefused(Refusals.ScopeUnknown);
        Given(Ready).When(new NameScope("outreach", new(""))).ThenRefused(Refusals.TextsInvalid);
        Given(Ready).By(Askers.Nobody).When(new NameScope("outreach", named.Name)).ThenRefused(Refusals.NotOwner);
        Given(Ready).By(Askers.Staff("org-a")).When(new NameScope("outreach", named.Name)).Then(named);
        Given(Exists, new SeriesAdded(Workshop)).When(new NameScope("outreach", named.Name)).Then(named);
    }

    [Fact]
    public void An_organisation_takes_part_for_itself_and_a_coordinator_on_its_behalf()
    {
        var added = new ParticipantAdded("jiujiang", Everything);
        Given(Exists).When(new AddParticipant(Everything, Member)).Then(added);
        Given(Exists).By(Askers.Staff("org-a")).When(new AddParticipant(Everything, Member)).Then(added);
        Given(Exists).By(Askers.Staff("org-b")).When(new AddParticipant(Everything, Member))
            .ThenRefused(Asked.Refusals.NotYourOrganisation);
    }

    [Fact]
    public void Nothing_about_an_action_happens_tomorrow()
    {
        JointActionCommand[] wishes =
        [
            new AddParticipant(Everything with { VillageCode = "v2" }, Member), new Launch(),
            new NameScope("outreach", new("宣传")), new Close(null, new(0, 0)),
            new WithdrawPublishedFigure(Outreach.Key, Outreach.Scope, Outreach.Source),
        ];
        Assert.All(wishes, wish => Given([.. Ready, .. wish is Close ? [Started] : Array.Empty<JointActionEvent>()])
            .By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(wish).ThenRefused(Asked.Refusals.DayInFuture));
    }

    [Fact]
    public void Several_organisations_own_one_action()
    {
        var second = new Participant("org-b", "v1", ["workshop"]);
        Given(Ready).When(new AddParticipant(second, Member with { OrganisationId = "org-b" }))
            .Then(new ParticipantAdded("jiujiang", second));
    }

    [Fact]
    public void Taking_part_in_another_series_adds_only_that_series()
    {
        var some = new Participant("org-a", "v1", ["workshop"]);
        JointActionEvent[] before = [Exists, new SeriesAdded(Workshop), new SeriesAdded(Meeting),
            new ParticipantAdded("jiujiang", some)];
        Given(before).When(new AddParticipant(some with { SeriesIds = ["workshop", "meeting"] }, Member))
            .Then(new ParticipantAdded("jiujiang", some with { SeriesIds = ["meeting"] }));
        Given(before).When(new AddParticipant(Everything, Member)).Then(new ParticipantAdded("jiujiang", Everything));
        Given([.. before, new ParticipantAdded("jiujiang", Everything)]).When(new AddParticipant(some, Member)).Then();
    }

    [Fact]
    public void Only_members_take_part_and_only_in_villages_and_series_that_exist()
    {
        Given(Ready).When(new AddParticipant(Everything with { VillageCode = "v2" }, Member with { Admitted = false }))
            .ThenRefused(Refusals.NotMember);
        Given(Exists).When(new AddParticipant(Everything, Member with { AllianceId = "other" }))
            .ThenRefused(Refusals.NotMember);
        Given(Exists).When(new AddParticipant(Everything, Member with { OrganisationId = "org-b" }))
            .ThenRefused(Refusals.NotMember);
        Given(Exists).When(new AddParticipant(Everything, Member with { VillageAdopted = false }))
            .ThenRefused(Refusals.VillageNotAdopted);
        Given(Exists).When(new AddParticipant(Everything with { SeriesIds = ["workshop"] }, Member))
            .ThenRefused(Refusals.SeriesUnknown with { Field = "seriesIds" });
        Given([.. Launched, Ended]).When(new AddParticipant(Everything with { VillageCode = "v2" }, Member))
            .ThenRefused(Refusals.Closed);
    }

    [Fact]
    public void There_are_only_so_many_participants()
    {
        var some = new Participant("org-a", "village-1", ["workshop"]);
        JointActionEvent[] full = [Exists, new SeriesAdded(Workshop), new ParticipantAdded("jiujiang", some),
            .. Enumerable.Range(2, ParticipantsMax - 1)
                .Select(n => new ParticipantAdded("jiujiang", new("org-a", $"village-{n}", [])))];
        Given(full).When(new AddParticipant(Everything, Member)).ThenRefused(Refusals.TooManyParticipants);
        Given(full).When(new AddParticipant(some with { SeriesIds = [] }, Member))
            .Then(new ParticipantAdded("jiujiang", some with { SeriesIds = [] }));
    }

    [Fact]
    public void A_launch_needs_a_series_a_participant_and_a_day_before_the_end()
    {
        Given(Ready).When(new Launch()).Then(new Launched(Askers.Today));
        Given(Ready).By(Askers.Staff("org-a")).When(new Launch()).ThenRefused(Asked.Refusals.NotCoordinator);
        Given(Exists, new ParticipantAdded("jiujiang", Everything)).When(new Launch()).ThenRefused(Refusals.NoSeries);
        Given(Exists, new SeriesAdded(Workshop)).When(new Launch()).ThenRefused(Refusals.NoParticipants);
        Given([Exists with { Days = new(new(2026, 1, 1), new(2026, 3, 1)) }, .. Ready[1..]]).When(new Launch())
            .ThenRefused(Refusals.LaunchAfterEnd);
        Given([.. Launched, Ended]).When(new Launch()).Then();
    }

    [Fact]
    public void It_is_closed_after_the_launch_when_no_session_is_open()
    {
        var close = new Close("text-1", new(0, 25));
        Given(Launched).When(close).Then(Ended);
        Given(Launched).By(Askers.Staff("org-a")).When(close).ThenRefused(Asked.Refusals.NotCoordinator);
        Given(Ready).When(close).ThenRefused(Refusals.NotLaunched);
        Given(Launched).By(Askers.Coordinator.On(new(2026, 1, 31))).When(close)
            .ThenRefused(Refusals.ClosedBeforeLaunch);
        Given(Launched).When(close with { Sessions = new(1, 25) }).ThenRefused(Refusals.SessionsOpen);
    }

    [Fact]
    public void A_document_is_quoted_with_scope_precision_and_source_also_after_closing()
    {
        Given(Ready).When(new PublishFigure(Outreach)).Then(new FigurePublished(Outreach));
        var whole = Outreach with { Stated = new(700, Precision.About), Scope = ActionScope.Whole };
        Given([.. Launched, Ended, new FigurePublished(Outreach)]).When(new PublishFigure(whole))
            .Then(new FigurePublished(whole));
        var series = Outreach with { Scope = ActionScope.OfSeries("workshop") };
        Given(Ready).When(new PublishFigure(series)).Then(new FigurePublished(series));
    }

    [Fact]
    public void The_same_key_scope_and_source_is_replaced_and_another_source_stands_beside()
    {
        var (corrected, other) = (Outreach with { Stated = new(585) }, Outreach with { Source = "年报" });
        JointActionEvent[] history = [.. Ready, new FigurePublished(Outreach), new FigurePublished(corrected),
            new FigurePublished(other)];
        Given(history[..4]).When(new PublishFigure(corrected)).Then(new FigurePublished(corrected));
        Assert.Equal([corrected, other], Decider("food").Fold(JointActionState.Initial, history).Figures);
    }

    [Fact]
    public void A_quotation_is_of_a_known_figure_of_a_known_scope_by_a_coordinator_and_not_of_the_future()
    {
        Given(Ready).By(Askers.Staff("org-a")).When(new PublishFigure(Outreach))
            .ThenRefused(Asked.Refusals.NotCoordinator);
        Given(Ready).When(new PublishFigure(Outreach with { AsOf = Askers.Today.AddDays(1) }))
            .ThenRefused(Asked.Refusals.DayInFuture with { Field = "asOf" });
        Given(Ready).When(new PublishFigure(Outreach with { Key = "people" })).ThenRefused(Refusals.FigureUnknown);
        foreach (var scope in new ActionScope[]
        {
            ActionScope.Named("inreach"), ActionScope.OfSeries("meeting"), new(ScopeKind.Region, "v1"),
                new(ScopeKind.Action, "x"),
            new(ScopeKind.Named),
        })
            Given(Ready).When(new PublishFigure(Outreach with { Scope = scope })).ThenRefused(Refusals.ScopeUnknown);
        Given(Ready).When(new PublishFigure(Outreach with { Stated = new(-1) })).ThenRefused(Refusals.FigureInvalid);
        Given(Ready).When(new PublishFigure(Outreach with { Source = "" })).ThenRefused(Refusals.FigureInvalid);
        Given([.. Ready,
            .. Enumerable.Range(0, FiguresMax).Select(n => new FigurePublished(Outreach with { Source = $"{n}" }))])
            .When(new PublishFigure(Outreach)).ThenRefused(Refusals.TooManyFigures);
        Given(Ready).When(new PublishFigure(Outreach with { Note = new(" ") })).ThenRefused(Refusals.FigureInvalid);
    }

    [Fact]
    public void A_full_list_of_quotations_may_still_be_corrected()
    {
        var known = Outreach with { Source = "0", Stated = new(1) };
        Given([.. Ready,
            .. Enumerable.Range(0, FiguresMax).Select(n => new FigurePublished(Outreach with { Source = $"{n}" }))])
            .When(new PublishFigure(known)).Then(new FigurePublished(known));
    }

    [Fact]
    public void A_quotation_is_withdrawn_once_and_may_come_back()
    {
        var withdraw = new WithdrawPublishedFigure(Outreach.Key, Outreach.Scope, Outreach.Source);
        var gone = new PublishedFigureWithdrawn(Outreach.Key, Outreach.Scope, Outreach.Source);
        Given([.. Ready, new FigurePublished(Outreach)]).When(withdraw).Then(gone);
        Given([.. Ready, new FigurePublished(Outreach), gone]).When(new PublishFigure(Outreach))
            .Then(new FigurePublished(Outreach));
        Given(Ready).When(withdraw).ThenRefused(Asked.Refusals.NotFound);
        Given([.. Ready, new FigurePublished(Outreach)]).By(Askers.Nobody).When(withdraw)
            .ThenRefused(Asked.Refusals.NotCoordinator);
    }

    [Fact]
    public void Why_a_published_figure_differs_may_be_said_later_and_again()
    {
        var (published, note) = (new FigurePublished(Outreach), new Name("范围不同", "Another scope"));
        var explain = new ExplainFigure(Outreach.Key, Outreach.Scope, Outreach.Source, note);
        JointActionEvent[] known = [.. Launched, published];

        Given([.. known, Ended]).When(explain).Then(
            new FigureExplained(Outreach.Key, Outreach.Scope, Outreach.Source, note));
        Given(known).When(explain with { Source = "别的" }).ThenRefused(Asked.Refusals.NotFound);
        Given(known).When(explain with { Note = new(" ") }).ThenRefused(Refusals.NoteInvalid);
        Given(known).By(Askers.Staff("org-a")).When(explain).ThenRefused(Asked.Refusals.NotCoordinator);
        Given(known).By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(explain)
            .ThenRefused(Asked.Refusals.DayInFuture);
    }
}
