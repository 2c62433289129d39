using Federation.Api.Deliberations;
using Federation.Api.Needs;
using Federation.Domain.Counting;
using Federation.Domain.JointActions;

namespace Federation.Api.JointActions;

/// <summary>Joint actions from draft to closing; their sessions and pledges are in files of their own.</summary>
public static class ActionEndpoints
{
    private const string At = "/api/v1/joint-actions";

    public static readonly RoleRow[] Roles =
    [
        new("POST", At, Who.Coordinators),
        new("POST", At + "/{id}/series", Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/scopes", Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/participants", Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/launch", Who.Coordinators),
        new("POST", At + "/{id}/published-figures", Who.Coordinators),
        new("POST", At + "/{id}/published-figures/withdrawal", Who.Coordinators),
        new("POST", At + "/{id}/closing", Who.Coordinators),
        new("GET", At, Who.Everyone),
        new("GET", At + "/{id}", Who.Everyone),
        new("GET", At + "/{id}/grid", Who.Everyone),
        .. ExplanationEndpoints.Roles, .. DocumentEndpoints.Roles, .. GuardianEndpoints.Roles,
        .. EndorsementEndpoints.Roles,
    ];

    public static void MapJointActions(this IEndpointRouteBuilder api)
    {
        var actions = api.MapGroup("/joint-actions");
        actions.MapPost("", async (Post<CreateActionBody> asked) =>
        {
            var done = await Create(asked, asked.Body);
            return done.Created(asked.Http, $"{At}/{done.Id}");
        });
        actions.MapPost("/{id}/series", async (string id, Post<SeriesBody> asked) =>
            (await AddSeries(asked, id, asked.Body)).Created(asked.Http, $"{At}/{id}"));
        actions.MapPost("/{id}/scopes", async (string id, Post<ScopeNameBody> asked) =>
            (await NameScope(asked, id, asked.Body)).Answer(asked.Http));
        actions.MapPost("/{id}/participants", async (string id, Post<ParticipantBody> asked) =>
            (await AddParticipant(asked, id, asked.Body)).Created(asked.Http, $"{At}/{id}"));
        actions.MapPost("/{id}/launch", async (string id, Post<Nothing> asked) =>
            (await Launch(asked, id)).Answer(asked.Http));
        actions.MapPost("/{id}/published-figures", async (string id, Post<PublishedFigureBody> asked) =>
            (await Publish(asked, id, asked.Body)).Created(asked.Http, $"{At}/{id}"));
        actions.MapPost("/{id}/published-figures/withdrawal", async (string id, Post<UnpublishBody> asked) =>
            (await Unpublish(asked, id, asked.Body)).Answer(asked.Http));
        actions.MapPost("/{id}/closing", async (string id, Post<ClosingBody> asked) =>
            (await Close(asked, id, asked.Body)).Answer(asked.Http));
        actions.MapGet("", (Reading reading) => ActionReading.List(reading));
        actions.MapGet("/{id}", (string id, Reading reading) => ActionReading.One(reading, id));
        actions.MapGet("/{id}/grid", (string id, Reading reading) => ActionReport.Grid(reading, id));
        actions.MapExplanations();
        actions.MapDocuments();
        actions.MapGuardians();
        actions.MapEndorsements();
    }

    public static Task<Done> Create(Post post, CreateActionBody body)
    {
        var id = post.Id(body.Id);
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

    public static Task<Done> AddSeries(Post post, string action, SeriesBody body)
    {
        var id = post.Id(body.Id);
        return Run(post, action, id, _ =>
            new JointActionCommand.AddSeries(new(id, body.Title, body.Order, body.Scopes)));
    }

    public static Task<Done> NameScope(Post post, string action, ScopeNameBody body) =>
        Run(post, action, action, _ => new JointActionCommand.NameScope(body.Scope, body.Name));

    public static Task<Done> AddParticipant(Post post, string action, ParticipantBody body)
    {
        Post.Reference(body.OrganisationId, "organisationId");
        Post.Reference(body.VillageCode, "villageCode");
        return Run(post, action, body.OrganisationId, of => new JointActionCommand.AddParticipant(
            new(body.OrganisationId, body.VillageCode, body.SeriesIds),
            post.MemberFacts(of, body.OrganisationId, body.VillageCode)));
    }

    public static Task<Done> Launch(Post post, string action) =>
        Run(post, action, action, _ => new JointActionCommand.Launch());

    public static Task<Done> Publish(Post post, string action, PublishedFigureBody body)
    {
        var asOf = DayOrMonth.Last(body.AsOf, "asOf");
        return Run(post, action, action, _ => new JointActionCommand.PublishFigure(new(
            body.Key, new(body.Value, body.Precision), ScopeOf(body.Scope), asOf, body.Source, body.Note)));
    }

    public static Task<Done> Unpublish(Post post, string action, UnpublishBody body) => Run(post, action, action,
        _ => new JointActionCommand.WithdrawPublishedFigure(body.Key, ScopeOf(body.Scope), body.Source));

    /// <summary>Open sessions are told from the grid's counters: every session that stands, less those held. They rest
    /// on all sessions of the action, so that none is planned at this very moment.</summary>
    public static Task<Done> Close(Post post, string action, ClosingBody body) => Run(post, action, action, of =>
    {
        post.RestOn(Session.Boundary.Stream(of.Id, "*"));
        var (planned, held) = post.Rows.One(
            "select cast(coalesce(sum(planned), 0) as bigint), cast(coalesce(sum(held), 0) as bigint) " +
            "from action_grid where action = @action", r => (r.GetInt64(0), r.GetInt64(1)), ("action", of.Id));
        return new JointActionCommand.Close(post.Text(body.Summary, "summary", of.Id), new(planned - held, held));
    });

    internal static ActionScope ScopeOf(ScopeBody? scope) => scope is null ? ActionScope.Whole
        : scope.Kind is ScopeKind.Action or ScopeKind.Series or ScopeKind.Named
            ? new(scope.Kind, scope.Kind == ScopeKind.Action ? null : scope.Id)
            : throw new ProblemException(Problem.Malformed(
                "scope", "范围种类须为 action、series 或 named。", "The scope's kind is action, series or named."));

    internal static Task<Done> Run(Post post, string action, string id, Func<ActionOf, object> command)
    {
        var of = post.Rows.RequireAction(action);
        return post.Run(
            JointAction.Boundary.Stream(of.Id), () => command(of), post.Caller.Coordinates(of), id);
    }
}
