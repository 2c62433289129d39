using Federation.Api.Organisations;
using Federation.Domain.Help;

namespace Federation.Api.Help;

/// <param name="LessonPlan">教案, as plain text.</param>
/// <param name="Attachments">Ids of files sent to /attachments before.</param>
public record PackageBody(
    Name Title, string Summary, Items<string> Topics, string Audience, long DurationMinutes, string Staffing,
    long CostFen, Items<string> Materials, string LessonPlan, string Cautions = "", Items<string> Attachments = default,
    DateOnly? On = null) : IDated;

public sealed record AddPackageBody(
    string OrganisationId, Name Title, string Summary, Items<string> Topics, string Audience, long DurationMinutes,
    string Staffing, long CostFen, Items<string> Materials, string LessonPlan, string Cautions = "",
    Items<string> Attachments = default, bool Illustrative = false, string? Id = null, DateOnly? On = null)
    : PackageBody(
    Title, Summary, Topics, Audience, DurationMinutes, Staffing, CostFen, Materials, LessonPlan, Cautions, Attachments,
    On);

/// <summary>The activity supply library (活动供给库).</summary>
public static class LibraryEndpoints
{
    public static readonly RoleRow[] Roles =
    [
        new("POST", "/api/v1/library", Who.Staff | Who.Coordinators),
        new("GET", "/api/v1/library", Who.Everyone),
        new("GET", "/api/v1/library/{id}", Who.Everyone),
        new("POST", "/api/v1/library/{id}/versions", Who.Staff | Who.Coordinators),
        new("POST", "/api/v1/library/{id}/publication", Who.Staff | Who.Coordinators),
        new("POST", "/api/v1/library/{id}/withdrawal", Who.Staff | Who.Coordinators),
    ];

    public static void MapLibrary(this IEndpointRouteBuilder api)
    {
        api.MapPost("/library", async (Post<AddPackageBody> asked) =>
        {
            var done = await Add(asked, asked.Body);
            return done.Created(asked.Http, $"/api/v1/library/{done.Id}");
        });
        api.MapPost("/library/{id}/versions", async (string id, Post<PackageBody> asked) =>
            (await AddVersion(asked, id, asked.Body)).Created(asked.Http, $"/api/v1/library/{id}"));
        api.MapPost("/library/{id}/publication", async (string id, Post<Nothing> asked) =>
            (await Publish(asked, id)).Answer(asked.Http));
        api.MapPost("/library/{id}/withdrawal", async (string id, Post<Nothing> asked) =>
            (await Withdraw(asked, id)).Answer(asked.Http));
        api.MapGet("/library", (Reading reading) => LibraryReading.Items(reading));
        api.MapGet("/library/{id}", (string id, Reading reading) => LibraryReading.Item(reading, id));
    }

    public static async Task<Done> Add(Post post, AddPackageBody body)
    {
        var (id, organisation) = (post.Id(body.Id), Post.Reference(body.OrganisationId, "organisationId"));
        var done = await post.Run(
            LibraryItem.Boundary.Stream(id),
            () =>
            {
                post.RequireParty(organisation, "organisationId");
                return new LibraryCommand.AddPackage(organisation, PackageOf(post, body), body.Illustrative);
            },
            post.Caller.SpeaksAsCoordinator(post.Rows, organisation), id);
        return await Keeping(post, body, done);
    }

    public static async Task<Done> AddVersion(Post post, string id, PackageBody body) => await Keeping(
        post, body, await post.Run(
            Stream(id), () => new LibraryCommand.AddVersion(PackageOf(post, body)), Coordinates(post, id), id));

    public static Task<Done> Publish(Post post, string id) =>
        post.Run(Stream(id), () => new LibraryCommand.Publish(), Coordinates(post, id), id);

    public static Task<Done> Withdraw(Post post, string id) =>
        post.Run(Stream(id), () => new LibraryCommand.Withdraw(), Coordinates(post, id), id);

    private static string Stream(string id) => LibraryItem.Boundary.Stream(Post.Reference(id, "id"));

    private static bool Coordinates(Post post, string id) =>
        LibraryReading.OwnerOf(post.Rows, id) is { } owner && post.Caller.SpeaksAsCoordinator(post.Rows, owner);

    private static Package PackageOf(Post post, PackageBody body) => new(
        body.Title, body.Summary, body.Topics, body.Audience, body.DurationMinutes, body.Staffing, body.CostFen,
        body.Materials, body.Cautions, body.LessonPlan, [.. body.Attachments.Select(file => FileOf(post, file))]);

    private static PackageFile FileOf(Post post, string file) => post.Rows.One(
        "select id, name, type, length(content) from files where id = @id",
        r => new PackageFile(r.GetString(0), r.GetString(1), r.GetString(2), Convert.ToInt64(r[3])),
        ("id", Post.Reference(file, "attachments"))) ?? throw Problem.Absent(
        "attachment-not-found", "attachments", "没有找到该附件，请重新上传。", "There is no such file; send it again.");

    /// <summary>Files that a package refers to are not swept.</summary>
    private static async Task<Done> Keeping(Post post, PackageBody body, Done done)
    {
        if (!done.Accepted) return done;
        foreach (var file in body.Attachments)
            await post.Log.Write("update files set referred = 1 where id = @id", ("id", file));
        return done;
    }
}
