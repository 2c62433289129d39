namespace Federation.Api.Help;

/// <summary>The pages of mentors and teams.</summary>
public static class HelpPages
{
    public static readonly RoleRow[] Roles =
    [
        .. MentorPages.Roles, .. TeamPages.Roles,
    ];

    public static void MapHelpPages(this IEndpointRouteBuilder pages)
    {
        pages.MapMentorPages();
        pages.MapTeamPages();
    }

    /// <summary>A form that was refused is shown again as what it is: not processed.</summary>
    public static int Status(FormState? state) => state is null ? 200 : StatusCodes.Status422UnprocessableEntity;
}
