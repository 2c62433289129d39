using Federation.Api.Files;

namespace Federation.Api.JointActions;

/// <param name="FileName">Null where the version is a link, or a title alone.</param>
/// <param name="Href">Where the file is fetched.</param>
public sealed record DocumentVersion(
    long Version, DateOnly AddedOn, string? FileName, long? Bytes, string? Link, string? Href = null);

public sealed record DocumentShown(
    string Id, DocumentKind Kind, Name Title, bool MembersOnly, DateOnly AddedOn, bool Illustrative, string? Source)
{
    /// <summary>The newest first.</summary>
    public IReadOnlyList<DocumentVersion> Versions { get; init; } = [];
}

/// <summary>Documents of an action as the reader may see them: those for members are hidden from others.</summary>
internal static class DocumentReading
{
    private sealed record Row(
        string Document, long Version, DateOnly AddedOn, string? FileName, long? FileBytes, string? Link);

    public static Whole<DocumentShown> Of(Reading reading, ActionOf of)
    {
        var member = SessionReading.MayReadNotes(reading, of);
        var versions = reading.Rows.All<Row>(
            "select document, version, added_on, file_name, file_bytes, link from action_document_versions " +
            "where action = @action order by document, version desc", ("action", of.Id)).ToLookup(v => v.Document);
        return new(
        [
            .. reading.Rows.All<DocumentShown>(
                "select document as id, kind, title_zh, title_en, members_only, added_on, illustrative, source " +
                "from action_documents where action = @action and withdrawn_on is null " +
                "order by kind, added_on, document limit @max", ("action", of.Id), ("max", Reading.LimitMax))
                .Where(d => member || !d.MembersOnly)
                .Select(d => d with { Versions = [.. versions[d.Id].Select(v => Shown(of, v))] }),
        ]);
    }

    private static DocumentVersion Shown(ActionOf of, Row row) => new(
        row.Version, row.AddedOn, row.FileName, row.FileName is null ? null : row.FileBytes, row.Link,
        row.FileName is null ? row.Link
            : $"/api/v1/joint-actions/{of.Id}/documents/{row.Document}/versions/{row.Version}/file");

    /// <summary>A version's file for those who may read the document; for others it is not there.</summary>
    public static Task<IResult> File(Reading reading)
    {
        var of = reading.Rows.RequireAction(reading["id"]);
        if (!long.TryParse((string?)reading.Http.Request.RouteValues["version"], out var number)) return Absent();
        var found = reading.Rows.One(
            "select v.file, v.file_name, d.members_only from action_documents d " +
            "join action_document_versions v on v.action = d.action and v.document = d.document " +
            "where d.action = @action and d.document = @document and v.version = @version and d.withdrawn_on is null",
            r => (File: r.Text(0), Name: r.Text(1) ?? "", MembersOnly: r.Flag(2)),
            ("action", of.Id), ("document", reading["documentId"]), ("version", number));
        return found.File is null || (found.MembersOnly && !SessionReading.MayReadNotes(reading, of)) ? Absent()
            : reading.Log.FileOf(found.File) is not { } file ? Absent()
            : Task.FromResult(Attachments.Answer(reading, file, new(found.Name, Said, found.MembersOnly)));

        Task<IResult> Absent() => Task.FromResult(reading.NotFound());
    }

    /// <summary>A withdrawn document shows its file to nobody, but whoever keeps it can still have the file erased.
    /// </summary>
    public static IReadOnlyList<FileReference> Referring(Reading reading, string file) =>
    [
        .. reading.Rows.All(
            "select d.action, v.file_name, d.members_only, case when d.withdrawn_on is null then 0 else 1 end " +
            "from action_document_versions v " +
            "join action_documents d on d.action = v.action and d.document = v.document " +
            "where v.file = @file limit @max",
            r => (Action: r.GetString(0), Name: r.Text(1) ?? "", MembersOnly: r.Flag(2), Withdrawn: r.Flag(3)),
            ("file", file), ("max", Reading.LimitMax))
            .Select(d => (Document: d, Of: reading.Rows.RequireAction(d.Action)))
            .Select(d => new FileReference(
                d.Document.Name, Said, !d.Document.Withdrawn
                    && (!d.Document.MembersOnly || SessionReading.MayReadNotes(reading, d.Of)),
                reading.Caller.Coordinates(d.Of), d.Document.MembersOnly)),
    ];

    private const string Said = "a document of an action";
}
