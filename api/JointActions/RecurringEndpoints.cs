using Federation.Api.Help;
using Federation.Domain.JointActions;

namespace Federation.Api.JointActions;

/// <summary>What became of one of several sessions.</summary>
/// <param name="Code">Why it was not planned; null when it was.</param>
public sealed record RecurringSession(string Id, DateTimeOffset StartsAt, string? Code);

/// <summary>Several sessions by one command, and what belongs to all sessions of an action: those that wait for their
/// report, and the calendar.</summary>
public static class RecurringEndpoints
{
    private const string At = "/api/v1/joint-actions/{id}";

    public static readonly RoleRow[] Roles =
    [
        new("POST", At + "/recurring-sessions", Who.Staff | Who.Coordinators),
        new("GET", At + "/calendar", Who.Everyone),
        new("GET", At + "/sessions/{sessionId}/calendar", Who.Everyone),
    ];

    public static void MapRecurringSessions(this IEndpointRouteBuilder actions)
    {
        actions.MapPost("/{id}/recurring-sessions", async (string id, Post<RecurringBody> asked) =>
        {
            var (done, sessions) = await Plan(asked, id, asked.Body);
            return done.Created(asked.Http, $"/api/v1/joint-actions/{id}/sessions", new { sessions });
        });
        actions.MapGet("/{id}/calendar", (string id, Reading reading) => SessionCalendar.OfAction(reading, id));
        actions.MapGet("/{id}/sessions/{sessionId}/calendar", (string id, string sessionId, Reading reading) =>
            SessionCalendar.OfSession(reading, id, sessionId));
    }

    /// <summary>Each session is a command of its own under a key derived from this one, so that sending twice plans
    /// nothing twice. What is wrong with all of them is told before any is planned; should one be refused all the
    /// same, because the action changed meanwhile, each tells what became of it.</summary>
    public static async Task<(Done Done, RecurringSession[] Sessions)> Plan(
        Post post, string action, RecurringBody body)
    {
        var (of, id) = (post.Rows.RequireAction(action), post.Id(body.Id));
        var recurrence = new Recurrence(body.Every, body.Times);
        var first = Parties.Sensible(body.StartsAt, "startsAt");
        if (recurrence.Refused(first, DaysOf(post.Rows, of)) is { } refused)
            throw new ProblemException(Problem.Of(refused));
        if (id.Length > 61) throw Reading.Wrong("id", "编号最长 61 个字符。", "An id has at most 61 characters here.");
        var planned = await Task.WhenAll(recurrence.Starts(first).Select(async (start, n) => (
            Start: start, Done: await SessionEndpoints.Plan(post.For($"{n + 1}"), action, new(
                body.SeriesId, body.VillageCode, body.OrganisationId, start, body.Place, body.Illustrative,
                body.Source, $"{id}-{n + 1}", body.On)))));
        var answered = planned.Where(p => p.Done.Accepted).DefaultIfEmpty(planned[0])
            .MaxBy(p => p.Done.Outcome.Position).Done;
        return (
            answered with { Id = id },
            [.. planned.Select(p => new RecurringSession(p.Done.Id!, p.Start, p.Done.Problem?.Code))]);
    }

    private static ActionDays DaysOf(Rows rows, ActionOf of) => rows.One(
        "select from_day, to_day from actions where action = @action",
        r => new ActionDays(r.Day(0)!.Value, r.Day(1)!.Value), ("action", of.Id))!;
}
