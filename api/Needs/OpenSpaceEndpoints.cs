using Federation.Api.Help;
using Federation.Api.JointActions;
using Federation.Domain.Needs;

namespace Federation.Api.Needs;

/// <param name="OrganisationId">Whose meeting it is; not given: the alliance's.</param>
/// <param name="Attendees">How many came in all; not given: not stated.</param>
public sealed record OpenSpaceBody(
    string AllianceId, Name Question, DateOnly HeldOn, Items<OpenSpaceGroupBody> Groups, string? OrganisationId = null,
    bool Illustrative = false, MeetingKind Kind = MeetingKind.OpenSpace, int? Attendees = null, string? Id = null,
    DateOnly? On = null) : IDated;

/// <param name="Id">Not given: its place in the list.</param>
public sealed record OpenSpaceGroupBody(Name Name, int? People = null, string? Id = null);

/// <param name="Text">One person's own idea; sealed.</param>
public sealed record StatementBody(string GroupId, string Text, string? Id = null, DateOnly? On = null) : IDated;

/// <summary>Open-space meetings: groups, statements, and what they found together.</summary>
public static class OpenSpaceEndpoints
{
    private const string At = "/api/v1/open-spaces";

    public static readonly RoleRow[] Roles =
    [
        new("POST", At, Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/statements", Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/result", Who.Staff | Who.Coordinators),
        new("GET", At, Who.Everyone),
        new("GET", At + "/{id}", Who.Everyone),
    ];

    public static void MapOpenSpaces(this IEndpointRouteBuilder api)
    {
        var meetings = api.MapGroup("/open-spaces");
        meetings.MapPost("", async (Post<OpenSpaceBody> asked) =>
        {
            var done = await Hold(asked, asked.Body);
            return done.Created(asked.Http, $"{At}/{done.Id}");
        });
        meetings.MapPost("/{id}/statements", async (string id, Post<StatementBody> asked) =>
            (await Say(asked, id, asked.Body)).Created(asked.Http, $"{At}/{id}"));
        meetings.MapPost("/{id}/result", async (string id, Post<FeedbackBody> asked) =>
            (await StateResult(asked, id, asked.Body)).Answer(asked.Http));
        meetings.MapGet("", (Reading reading) => reading.List(OpenSpaceReading.Found(reading), m => m.Cursor));
        meetings.MapGet("/{id}", (string id, Reading reading) => OpenSpaceReading.Find(reading, id) is { } found
            ? reading.Answer(found) : reading.NotFound());
    }

    public static Task<Done> Hold(Post post, OpenSpaceBody body)
    {
        var id = post.Id(body.Id);
        var region = post.Rows.RequireAlliance(body.AllianceId, "allianceId");
        if (body.OrganisationId is { } own)
            post.RequireParty(Post.Reference(own, "organisationId"), "organisationId");
        var groups = body.Groups.Select((group, place) => new OpenSpaceGroup(
            group.Id is { } given ? Post.Reference(given, "groups") : $"group-{place + 1}", group.Name,
            group.People));
        return post.Run(
            OpenSpace.Boundary.Stream(id),
            () => new OpenSpaceCommand.Hold(
                body.AllianceId, body.OrganisationId, body.Question, body.HeldOn, [.. groups], body.Illustrative,
                body.Kind, body.Attendees),
            post.Caller.Coordinates(body.AllianceId, region), id);
    }

    public static Task<Done> Say(Post post, string id, StatementBody body)
    {
        var statement = post.Id(body.Id);
        Post.Reference(body.GroupId, "groupId");
        return Run(post, id, statement, () => new OpenSpaceCommand.AddStatement(
            statement, body.GroupId, post.Text(body.Text, "text", id)));
    }

    public static Task<Done> StateResult(Post post, string id, FeedbackBody body) =>
        Run(post, id, id, () => new OpenSpaceCommand.StateResult(post.Text(body.Text, "text", id)));

    private static Task<Done> Run(Post post, string meeting, string id, Func<object> command)
    {
        var alliance = OpenSpaceReading.Require(post.Rows, meeting, alliance: null);
        return post.Run(
            OpenSpace.Boundary.Stream(meeting), command, post.Caller.CoordinatesAlliance(post.Rows, alliance), id);
    }
}
