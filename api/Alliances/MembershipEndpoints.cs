using Federation.Api.Organisations;
using Federation.Api.Spine;
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
        alliance.MapPost("/applications", async (string id, Asked<ApplyBody> asked) =>
        {
            var done = await Apply(asked.Asking, id, asked.Body);
            return done.Created(asked.Http, $"/api/v1/alliances/{id}/applications/{done.Id}");
        });
        alliance.MapGet("/applications", (string id, Reading reading) => MembershipReading.Applications(reading, id));
        alliance.MapGet("/members", (string id, Reading reading) => MembershipReading.Members(reading, id));

        var application = alliance.MapGroup("/applications/{organisationId}");
        application.MapGet("", (string id, string organisationId, Reading reading) =>
            MembershipReading.Application(reading, id, organisationId));
        application.MapPost("/admission", async (string id, string organisationId, Asked<Nothing> asked) =>
            (await Admit(asked.Asking, id, organisationId)).Answer(asked.Http));
        application.MapPost("/refusal", async (string id, string organisationId, Asked<ReasonBody> asked) =>
            (await Refuse(asked.Asking, id, organisationId, asked.Body.Reason)).Answer(asked.Http));

        var member = alliance.MapGroup("/members/{organisationId}");
        member.MapPost("/suspension", async (string id, string organisationId, Asked<ReasonBody> asked) =>
            (await Suspend(asked.Asking, id, organisationId, asked.Body.Reason)).Answer(asked.Http));
        member.MapPost("/reinstatement", async (string id, string organisationId, Asked<Nothing> asked) =>
            (await Reinstate(asked.Asking, id, organisationId)).Answer(asked.Http));
        member.MapPost("/departure", async (string id, string organisationId, Asked<ReasonBody> asked) =>
            (await Depart(asked.Asking, id, organisationId, asked.Body.Reason)).Answer(asked.Http));
    }

    /// <summary>By the organisation's own staff, or for it by whoever coordinates both it and the alliance.</summary>
    /// <remarks>Not for any organisation of the country: as an applicant it opens its people's data to the coordinator.
    /// </remarks>
    public static Task<Done> Apply(Asking asking, string alliance, ApplyBody body)
    {
        var region = RegionOf(asking, alliance);
        var organisation = Asking.Reference(body.OrganisationId, "organisationId");
        var near = asking.Caller.SpeaksAsCoordinator(asking.Rows, organisation)
            || (OrganisationReading.VillageOf(asking.Rows, organisation) is { } village
                && Regions.Contains(region, village));
        return asking.Run(
            Membership.Boundary.Stream(alliance, organisation),
            () =>
            {
                asking.RequireOrganisation(organisation, "organisationId");
                return new MembershipCommand.Apply(
                    asking.Text(body.Statement, "statement", organisation), asking.OrganisationFacts(organisation)!);
            },
            near && asking.Caller.Coordinates(alliance, region), organisation);
    }

    public static Task<Done> Admit(Asking asking, string alliance, string organisation) => Run(
        asking, alliance, organisation,
        () => new MembershipCommand.Admit(asking.OrganisationFacts(organisation)!));

    public static Task<Done> Refuse(Asking asking, string alliance, string organisation, string? reason) => Run(
        asking, alliance, organisation,
        () => new MembershipCommand.Refuse(asking.Text(reason, "reason", organisation)));

    public static Task<Done> Suspend(Asking asking, string alliance, string organisation, string? reason) => Run(
        asking, alliance, organisation,
        () => new MembershipCommand.Suspend(asking.Text(reason, "reason", organisation)));

    public static Task<Done> Reinstate(Asking asking, string alliance, string organisation) =>
        Run(asking, alliance, organisation, () => new MembershipCommand.Reinstate());

    public static Task<Done> Depart(Asking asking, string alliance, string organisation, string? reason) => Run(
        asking, alliance, organisation,
        () => new MembershipCommand.Depart(asking.Text(reason, "reason", organisation)));

    /// <summary>A step of an existing organisation in an existing alliance.</summary>
    private static Task<Done> Run(Asking asking, string alliance, string organisation, Func<object> prepare)
    {
        var region = RegionOf(asking, alliance);
        if (OrganisationReading.VillageOf(asking.Rows, Asking.Reference(organisation, "organisationId")) is null)
            throw new ProblemException(Problem.NotFound);
        return asking.Run(
            Membership.Boundary.Stream(alliance, organisation), prepare,
            asking.Caller.Coordinates(alliance, region), organisation);
    }

    private static string RegionOf(Asking asking, string alliance) =>
        AllianceReading.RegionOf(asking.Rows, Asking.Reference(alliance, "id"))
        ?? throw new ProblemException(Problem.NotFound);
}
