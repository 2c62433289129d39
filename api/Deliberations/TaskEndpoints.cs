using Federation.Api.Help;
using Federation.Api.JointActions;
using Federation.Api.Places;
using Federation.Api.Spine;
using Federation.Domain;
using Federation.Domain.Alliances;
using Federation.Domain.Deliberations;
using Federation.Log;

namespace Federation.Api.Deliberations;

/// <param name="Text">What is asked; sealed.</param>
/// <param name="OrganisationIds">To which members it is offered; none: to all of them.</param>
/// <param name="DeliberationId">The decided deliberation that it follows from.</param>
public sealed record TaskBody(
    string AllianceId, Name Title, string Text, string? VillageCode = null, DateOnly? DueOn = null,
    string? DeliberationId = null, Items<string> OrganisationIds = default, string? Id = null,
    DateOnly? On = null) : IDated;

public sealed record TaskClaimBody(string OrganisationId, DateOnly? On = null) : IDated;

/// <param name="Text">What was done; sealed.</param>
/// <param name="DoneOn">Not given: the day of the report.</param>
/// <param name="Minutes">What the organisation states; like person-times it enters no figure.</param>
public sealed record TaskReportBody(
    string Text, DateOnly? DoneOn = null, int? Minutes = null, int? PersonTimes = null, DateOnly? On = null) : IDated;

/// <summary>Public-benefit tasks delegated to members: offered, claimed, reported, accepted.</summary>
public static class TaskEndpoints
{
    private const string At = "/api/v1/tasks";

    public static readonly RoleRow[] Roles =
    [
        new("POST", At, Who.Coordinators),
        new("POST", At + "/{id}/claim", Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/return", Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/report", Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/acceptance", Who.Coordinators),
        new("POST", At + "/{id}/sending-back", Who.Coordinators),
        new("POST", At + "/{id}/withdrawal", Who.Coordinators),
        new("GET", At, Who.SignedIn),
        new("GET", At + "/{id}", Who.SignedIn),
    ];

    public static void MapTasks(this IEndpointRouteBuilder api)
    {
        var tasks = api.MapGroup("/tasks");
        tasks.MapPost("", async (Asked<TaskBody> asked) =>
        {
            var done = await Delegate(asked.Asking, asked.Body);
            return done.Created(asked.Http, $"{At}/{done.Id}");
        });
        tasks.MapPost("/{id}/claim", async (string id, Asked<TaskClaimBody> asked) =>
            (await Claim(asked.Asking, id, asked.Body)).Answer(asked.Http));
        tasks.MapPost("/{id}/return", async (string id, Asked<ReasonBody> asked) =>
            (await Return(asked.Asking, id, asked.Body)).Answer(asked.Http));
        tasks.MapPost("/{id}/report", async (string id, Asked<TaskReportBody> asked) =>
            (await Report(asked.Asking, id, asked.Body)).Answer(asked.Http));
        tasks.MapPost("/{id}/acceptance", async (string id, Asked<Nothing> asked) =>
            (await Accept(asked.Asking, id)).Answer(asked.Http));
        tasks.MapPost("/{id}/sending-back", async (string id, Asked<ReasonBody> asked) =>
            (await SendBack(asked.Asking, id, asked.Body)).Answer(asked.Http));
        tasks.MapPost("/{id}/withdrawal", async (string id, Asked<ReasonBody> asked) =>
            (await Withdraw(asked.Asking, id, asked.Body)).Answer(asked.Http));
        tasks.MapGet("", (Reading reading) => reading.List(TaskReading.Found(reading), task => task.Cursor));
        tasks.MapGet("/{id}", (string id, Reading reading) => TaskReading.Find(reading, id) is { } found
            ? reading.Answer(found.Shown) : reading.NotFound());
    }

    public static Task<Done> Delegate(Asking asking, TaskBody body)
    {
        var id = asking.Id(body.Id);
        var region = asking.Rows.RequireAlliance(body.AllianceId, "allianceId");
        if (body.DeliberationId is { } talk) Asking.Reference(talk, "deliberationId");
        Items<string> named =
            [.. body.OrganisationIds.Distinct().Select(own => Asking.Reference(own, "organisationIds"))];
        return asking.Run(
            DelegatedTask.Boundary.Stream(id),
            () =>
            {
                if (body.VillageCode is { } village) asking.RequireVillages([village], "villageCode");
                return new TaskCommand.Delegate(
                    body.AllianceId, body.Title, asking.Text(body.Text, "text", id), body.VillageCode, body.DueOn,
                    body.DeliberationId, named,
                    [
                        .. named.Take(DelegatedTask.OrganisationsMax)
                            .Where(own => IsMember(asking, body.AllianceId, own)),
                    ],
                    asking.DeliberationFacts(body.DeliberationId));
            },
            asking.Caller.Coordinates(body.AllianceId, region), id);
    }

    public static Task<Done> Claim(Asking asking, string id, TaskClaimBody body)
    {
        Asking.Reference(body.OrganisationId, "organisationId");
        return Run(asking, id, alliance => new TaskCommand.Claim(
            body.OrganisationId, IsMember(asking, alliance, body.OrganisationId)));
    }

    public static Task<Done> Return(Asking asking, string id, ReasonBody body) =>
        Run(asking, id, _ => new TaskCommand.Return(asking.Text(body.Reason, "reason", id)));

    public static Task<Done> Report(Asking asking, string id, TaskReportBody body) =>
        Run(asking, id, _ => new TaskCommand.Report(
            asking.Text(body.Text, "text", id), body.DoneOn ?? asking.On, body.Minutes, body.PersonTimes));

    public static Task<Done> Accept(Asking asking, string id) =>
        Run(asking, id, _ => new TaskCommand.AcceptReport());

    public static Task<Done> SendBack(Asking asking, string id, ReasonBody body) =>
        Run(asking, id, _ => new TaskCommand.SendBack(asking.Text(body.Reason, "reason", id)));

    public static Task<Done> Withdraw(Asking asking, string id, ReasonBody body) =>
        Run(asking, id, _ => new TaskCommand.Withdraw(asking.Text(body.Reason, "reason", id)));

    /// <summary>Whether it is a member today, its membership in the basis.</summary>
    private static bool IsMember(Asking asking, string alliance, string organisation)
    {
        asking.RestOn(Membership.Boundary.Stream(alliance, organisation));
        return TaskReading.IsMember(asking.Rows, alliance, organisation);
    }

    private static Task<Done> Run(Asking asking, string id, Func<string, object> command)
    {
        var alliance = asking.Rows.One(
            "select alliance from tasks where task = @id", r => r.GetString(0),
            ("id", Asking.Reference(id, "id"))) ?? throw new ProblemException(Problem.NotFound);
        return asking.Run(
            DelegatedTask.Boundary.Stream(id), () => command(alliance),
            asking.Caller.CoordinatesAlliance(asking.Rows, alliance), id);
    }
}
