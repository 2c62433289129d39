using Federation.Api.Accounts;
using Federation.Api.Alliances;
using Federation.Api.Cases;
using Federation.Api.Changes;
using Federation.Api.Deliberations;
using Federation.Api.Files;
using Federation.Api.Fundraisers;
using Federation.Api.Home;
using Federation.Api.Hosting;
using Federation.Api.JointActions.Reports;
using Federation.Api.Merchants;
using Federation.Api.Needs;
using Federation.Api.Parked;
using Microsoft.AspNetCore.Antiforgery;

namespace Federation.Api;

/// <summary>Every route of the product; each feature says its own and who may call them.</summary>
public static class Routes
{
    public static void MapRoutes(this WebApplication app)
    {
        app.MapStaticAssets().DisableRateLimiting();
        app.MapHealth();
        app.MapOpenApiDocuments();
        if (Dashboard.IsOn(app.Services)) app.MapDashboard();
        MapFeatures(app);
        var (table, endpoints) = (
            app.Services.GetRequiredService<RoleTable>(),
            ((IEndpointRouteBuilder)app).DataSources.SelectMany(d => d.Endpoints).ToArray());
        table.Learn(endpoints);
        table.CheckAgainst(endpoints);
    }

    private static Feature[] Features =>
    [
        Actions.Feature,
        CaseStudies.Feature,
        Challenges.Feature,
        Documents.Feature,
        Endorsements.Feature,
        Guardians.Feature,
        Meetings.Feature,
        RecurringSessions.Feature,
        Sessions.Feature,
        Deliberations.Deliberations.Feature,
        Demands.Feature,
        OpenSpaces.Feature,
        Stocks.Feature,
        Persons.Feature,
        Complaints.Complaints.Feature,
        Mentors.Feature,
        Teams.Feature,
        HelpReading.Feature, Packages.Feature, Requests.Feature,
        Tasks.Feature,
        SignIns.Feature, SigningIn.Invitations.Feature, SigningIn.SecondFactorRoutes.Feature,
        SigningIn.Confirming.Feature, OwnAccount.Feature, Accounts.Accounts.Feature, Audit.Feature,
        Alliances.Alliances.Feature, Memberships.Feature, Organisations.Organisations.Feature,
        Places.Places.Feature, ParkedWorks.Feature, Changes.Changes.Feature, Attachments.Feature,
        Pledges.Feature,
        ClosingReports.Feature,
        PledgeTexts.Feature,
        PublicMerchants.Feature,
        HomeReading.Feature,
        Campaigns.Feature,
        Coverages.Feature,
        Figures.Feature,
        AllianceFigures.Feature,
    ];

    private static void MapFeatures(WebApplication app)
    {
        var api = app.MapGroup("/api/v1").DisableAntiforgery();
        var pages = app.MapGroup("").ExcludeFromDescription().WithMetadata(new RequireAntiforgeryTokenAttribute());
        foreach (var feature in Features) feature.Routes(new(api, pages, feature));
    }
}
