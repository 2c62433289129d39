using Federation.Api.Counting;
using Federation.Api.Fundraisers;
using Federation.Domain.Counting;
using Federation.Domain.Fundraisers;
using Federation.Domain.JointActions;

namespace Federation.Api.JointActions.Reports;

/// <summary>The coordinator's words around the numbers; each replaces what was said before.</summary>
public sealed record ReportWordsBody(
    string? Summary = null, string? Lessons = null, string? Outlook = null, string? Thanks = null,
    DateOnly? On = null) : IDated;

/// <param name="Version">The version that was read.</param>
public sealed record ConfirmationBody(int Version);

/// <param name="AsksAnswer">The report has to be handed in again before it is confirmed.</param>
public sealed record ReportCommentBody(int Version, string Text, bool AsksAnswer = false);

/// <summary>Closing reports: written, handed in with the day's figures, confirmed or commented, exported.</summary>
public static class ReportEndpoints
{
    private const string At = "/api/v1/joint-actions/{id}/report";

    public static readonly RoleRow[] Roles =
    [
        new("GET", At, Who.Everyone),
        new("GET", At + "/figures.csv", Who.Everyone),
        new("GET", At + "/document.docx", Who.Everyone),
        new("POST", At + "/words", Who.Coordinators),
        new("POST", At + "/handing-in", Who.Coordinators),
        new("POST", At + "/confirmation", Who.Official | Who.Administrator),
        new("POST", At + "/comments", Who.Official | Who.Administrator),
    ];

    public static void MapReports(this IEndpointRouteBuilder actions)
    {
        var report = actions.MapGroup("/{id}/report");
        report.MapGet("", (string id, Reading reading) => reading.Answer(Answer(ReportReading.Of(reading, id))));
        report.MapGet("/figures.csv", (string id, Reading reading, Lang lang) => Results.File(
            ReportCsv.Of(ReportReading.Of(reading, id), lang), "text/csv; charset=utf-8", $"report-{id}.csv"))
            .WithMetadata(new TakesCookie());
        report.MapGet("/document.docx", (string id, Reading reading, Lang lang) => Results.File(
            ReportDocument.Of(ReportReading.Of(reading, id), lang, AddressOf(reading.Http.Request)),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", $"report-{id}.docx"))
            .WithMetadata(new TakesCookie());
        report.MapPost("/words", async (string id, Post<ReportWordsBody> asked) =>
            (await Write(asked, id, asked.Body)).Answer(asked.Http));
        report.MapPost("/handing-in", async (string id, Post<Nothing> asked) =>
            (await HandIn(asked, id)).Answer(asked.Http));
        report.MapPost("/confirmation", async (string id, Post<ConfirmationBody> asked) =>
            (await Confirm(asked, id, asked.Body)).Answer(asked.Http));
        report.MapPost("/comments", async (string id, Post<ReportCommentBody> asked) =>
            (await Comment(asked, id, asked.Body)).Answer(asked.Http));
    }

    public static Task<Done> Write(Post post, string action, ReportWordsBody body) =>
        Run(post, action, of => new ReportCommand.Write(new(
            post.Text(body.Summary, "summary", of.Id), post.Text(body.Lessons, "lessons", of.Id),
            post.Text(body.Outlook, "outlook", of.Id), post.Text(body.Thanks, "thanks", of.Id))));

    /// <summary>The figures rest on the action, its sessions, shops and campaigns: a correction at this very moment is
    /// in them or makes them be read again.</summary>
    public static Task<Done> HandIn(Post post, string action) => Run(post, action, of =>
    {
        post.RestOn(Session.Boundary.Stream(of.Id, "*"));
        post.RestOn(Pledge.Boundary.Stream(of.Id, "*"));
        foreach (var campaign in FundraiserReading.OfAction(post.Rows, of.Id))
        {
            post.RestOn(Fundraiser.Boundary.Stream(campaign.Id));
            post.RestOn(GiftSheet.Boundary.Stream(campaign.Id, "*"));
        }

        var phase = post.Phase(of.Id);
        var seen = post.Rows.One(
            "select position, hash from head where id = 1",
            r => new Witness(r.GetInt64(0), Convert.ToHexStringLower((byte[])r[1])))!;
        var reading = new Reading(post.Http);
        var (_, about) = ActionReading.Require(reading, of.Id);
        var figures = ActionFigures.Of(
            reading, of.Id, about.Title, ActionFactsReading.SeriesOf(post.Rows, of.Id), post.On);
        return new ReportCommand.HandIn([.. figures.Answers(of.Id, post.On).Select(Frozen)], seen, phase);
    });

    private static FrozenFigure Frozen(FigureAnswer f) => new(
        f.Key, f.Value, f.Precision, FigureParts.ScopeOf(f.Scope), f.AsOf, f.Source, f.Illustrative == true,
        f.Publication, f.Note);

    public static Task<Done> Confirm(Post post, string action, ConfirmationBody body) =>
        Run(post, action, of => new ReportCommand.Confirm(
            body.Version, new(post.Caller.IsOfficialOf(of.RegionCode))));

    public static Task<Done> Comment(Post post, string action, ReportCommentBody body) =>
        Run(post, action, of => new ReportCommand.Comment(
            body.Version, post.Text(body.Text, "text", of.Id) ?? throw new ProblemException(Problem.Malformed(
                "text", "请写下意见。", "Write the comment.")),
            body.AsksAnswer, new(post.Caller.IsOfficialOf(of.RegionCode))));

    private static Task<Done> Run(Post post, string action, Func<ActionOf, object> command)
    {
        var of = post.Rows.RequireAction(action);
        return post.Run(
            ClosingReport.Boundary.Stream(of.Id), () => command(of), post.Caller.Coordinates(of), of.Id);
    }

    /// <summary>What is recorded, the figures that were handed in, and how far the report has come.</summary>
    private static object Answer(ReportRead read)
    {
        var sessions = SessionReading.Page(
            read.Reading, "s.action = @action and s.state = 'held' and s.day <= @asOf", ActionParts.RowsMax + 1,
            ("action", read.Of.Id), ("asOf", read.AsOf));
        return new
        {
            action = read.About, read.AsOf, read.Series,
            participants = ActionReading.Participants(read.Reading.Rows, read.Of.Id),
            figures = read.Figures.Answers(read.Of.Id, read.AsOf), differences = read.Figures.Differences,
            grid = ActionReport.GridOf(read.Reading, read.Of, read.Series),
            sessions = SessionReading.Shown(read.Reading, read.Of, [.. sessions.Take(ActionParts.RowsMax)]),
            moreSessions = sessions.Count > ActionParts.RowsMax
                ? $"/api/v1/joint-actions/{read.Of.Id}/sessions?state=held" : null,
            read.State, read.Edited, version = read.Shown, read.Versions, handedIn = read.Frozen, read.Changes,
            words = read.Words, read.Comments, read.Sections,
        };
    }

    private static string AddressOf(HttpRequest request) => $"{request.Scheme}://{request.Host}";
}
