namespace Federation.Api.Processes;

/// <summary>The administrator's page of what Processes parked.</summary>
public static class ParkedPages
{
    public const string At = "/admin/parked";

    public static readonly RoleRow[] Roles =
    [
        new("GET", At, Who.Administrator),
        new("POST", At + "/{process}/{position}/retry", Who.Administrator),
    ];

    public static void MapParkedPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At, (Reading reading) => Show(reading, null));
        pages.MapPost(At + "/{process}/{position}/retry", (
            string process, string position, Posted posted, Reading reading) => posted.Run(
            () => ParkedEndpoints.Retry(posted.Post, process, position), _ => At + "?done=retry",
            state => Show(reading, state)));
    }

    private static IResult Show(Reading reading, FormState? state)
    {
        var found = ParkedEndpoints.List(reading);
        var more = found.Count > reading.Limit;
        var shown = more ? found.Take(reading.Limit).ToArray() : found;
        return Pages.Of<ParkedPage>(
            new
            {
                Rows = shown, State = state, Done = reading.Text("done"),
                Next = more ? reading.Next(ParkedEndpoints.CursorOf(shown[^1])) : null, First = reading.First,
            },
            state);
    }
}
