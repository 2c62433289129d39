using Federation.Api.Help;
using Federation.Api.Spine;
using Federation.Domain.JointActions;

namespace Federation.Api.JointActions;

/// <summary>Sessions of a joint action: planned, moved, reported, corrected, cancelled.</summary>
public static class SessionEndpoints
{
    private const string At = "/api/v1/joint-actions/{id}/sessions";

    public static readonly RoleRow[] Roles =
    [
        new("POST", At, Who.Staff | Who.Coordinators),
        new("POST", At + "/{sessionId}/rescheduling", Who.Staff | Who.Coordinators),
        new("POST", At + "/{sessionId}/report", Who.Staff | Who.Coordinators),
        new("POST", At + "/{sessionId}/cancellation", Who.Staff | Who.Coordinators),
        new("GET", At, Who.Everyone),
        new("GET", At + "/{sessionId}", Who.Everyone),
    ];

    public static void MapSessions(this IEndpointRouteBuilder actions)
    {
        var sessions = actions.MapGroup("/{id}/sessions");
        sessions.MapPost("", async (string id, Asked<SessionBody> asked) =>
        {
            var done = await Plan(asked.Asking, id, asked.Body);
            return done.Created(asked.Http, $"/api/v1/joint-actions/{id}/sessions/{done.Id}");
        });
        sessions.MapPost("/{sessionId}/rescheduling",
            async (string id, string sessionId, Asked<RescheduleBody> asked) =>
            (await Reschedule(asked.Asking, id, sessionId, asked.Body)).Answer(asked.Http));
        sessions.MapPost("/{sessionId}/report", async (string id, string sessionId, Asked<ReportBody> asked) =>
            (await Report(asked.Asking, id, sessionId, asked.Body)).Answer(asked.Http));
        sessions.MapPost("/{sessionId}/cancellation", async (string id, string sessionId, Asked<ReasonBody> asked) =>
            (await Cancel(asked.Asking, id, sessionId, asked.Body)).Answer(asked.Http));
        sessions.MapGet("", (string id, Reading reading) => SessionReading.List(reading, id));
        sessions.MapGet("/{sessionId}", (string id, string sessionId, Reading reading) =>
            SessionReading.One(reading, id, sessionId));
    }

    public static Task<Done> Plan(Asking asking, string action, SessionBody body)
    {
        Asking.Reference(body.OrganisationId, "organisationId");
        Asking.Reference(body.VillageCode, "villageCode");
        Asking.Reference(body.SeriesId, "seriesId");
        var startsAt = Parties.Sensible(body.StartsAt, "startsAt");
        return Run(asking, action, asking.Id(body.Id), of => new SessionCommand.Plan(
            body.SeriesId, body.VillageCode, body.OrganisationId, startsAt, body.Place,
            asking.ActionFacts(of.Id, body.VillageCode), body.Illustrative, body.Source));
    }

    public static Task<Done> Reschedule(Asking asking, string action, string session, RescheduleBody body) =>
        Run(asking, action, Asking.Reference(session, "sessionId"), of => new SessionCommand.Reschedule(
            Parties.Sensible(body.StartsAt, "startsAt"), body.Place,
            asking.ActionFacts(of.Id, VillageOf(asking, of.Id, session)),
            Sealed(asking, body.Reason, "reason", of.Id, session)));

    /// <summary>A second report corrects the first. The note is sealed under the organisation that held it.</summary>
    public static Task<Done> Report(Asking asking, string action, string session, ReportBody body) =>
        Run(asking, action, Asking.Reference(session, "sessionId"), of => new SessionCommand.Report(
            new(
                body.PersonTimes, body.Volunteers, body.Minutes, body.Materials,
                Sealed(asking, body.Note, "note", of.Id, session)),
            asking.Phase(of.Id)));

    public static Task<Done> Cancel(Asking asking, string action, string session, ReasonBody body) =>
        Run(asking, action, Asking.Reference(session, "sessionId"), of => new SessionCommand.Cancel(
            Sealed(asking, body.Reason, "reason", of.Id, session), asking.Phase(of.Id)));

    private static string VillageOf(Asking asking, string action, string session) =>
        Column(asking, "village", action, session);

    /// <summary>Words belong to the organisation that holds the session; without words nobody is looked up.</summary>
    private static string? Sealed(Asking asking, string? words, string field, string action, string session) =>
        string.IsNullOrWhiteSpace(words)
            ? null
            : asking.Text(words, field, Column(asking, "organisation", action, session));

    /// <summary>Empty for a session that is not there: the decider says so.</summary>
    private static string Column(Asking asking, string column, string action, string session) => asking.Rows.One(
        $"select {column} from sessions where action = @action and session = @session",
        r => r.GetString(0), ("action", action), ("session", session)) ?? "";

    private static Task<Done> Run(Asking asking, string action, string session, Func<ActionOf, object> command)
    {
        var of = asking.Rows.RequireAction(action);
        return asking.Run(
            Session.Boundary.Stream(of.Id, session), () => command(of), asking.Caller.Coordinates(of), session);
    }
}
