using System.Diagnostics;
using Federation.Domain;
using Federation.Domain.Counting;
using Federation.Domain.JointActions;
using static Federation.Log.Column;

namespace Federation.Log.JointActions;

// Every session with its whole report: what a figure opens to. Lists read it by an index and a page at a time; no
// figure is computed from it.

public static class SessionRows
{
    /// <summary>State is planned, held or cancelled; a cancelled session keeps the report that no longer
    /// counts.</summary>
    public static readonly Table Sessions = new("sessions",
        [Text("action"), Text("session")],
        [
            Text("alliance"), Text("theme"), Text("series"), Text("village"), Text("organisation"), Number("starts_at"),
            Text("day"), Text("place"), Text("state"), Number("person_times"), Text("pt_precision"),
            Number("volunteer_times"), Number("minutes"), Number("copies"), Text("note"), Text("reason"),
            Text("source"), Number("illustrative"), Number("corrections"), Number("reported_at"), Text("reported_by"),
        ],
        "village, day", "alliance, day", "organisation, day", "action, day", "action, series, village");

    public static readonly Table Materials = new("session_materials",
        [Text("action"), Text("session"), Text("name")], [Number("count"), Text("precision")]);

    /// <summary>One row per change of time or place, in their order. Until is the later of the two days: as long as
    /// somebody may still come on one of them, the change is news.</summary>
    public static readonly Table Moves = new("session_moves",
        [Text("action"), Text("session"), Number("number")],
        [
            Number("was_starts_at"), Text("was_place"), Number("starts_at"), Text("place"),
            Text("reason"), Text("moved_on"), Text("until"),
        ],
        "until");

    public static readonly Projection Projection =
        Projection.Of<SessionEvent>("sessions", [Sessions, Materials, Moves], Apply);

    private static IEnumerable<Change> Apply(StoredEvent e, SessionEvent body)
    {
        object[] key = [e.Id(0), e.Id(1)];
        return body switch
        {
            SessionEvent.Planned planned => [Planned(key, planned)],
            SessionEvent.Rescheduled moved =>
            [
                Sessions.Put(key, ("starts_at", moved.StartsAt), ("day", Days.Of(moved.StartsAt)),
                    ("place", moved.Place)),
                Moves.Put([.. key, e.Version],
                    ("was_starts_at", moved.Was?.StartsAt), ("was_place", moved.Was?.Place),
                    ("starts_at", moved.StartsAt), ("place", moved.Place), ("reason", moved.ReasonId),
                    ("moved_on", e.Day), ("until", Later(moved))),
            ],
            SessionEvent.Reported now => Reported(e, key, now.Report),
            SessionEvent.ReportCorrected now =>
            [
                .. now.Replaced.Materials.Select(material => Materials.Delete([.. key, material.Name])),
                .. Reported(e, key, now.Report),
                Sessions.Add(key, ("corrections", 1L)),
            ],
            SessionEvent.Cancelled gone => [Sessions.Put(key, ("state", "cancelled"), ("reason", gone.ReasonId))],
            _ => throw new UnreachableException(body.GetType().Name),
        };
    }

    private static DateOnly Later(SessionEvent.Rescheduled moved) =>
        Days.Of(moved.Was is { } was && was.StartsAt > moved.StartsAt ? was.StartsAt : moved.StartsAt);

    private static Change Planned(object[] key, SessionEvent.Planned planned) => Sessions.Put(key,
        ("alliance", planned.Of.AllianceId), ("theme", planned.Of.Theme), ("series", planned.Of.SeriesId),
        ("village", planned.Of.VillageCode), ("organisation", planned.Of.OrganisationId),
        ("starts_at", planned.StartsAt), ("day", Days.Of(planned.StartsAt)), ("place", planned.Place),
        ("state", "planned"), ("source", planned.Source), ("illustrative", planned.Of.Illustrative));

    private static IEnumerable<Change> Reported(StoredEvent e, object[] key, SessionReport report) =>
    [
        Sessions.Put(key,
            ("state", "held"), ("person_times", report.PersonTimes.Value),
            ("pt_precision", RowText.Of(report.PersonTimes.Precision)), ("volunteer_times", report.Volunteers),
            ("minutes", report.Minutes), ("copies", report.Materials.Sum(material => material.Count)),
            ("note", report.NoteId), ("reported_at", e.RecordedAt), ("reported_by", e.Actor)),
        .. report.Materials.Select(material => Materials.Put([.. key, material.Name],
            ("count", material.Count), ("precision", RowText.Of(material.Precision)))),
    ];
}
