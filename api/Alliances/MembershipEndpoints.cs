using Federation.Api.Organisations;
using Federation.Domain.Alliances;
using Federation.Domain.Organisations;
using Federation.Domain.Places;

namespace Federation.Api.Alliances;

/// <param name="Statement">Why it wants to join; kept sealed, shown to those who decide.</param>
public sealed record ApplyBody(string OrganisationId, string? Statement = null, DateOnly? On = null) : IDated;

/// <param name="Reason">For the organisation and those who decide; kept sealed.</param>
public sealed record ReasonBody(string? Reason = null, DateOnly? On = null) : IDated;

/// <summary>An organisation's way into an alliance and out of it.</summary>
public static class MembershipEndpoints
{
    private const string Application = "/api/v1/alliances/{id}/applications/{organisationId}";
    private const string Member = "/api/v1/alliances/{id}/members/{organisationId}";

    public static readonly RoleRow[] Roles =
    [
        new("POST", "/api/v1/alliances/{id}/applications", Who.Staff | Who.Coordinators),
        new("GET", "/api/v1/alliances/{id}/applications", Who.Staff | Who.Coordinators),
        new("GET", Application, Who.Staff | Who.Coordinators),
        new("POST", Application + "/admission", Who.Coordinators),
        new("POST", Application + "/refusal", Who.Coordinators),
        new("GET", "/api/v1/alliances/{id}/members", Who.Everyone),
        new("POST", Member + "/suspension", Who.Coordinators),
        new("POST", Member + "/reinstatement", Who.Coordinators),
        new("POST", Member + "/departure", Who.Staff | Who.Coordinators),
    ];

    public static void MapMemberships(this IEndpointRouteBuilder api)
    {
        var alliance = api.MapGroup("/alliances/{id}");
        alliance.MapPost("/applications", async (string id, Post<ApplyBody> asked) =>
        {
            var done = await Apply(asked, id, asked.Body);
            return done.Created(asked.Http, $"/api/v1/alliances/{id}/applications/{done.Id}");
        });
        alliance.MapGet("/applications", (string id, Reading reading) => MembershipReading.Applications(reading, id));
        alliance.MapGet("/members", (string id, Reading reading) => MembershipReading.Members(reading, id));

        var application = alliance.MapGroup("/applications/{organisationId}");
        application.MapGet("", (string id, string organisationId, Reading reading) =>
            MembershipReading.Application(reading, id, organisationId));
        application.MapPost("/admission", async (string id, string organisationId, Post<Nothing> asked) =>
            (await Admit(asked, id, organisationId)).Answer(asked.Http));
        application.MapPost("/refusal", async (string id, string organisationId, Post<ReasonBody> asked) =>
            (await Refuse(asked, id, organisationId, asked.Body.Reason)).Answer(asked.Http));

        var member = alliance.MapGroup("/members/{organisationId}");
        member.MapPost("/suspension", async (string id, string organisationId, Post<ReasonBody> asked) =>
            (await Suspend(asked, id, organisationId, asked.Body.Reason)).Answer(asked.Http));
        member.MapPost("/reinstatement", async (string id, string organisationId, Post<Nothing> asked) =>
            (await Reinstate(asked, id, organisationId)).Answer(asked.Http));
        member.MapPost("/departure", async (string id, string organisationId, Post<ReasonBody> asked) =>
            (await Depart(asked, id, organisationId, asked.Body.Reason)).Answer(asked.Http));
    }

    /// <summary>By the organisation's own staff, or for it by whoever coordinates both it and the alliance.</summary>
    /// <remarks>Not for any organisation of the country: as an applicant it opens its people's data to the coordinator.
    /// </remarks>
    public static Task<Done> Apply(Post post, string alliance, ApplyBody body)
    {
        var region = RegionOf(post, alliance);
        var organisation = Post.Reference(body.OrganisationId, "organisationId");
        var near = post.Caller.SpeaksAsCoordinator(post.Rows, organisation)
            || (OrganisationReading.VillageOf(post.Rows, organisation) is { } village
                && Regions.Contains(region, village));
        return post.Run(
            Membership.Boundary.Stream(alliance, organisation),
            () =>
            {
                post.RequireOrganisation(organisation, "organisationId");
                return new MembershipCommand.Apply(
                    post.Text(body.Statement, "statement", organisation), post.OrganisationFacts(organisation)!);
            },
            near && post.Caller.Coordinates(alliance, region), organisation);
    }

    public static Task<Done> Admit(Post post, string alliance, string organisation) => Run(
        post, alliance, organisation,
        () => new MembershipCommand.Admit(post.OrganisationFacts(organisation)!));

    public static Task<Done> Refuse(Post post, string alliance, string organisation, string? reason) => Run(
        post, alliance, organisation,
        () => new MembershipCommand.Refuse(post.Text(reason, "reason", organisation)));

    public static Task<Done> Suspend(Post post, string alliance, string organisation, string? reason) => Run(
        post, alliance, organisation,
        () => new MembershipCommand.Suspend(post.Text(reason, "reason", organisation)));

    public static Task<Done> Reinstate(Post post, string alliance, string organisation) =>
        Run(post, alliance, organisation, () => new MembershipCommand.Reinstate());

    public static Task<Done> Depart(Post post, string alliance, string organisation, string? reason) => Run(
        post, alliance, organisation,
        () => new MembershipCommand.Depart(post.Text(reason, "reason", organisation)));

    /// <summary>A step of an existing organisation in an existing alliance.</summary>
    private static Task<Done> Run(Post post, string alliance, string organisation, Func<object> prepare)
    {
        var region = RegionOf(post, alliance);
        if (OrganisationReading.VillageOf(post.Rows, Post.Reference(organisation, "organisationId")) is null)
            throw new ProblemException(Problem.NotFound);
        return post.Run(
            Membership.Boundary.Stream(alliance, organisation), prepare,
            post.Caller.Coordinates(alliance, region), organisation);
    }

    private static string RegionOf(Post post, string alliance) =>
        AllianceReading.RegionOf(post.Rows, Post.Reference(alliance, "id"))
        ?? throw new ProblemException(Problem.NotFound);
}
