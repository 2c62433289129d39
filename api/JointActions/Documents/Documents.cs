using Federation.Api.Files;

namespace Federation.Api.JointActions;

/// <param name="File">The id of a file sent to /attachments before.</param>
public sealed record DocumentBody(
    DocumentKind Kind, Name Title, string? File = null, string? Link = null, bool MembersOnly = false,
    bool Illustrative = false, string? Source = null, string? Id = null, DateOnly? On = null) : IDated;

public sealed record DocumentVersionBody(string? File = null, string? Link = null, DateOnly? On = null) : IDated;

/// <summary>A form that brings the file itself, or names the one that came with it before.</summary>
public sealed record WithFile<TBody>(TBody Body, Posted Form) : IFromForm<WithFile<TBody>>, IBringsFile
{
    public string? File { get; private set; }

    public static WithFile<TBody> Of(Posted form) => new(FormBody<TBody>.Of(form), form);

    public async Task Keep()
    {
        File = Form.Text("kept");
        if (Form.Form.Files.GetFile("file") is not { Length: > 0 } sent) return;
        await using var content = sent.OpenReadStream();
        var (id, problem) = await FileRules.Keep(
            Form.Http, Form.Post.Id(null, "file"), new(sent.FileName, sent.ContentType, content));
        if (problem is not null) Form.Wrong("file", problem.Zh, problem.En);
        else Form.State.With("kept", (File = id)!).With("keptName", Path.GetFileName(sent.FileName));
    }
}

/// <summary>Documents of a joint action (行动方案, 教案 …) in versions; old ones stay readable.</summary>
public static class Documents
{
    private const Who Keepers = Who.Staff | Who.Coordinators;
    private static readonly Told Added = new("已添加文件", "The document is added", "added");
    private static readonly Told NewVersion = new("已添加新版本", "The version is added", "version");
    private static readonly Told Gone = new("已撤下", "Withdrawn", "withdrawn");

    public static readonly Feature Feature = new(
        "/joint-actions/{id}/documents", [typeof(ActionDocument.Refusals)], documents =>
    {
        const string Versions = "/{documentId}/versions";
        var page = documents.GetIn<Whole<DocumentShown>, DocumentsPage>("", DocumentReading.Of);
        documents.File(Versions + "/{version}/file", Who.Everyone, DocumentReading.File, linked: true);
        documents.Add<DocumentBody>("", Keepers, post => Add(post, post.Body), made: List);
        documents.Send<WithFile<DocumentBody>>("", Keepers, post =>
            Add(post, post.Body.Body with { File = post.Body.File }), page, told: Added);
        documents.Add<DocumentVersionBody>(Versions, Keepers, post => AddVersion(post, post.Body), made: List);
        documents.Send<WithFile<DocumentVersionBody>>(Versions, Keepers, post =>
            AddVersion(post, post.Body.Body with { File = post.Body.File }), page, told: NewVersion);
        documents.Do<Nothing>("/{documentId}/withdrawal", Keepers, post => Run(post, post["documentId"], of =>
            new DocumentCommand.Withdraw(post.Desk(of))), page, told: Gone);
    });

    private static string List(Post post, Done done) => $"/api/v1/joint-actions/{post["id"]}/documents";

    private static async Task<Done> Add(Post post, DocumentBody body) => await Keeping(
        post, body.File, await Run(post, post.Id(body.Id), of => new DocumentCommand.Add(
            body.Kind, body.Title, body.MembersOnly, Content(post, of, body.File, body.Link), post.Desk(of),
            body.Illustrative, body.Source)));

    private static async Task<Done> AddVersion(Post post, DocumentVersionBody body) => await Keeping(
        post, body.File, await Run(post, post["documentId"], of =>
            new DocumentCommand.AddVersion(Content(post, of, body.File, body.Link), post.Desk(of))));

    /// <summary>Whether there is such a file is told to those alone who keep documents here.</summary>
    private static DocumentContent Content(Post post, ActionOf of, string? file, string? link)
    {
        if (!post.Caller.Coordinates(of) && post.Desk(of).Participants.Count == 0)
            throw new ProblemException(Problem.Of(JointAction.Refusals.NotOwner));
        return new(file is null ? null : FileReferences.Named(post, file, "file"), link);
    }

    /// <summary>A file that a document refers to is not swept.</summary>
    private static async Task<Done> Keeping(Post post, string? file, Done done)
    {
        if (done.Accepted && file is not null)
            await post.Log.Refer(file);
        return done;
    }

    private static Task<Done> Run(Post post, string document, Func<ActionOf, object> command) =>
        post.AskIn(ActionDocument.Boundary, post["id"], document, command);
}
