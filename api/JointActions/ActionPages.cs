using Federation.Api.JointActions.Reports;

namespace Federation.Api.JointActions;

/// <summary>Pages that belong to joint actions and are not features yet.</summary>
public static class ActionPages
{
    public static readonly RoleRow[] Roles = [.. PledgePages.Roles, .. ReportPages.Roles];

    public static void MapActionPages(this IEndpointRouteBuilder pages)
    {
        pages.MapPledgePages();
        pages.MapReportPages();
    }
}
