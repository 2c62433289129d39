using Federation.Api.JointActions.Reports;

namespace Federation.Api.JointActions;

/// <summary>What belongs to joint actions and is not a feature yet.</summary>
public static class ActionEndpoints
{
    public static readonly RoleRow[] Roles =
    [
        .. SessionEndpoints.Roles, .. PledgeEndpoints.Roles, .. ReportEndpoints.Roles,
        .. RecurringEndpoints.Roles,
        .. MeetingEndpoints.Roles, .. ChallengeEndpoints.Roles,
    ];

    public static void MapJointActions(this IEndpointRouteBuilder api)
    {
        var actions = api.MapGroup("/joint-actions");
        actions.MapSessions();
        actions.MapPledges();
        actions.MapReports();
        actions.MapRecurringSessions();
        actions.MapMeetings();
        actions.MapChallenges();
    }
}
