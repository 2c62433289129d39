using System.Diagnostics;
using System.Text.Json;
using Federation.Domain.JointActions;
using static Federation.Log.Column;

namespace Federation.Log.JointActions;

/// <summary>Closing reports: how far each has come, every version as handed in, and what officials said.</summary>
public static class ReportRows
{
    private static readonly Column[] Words = [Text("summary"), Text("lessons"), Text("outlook"), Text("thanks")];

    /// <summary>Words as written last; state is handed-in, commented or confirmed, and null before. Edited: written
    /// since the newest version was handed in.</summary>
    public static readonly Table Reports = new("reports",
        [Text("action")], [.. Words, Text("state"), Number("version"), Number("edited"), Text("changed_on")], "state");

    /// <summary>Figures are the frozen ones as a JSON array, in their order.</summary>
    public static readonly Table Versions = new("report_versions",
        [Text("action"), Number("version")],
        [
            .. Words, Text("as_of"), Number("handed_in_at"), Text("figures"), Number("position"), Text("hash"),
            Text("handed_in_by"), Text("confirmed_on"), Text("confirmed_by"),
        ]);

    public static readonly Table Comments = new("report_comments",
        [Text("action"), Number("position")],
        [Number("version"), Text("day"), Text("comment"), Number("asks_answer"), Text("said_by")]);

    public static readonly Projection Projection = new("reports", [Reports, Versions, Comments], Apply);

    private static IEnumerable<Change> Apply(StoredEvent e) => e.Body switch
    {
        ReportEvent.Written written =>
            [Reports.Put([e.Id()], [.. Of(written.Words), ("edited", true), ("changed_on", e.Day)])],
        ReportEvent.HandedIn now =>
        [
            Reports.Put([e.Id()],
            [
                .. Of(now.Words), ("state", "handed-in"), ("version", (long)now.Version), ("edited", false),
                ("changed_on", e.Day),
            ]),
            Versions.Put([e.Id(), (long)now.Version],
            [
                .. Of(now.Words), ("as_of", now.AsOf), ("handed_in_at", e.RecordedAt),
                ("figures", JsonSerializer.Serialize(now.Figures.ToArray(), Json.Options)),
                ("position", now.Seen.Position), ("hash", now.Seen.Hash), ("handed_in_by", now.By),
            ]),
        ],
        ReportEvent.Confirmed now =>
        [
            Reports.Put([e.Id()], ("state", "confirmed"), ("changed_on", e.Day)),
            Versions.Put([e.Id(), (long)now.Version], ("confirmed_on", now.Day), ("confirmed_by", now.By)),
        ],
        ReportEvent.Commented now =>
        [
            Comments.Put([e.Id(), e.Position],
                ("version", (long)now.Version), ("day", now.Day), ("comment", now.CommentId),
                ("asks_answer", now.AsksAnswer), ("said_by", now.By)),
            .. now.AsksAnswer
                ? new[] { Reports.Put([e.Id()], ("state", "commented"), ("changed_on", e.Day)) } : [],
        ],
        ReportEvent other => throw new UnreachableException(other.GetType().Name),
        _ => [],
    };

    private static IEnumerable<(string, object?)> Of(ReportWords words) =>
    [
        ("summary", words.SummaryId), ("lessons", words.LessonsId), ("outlook", words.OutlookId),
        ("thanks", words.ThanksId),
    ];

    /// <summary>Frozen figures as <see cref="Versions"/> holds them.</summary>
    public static FrozenFigure[] Figures(string text) =>
        JsonSerializer.Deserialize<FrozenFigure[]>(text, Json.Options)!;
}
