using System.Diagnostics;
using Federation.Domain;
using Federation.Domain.JointActions;
using static Federation.Log.Column;

namespace Federation.Log.JointActions;

// Documents of a joint action with all their versions: an old one stays readable. A withdrawn document keeps its rows
// and is listed no more.

public static class DocumentRows
{
    public static readonly Table Documents = new("action_documents",
        [Text("action"), Text("document")],
        [
            Text("alliance"), Text("kind"), Text("title_zh"), Text("title_en"), Number("members_only"),
            Number("versions"), Text("added_on"), Text("withdrawn_on"), Number("illustrative"), Text("source"),
        ]);

    public static readonly Table Versions = new("action_document_versions",
        [Text("action"), Text("document"), Number("version")],
        [
            Text("added_on"), Text("file"), Text("file_name"), Text("file_type"), Number("file_bytes"), Text("link"),
        ]);

    public static readonly Projection Projection =
        Projection.Of<DocumentEvent>("documents", [Documents, Versions], Apply);

    private static IEnumerable<Change> Apply(StoredEvent e, DocumentEvent body)
    {
        object[] key = [e.Id(0), e.Id(1)];
        return body switch
        {
            DocumentEvent.Added added =>
            [
                Documents.Put(key,
                    ("alliance", added.AllianceId), ("kind", RowText.Of(added.Kind)), ("title_zh", added.Title.Zh),
                    ("title_en", added.Title.En), ("members_only", added.MembersOnly), ("versions", 1L),
                    ("added_on", e.Day), ("illustrative", added.Illustrative), ("source", added.Source)),
                Version(e, 1, added.Content),
            ],
            DocumentEvent.VersionAdded added =>
                [Documents.Put(key, ("versions", added.Version)), Version(e, added.Version, added.Content)],
            DocumentEvent.Withdrawn => [Documents.Put(key, ("withdrawn_on", e.Day))],
            _ => throw new UnreachableException(body.GetType().Name),
        };
    }

    private static Change Version(StoredEvent e, long version, DocumentContent content) => Versions.Put(
        [e.Id(0), e.Id(1), version],
        ("added_on", e.Day), ("file", content.File?.Id), ("file_name", content.File?.FileName),
        ("file_type", content.File?.ContentType), ("file_bytes", content.File?.Bytes ?? 0L), ("link", content.Link));
}
