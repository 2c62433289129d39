using Federation.Api.JointActions.Reports;

namespace Federation.Api.JointActions;

/// <summary>What belongs to joint actions and is not a feature yet.</summary>
public static class ActionEndpoints
{
    public static readonly RoleRow[] Roles = [.. PledgeEndpoints.Roles, .. ReportEndpoints.Roles];

    public static void MapJointActions(this IEndpointRouteBuilder api)
    {
        var actions = api.MapGroup("/joint-actions");
        actions.MapPledges();
        actions.MapReports();
    }
}
