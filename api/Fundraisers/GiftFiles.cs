using System.Text;
using Federation.Api.Files;
using Federation.Log.Fundraisers;

namespace Federation.Api.Fundraisers;

/// <summary>The platform's file as its page takes it; what is chosen goes before what is pasted.</summary>
public sealed record GiftFileForm(
    [Says("平台导出的文件", "The platform’s file",
        "CSV 或 XLSX，最大 4 MiB、10,000 行。第一行要有：交易编号、金额(元)、捐赠时间，如 T-0001,20.00,2022-01-15 09:30；其他列（如姓名）不会读取。",
        "CSV or XLSX, at most 4 MiB and 10,000 rows. The first row names externalId, amount (yuan), givenAt; "
        + "then e.g. T-0001,20.00,2022-01-15 09:30; other columns, such as names, are not read.")]
    Upload? File,
    [Says("或粘贴内容", "Or paste the rows", "选了文件就不看这里", "Not looked at when a file is chosen", Lines = 5)]
    string? Rows) : IFromForm<GiftFileForm>
{
    public byte[] Bytes => File?.Read(GiftFile.MaxBytes) ?? Encoding.UTF8.GetBytes(Rows ?? "");

    public static GiftFileForm Of(Posted form)
    {
        var sent = FormBody<GiftFileForm>.AsTyped(form);
        if (sent is (null, null))
            form.Wrong("file", "请选择文件，或在下面粘贴内容", "Choose a file, or paste the rows below");
        return sent;
    }
}

/// <param name="Sheet">Under which the good rows of the file that was looked at are kept.</param>
public sealed record SheetForm(string Sheet);

/// <summary>A file that was looked at.</summary>
/// <param name="Sheet">Null where it has no good rows.</param>
public sealed record GiftsSeen(GiftsSorted Sorted, string? Sheet);

public sealed record GiftImportView(FundraiserRow Campaign, GiftsSeen? Seen)
{
    public static GiftImportView Of(Reading reading)
    {
        var (of, about) = FundraiserReading.Require(reading);
        return reading.Caller.Coordinates(of) ? new(about, reading.Http.Features.Get<GiftsSeen>())
            : throw new ProblemException(Problem.NotAllowed);
    }
}

/// <summary>Importing the platform's file: by the API at once; on a page it is looked at first, then what was seen is
/// recorded.</summary>
/// <remarks>What was looked at is kept for a day as a file of its three columns, nothing about donors in it, so that
/// the second step needs neither the file again nor a script.</remarks>
internal static class GiftFiles
{
    private const string SheetType = "text/csv";

    public static readonly BodyBound Bound = new(GiftFile.MaxBytes, Files: true);

    /// <summary>CSV or XLSX as the body. All good rows are recorded in one go; bad rows are told.</summary>
    public static async Task<IResult> ImportAsync(HttpContext http)
    {
        var bytes = await Bodies.ReadAsync(http.Request);
        var came = await GiftImport.Import(Post.Of(http, bytes, on: null), await Read(http, bytes));
        http.Response.Headers.ETag = $"\"{came.Position}\"";
        return Results.Json(came, Bodies.Options);
    }

    /// <summary>The same without recording anything.</summary>
    public static async Task<IResult> PreviewAsync(HttpContext http)
    {
        var bytes = await Bodies.ReadAsync(http.Request);
        var sorted = await Sorted(Post.Of(http, bytes, on: null), bytes, Problem.Of(Asked.Refusals.NotCoordinator));
        return Results.Json(
            new { fresh = sorted.Fresh.Count, sorted.FreshFen, sorted.AlreadyThere, sorted.Bad }, Bodies.Options);
    }

    public static async Task Look(Post<GiftFileForm> post)
    {
        var sorted = await Sorted(post, post.Body.Bytes, Problem.NotAllowed);
        post.Http.Features.Set(new GiftsSeen(sorted, sorted.Fresh.Count == 0 ? null : await Keep(post, sorted.Fresh)));
    }

    private static async Task<GiftList> Read(HttpContext http, byte[] bytes)
    {
        using var turn = await Imports.Turn(http);
        return GiftFile.Read(bytes);
    }

    private static async Task<GiftsSorted> Sorted(Post post, byte[] bytes, Problem notAllowed)
    {
        var of = post.Rows.RequireFundraiser(post["id"]);
        if (!post.Caller.Coordinates(of)) throw new ProblemException(notAllowed);
        return GiftImport.Sort(post.Rows, post.Rows.CampaignFacts(of.Id), await Read(post.Http, bytes), post.Now);
    }

    public static async Task<Done> ImportSeen(Post<SheetForm> post)
    {
        var kept = post.Log.FileOf(Post.Reference(post.Body.Sheet, "sheet"));
        if (kept is null || kept.Type != SheetType || kept.Account != post.Caller.Account || kept.Name != post["id"])
            throw Problem.Absent(
                "sheet-gone", "file", "看过的文件只保留一天，请重新选择文件。",
                "A file that was looked at is kept for a day; choose it again.");
        using var content = new MemoryStream((int)kept.Bytes);
        await post.Log.CopyTo(kept, content, post.Http.RequestAborted);
        var came = await GiftImport.Import(post, GiftFile.Read(content.ToArray()));
        return new Done(post["id"], new(OutcomeKind.Accepted, came.Version, came.Position))
            .With("added", $"{came.Added}");
    }

    /// <summary>Under the campaign's name: what was looked at for one is not imported into another, nor by somebody
    /// else. It is no file that is served.</summary>
    private static async Task<string> Keep(Post post, IReadOnlyList<GiftRow> rows)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(GiftFile.Text(rows)));
        var (id, problem) = await FileRules.Store(
            post.Http, post.Id(null, "sheet"), new(post["id"], SheetType, content));
        return id ?? throw new ProblemException(problem!);
    }
}
