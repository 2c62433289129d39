using Federation.Api.Help;
using Federation.Api.Organisations;
using Federation.Domain.JointActions;

namespace Federation.Api.JointActions;

/// <param name="Invited">Bodies outside the alliance, by name.</param>
/// <param name="OrganisationIds">Invited organisations.</param>
public sealed record MeetingBody(
    Name Title, DateTimeOffset StartsAt, string Place, Items<Name> Invited = default,
    Items<string> OrganisationIds = default, bool Illustrative = false, string? Source = null, string? Id = null,
    DateOnly? On = null) : IDated;

public sealed record MoveMeetingBody(DateTimeOffset StartsAt, string Place, DateOnly? On = null) : IDated;

/// <param name="Decisions">One a line of the list.</param>
/// <param name="Attended">Organisations and bodies that came; null: not stated.</param>
public sealed record MinutesBody(
    string? Minutes = null, Items<string> Decisions = default, long? Attended = null, DateOnly? On = null) : IDated;

/// <summary>Multi-party communication meetings (多元沟通会议) with their minutes.</summary>
public static class MeetingEndpoints
{
    private const string At = "/api/v1/joint-actions/{id}/meetings";

    public static readonly RoleRow[] Roles =
    [
        new("POST", At, Who.Coordinators),
        new("POST", At + "/{meetingId}/rescheduling", Who.Coordinators),
        new("POST", At + "/{meetingId}/minutes", Who.Coordinators),
        new("POST", At + "/{meetingId}/cancellation", Who.Coordinators),
        new("GET", At, Who.Everyone),
        new("GET", At + "/{meetingId}", Who.Everyone),
    ];

    public static void MapMeetings(this IEndpointRouteBuilder actions)
    {
        var meetings = actions.MapGroup("/{id}/meetings");
        meetings.MapPost("", async (string id, Post<MeetingBody> asked) =>
        {
            var done = await Plan(asked, id, asked.Body);
            return done.Created(asked.Http, $"/api/v1/joint-actions/{id}/meetings/{done.Id}");
        });
        meetings.MapPost("/{meetingId}/rescheduling",
            async (string id, string meetingId, Post<MoveMeetingBody> asked) =>
            (await Move(asked, id, meetingId, asked.Body)).Answer(asked.Http));
        meetings.MapPost("/{meetingId}/minutes", async (string id, string meetingId, Post<MinutesBody> asked) =>
            (await Record(asked, id, meetingId, asked.Body)).Answer(asked.Http));
        meetings.MapPost("/{meetingId}/cancellation", async (string id, string meetingId, Post<ReasonBody> asked) =>
            (await Cancel(asked, id, meetingId, asked.Body)).Answer(asked.Http));
        meetings.MapGet("", (string id, Reading reading) => reading.Answer(new
        {
            items = MeetingReading.Of(reading, reading.Rows.RequireAction(id)),
        }));
        meetings.MapGet("/{meetingId}", (string id, string meetingId, Reading reading) =>
            MeetingReading.Find(reading, reading.Rows.RequireAction(id), meetingId) is { } found
                ? reading.Answer(found) : reading.NotFound());
    }

    public static Task<Done> Plan(Post post, string action, MeetingBody body)
    {
        var time = new SessionTime(Parties.Sensible(body.StartsAt, "startsAt"), body.Place);
        foreach (var organisation in body.OrganisationIds) Post.Reference(organisation, "organisationIds");
        return Run(post, action, post.Id(body.Id), of =>
        {
            foreach (var organisation in body.OrganisationIds.Take(ActionMeeting.InvitedMax))
                post.RequireOrganisation(organisation, "organisationIds");
            return new MeetingCommand.Plan(
                body.Title, time, body.Invited, body.OrganisationIds, post.Desk(of), body.Illustrative, body.Source);
        });
    }

    public static Task<Done> Move(Post post, string action, string meeting, MoveMeetingBody body)
    {
        var time = new SessionTime(Parties.Sensible(body.StartsAt, "startsAt"), body.Place);
        return Run(post, action, Post.Reference(meeting, "meetingId"), of =>
            new MeetingCommand.Move(time, post.Desk(of)));
    }

    /// <summary>Minutes and each decision are sealed under the action's id; sent again they correct those
    /// before.</summary>
    public static Task<Done> Record(Post post, string action, string meeting, MinutesBody body)
    {
        if (body.Decisions.Count > MeetingMinutes.DecisionsMax)
            throw new ProblemException(Problem.Of(ActionMeeting.Refusals.MinutesInvalid));
        return Run(post, action, Post.Reference(meeting, "meetingId"), of => new MeetingCommand.RecordMinutes(
            new(post.Text(body.Minutes, "minutes", of.Id), [.. body.Decisions
                .Select((words, n) => post.Text(words, $"decisions {n + 1}", of.Id)).OfType<string>()],
                body.Attended), post.Desk(of)));
    }

    public static Task<Done> Cancel(Post post, string action, string meeting, ReasonBody body) => Run(
        post, action, Post.Reference(meeting, "meetingId"), of =>
            new MeetingCommand.Cancel(post.Text(body.Reason, "reason", of.Id), post.Desk(of)));

    private static Task<Done> Run(Post post, string action, string meeting, Func<ActionOf, object> command)
    {
        var of = post.Rows.RequireAction(action);
        return post.Run(
            ActionMeeting.Boundary.Stream(of.Id, meeting), () => command(of), post.Caller.Coordinates(of), meeting);
    }
}
