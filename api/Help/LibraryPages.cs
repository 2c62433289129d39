using System.Globalization;
using Federation.Api.Service;
using Federation.Domain.Help;
using static Federation.Api.Help.HelpPages;

namespace Federation.Api.Help;

/// <summary>Pages of the supply library: packages, one package, and writing one.</summary>
public static class LibraryPages
{
    private const string One = "/library/{id}";
    private const decimal YuanMax = Package.CostFenMax / 100m;

    public static readonly RoleRow[] Roles =
    [
        new("GET", "/library", Who.Everyone),
        new("GET", "/library/new", Who.Staff | Who.Coordinators),
        new("POST", "/library/new", Who.Staff | Who.Coordinators),
        new("GET", One, Who.Everyone),
        new("GET", One + "/version", Who.Staff | Who.Coordinators),
        new("POST", One + "/version", Who.Staff | Who.Coordinators),
        new("POST", One + "/publication", Who.Staff | Who.Coordinators),
        new("POST", One + "/withdrawal", Who.Staff | Who.Coordinators),
    ];

    public static void MapLibraryPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/library", Browse);
        pages.MapGet("/library/new", (Reading reading, Lang lang) => Write(reading, lang, null, null));
        pages.MapPost("/library/new", (Posted posted, Reading reading) => SaveAsync(posted, reading, null));
        pages.MapGet(One, (string id, Reading reading, Lang lang) => Show(reading, id));
        pages.MapGet(One + "/version", (string id, Reading reading, Lang lang) => Write(reading, lang, id, null));
        pages.MapPost(One + "/version", (string id, Posted posted, Reading reading) => SaveAsync(posted, reading, id));
        pages.MapPost(One + "/publication", (string id, Posted posted, Reading reading) => posted.Run(
            () => LibraryEndpoints.Publish(posted.Post, id), _ => $"/library/{id}?done=published",
            state => Show(reading, id, state)));
        pages.MapPost(One + "/withdrawal", (string id, Posted posted, Reading reading) => posted.Run(
            () => LibraryEndpoints.Withdraw(posted.Post, id), _ => $"/library/{id}?done=withdrawn",
            state => Show(reading, id, state)));
    }

    private static IResult Browse(Reading reading)
    {
        if (LibraryReading.Found(reading) is not { } found) return Pages.Problem(reading.Http, Problem.NotAllowed);
        var more = found.Count > reading.Limit;
        var shown = more ? found.Take(reading.Limit).ToArray() : found;
        return Pages.Of<LibraryPage>(new
        {
            Packages = shown, Topics = Topics(reading), Q = reading.Http.Request.Query,
            Own = reading.Caller.Organisations.FirstOrDefault(),
            MayWrite = MayWrite(reading.Caller), Next = more ? reading.Next(shown[^1].Id) : null, reading.First,
        });
    }

    private static string[] Topics(Reading reading) => [.. reading.Rows.All(
        "select v.topics from library_items i join library_versions v on v.item = i.item and v.version = i.published " +
        "where i.state = 'published' limit 500", r => Federation.Log.RowText.Words(r.GetString(0)))
        .SelectMany(topics => topics).Distinct().Order(StringComparer.Ordinal)];

    private static bool MayWrite(Caller caller) => (RoleTable.RolesOf(caller) & (Who.Staff | Who.Coordinators)) != 0;

    private static IResult Show(Reading reading, string id, FormState? state = null) =>
        LibraryReading.Find(reading, id) is not { } found
            ? Pages.Problem(reading.Http, Problem.NotFound)
            : Pages.Of<PackagePage>(
                new
                {
                    Found = found, State = state, Done = reading.Text("done"), MayOrder = MayWrite(reading.Caller),
                    reading.Caller.SignedIn,
                },
                Status(state));

    /// <summary>The form for a package, or for a further version of one, which begins with what there is.</summary>
    private static IResult Write(Reading reading, Lang lang, string? id, FormState? state)
    {
        LibraryReading.PackageShown? package = null;
        if (id is not null)
        {
            if (LibraryReading.Find(reading, id) is not { } found) return Pages.Problem(reading.Http, Problem.NotFound);
            if (!found.Owns) return Pages.Problem(reading.Http, Problem.NotAllowed);
            package = found.Package;
        }

        return Pages.Of<PackageFormPage>(
            new
            {
                Package = package, State = state ?? (package is null ? null : Begun(package)),
                Parties = package is null ? HelpChoices.Of(lang, reading.OwnParties()) : [],
                Topics = HelpChoices.Topics(reading.Rows), Files = Files(reading, state, package),
            },
            Status(state?.Failed == true ? state : null));
    }

    private static FormState Begun(LibraryReading.PackageShown p) => new FormState()
        .With("titleZh", p.Title.Zh).With("titleEn", p.Title.En ?? "").With("summary", p.Summary)
        .With("topics", string.Join("、", p.Topics)).With("audience", p.Audience)
        .With("durationMinutes", p.DurationMinutes.ToString(CultureInfo.InvariantCulture)).With("staffing", p.Staffing)
        .With("cost", (p.CostFen / 100m).ToString("0.##", CultureInfo.InvariantCulture))
        .With("materials", string.Join("\n", p.Materials)).With("cautions", p.Cautions)
        .With("lessonPlan", p.LessonPlan ?? "");

    /// <summary>Files that stay ticked: those of the package, or those sent with the form that was refused.</summary>
    private static IReadOnlyList<Choice> Files(
        Reading reading, FormState? state, LibraryReading.PackageShown? package) =>
    [
        .. (package is null ? [] : PackagePage.FilesOf(package).Select(f => f.Id))
            .Concat(state?.AllTyped("attachments") ?? [])
            .Distinct().Select(file => new Choice(file, reading.Rows.One(
                "select name from files where id = @id", r => r.GetString(0), ("id", file)) ?? file)),
    ];

    private static async Task<IResult> SaveAsync(Posted posted, Reading reading, string? id)
    {
        var organisation = id is null ? posted.Required("organisationId") : "";
        var (title, summary) = (posted.Required("titleZh"), posted.Required("summary"));
        var (audience, staffing, plan) =
            (posted.Required("audience"), posted.Required("staffing"), posted.Required("lessonPlan"));
        posted.Required("topics");
        posted.Required("durationMinutes");
        var (minutes, cost) = (posted.Number("durationMinutes") ?? 0, Fen(posted));
        var body = new PackageBody(
            new(title, posted.Text("titleEn")), summary, [.. posted.Words("topics")], audience, minutes, staffing, cost,
            [.. Lines(posted, "materials")], plan, posted.Text("cautions") ?? "", await KeptAsync(posted, reading));
        return await posted.Run(
            () => id is null ? LibraryEndpoints.Add(posted.Post, new(
                    organisation, body.Title, body.Summary, body.Topics, body.Audience, body.DurationMinutes,
                    body.Staffing, body.CostFen, body.Materials, body.LessonPlan, body.Cautions, body.Attachments))
                : LibraryEndpoints.AddVersion(posted.Post, id, body),
            done => $"/library/{done.Id}?done={(id is null ? "package-added" : "version-added")}",
            state => Write(reading, posted.L, id, state),
            ("package-title-missing", "titleZh"), ("package-duration-out-of-range", "durationMinutes"),
            ("package-cost-out-of-range", "cost"), ("topic-too-long", "topics"), ("too-many-topics", "topics"),
            ("too-many-materials", "materials"));
    }

    private static string[] Lines(Posted posted, string field) =>
        (posted.Text(field) ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Yuan as people type them, with at most two decimals.</summary>
    private static long Fen(Posted posted)
    {
        var text = posted.Required("cost");
        if (text.Length == 0) return 0;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var yuan)
            && yuan <= YuanMax && yuan * 100 == Math.Floor(yuan * 100)) return (long)(yuan * 100);
        posted.State.Wrong("cost", posted.L.T("请填写金额（元），例如 120 或 35.5", "An amount in yuan, such as 120 or 35.5"));
        return 0;
    }

    /// <summary>Keeps the files that came along. They stay with the form, so that nobody has to choose them
    /// again.</summary>
    private static async Task<Items<string>> KeptAsync(Posted posted, Reading reading)
    {
        var kept = posted.Many("attachments").ToList();
        foreach (var file in posted.Form.Files.Where(f => f.Length > 0))
        {
            using var content = new MemoryStream();
            await file.CopyToAsync(content);
            var (id, problem) = await AttachmentEndpoints.Keep(
                reading.Log, file.FileName, file.ContentType, content.ToArray());
            if (problem is not null)
                posted.State.Wrong("files", $"{file.FileName}：{posted.L.T(problem.Zh, problem.En)}");
            else if (!kept.Contains(id!)) kept.Add(id!);
        }

        if (kept.Count > Package.AttachmentsMax) posted.State.Wrong("files", posted.L.T(
            $"附件最多 {Package.AttachmentsMax} 个", $"At most {Package.AttachmentsMax} files"));
        posted.State.With("attachments", [.. kept]);
        return [.. kept];
    }
}
