using Federation.Api.Organisations;
using Federation.Api.Spine;
using Federation.Domain;
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
        api.MapPost("/library", async (Asked<AddPackageBody> asked) =>
        {
            var done = await Add(asked.Asking, asked.Body);
            return done.Created(asked.Http, $"/api/v1/library/{done.Id}");
        });
        api.MapPost("/library/{id}/versions", async (string id, Asked<PackageBody> asked) =>
            (await AddVersion(asked.Asking, id, asked.Body)).Created(asked.Http, $"/api/v1/library/{id}"));
        api.MapPost("/library/{id}/publication", async (string id, Asked<Nothing> asked) =>
            (await Publish(asked.Asking, id)).Answer(asked.Http));
        api.MapPost("/library/{id}/withdrawal", async (string id, Asked<Nothing> asked) =>
            (await Withdraw(asked.Asking, id)).Answer(asked.Http));
        api.MapGet("/library", (Reading reading) => LibraryReading.Items(reading));
        api.MapGet("/library/{id}", (string id, Reading reading) => LibraryReading.Item(reading, id));
    }

    public static async Task<Done> Add(Asking asking, AddPackageBody body)
    {
        var (id, organisation) = (asking.Id(body.Id), Asking.Reference(body.OrganisationId, "organisationId"));
        var done = await asking.Run(
            LibraryItem.Boundary.Stream(id),
            () =>
            {
                asking.RequireParty(organisation, "organisationId");
                return new LibraryCommand.AddPackage(organisation, PackageOf(asking, body), body.Illustrative);
            },
            asking.Caller.SpeaksAsCoordinator(asking.Rows, organisation), id);
        return await Keeping(asking, body, done);
    }

    public static async Task<Done> AddVersion(Asking asking, string id, PackageBody body) => await Keeping(
        asking, body, await asking.Run(
            Stream(id), () => new LibraryCommand.AddVersion(PackageOf(asking, body)), Coordinates(asking, id), id));

    public static Task<Done> Publish(Asking asking, string id) =>
        asking.Run(Stream(id), () => new LibraryCommand.Publish(), Coordinates(asking, id), id);

    public static Task<Done> Withdraw(Asking asking, string id) =>
        asking.Run(Stream(id), () => new LibraryCommand.Withdraw(), Coordinates(asking, id), id);

    private static string Stream(string id) => LibraryItem.Boundary.Stream(Asking.Reference(id, "id"));

    private static bool Coordinates(Asking asking, string id) =>
        LibraryReading.OwnerOf(asking.Rows, id) is { } owner && asking.Caller.SpeaksAsCoordinator(asking.Rows, owner);

    private static Package PackageOf(Asking asking, PackageBody body) => new(
        body.Title, body.Summary, body.Topics, body.Audience, body.DurationMinutes, body.Staffing, body.CostFen,
        body.Materials, body.Cautions, body.LessonPlan, [.. body.Attachments.Select(file => FileOf(asking, file))]);

    private static PackageFile FileOf(Asking asking, string file) => asking.Rows.One(
        "select id, name, type, length(content) from files where id = @id",
        r => new PackageFile(r.GetString(0), r.GetString(1), r.GetString(2), Convert.ToInt64(r[3])),
        ("id", Asking.Reference(file, "attachments"))) ?? throw Filters.Absent(
        "attachment-not-found", "attachments", "没有找到该附件，请重新上传。", "There is no such file; send it again.");

    /// <summary>Files that a package refers to are not swept.</summary>
    private static async Task<Done> Keeping(Asking asking, PackageBody body, Done done)
    {
        if (!done.Accepted) return done;
        foreach (var file in body.Attachments)
            await asking.Log.Write("update files set referred = 1 where id = @id", ("id", file));
        return done;
    }
}
