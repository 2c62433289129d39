using Federation.Api.Help;
using Federation.Api.JointActions;
using Federation.Api.Spine;
using Federation.Domain;
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
        meetings.MapPost("", async (Asked<OpenSpaceBody> asked) =>
        {
            var done = await Hold(asked.Asking, asked.Body);
            return done.Created(asked.Http, $"{At}/{done.Id}");
        });
        meetings.MapPost("/{id}/statements", async (string id, Asked<StatementBody> asked) =>
            (await Say(asked.Asking, id, asked.Body)).Created(asked.Http, $"{At}/{id}"));
        meetings.MapPost("/{id}/result", async (string id, Asked<FeedbackBody> asked) =>
            (await StateResult(asked.Asking, id, asked.Body)).Answer(asked.Http));
        meetings.MapGet("", (Reading reading) => reading.List(OpenSpaceReading.Found(reading), m => m.Cursor));
        meetings.MapGet("/{id}", (string id, Reading reading) => OpenSpaceReading.Find(reading, id) is { } found
            ? reading.Answer(found) : reading.NotFound());
    }

    public static Task<Done> Hold(Asking asking, OpenSpaceBody body)
    {
        var id = asking.Id(body.Id);
        var region = asking.Rows.RequireAlliance(body.AllianceId, "allianceId");
        if (body.OrganisationId is { } own)
            asking.RequireParty(Asking.Reference(own, "organisationId"), "organisationId");
        var groups = body.Groups.Select((group, place) => new OpenSpaceGroup(
            group.Id is { } given ? Asking.Reference(given, "groups") : $"group-{place + 1}", group.Name,
            group.People));
        return asking.Run(
            OpenSpace.Boundary.Stream(id),
            () => new OpenSpaceCommand.Hold(
                body.AllianceId, body.OrganisationId, body.Question, body.HeldOn, [.. groups], body.Illustrative,
                body.Kind, body.Attendees),
            asking.Caller.Coordinates(body.AllianceId, region), id);
    }

    public static Task<Done> Say(Asking asking, string id, StatementBody body)
    {
        var statement = asking.Id(body.Id);
        Asking.Reference(body.GroupId, "groupId");
        return Run(asking, id, statement, () => new OpenSpaceCommand.AddStatement(
            statement, body.GroupId, asking.Text(body.Text, "text", id)));
    }

    public static Task<Done> StateResult(Asking asking, string id, FeedbackBody body) =>
        Run(asking, id, id, () => new OpenSpaceCommand.StateResult(asking.Text(body.Text, "text", id)));

    private static Task<Done> Run(Asking asking, string meeting, string id, Func<object> command)
    {
        var alliance = OpenSpaceReading.Require(asking.Rows, meeting, alliance: null);
        return asking.Run(
            OpenSpace.Boundary.Stream(meeting), command, asking.Caller.CoordinatesAlliance(asking.Rows, alliance), id);
    }
}
