using Federation.Api.Fundraisers;
using Federation.Domain.Fundraisers;

namespace Federation.Api.JointActions.Reports;

/// <summary>The coordinator's words around the numbers; each replaces what was said before.</summary>
public sealed record ReportWordsBody(
    [Says("小结", "Summary", Max = Post.TextMax, Lines = 5)] string? Summary = null,
    [Says("经验与不足", "Lessons", Max = Post.TextMax, Lines = 4)] string? Lessons = null,
    [Says("展望", "Outlook", Max = Post.TextMax, Lines = 3)] string? Outlook = null,
    [Says("致谢", "Thanks", Max = Post.TextMax, Lines = 3)] string? Thanks = null, DateOnly? On = null) : IDated;

/// <param name="Version">The version that was read.</param>
public sealed record ConfirmationBody(int Version);

/// <param name="AsksAnswer">The report has to be handed in again before it is confirmed.</param>
public sealed record ReportCommentBody(
    int Version, [Says("意见", "Comment", Max = Post.TextMax, Lines = 4)] string Text,
    [Says("是否需要答复", "Answer")] bool AsksAnswer = false);

/// <summary>Closing reports: written, handed in with the day's figures, confirmed or commented, exported.</summary>
public static class ClosingReports
{
    private const Who Town = Who.Official | Who.Administrator;
    private const string Query = "asOf version:integer";
    private static readonly Told Taken = new("已办好", "Done");

    public static readonly Feature Feature = new(
        "/joint-actions/{id}/report", [typeof(ClosingReport.Refusals)], report =>
        {
            report.Json("", Who.Everyone, ReportAnswer.Of, Query);
            var page = report.Page<ReportView, ReportPage>("", Who.Everyone, ReportReading.View);
            report.File("/figures.csv", Who.Everyone, Export(
                ReportCsv.Of, CsvFile.Type, "csv"), Query + " lang", linked: true);
            report.File("/document.docx", Who.Everyone, Export(
                ReportDocument.Of, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
                Query + " lang", linked: true);
            report.Do<ReportWordsBody>("/words", Who.Coordinators, Write, page, told: Taken);
            report.Do<Nothing>("/handing-in", Who.Coordinators, HandIn, page, told: Taken);
            report.Do<ConfirmationBody>("/confirmation", Town, Confirm, page, told: Taken);
            report.Do<ReportCommentBody>("/comments", Town, Comment, page, told: Taken);
            report.Page<IReadOnlyList<ReportRow>, ReportsPage>("~/reports", Who.Officials, ReportReading.HandedIn);
        });

    private static Func<Reading, Task<IResult>> Export(
        Func<ReportRead, Lang, byte[]> write, string type, string ending) => reading => Task.FromResult(Results.File(
        write(ReportReading.Of(reading), reading.Http.RequestServices.GetRequiredService<Lang>()), type,
        $"report-{reading["id"]}.{ending}"));

    private static Task<Done> Write(Post<ReportWordsBody> post) => Run(post, of => new ReportCommand.Write(new(
        post.Text(post.Body.Summary, "summary", of.Id), post.Text(post.Body.Lessons, "lessons", of.Id),
        post.Text(post.Body.Outlook, "outlook", of.Id), post.Text(post.Body.Thanks, "thanks", of.Id))));

    /// <summary>The figures rest on the action, its sessions, shops and campaigns: a correction at this very moment is
    /// in them or makes them be read again.</summary>
    private static Task<Done> HandIn(Post<Nothing> post) => Run(post, of =>
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

    private static Task<Done> Confirm(Post<ConfirmationBody> post) => Run(post, of => new ReportCommand.Confirm(
        post.Body.Version, new(post.Caller.IsOfficialOf(of.RegionCode))));

    private static Task<Done> Comment(Post<ReportCommentBody> post) => Run(post, of => new ReportCommand.Comment(
        post.Body.Version, post.Text(post.Body.Text, "text", of.Id) ?? throw new ProblemException(Problem.Malformed(
            "text", "请写下意见。", "Write the comment.")),
        post.Body.AsksAnswer, new(post.Caller.IsOfficialOf(of.RegionCode))));

    private static Task<Done> Run(Post post, Func<ActionOf, object> command)
    {
        var of = post.Rows.RequireAction(post["id"]);
        return post.Run(
            ClosingReport.Boundary.Stream(of.Id), () => command(of), post.Caller.Coordinates(of), of.Id);
    }
}
