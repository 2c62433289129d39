using Federation.Log;

namespace Federation.Silo.Bulk;

/// <summary>How far an import of certain files has come; kept as plain rows while it lasts, so that it goes on there
/// after a kill.</summary>
/// <remarks>Written through the log's queue, behind everything that it tells of. The files' faults were looked for
/// before the first note, and need not be again.</remarks>
internal sealed record Note(Place Place, long Accepted = 0, long Refused = 0)
{
    private static readonly string[] Parts = ["file", "line", "accepted", "refused"];

    /// <summary>Null where these files' import has not begun, or has ended.</summary>
    public static Note? Read(EventLog log, string digest)
    {
        var parts = Parts.Select(part => log.Rows.All(
            "select position from process_positions where process = @name", r => r.GetInt64(0),
            ("name", Name(digest, part)))).ToArray();
        return parts.All(part => part.Count == 1)
            ? new(new((int)parts[0][0], (int)parts[1][0]), parts[2][0], parts[3][0])
            : null;
    }

    public Task Write(EventLog log, string digest) => log.Write(
        [.. Parts.Zip((long[])[Place.File, Place.Line, Accepted, Refused], (part, value) => Rowset.Put(
            log.ProcessPositions, Name(digest, part), value))]);

    public static Task Delete(EventLog log, string digest) =>
        log.Write([.. Parts.Select(part => Rowset.Delete(log.ProcessPositions, Name(digest, part)))]);

    private static string Name(string digest, string part) => $"import.{digest[..32]}.{part}";
}
