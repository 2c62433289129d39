using System.Diagnostics;
using Federation.Domain.Complaints;
using static Federation.Log.Column;

namespace Federation.Log.Complaints;

/// <summary>Complaints by where they stand and since when; what was said lies sealed under the ids here.</summary>
public static class ComplaintRows
{
    /// <summary>State is received, in-hand, passed-on, answered or declined. For officials: coordinators do not see
    /// it.</summary>
    public static readonly Table Complaints = new("complaints",
        [Text("complaint")],
        [
            Text("alliance"), Text("about_kind"), Text("about_id"), Text("words"), Text("contact"), Text("code_check"),
            Text("state"), Number("ended"), Number("for_officials"), Number("erased"), Text("filed_on"),
            Text("state_on"), Text("answer"), Text("note"),
        ],
        "alliance, ended, filed_on");

    public static readonly Projection Projection = new("complaints", [Complaints], Apply);

    private static IEnumerable<Change> Apply(StoredEvent e) =>
        e.Body is ComplaintEvent body ? [Complaints.Put([e.Id()], Of(e, body))] : [];

    private static (string, object?)[] Of(StoredEvent e, ComplaintEvent body) => body switch
    {
        ComplaintEvent.Filed filed =>
        [
            ("alliance", filed.AllianceId), ("about_kind", RowText.Of(filed.About.Kind)), ("about_id", filed.About.Id),
            ("words", filed.TextId), ("contact", filed.ContactId), ("code_check", filed.CodeCheck),
            ("state", "received"), ("for_officials", filed.About.Kind == SubjectKind.Coordinator),
            ("filed_on", e.Day), ("state_on", e.Day),
        ],
        ComplaintEvent.Taken now => [("state", "in-hand"), ("state_on", now.Day)],
        ComplaintEvent.Answered now =>
            [("state", "answered"), ("state_on", now.Day), ("ended", true), ("answer", now.AnswerId)],
        ComplaintEvent.Declined now =>
            [("state", "declined"), ("state_on", now.Day), ("ended", true), ("answer", now.ReasonId)],
        ComplaintEvent.PassedOn now =>
            [("state", "passed-on"), ("state_on", now.Day), ("for_officials", true), ("note", now.NoteId)],
        ComplaintEvent.Erased => [("erased", true)],
        _ => throw new UnreachableException(body.GetType().Name),
    };
}
