namespace Federation.Api.Help;

/// <summary>The pages of mutual help: requests, mentors, teams, the library, and who helped whom.</summary>
public static class HelpPages
{
    public static readonly RoleRow[] Roles =
    [
        .. RequestPages.Roles, .. LibraryPages.Roles,
        .. CorrectionEndpoints.PageRoles,
        new("GET", "/help", Who.Everyone),
    ];

    public static void MapHelpPages(this IEndpointRouteBuilder pages)
    {
        pages.MapRequestPages();
        pages.MapLibraryPages();
        pages.MapCorrectionPages();
        pages.MapGet("/help", Ledger);
    }

    /// <summary>A form that was refused is shown again as what it is: not processed.</summary>
    public static int Status(FormState? state) => state is null ? 200 : StatusCodes.Status422UnprocessableEntity;

    private static IResult Ledger(Reading reading) => Pages.Of<LedgerPage>(new
    {
        Ledger = HelpReading.Find(reading), Q = reading.Http.Request.Query,
        Parties = HelpChoices.OfLedger(reading.Rows), reading.Caller.SignedIn,
    });
}
