using Federation.Domain.JointActions;

namespace Federation.Api.JointActions;

/// <param name="FileName">Null where the version is a link, or a title alone.</param>
public sealed record DocumentVersion(long Version, DateOnly AddedOn, string? FileName, long? Bytes, string? Link)
{
    /// <summary>Where the file is fetched.</summary>
    public string? Href { get; init; }
}

/// <param name="Versions">The newest first.</param>
public sealed record DocumentShown(
    string Id, DocumentKind Kind, Name Title, bool MembersOnly, DateOnly AddedOn, bool Illustrative, string? Source,
    IReadOnlyList<DocumentVersion> Versions);

/// <summary>Documents of an action as the reader may see them: those for members are hidden from others.</summary>
internal static class DocumentReading
{
    public static IReadOnlyList<DocumentShown> Of(Reading reading, ActionOf of)
    {
        var member = SessionReading.MayReadNotes(reading, of);
        var versions = reading.Rows.All(
            "select document, version, added_on, file_name, file_bytes, link from action_document_versions " +
            "where action = @action order by document, version desc",
            r => (Document: r.GetString(0), Version: new DocumentVersion(
                r.GetInt64(1), r.Day(2)!.Value, r.Text(3), r.Text(3) is null ? null : r.Number(4), r.Text(5))),
            ("action", of.Id)).ToLookup(v => v.Document, v => v.Version);
        return reading.Rows.All(
            "select document, kind, title_zh, title_en, members_only, added_on, illustrative, source " +
            "from action_documents where action = @action and withdrawn_on is null " +
            "order by kind, added_on, document limit @max",
            r => new DocumentShown(
                r.GetString(0), RowText.Parse<DocumentKind>(r.GetString(1)), r.Name(2), r.Flag(4), r.Day(5)!.Value,
                r.Flag(6), r.Text(7), []), ("action", of.Id), ("max", Reading.LimitMax))
            .Where(d => member || !d.MembersOnly)
            .Select(d => d with { Versions = [.. versions[d.Id].Select(v => v with { Href = HrefOf(of, d, v) })] })
            .ToArray();
    }

    private static string? HrefOf(ActionOf of, DocumentShown document, DocumentVersion version) =>
        version.FileName is null ? version.Link
            : $"/api/v1/joint-actions/{of.Id}/documents/{document.Id}/versions/{version.Version}/file";

    /// <summary>A version's file for those who may read the document; for others it is not there.</summary>
    public static IResult File(Reading reading, ActionOf of, string document, string version)
    {
        if (!long.TryParse(version, out var number)) return reading.NotFound();
        var found = reading.Rows.One(
            "select v.file, d.members_only from action_documents d join action_document_versions v " +
            "on v.action = d.action and v.document = d.document " +
            "where d.action = @action and d.document = @document and v.version = @version and v.file is not null " +
            "and d.withdrawn_on is null",
            r => (File: r.GetString(0), MembersOnly: r.Flag(1)),
            ("action", of.Id), ("document", Post.Reference(document, "documentId")), ("version", number));
        if (found.File is null || (found.MembersOnly && !SessionReading.MayReadNotes(reading, of)))
            return reading.NotFound();
        var file = reading.Rows.One(
            "select name, type, content from files where id = @id",
            r => (Name: r.GetString(0), Type: r.GetString(1), Content: (byte[])r[2]), ("id", found.File));
        return file.Content is null ? reading.NotFound() : Results.File(file.Content, file.Type, file.Name);
    }
}
