using System.Globalization;
using Federation.Api.Counting;

namespace Federation.Api.JointActions;

/// <summary>The list of an action's meetings, and one meeting with its minutes.</summary>
public static class MeetingPages
{
    private const string At = "/joint-actions/{id}/meetings";

    public static readonly RoleRow[] Roles =
    [
        new("GET", At, Who.Everyone),
        new("POST", At, Who.Coordinators),
        new("GET", At + "/{meetingId}", Who.Everyone),
        new("POST", At + "/{meetingId}/minutes", Who.Coordinators),
        new("POST", At + "/{meetingId}/rescheduling", Who.Coordinators),
        new("POST", At + "/{meetingId}/cancellation", Who.Coordinators),
    ];

    public static void MapMeetingPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At, (string id, Reading reading, Lang lang) => List(reading, lang, id, null));
        pages.MapPost(At, Plan);
        pages.MapGet(At + "/{meetingId}", (string id, string meetingId, Reading reading) =>
            Show(reading, id, meetingId, "", null));
        pages.MapPost(At + "/{meetingId}/minutes", (string id, string meetingId, Posted posted, Reading reading) =>
        {
            var body = new MinutesBody(posted.Text("minutes"), [.. Lines(posted)], posted.Number("attended"));
            return Send(posted, reading, id, meetingId, "minutes",
                () => MeetingEndpoints.Record(posted.Post, id, meetingId, body));
        });
        pages.MapPost(At + "/{meetingId}/rescheduling", (string id, string meetingId, Posted posted, Reading reading) =>
        {
            var body = new MoveMeetingBody(Start(posted), posted.Required("place"));
            return Send(posted, reading, id, meetingId, "rescheduling",
                () => MeetingEndpoints.Move(posted.Post, id, meetingId, body));
        });
        pages.MapPost(At + "/{meetingId}/cancellation", (string id, string meetingId, Posted posted, Reading reading) =>
            Send(posted, reading, id, meetingId, "cancellation",
                () => MeetingEndpoints.Cancel(posted.Post, id, meetingId, new(posted.Text("reason")))));
    }

    private static Task<IResult> Plan(string id, Posted posted, Reading reading)
    {
        var body = new MeetingBody(
            posted.Name("title"), Start(posted), posted.Required("place"), posted.Names("invited"),
            [.. posted.Many("organisationIds")]);
        return posted.Run(
            () => MeetingEndpoints.Plan(posted.Post, id, body),
            done => $"/joint-actions/{id}/meetings/{done.Id}?done=planned",
            state => List(reading, posted.L, id, state), ("meeting-texts-invalid", "title"));
    }

    private static Task<IResult> Send(
        Posted posted, Reading reading, string id, string meeting, string form, Func<Task<Done>> command) => posted.Run(
        command, _ => $"/joint-actions/{id}/meetings/{meeting}?done={form}",
        state => Show(reading, id, meeting, form, state),
        ("meeting-minutes-invalid", "minutes"), ("meeting-texts-invalid", "place"));

    private static DateTimeOffset Start(Posted posted)
    {
        posted.Required("startsAt");
        return posted.State.ErrorOf("startsAt") is null && posted.Moment("startsAt") is { } start ? start : default;
    }

    /// <summary>One decision a line.</summary>
    private static IEnumerable<string> Lines(Posted posted) => (posted.Text("decisions") ?? "")
        .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IResult List(Reading reading, Lang lang, string id, FormState? state)
    {
        var (of, action) = ActionHead.Of(reading, id);
        return Pages.Of<MeetingsPage>(
            new
            {
                Action = action, Meetings = MeetingReading.Of(reading, of), State = state,
                Organisations = action.Coordinates ? action.Organisations(reading, lang) : [],
            }, state);
    }

    private static IResult Show(Reading reading, string id, string meeting, string form, FormState? state)
    {
        var (of, action) = ActionHead.Of(reading, id);
        var found = MeetingReading.Find(reading, of, meeting) ?? throw new ProblemException(Problem.NotFound);
        var known = new FormState()
            .With("minutes", found.Minutes ?? "").With("decisions", string.Join('\n', found.Decisions ?? []))
            .With("attended", found.Attended?.ToString(CultureInfo.InvariantCulture) ?? "");
        return Pages.Of<MeetingPage>(
            new
            {
                Action = action, Meeting = found, Names = new RecordNames(reading.Rows), Form = form, State = state,
                Known = known, Begun = found.StartsAt <= reading.Log.Clock.GetUtcNow(),
                Done = state is null ? reading.Text("done") : null,
            }, state);
    }
}
