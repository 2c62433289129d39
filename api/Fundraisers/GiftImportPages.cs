using System.Text;
using Federation.Log.Fundraisers;
using Federation.Log.Places;

namespace Federation.Api.Fundraisers;

/// <summary>Importing the platform's file on a page: first it is looked at, then what was seen is recorded.</summary>
/// <remarks>What was looked at is kept for a day as a file of its three columns, nothing about donors in it, so that
/// the second step needs neither the file again nor a script.</remarks>
public static class GiftImportPages
{
    private const string At = "/fundraisers/{id}/import";

    public static readonly RoleRow[] Roles =
    [
        new("GET", At, Who.Coordinators),
        new("POST", At, Who.Coordinators),
        new("POST", At + "/preview", Who.Coordinators),
    ];

    public static void MapGiftImportPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At, (string id, Reading reading) => Show(reading, id, null, null, null));
        pages.MapPost(At + "/preview", (Delegate)PreviewAsync);
        pages.MapPost(At, (string id, Posted posted, Reading reading) =>
        {
            var list = Kept(reading, posted.Required("sheet"));
            if (list is null) posted.State.Wrong(Gone, posted.L);
            GiftsImported? came = null;
            return posted.Run(
                async () =>
                {
                    came = await GiftImport.Import(posted.Post, id, list!);
                    return new(id, new(Federation.Log.OutcomeKind.Accepted, came.Version, came.Position));
                },
                _ => $"/fundraisers/{id}/manage?done=imported&added={came!.Added}",
                state => Show(reading, id, state, null, null));
        });
    }

    private static readonly Domain.Refusal Gone = new(
        "sheet-gone", "看过的文件只保留一天，请重新选择文件。", "A file that was looked at is kept for a day; choose it again.");

    private static async Task<IResult> PreviewAsync(string id, Posted posted, Reading reading)
    {
        var of = reading.Rows.RequireFundraiser(id);
        if (!reading.Caller.Coordinates(of)) return Pages.Problem(reading.Http, Problem.NotAllowed);
        if (await BytesOf(posted) is not { } bytes)
        {
            posted.State.Wrong("file", posted.L.T("请选择文件，或在下面粘贴内容", "Choose a file, or paste the rows below"));
            return Show(reading, id, posted.State, null, null);
        }

        var list = GiftFile.Read(bytes);
        var sorted = GiftImport.Sort(reading.Rows, reading.Rows.CampaignFacts(of.Id), list, posted.Post.Now);
        var sheet = sorted.Fresh.Count == 0 ? null : await Keep(reading, sorted.Fresh);
        return Show(reading, id, null, sorted, sheet);
    }

    private static async Task<byte[]?> BytesOf(Posted posted)
    {
        if (posted.Form.Files.GetFile("file") is not { Length: > 0 } file)
            return posted.Text("rows") is { } rows ? Encoding.UTF8.GetBytes(rows) : null;
        using var content = new MemoryStream();
        await file.CopyToAsync(content);
        return content.ToArray();
    }

    private static async Task<string> Keep(Reading reading, IReadOnlyList<GiftRow> rows)
    {
        var content = Encoding.UTF8.GetBytes(GiftFile.Text(rows));
        var id = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
        await reading.Log.Write(
            "insert into files (id, name, type, content, at, referred) " +
            "values (@id, 'gifts.csv', 'text/csv', @content, @at, 0) on conflict (id) do nothing",
            ("id", id), ("content", content), ("at", reading.Log.Clock.GetUtcNow()));
        return id;
    }

    private static GiftList? Kept(Reading reading, string sheet) => reading.Rows.One(
        "select content from files where id = @id and type = 'text/csv'", r => (byte[])r[0], ("id", sheet))
        is { } content ? GiftFile.Read(content) : null;

    private static IResult Show(
        Reading reading, string id, FormState? state, GiftsSorted? sorted, string? sheet)
    {
        var (of, about) = FundraiserReading.Require(reading, id);
        if (!reading.Caller.Coordinates(of)) return Pages.Problem(reading.Http, Problem.NotAllowed);
        return Pages.Of<GiftImportPage>(
            new { Campaign = about, State = state, Sorted = sorted, Sheet = sheet }, state);
    }
}
