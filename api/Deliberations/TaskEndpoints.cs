using Federation.Api.Help;
using Federation.Api.JointActions;
using Federation.Api.Places;
using Federation.Domain.Alliances;
using Federation.Domain.Deliberations;

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
        tasks.MapPost("", async (Post<TaskBody> asked) =>
        {
            var done = await Delegate(asked, asked.Body);
            return done.Created(asked.Http, $"{At}/{done.Id}");
        });
        tasks.MapPost("/{id}/claim", async (string id, Post<TaskClaimBody> asked) =>
            (await Claim(asked, id, asked.Body)).Answer(asked.Http));
        tasks.MapPost("/{id}/return", async (string id, Post<ReasonBody> asked) =>
            (await Return(asked, id, asked.Body)).Answer(asked.Http));
        tasks.MapPost("/{id}/report", async (string id, Post<TaskReportBody> asked) =>
            (await Report(asked, id, asked.Body)).Answer(asked.Http));
        tasks.MapPost("/{id}/acceptance", async (string id, Post<Nothing> asked) =>
            (await Accept(asked, id)).Answer(asked.Http));
        tasks.MapPost("/{id}/sending-back", async (string id, Post<ReasonBody> asked) =>
            (await SendBack(asked, id, asked.Body)).Answer(asked.Http));
        tasks.MapPost("/{id}/withdrawal", async (string id, Post<ReasonBody> asked) =>
            (await Withdraw(asked, id, asked.Body)).Answer(asked.Http));
        tasks.MapGet("", (Reading reading) => reading.List(TaskReading.Found(reading), task => task.Cursor));
        tasks.MapGet("/{id}", (string id, Reading reading) => TaskReading.Find(reading, id) is { } found
            ? reading.Answer(found.Shown) : reading.NotFound());
    }

    public static Task<Done> Delegate(Post post, TaskBody body)
    {
        var id = post.Id(body.Id);
        var region = post.Rows.RequireAlliance(body.AllianceId, "allianceId");
        if (body.DeliberationId is { } talk) Post.Reference(talk, "deliberationId");
        Items<string> named =
            [.. body.OrganisationIds.Distinct().Select(own => Post.Reference(own, "organisationIds"))];
        return post.Run(
            DelegatedTask.Boundary.Stream(id),
            () =>
            {
                if (body.VillageCode is { } village) post.RequireVillages([village], "villageCode");
                return new TaskCommand.Delegate(
                    body.AllianceId, body.Title, post.Text(body.Text, "text", id), body.VillageCode, body.DueOn,
                    body.DeliberationId, named,
                    [
                        .. named.Take(DelegatedTask.OrganisationsMax)
                            .Where(own => IsMember(post, body.AllianceId, own)),
                    ],
                    post.DeliberationFacts(body.DeliberationId));
            },
            post.Caller.Coordinates(body.AllianceId, region), id);
    }

    public static Task<Done> Claim(Post post, string id, TaskClaimBody body)
    {
        Post.Reference(body.OrganisationId, "organisationId");
        return Run(post, id, alliance => new TaskCommand.Claim(
            body.OrganisationId, IsMember(post, alliance, body.OrganisationId)));
    }

    public static Task<Done> Return(Post post, string id, ReasonBody body) =>
        Run(post, id, _ => new TaskCommand.Return(post.Text(body.Reason, "reason", id)));

    public static Task<Done> Report(Post post, string id, TaskReportBody body) =>
        Run(post, id, _ => new TaskCommand.Report(
            post.Text(body.Text, "text", id), body.DoneOn ?? post.On, body.Minutes, body.PersonTimes));

    public static Task<Done> Accept(Post post, string id) =>
        Run(post, id, _ => new TaskCommand.AcceptReport());

    public static Task<Done> SendBack(Post post, string id, ReasonBody body) =>
        Run(post, id, _ => new TaskCommand.SendBack(post.Text(body.Reason, "reason", id)));

    public static Task<Done> Withdraw(Post post, string id, ReasonBody body) =>
        Run(post, id, _ => new TaskCommand.Withdraw(post.Text(body.Reason, "reason", id)));

    /// <summary>Whether it is a member today, its membership in the basis.</summary>
    private static bool IsMember(Post post, string alliance, string organisation)
    {
        post.RestOn(Membership.Boundary.Stream(alliance, organisation));
        return TaskReading.IsMember(post.Rows, alliance, organisation);
    }

    private static Task<Done> Run(Post post, string id, Func<string, object> command)
    {
        var alliance = post.Rows.One(
            "select alliance from tasks where task = @id", r => r.GetString(0),
            ("id", Post.Reference(id, "id"))) ?? throw new ProblemException(Problem.NotFound);
        return post.Run(
            DelegatedTask.Boundary.Stream(id), () => command(alliance),
            post.Caller.CoordinatesAlliance(post.Rows, alliance), id);
    }
}
