using Federation.Api.Help;
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
        sessions.MapPost("", async (string id, Post<SessionBody> asked) =>
        {
            var done = await Plan(asked, id, asked.Body);
            return done.Created(asked.Http, $"/api/v1/joint-actions/{id}/sessions/{done.Id}");
        });
        sessions.MapPost("/{sessionId}/rescheduling",
            async (string id, string sessionId, Post<RescheduleBody> asked) =>
            (await Reschedule(asked, id, sessionId, asked.Body)).Answer(asked.Http));
        sessions.MapPost("/{sessionId}/report", async (string id, string sessionId, Post<ReportBody> asked) =>
            (await Report(asked, id, sessionId, asked.Body)).Answer(asked.Http));
        sessions.MapPost("/{sessionId}/cancellation", async (string id, string sessionId, Post<ReasonBody> asked) =>
            (await Cancel(asked, id, sessionId, asked.Body)).Answer(asked.Http));
        sessions.MapGet("", (string id, Reading reading) => SessionReading.List(reading, id));
        sessions.MapGet("/{sessionId}", (string id, string sessionId, Reading reading) =>
            SessionReading.One(reading, id, sessionId));
    }

    public static Task<Done> Plan(Post post, string action, SessionBody body)
    {
        Post.Reference(body.OrganisationId, "organisationId");
        Post.Reference(body.VillageCode, "villageCode");
        Post.Reference(body.SeriesId, "seriesId");
        var startsAt = Parties.Sensible(body.StartsAt, "startsAt");
        return Run(post, action, post.Id(body.Id), of => new SessionCommand.Plan(
            body.SeriesId, body.VillageCode, body.OrganisationId, startsAt, body.Place,
            post.ActionFacts(of.Id, body.VillageCode), body.Illustrative, body.Source));
    }

    public static Task<Done> Reschedule(Post post, string action, string session, RescheduleBody body) =>
        Run(post, action, Post.Reference(session, "sessionId"), of => new SessionCommand.Reschedule(
            Parties.Sensible(body.StartsAt, "startsAt"), body.Place,
            post.ActionFacts(of.Id, VillageOf(post, of.Id, session)),
            Sealed(post, body.Reason, "reason", of.Id, session)));

    /// <summary>A second report corrects the first. The note is sealed under the organisation that held it.</summary>
    public static Task<Done> Report(Post post, string action, string session, ReportBody body) =>
        Run(post, action, Post.Reference(session, "sessionId"), of => new SessionCommand.Report(
            new(
                body.PersonTimes, body.Volunteers, body.Minutes, body.Materials,
                Sealed(post, body.Note, "note", of.Id, session)),
            post.Phase(of.Id)));

    public static Task<Done> Cancel(Post post, string action, string session, ReasonBody body) =>
        Run(post, action, Post.Reference(session, "sessionId"), of => new SessionCommand.Cancel(
            Sealed(post, body.Reason, "reason", of.Id, session), post.Phase(of.Id)));

    private static string VillageOf(Post post, string action, string session) =>
        Column(post, "village", action, session);

    /// <summary>Words belong to the organisation that holds the session; without words nobody is looked up.</summary>
    private static string? Sealed(Post post, string? words, string field, string action, string session) =>
        string.IsNullOrWhiteSpace(words)
            ? null
            : post.Text(words, field, Column(post, "organisation", action, session));

    /// <summary>Empty for a session that is not there: the decider says so.</summary>
    private static string Column(Post post, string column, string action, string session) => post.Rows.One(
        $"select {column} from sessions where action = @action and session = @session",
        r => r.GetString(0), ("action", action), ("session", session)) ?? "";

    private static Task<Done> Run(Post post, string action, string session, Func<ActionOf, object> command)
    {
        var of = post.Rows.RequireAction(action);
        return post.Run(
            Session.Boundary.Stream(of.Id, session), () => command(of), post.Caller.Coordinates(of), session);
    }
}
