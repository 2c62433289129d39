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
    [Says("做了什么", "What was done", Max = Post.TextMax, Lines = 4)] string Text,
    [Says("完成日期", "Done on", Needed = true)] DateOnly? DoneOn = null,
    [Says("用时", "Time", Unit = "minutes")] int? Minutes = null,
    [Says("服务人次", "Person-times", Unit = "person-times")] int? PersonTimes = null,
    DateOnly? On = null) : IDated;

/// <summary>Public-benefit tasks delegated to members: offered, claimed, reported, accepted.</summary>
public static class Tasks
{
    private const Who Takers = Who.Staff | Who.Coordinators;
    private static readonly Told Recorded = new("已记入", "Recorded");

    public static readonly Feature Feature = new("/tasks", [typeof(DelegatedTask.Refusals)], tasks =>
    {
        tasks.Get<Listed<TaskRow>, TasksPage>("", Who.SignedIn, TaskReading.Found, "alliance organisation state");
        var form = tasks.Form<NewTaskPage>("/new", Who.Coordinators);
        var one = tasks.Get<TaskShown, TaskPage>("/{id}", Who.SignedIn, TaskReading.Find);
        tasks.Add<TaskBody>("", Who.Coordinators, Delegate, form, one, Recorded with { Key = "delegated" });
        tasks.Do<TaskClaimBody>("/{id}/claim", Takers, Claim, one, told: Recorded);
        tasks.Do<TaskReportBody>("/{id}/report", Takers, Report, one, told: Recorded);
        tasks.Do<Nothing>(
            "/{id}/acceptance", Who.Coordinators, post => Run(post, _ => new TaskCommand.AcceptReport()), one,
            told: Recorded);
        Reasoned("/{id}/return", Takers, reason => new TaskCommand.Return(reason));
        Reasoned("/{id}/sending-back", Who.Coordinators, reason => new TaskCommand.SendBack(reason));
        Reasoned("/{id}/withdrawal", Who.Coordinators, reason => new TaskCommand.Withdraw(reason));

        void Reasoned(string path, Who who, Func<string?, TaskCommand> command) => tasks.Do<ReasonBody>(
            path, who, post => Run(post, _ => command(post.Text(post.Body.Reason, "reason", post["id"]))), one,
            told: Recorded);
    });

    private static Task<Done> Delegate(Post<TaskBody> post)
    {
        var (id, body) = (post.Id(post.Body.Id), post.Body);
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

    private static Task<Done> Claim(Post<TaskClaimBody> post)
    {
        var own = Post.Reference(post.Body.OrganisationId, "organisationId");
        return Run(post, alliance => new TaskCommand.Claim(own, IsMember(post, alliance, own)));
    }

    private static Task<Done> Report(Post<TaskReportBody> post) => Run(post, _ => new TaskCommand.Report(
        post.Text(post.Body.Text, "text", post["id"]), post.Body.DoneOn ?? post.On, post.Body.Minutes,
        post.Body.PersonTimes));

    /// <summary>Whether it is a member today, its membership in the basis.</summary>
    private static bool IsMember(Post post, string alliance, string organisation)
    {
        post.RestOn(Membership.Boundary.Stream(alliance, organisation));
        return post.Rows.IsMember(alliance, organisation);
    }

    private static Task<Done> Run(Post post, Func<string, TaskCommand> command)
    {
        var id = post["id"];
        var alliance = post.Rows.One("select alliance from tasks where task = @id", r => r.GetString(0), ("id", id))
            ?? throw new ProblemException(Problem.NotFound);
        return post.Run(
            DelegatedTask.Boundary.Stream(id), () => command(alliance),
            post.Caller.CoordinatesAlliance(post.Rows, alliance), id);
    }
}
