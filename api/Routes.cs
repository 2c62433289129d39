using Federation.Api.Accounts;
using Federation.Api.Alliances;
using Federation.Api.Help;
using Federation.Api.Home;
using Federation.Api.Counting;
using Federation.Api.JointActions;
using Federation.Api.Live;
using Federation.Api.Organisations;
using Federation.Api.People;
using Federation.Api.Places;
using Federation.Api.Processes;
using Federation.Api.Service;
using Federation.Api.Spine;

namespace Federation.Api;

/// <summary>Every route of the product and its row in the role table; each area lists its own.</summary>
public static class Routes
{
    public static IEnumerable<RoleRow> Roles =>
    [
        .. Health.Roles,
        .. OpenApiDocuments.Roles,
        .. ChangesEndpoint.Roles,
        .. AttachmentEndpoints.Roles,
        .. AccountEndpoints.Roles,
        .. AccountPages.Roles,
        .. AccountAdminPages.Roles,
        .. MePages.Roles,
        .. PlaceEndpoints.Roles,
        .. PlacePages.Roles,
        .. AllianceEndpoints.Roles,
        .. AlliancePages.Roles,
        .. MembershipEndpoints.Roles,
        .. MemberPages.Roles,
        .. OrganisationEndpoints.Roles,
        .. OrganisationPages.Roles,
        .. PersonEndpoints.Roles,
        .. HelpReading.MutualHelp,
        .. HelpPages.Roles,
        .. ActionEndpoints.Roles,
        .. CountingEndpoints.Roles,
        .. ParkedEndpoints.Roles,
        .. ParkedPages.Roles,
        .. HomePages.Roles,
        .. ActionPages.Roles,
        .. CoveragePages.Roles,
    ];

    public static void MapRoutes(this WebApplication app)
    {
        app.MapStaticAssets().DisableRateLimiting();
        app.MapHealth();
        app.MapOpenApiDocuments();

        var api = app.MapGroup("/api/v1").AddEndpointFilter(AnswerAtPosition).DisableAntiforgery();
        api.MapChanges();
        api.MapAttachments();
        api.MapAccounts();
        api.MapPlaces();
        api.MapAlliances();
        api.MapMemberships();
        api.MapOrganisations();
        api.MapPeople();
        api.MapMutualHelp();
        api.MapJointActions();
        api.MapCounting();
        api.MapParked();

        var pages = app.MapPageGroup();
        pages.AddEndpointFilter(AnswerAtPosition);
        pages.MapAccountPages();
        pages.MapHomePages();
        pages.MapActionPages();
        pages.MapCoveragePages();
        pages.MapAccountAdminPages();
        pages.MapMePages();
        pages.MapPlacePages();
        pages.MapAlliancePages();
        pages.MapMemberPages();
        pages.MapOrganisationPages();
        pages.MapHelpPages();
        pages.MapParkedPages();

        app.Services.GetRequiredService<RoleTable>().CheckAgainst(
            ((IEndpointRouteBuilder)app).DataSources.SelectMany(d => d.Endpoints));
    }

    /// <summary>Reads wait for <c>?after=P</c> and tell the position they were read at.</summary>
    private static async ValueTask<object?> AnswerAtPosition(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = HttpMethods.IsGet(context.HttpContext.Request.Method)
            && !context.HttpContext.Request.Path.StartsWithSegments("/api/v1/changes")
            ? await Reading.AtPosition(context, next)
            : await next(context);
        await PersonalReads.Keep(context.HttpContext); // Whatever was opened for this answer, before it leaves.
        return answer;
    }
}
