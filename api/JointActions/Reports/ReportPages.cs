using Federation.Api.Counting;

namespace Federation.Api.JointActions.Reports;

/// <summary>A report that was handed in, for the list of those who look after its region.</summary>
public sealed record ReportRow(
    string ActionId, Name Title, Name Alliance, string State, int Version, DateOnly ChangedOn);

/// <summary>Pages of closing reports: the report with its steps, and the list of what was handed in.</summary>
public static class ReportPages
{
    private const string At = "/joint-actions/{id}/report";

    public static readonly RoleRow[] Roles =
    [
        new("GET", At, Who.Everyone),
        new("POST", At + "/words", Who.Coordinators),
        new("POST", At + "/handing-in", Who.Coordinators),
        new("POST", At + "/confirmation", Who.Official | Who.Administrator),
        new("POST", At + "/comments", Who.Official | Who.Administrator),
        new("GET", "/reports", Who.Officials),
    ];

    public static void MapReportPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At, (string id, Reading reading) => Show(reading, id, "", null));
        pages.MapGet("/reports", List);
        Post("words", (posted, id) =>
        {
            var body = new ReportWordsBody(
                posted.Text("summary"), posted.Text("lessons"), posted.Text("outlook"), posted.Text("thanks"));
            return () => ReportEndpoints.Write(posted.Post, id, body);
        });
        Post("handing-in", (posted, id) => () => ReportEndpoints.HandIn(posted.Post, id));
        Post("confirmation", (posted, id) =>
        {
            var body = new ConfirmationBody(Version(posted));
            return () => ReportEndpoints.Confirm(posted.Post, id, body);
        });
        Post("comments", (posted, id) =>
        {
            var body = new ReportCommentBody(Version(posted), posted.Required("text"), posted.Ticked("asks"));
            return () => ReportEndpoints.Comment(posted.Post, id, body);
        });

        void Post(string form, Func<Posted, string, Func<Task<Done>>> command) =>
            pages.MapPost($"{At}/{form}", (string id, Posted posted, Reading reading) => posted.Run(
                command(posted, id), _ => $"/joint-actions/{id}/report?done={form}",
                state => Show(reading, id, form, state)));
    }

    private static int Version(Posted posted) => (int)Math.Clamp(posted.Number("version") ?? 0, 0, int.MaxValue);

    private static IResult Show(Reading reading, string id, string form, FormState? state)
    {
        var read = ReportReading.Of(reading, id);
        var coordinates = reading.Caller.Coordinates(read.Of);
        return Pages.Of<ReportPage>(
            new
            {
                Read = read, Coordinates = coordinates, Official = reading.Caller.IsOfficialOf(read.Of.RegionCode),
                Draft = coordinates ? ReportReading.TextsOf(reading, read.Of.Id, null) : null, Form = form,
                State = state, Done = state is null ? reading.Text("done") : null,
            }, state);
    }

    /// <summary>What the reader looks after or coordinates: waiting ones first, the oldest first.</summary>
    private static IResult List(Reading reading) => Pages.Of<ReportsPage>(new { Reports = Of(reading) });

    internal static IReadOnlyList<ReportRow> Of(Reading reading) =>
    [
        .. reading.Rows.All(
            "select r.action, a.title_zh, a.title_en, l.name, l.name_en, r.state, r.version, r.changed_on, l.id, " +
            "l.region from reports r join actions a on a.action = r.action join alliances l on l.id = a.alliance " +
            "where r.state is not null " +
            "order by case r.state when 'handed-in' then 0 when 'commented' then 1 else 2 end, r.changed_on, " +
            "r.action limit 500",
            r => (Row: new ReportRow(r.GetString(0), r.Name(1), r.Name(3), r.GetString(5), (int)r.GetInt64(6),
                r.Day(7)!.Value), Alliance: r.GetString(8), Region: r.GetString(9)))
            .Where(r => reading.Caller.Oversees(r.Region) || reading.Caller.Coordinates(r.Alliance, r.Region))
            .Select(r => r.Row),
    ];
}
