using Federation.Api.JointActions;
using Federation.Domain.JointActions;
using Federation.Domain.Merchants;

namespace Federation.Api.Merchants;

/// <summary>One version of a pledge's text; fields as the version keeps them.</summary>
/// <param name="ValidMonths">Null: a pledge under it does not lapse.</param>
public sealed record PledgeTextBody(
    Name Title, Items<Name> Promises, Name? Text = null, int? ValidMonths = null, bool Illustrative = false,
    string? Source = null, DateOnly? On = null) : IDated;

public sealed record VisitorsBody(int Alone = 0, int Pairs = 0);

public sealed record PlanFirstVisitBody(
    Name Merchant, string VillageCode, DateOnly PlannedFor, VisitorsBody? Visitors = null,
    string? OrganisationId = null, bool Illustrative = false, string? Id = null, DateOnly? On = null) : IDated;

public sealed record PlanVisitBody(
    DateOnly PlannedFor, VisitorsBody? Visitors = null, string? OrganisationId = null, DateOnly? On = null) : IDated;

/// <param name="Kept">What a check found; of a check only.</param>
/// <param name="Note">Sealed.</param>
/// <param name="NextOn">When one comes again.</param>
/// <param name="Version">Of the text that was signed: see <see cref="SigningBody"/>.</param>
public sealed record VisitBody(
    VisitResult Result, VisitorsBody? Visitors = null, int Leaflets = 0, Kept? Kept = null, string? Note = null,
    DateOnly? NextOn = null, Items<string> Promises = default, bool JoinsAlliance = false, int? Version = null,
    string? OrganisationId = null, DateOnly? On = null) : IDated;

/// <summary>Merchants beyond their first visit: texts of pledges, visits, renewal, and what the public may see.
/// </summary>
public static class MerchantEndpoints
{
    private const string Actions = "/api/v1/joint-actions/{id}", Shop = Actions + "/pledges/{pledgeId}";

    public static readonly RoleRow[] Roles =
    [
        new("POST", Actions + "/pledge-texts", Who.Coordinators),
        new("GET", Actions + "/pledge-texts", Who.Everyone),
        new("POST", Actions + "/planned-visits", Who.Staff | Who.Coordinators),
        new("GET", Shop, Who.Everyone),
        new("POST", Shop + "/planned-visit", Who.Staff | Who.Coordinators),
        new("POST", Shop + "/visits", Who.Staff | Who.Coordinators),
        new("POST", Shop + "/renewal", Who.Staff | Who.Coordinators),
        new("GET", "/api/v1/merchants", Who.Everyone),
    ];

    public static void MapMerchants(this IEndpointRouteBuilder api)
    {
        var action = api.MapGroup("/joint-actions/{id}");
        action.MapPost("/pledge-texts", async (string id, Post<PledgeTextBody> asked) =>
            (await Publish(asked, id, asked.Body)).Created(
                asked.Http, $"/api/v1/joint-actions/{id}/pledge-texts"));
        action.MapGet("/pledge-texts", (string id, Reading reading) =>
            reading.Answer(new { items = PledgeTextReading.Of(reading.Rows, reading.Rows.RequireAction(id).Id) }));
        action.MapPost("/planned-visits", async (string id, Post<PlanFirstVisitBody> asked) =>
        {
            var done = await PlanFirst(asked, id, asked.Body);
            return done.Created(asked.Http, $"/api/v1/joint-actions/{id}/pledges/{done.Id}");
        });
        var shop = action.MapGroup("/pledges/{pledgeId}");
        shop.MapGet("", (string id, string pledgeId, Reading reading) =>
            ShopReading.Find(reading, reading.Rows.RequireAction(id), pledgeId) is { } found
                ? reading.Answer(found) : reading.NotFound());
        shop.MapPost("/planned-visit", async (string id, string pledgeId, Post<PlanVisitBody> asked) =>
            (await Plan(asked, id, pledgeId, asked.Body)).Answer(asked.Http));
        shop.MapPost("/visits", async (string id, string pledgeId, Post<VisitBody> asked) =>
            (await Log(asked, id, pledgeId, asked.Body)).Answer(asked.Http));
        shop.MapPost("/renewal", async (string id, string pledgeId, Post<Nothing> asked) =>
            (await Renew(asked, id, pledgeId)).Answer(asked.Http));
        api.MapGet("/merchants", (Reading reading) => reading.List(
            MerchantReading.Found(reading), MerchantReading.CursorOf));
    }

    public static Task<Done> Publish(Post post, string action, PledgeTextBody body)
    {
        var of = post.Rows.RequireAction(action);
        return post.Run(
            PledgeText.Boundary.Stream(of.Id), () => new PledgeTextCommand.Publish(new(
                body.Title, body.Promises, body.Text, body.ValidMonths, body.Illustrative, body.Source)),
            post.Caller.Coordinates(of), of.Id);
    }

    public static Task<Done> PlanFirst(Post post, string action, PlanFirstVisitBody body)
    {
        Post.Reference(body.VillageCode, "villageCode");
        if (body.OrganisationId is { } organisation) Post.Reference(organisation, "organisationId");
        return PledgeEndpoints.Run(post, action, post.Id(body.Id), of => new PledgeCommand.PlanFirstVisit(
            body.Merchant, body.VillageCode, body.PlannedFor, Counted(body.Visitors),
            post.ActionFacts(of.Id, body.VillageCode), body.OrganisationId, body.Illustrative));
    }

    public static Task<Done> Plan(Post post, string action, string pledge, PlanVisitBody body) =>
        Run(post, action, pledge, body.OrganisationId, of => new PledgeCommand.PlanVisit(
            body.PlannedFor, Counted(body.Visitors), body.OrganisationId));

    /// <summary>The note is sealed under the organisation that keeps the record.</summary>
    public static Task<Done> Log(Post post, string action, string pledge, VisitBody body) =>
        Run(post, action, pledge, body.OrganisationId, of => new PledgeCommand.LogVisit(
            body.Result, Counted(body.Visitors), body.Leaflets, body.Kept,
            post.Text(body.Note, "note", post.KeeperOf(of, pledge)), body.NextOn, body.Promises,
            body.JoinsAlliance, post.ActionFacts(of.Id, post.VillageOf(of, pledge)),
            body.Result == VisitResult.Signed ? post.TextFacts(of.Id, body.Version, post.On) : null,
            body.OrganisationId));

    public static Task<Done> Renew(Post post, string action, string pledge) =>
        Run(post, action, pledge, null, of => new PledgeCommand.Renew(post.TextFacts(of.Id, null, post.On)));

    private static Task<Done> Run(
        Post post, string action, string pledge, string? organisation, Func<ActionOf, object> command)
    {
        if (organisation is not null) Post.Reference(organisation, "organisationId");
        return PledgeEndpoints.Run(post, action, Post.Reference(pledge, "pledgeId"), command);
    }

    private static Visitors Counted(VisitorsBody? visitors) =>
        visitors is null ? Visitors.NotStated : new(visitors.Alone, visitors.Pairs);
}
