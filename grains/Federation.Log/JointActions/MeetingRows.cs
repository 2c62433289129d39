using System.Diagnostics;
using Federation.Domain;
using Federation.Domain.JointActions;
using static Federation.Log.Column;

namespace Federation.Log.JointActions;

// Multi-party communication meetings of a joint action. Minutes and decisions are ids of sealed texts.

public static class MeetingRows
{
    /// <summary>State is planned, held (it has minutes) or cancelled.</summary>
    public static readonly Table Meetings = new("action_meetings",
        [Text("action"), Text("meeting")],
        [
            Text("alliance"), Text("title_zh"), Text("title_en"), Number("starts_at"), Text("day"), Text("place"),
            Number("was_starts_at"), Text("was_place"), Text("invited"), Text("organisations"), Text("state"),
            Text("minutes"), Text("decisions"), Number("attended"), Number("attendance_stated"), Text("reason"),
            Number("illustrative"), Text("source"),
        ]);

    public static readonly Projection Projection = Projection.Of<MeetingEvent>("action-meetings", [Meetings], Apply);

    private static IEnumerable<Change> Apply(StoredEvent e, MeetingEvent body)
    {
        object[] key = [e.Id(0), e.Id(1)];
        return body switch
        {
            MeetingEvent.Planned planned => [Planned(key, planned)],
            MeetingEvent.Moved moved =>
            [
                Meetings.Put(key,
                    ("starts_at", moved.Time.StartsAt), ("day", Days.Of(moved.Time.StartsAt)),
                    ("place", moved.Time.Place), ("was_starts_at", moved.Was.StartsAt),
                    ("was_place", moved.Was.Place)),
            ],
            MeetingEvent.MinutesRecorded held =>
            [
                Meetings.Put(key,
                    ("state", "held"), ("minutes", held.What.MinutesId),
                    ("decisions", RowText.Of(held.What.DecisionIds)), ("attended", held.What.Attended ?? 0L),
                    ("attendance_stated", held.What.Attended is not null)),
            ],
            MeetingEvent.Cancelled gone => [Meetings.Put(key, ("state", "cancelled"), ("reason", gone.ReasonId))],
            _ => throw new UnreachableException(body.GetType().Name),
        };
    }

    private static Change Planned(object[] key, MeetingEvent.Planned planned) => Meetings.Put(key,
        ("alliance", planned.AllianceId), ("title_zh", planned.Title.Zh), ("title_en", planned.Title.En),
        ("starts_at", planned.Time.StartsAt), ("day", Days.Of(planned.Time.StartsAt)), ("place", planned.Time.Place),
        ("invited", RowText.Of(planned.Invited)), ("organisations", RowText.Of(planned.Organisations)),
        ("state", "planned"), ("illustrative", planned.Illustrative), ("source", planned.Source));
}
