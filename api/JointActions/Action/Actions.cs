using Federation.Api.Deliberations;

namespace Federation.Api.JointActions;

/// <summary>Joint actions from draft to closing; sessions, pledges and what else belongs to one are features of their
/// own.</summary>
public static class Actions
{
    private const Who Owners = Who.Staff | Who.Coordinators;
    private static readonly Told Did = new("已办好", "Done");

    public static readonly Feature Feature = new("/joint-actions", [typeof(JointAction.Refusals)], actions =>
    {
        actions.Get<Listed<ActionRow>, ActionsPage>("", Who.Everyone, ActionReading.Found, "alliance theme phase q");
        actions.Json<ActionFound>("/{id}", Who.Everyone, ActionFound.Of, "asOf:date");
        actions.Page<ActionShown, ActionPage>("/{id}", Who.Everyone, ActionShown.Of);
        actions.Json<GridShown>("/{id}/grid", Who.Everyone, ActionReport.Grid);
        var form = actions.Page<NewAction, NewActionPage>("/new", Who.Coordinators, NewAction.Of);
        var desk = actions.Page<ActionView, ActionManagePage>("/{id}/manage", Owners, ActionView.ForOwners);
        actions.Add<CreateActionBody>("", Who.Coordinators, Create, form, then: desk);
        actions.Add<SeriesBody>("/{id}/series", Owners, AddSeries, desk, told: Did);
        actions.Do<ScopeNameBody>("/{id}/scopes", Owners, post => Run(post, _ =>
            new JointActionCommand.NameScope(post.Body.Scope, post.Body.Name)), desk, told: Did);
        actions.Add<ParticipantBody>("/{id}/participants", Owners, AddParticipant, desk, told: Did);
        actions.Do<Nothing>("/{id}/launch", Who.Coordinators, post => Run(post, _ =>
            new JointActionCommand.Launch()), desk, told: Did);
        actions.Do<ClosingBody>("/{id}/closing", Who.Coordinators, Close, desk, told: Did);
        MapPublished(actions, desk);
    });

    /// <summary>What documents print about an action, and why it differs from what is computed.</summary>
    private static void MapPublished(FeatureRoutes actions, PageRoute desk)
    {
        const string At = "/{id}/published-figures";
        actions.Json<PublishedOfAction>(At, Who.Everyone, PublishedOfAction.Of, "asOf:date");
        actions.Add<PublishedFigureBody>(At, Who.Coordinators, Publish, desk, told: Did);
        actions.Do<UnpublishBody>(At + "/withdrawal", Who.Coordinators, post => Run(post, _ =>
            new JointActionCommand.WithdrawPublishedFigure(
                post.Body.Key, ScopeOf(post.Body.Scope), post.Body.Source)), desk, told: Did);
        actions.Do<ExplanationBody>(At + "/explanation", Who.Coordinators, post => Run(post, _ =>
            new JointActionCommand.ExplainFigure(
                post.Body.Key, ScopeOf(post.Body.Scope), post.Body.Source, post.Body.Note)), desk, told: Did);
    }

    private static Task<Done> Create(Post<CreateActionBody> post)
    {
        var (id, body) = (post.Id(post.Body.Id), post.Body);
        if (body.DeliberationId is { } deliberation) Post.Reference(deliberation, "deliberationId");
        var days = new ActionDays(
            DayOrMonth.First(body.From, "from"), DayOrMonth.Last(body.To, "to"),
            DayOrMonth.IsMonth(body.From) && DayOrMonth.IsMonth(body.To));
        var region = post.Rows.RequireAlliance(body.AllianceId, "allianceId");
        return post.Run(
            JointAction.Boundary.Stream(id),
            () => new JointActionCommand.Create(
                body.AllianceId, body.Title, body.Theme, body.Goal, days, body.Guidance, body.Partners,
                body.DeliberationId, body.Illustrative, post.DeliberationFacts(body.DeliberationId)),
            post.Caller.Coordinates(body.AllianceId, region), id);
    }

    private static Task<Done> AddSeries(Post<SeriesBody> post)
    {
        var (id, body) = (post.Id(post.Body.Id), post.Body);
        return Run(post, _ => new JointActionCommand.AddSeries(new(id, body.Title, body.Order, body.Scopes)), id);
    }

    private static Task<Done> AddParticipant(Post<ParticipantBody> post)
    {
        var (own, village) = (
            Post.Reference(post.Body.OrganisationId, "organisationId"),
            Post.Reference(post.Body.VillageCode, "villageCode"));
        return Run(post, of => new JointActionCommand.AddParticipant(
            new(own, village, post.Body.SeriesIds), post.MemberFacts(of, own, village)), own);
    }

    private static Task<Done> Publish(Post<PublishedFigureBody> post)
    {
        var (body, asOf) = (post.Body, DayOrMonth.LastSoFar(post.Body.AsOf, "asOf", Days.Of(post.Now)));
        return Run(post, _ => new JointActionCommand.PublishFigure(new(
            body.Key, new(body.Value, body.Precision), ScopeOf(body.Scope), asOf, body.Source, body.Note)));
    }

    /// <summary>Open sessions and those held, from their rows. They rest on all sessions of the action, so that none is
    /// planned at this very moment.</summary>
    private static Task<Done> Close(Post<ClosingBody> post) => Run(post, of =>
    {
        post.RestOn(Session.Boundary.Stream(of.Id, "*"));
        var (open, held) = post.Rows.One(
            "select count(case when state = 'planned' then 1 end), count(case when state = 'held' then 1 end) " +
            "from sessions where action = @action", r => (r.GetInt64(0), r.GetInt64(1)), ("action", of.Id));
        return new JointActionCommand.Close(post.Text(post.Body.Summary, "summary", of.Id), new(open, held));
    });

    private static ActionScope ScopeOf(ScopeBody? scope) => scope is null ? ActionScope.Whole
        : scope.Kind is ScopeKind.Action or ScopeKind.Series or ScopeKind.Named
            ? new(scope.Kind, scope.Kind == ScopeKind.Action ? null : scope.Id)
            : throw Reading.Wrong(
                "scope", "范围种类须为 action、series 或 named。", "The scope's kind is action, series or named.");

    /// <param name="id">Of what the command makes; not given: the action's own.</param>
    private static Task<Done> Run(Post post, Func<ActionOf, object> command, string? id = null)
    {
        var of = post.Rows.RequireAction(post["id"]);
        return post.Run(
            JointAction.Boundary.Stream(of.Id), () => command(of), post.Caller.Coordinates(of), id ?? of.Id);
    }
}
