using Federation.Domain.Help;
using Federation.Domain.JointActions;

namespace Federation.Api.JointActions;

/// <param name="File">The id of a file sent to /attachments before.</param>
public sealed record DocumentBody(
    DocumentKind Kind, Name Title, string? File = null, string? Link = null, bool MembersOnly = false,
    bool Illustrative = false, string? Source = null, string? Id = null, DateOnly? On = null) : IDated;

public sealed record DocumentVersionBody(string? File = null, string? Link = null, DateOnly? On = null) : IDated;

/// <summary>Documents of a joint action (行动方案, 教案 …) in versions; old ones stay readable.</summary>
public static class DocumentEndpoints
{
    private const string At = "/api/v1/joint-actions/{id}/documents";

    public static readonly RoleRow[] Roles =
    [
        new("POST", At, Who.Staff | Who.Coordinators),
        new("POST", At + "/{documentId}/versions", Who.Staff | Who.Coordinators),
        new("POST", At + "/{documentId}/withdrawal", Who.Staff | Who.Coordinators),
        new("GET", At, Who.Everyone),
        new("GET", At + "/{documentId}/versions/{version}/file", Who.Everyone),
    ];

    public static void MapDocuments(this IEndpointRouteBuilder actions)
    {
        var documents = actions.MapGroup("/{id}/documents");
        documents.MapPost("", async (string id, Post<DocumentBody> asked) =>
            (await Add(asked, id, asked.Body)).Created(
                asked.Http, $"/api/v1/joint-actions/{id}/documents"));
        documents.MapPost("/{documentId}/versions",
            async (string id, string documentId, Post<DocumentVersionBody> asked) =>
            (await AddVersion(asked, id, documentId, asked.Body)).Created(
                asked.Http, $"/api/v1/joint-actions/{id}/documents"));
        documents.MapPost("/{documentId}/withdrawal", async (string id, string documentId, Post<Nothing> asked) =>
            (await Withdraw(asked, id, documentId)).Answer(asked.Http));
        documents.MapGet("", (string id, Reading reading) => reading.Answer(new
        {
            items = DocumentReading.Of(reading, reading.Rows.RequireAction(id)),
        }));
        documents.MapGet("/{documentId}/versions/{version}/file",
            (string id, string documentId, string version, Reading reading) =>
            DocumentReading.File(reading, reading.Rows.RequireAction(id), documentId, version))
            .WithMetadata(new TakesCookie());
    }

    public static async Task<Done> Add(Post post, string action, DocumentBody body) => await Keeping(
        post, body.File, await Run(post, action, post.Id(body.Id), of => new DocumentCommand.Add(
            body.Kind, body.Title, body.MembersOnly, Content(post, body.File, body.Link), post.Desk(of),
            body.Illustrative, body.Source)));

    public static async Task<Done> AddVersion(
        Post post, string action, string document, DocumentVersionBody body) => await Keeping(
        post, body.File, await Run(post, action, Post.Reference(document, "documentId"), of =>
            new DocumentCommand.AddVersion(Content(post, body.File, body.Link), post.Desk(of))));

    public static Task<Done> Withdraw(Post post, string action, string document) => Run(
        post, action, Post.Reference(document, "documentId"), of =>
            new DocumentCommand.Withdraw(post.Desk(of)));

    private static DocumentContent Content(Post post, string? file, string? link) => new(
        file is null ? null : post.Rows.One(
            "select id, name, type, length(content) from files where id = @id",
            r => new PackageFile(r.GetString(0), r.GetString(1), r.GetString(2), Convert.ToInt64(r[3])),
            ("id", Post.Reference(file, "file"))) ?? throw Problem.Absent(
            "attachment-not-found", "file", "没有找到该附件，请重新上传。", "There is no such file; send it again."), link);

    /// <summary>A file that a document refers to is not swept.</summary>
    private static async Task<Done> Keeping(Post post, string? file, Done done)
    {
        if (done.Accepted && file is not null)
            await post.Log.Write("update files set referred = 1 where id = @id", ("id", file));
        return done;
    }

    private static Task<Done> Run(Post post, string action, string document, Func<ActionOf, object> command)
    {
        var of = post.Rows.RequireAction(action);
        return post.Run(
            ActionDocument.Boundary.Stream(of.Id, document), () => command(of), post.Caller.Coordinates(of),
            document);
    }
}
