namespace Federation.Api.JointActions;

/// <summary>Pages that belong to joint actions and are not features yet.</summary>
public static class ActionPages
{
    public static readonly RoleRow[] Roles =
    [
        .. SessionPages.Roles, .. PledgePages.Roles,
        .. Reports.ReportPages.Roles,
        .. MeetingPages.Roles,
        .. ChallengePages.Roles,
    ];

    public static void MapActionPages(this IEndpointRouteBuilder pages)
    {
        pages.MapSessionPages();
        pages.MapPledgePages();
        Reports.ReportPages.MapReportPages(pages);
        pages.MapMeetingPages();
        pages.MapChallengePages();
    }
}
