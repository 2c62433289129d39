using Federation.Api.Service;
using Federation.Domain.JointActions;

namespace Federation.Api.JointActions;

/// <summary>The page of an action's documents, with the forms that add one, a version, or withdraw it.</summary>
public static class DocumentPages
{
    private const string At = "/joint-actions/{id}/documents";

    public static readonly RoleRow[] Roles =
    [
        new("GET", At, Who.Everyone),
        new("POST", At, Who.Staff | Who.Coordinators),
        new("POST", At + "/{documentId}/versions", Who.Staff | Who.Coordinators),
        new("POST", At + "/{documentId}/withdrawal", Who.Staff | Who.Coordinators),
    ];

    public static void MapDocumentPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At, (string id, Reading reading) => Show(reading, id, "", null));
        pages.MapPost(At, AddAsync);
        pages.MapPost(At + "/{documentId}/versions", VersionAsync);
        pages.MapPost(At + "/{documentId}/withdrawal",
            (string id, string documentId, Posted posted, Reading reading) => posted.Run(
                () => DocumentEndpoints.Withdraw(posted.Post, id, documentId),
                _ => PageOf(id) + "?done=withdrawn", state => Show(reading, id, "", state)));
    }

    private static string PageOf(string id) => $"/joint-actions/{id}/documents";

    private static async Task<IResult> AddAsync(string id, Posted posted, Reading reading)
    {
        var kind = posted.Choice<DocumentKind>("kind") ?? default;
        var (title, file) = (posted.Name("title"), await KeptAsync(posted, reading));
        return await posted.Run(
            () => DocumentEndpoints.Add(posted.Post, id, new(
                kind, title, file, posted.Text("link"), posted.Ticked("membersOnly"), Source: posted.Text("source"))),
            _ => PageOf(id) + "?done=added", state => Show(reading, id, "new", state),
            ("document-empty", "link"), ("document-link-invalid", "link"), ("document-texts-invalid", "title"));
    }

    private static async Task<IResult> VersionAsync(string id, string documentId, Posted posted, Reading reading)
    {
        var file = await KeptAsync(posted, reading);
        return await posted.Run(
            () => DocumentEndpoints.AddVersion(posted.Post, id, documentId, new(file, posted.Text("link"))),
            _ => PageOf(id) + "?done=version", state => Show(reading, id, documentId, state),
            ("document-empty", "link"), ("document-link-invalid", "link"));
    }

    /// <summary>The file that came along, or came with the form before: nobody has to choose it twice.</summary>
    private static async Task<string?> KeptAsync(Posted posted, Reading reading)
    {
        if (posted.Form.Files.GetFile("file") is not { Length: > 0 } sent) return posted.Text("kept");
        using var content = new MemoryStream();
        await sent.CopyToAsync(content);
        var (id, problem) = await AttachmentEndpoints.Keep(
            reading.Log, sent.FileName, sent.ContentType, content.ToArray());
        if (problem is not null) posted.State.Wrong("file", posted.L.T(problem.Zh, problem.En));
        else posted.State.With("kept", id!).With("keptName", Path.GetFileName(sent.FileName));
        return id;
    }

    private static IResult Show(Reading reading, string id, string form, FormState? state)
    {
        var (of, action) = ActionHead.Of(reading, id);
        return Pages.Of<DocumentsPage>(
            new
            {
                Action = action, Documents = DocumentReading.Of(reading, of), Form = form, State = state,
                Done = state is null ? reading.Text("done") : null,
            }, state);
    }
}
