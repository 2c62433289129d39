using Federation.Api.Files;
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
public static class Packages
{
    private const Who Makers = Who.Staff | Who.Coordinators;

    public static readonly Feature Feature = new(
        "/library", [typeof(LibraryItem.Refusals), typeof(Package.Refusals), typeof(Helping.Refusals)], library =>
        {
            library.Get<Listed<PackageShown>, LibraryPage>(
                "", Who.Everyone, LibraryReading.Found, "organisationId topic state q");
            var form = library.Page<PackageDraft, PackageFormPage>("/new", Makers, _ => new(null));
            var one = library.Get<PackageDetail, PackagePage>("/{id}", Who.Everyone, LibraryReading.Find);
            var version = library.Page<PackageDraft, PackageFormPage>("/{id}/version", Makers, LibraryReading.Draft);
            library.Add<AddPackageBody>("", Makers, post => Add(
                post, post.Body.Id, post.Body.OrganisationId, post.Body, post.Body.Illustrative));
            library.Send<PackageForm>("/new", Makers, post => Add(
                post, null, post.Body.OrganisationId, post.Body.Content, illustrative: false), form, one, new(
                "活动包已保存为草稿，检查后请发布", "The package is saved as a draft; check and publish it", "package-added"));
            library.Add<PackageBody>("/{id}/versions", Makers, post => AddVersion(post, post.Body));
            library.Send<PackageForm>("/{id}/version", Makers, post => AddVersion(post, post.Body.Content), version,
                one, new("新版本已保存；要让大家用上，请发布", "The new version is saved; publish it for others to use",
                    "version-added"));
            library.Do<Nothing>("/{id}/publication", Makers, post => Run(post, () => new LibraryCommand.Publish()),
                one, told: new("活动包已发布", "The package is published", "published"));
            library.Do<Nothing>("/{id}/withdrawal", Makers, post => Run(post, () => new LibraryCommand.Withdraw()),
                one, told: new("活动包已撤回，不再接受新的订用", "The package is withdrawn; nobody can order it now", "withdrawn"));
        });

    private static async Task<Done> Add(
        Post post, string? given, string organisation, PackageBody body, bool illustrative)
    {
        var (id, owner) = (post.Id(given), Post.Reference(organisation, "organisationId"));
        var done = await post.Run(
            LibraryItem.Boundary.Stream(id),
            () =>
            {
                post.RequireParty(owner, "organisationId");
                return new LibraryCommand.AddPackage(owner, PackageOf(post, owner, body), illustrative);
            },
            post.Caller.SpeaksAsCoordinator(post.Rows, owner), id);
        return await Keeping(post, body, done);
    }

    private static async Task<Done> AddVersion(Post post, PackageBody body) => await Keeping(
        post, body, await Run(post, () => new LibraryCommand.AddVersion(
            PackageOf(post, LibraryReading.OwnerOf(post.Rows, post["id"]), body))));

    private static Task<Done> Run(Post post, Func<object> command)
    {
        var id = post["id"];
        return post.Run(
            LibraryItem.Boundary.Stream(id), command,
            LibraryReading.OwnerOf(post.Rows, id) is { } owner && post.Caller.SpeaksAsCoordinator(post.Rows, owner),
            id);
    }

    /// <summary>Whether there are such files is told to those alone who keep the package.</summary>
    private static Package PackageOf(Post post, string? owner, PackageBody body)
    {
        if (owner is not null && !post.Caller.SpeaksFor(post.Rows, owner))
            throw new ProblemException(Problem.Of(Asked.Refusals.NotYourOrganisation));
        return new(
            body.Title, body.Summary, body.Topics, body.Audience, body.DurationMinutes, body.Staffing, body.CostFen,
            body.Materials, body.Cautions, body.LessonPlan,
            [.. body.Attachments.Select(file => FileReferences.Named(post, file, "attachments"))]);
    }

    /// <summary>Files that a package refers to are not swept.</summary>
    private static async Task<Done> Keeping(Post post, PackageBody body, Done done)
    {
        if (!done.Accepted) return done;
        foreach (var file in body.Attachments)
            await post.Log.Refer(file);
        return done;
    }
}
