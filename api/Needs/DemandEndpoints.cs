using Federation.Api.Help;
using Federation.Api.JointActions;
using Federation.Api.Organisations;
using Federation.Domain.Needs;

namespace Federation.Api.Needs;

/// <param name="Topic">A few words, without names of people: what lists show.</param>
/// <param name="Text">What is needed, difficult or demanded; sealed.</param>
/// <param name="OrganisationId">Whose need or difficulty it is, or which organisation brings the demand.</param>
/// <param name="AllianceId">Not given: the organisation's, or the one around the village.</param>
/// <param name="MeetingId">The open-space meeting that it comes from.</param>
public sealed record DemandBody(
    DemandKind Kind, string Topic, string? Text = null, string? OrganisationId = null, string? VillageCode = null,
    string? AllianceId = null, string? MeetingId = null, bool Illustrative = false, string? Id = null,
    DateOnly? On = null) : IDated;

/// <param name="Of">The id of the joint action, request or package of the library.</param>
public sealed record AnswerBody(AnswerKind Kind, string Of, DateOnly? On = null) : IDated;

public sealed record FeedbackBody(string Text, DateOnly? On = null) : IDated;

/// <summary>Needs, difficulties and demands, from intake to feedback.</summary>
public static class DemandEndpoints
{
    private const string At = "/api/v1/demands";

    public static readonly RoleRow[] Roles =
    [
        new("POST", At, Who.SignedIn),
        new("POST", At + "/{id}/acceptance", Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/answers", Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/feedback", Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/setting-aside", Who.Staff | Who.Coordinators),
        new("GET", At, Who.SignedIn),
        new("GET", At + "/{id}", Who.SignedIn),
        .. OpenSpaceEndpoints.Roles,
    ];

    public static void MapDemands(this IEndpointRouteBuilder api)
    {
        var demands = api.MapGroup("/demands");
        demands.MapPost("", async (Post<DemandBody> asked) =>
        {
            var done = await Bring(asked, asked.Body);
            return done.Created(asked.Http, $"{At}/{done.Id}");
        });
        demands.MapPost("/{id}/acceptance", async (string id, Post<Nothing> asked) =>
            (await Accept(asked, id)).Answer(asked.Http));
        demands.MapPost("/{id}/answers", async (string id, Post<AnswerBody> asked) =>
            (await Answer(asked, id, asked.Body)).Created(asked.Http, $"{At}/{id}"));
        demands.MapPost("/{id}/feedback", async (string id, Post<FeedbackBody> asked) =>
            (await Close(asked, id, asked.Body)).Answer(asked.Http));
        demands.MapPost("/{id}/setting-aside", async (string id, Post<ReasonBody> asked) =>
            (await SetAside(asked, id, asked.Body)).Answer(asked.Http));
        demands.MapGet("", (Reading reading) => reading.List(DemandReading.Found(reading), d => d.Cursor));
        demands.MapGet("/{id}", (string id, Reading reading) => DemandReading.Find(reading, id) is { } found
            ? reading.Answer(found.Shown) : reading.NotFound());
        api.MapOpenSpaces();
    }

    public static Task<Done> Bring(Post post, DemandBody body)
    {
        var id = post.Id(body.Id);
        if (body.VillageCode is { } village) Post.Reference(village, "villageCode");
        if (body.OrganisationId is { } own)
            post.RequireParty(Post.Reference(own, "organisationId"), "organisationId");
        var alliance = AllianceOf(post, body);
        return post.Run(
            Demand.Boundary.Stream(id),
            () =>
            {
                if (body.MeetingId is { } meeting) OpenSpaceReading.Require(post.Rows, meeting, alliance);
                return new DemandCommand.Bring(
                    body.Kind, alliance, body.OrganisationId, body.VillageCode, body.Topic,
                    post.Text(body.Text, "text", id), body.MeetingId, body.Illustrative);
            },
            body.OrganisationId is { } whose
                ? post.Caller.SpeaksAsCoordinator(post.Rows, whose)
                : post.Caller.CoordinatesAlliance(post.Rows, alliance),
            id);
    }

    public static Task<Done> Accept(Post post, string id) => Run(post, id, () => new DemandCommand.Accept());

    public static Task<Done> Answer(Post post, string id, AnswerBody body) => Run(post, id, () =>
    {
        if (DemandReading.NameOf(post.Rows, body.Kind, Post.Reference(body.Of, "of")) is null)
            throw Problem.Absent(
                "answer-not-found", "of", "没有这项行动、求助或课程包，请从列表中选择。",
                "There is no such joint action, request or package; choose one of the list.");
        return new DemandCommand.GiveAnswer(new(body.Kind, body.Of));
    });

    public static Task<Done> Close(Post post, string id, FeedbackBody body) =>
        Run(post, id, () => new DemandCommand.Close(post.Text(body.Text, "text", id)));

    public static Task<Done> SetAside(Post post, string id, ReasonBody body) =>
        Run(post, id, () => new DemandCommand.SetAside(post.Text(body.Reason, "reason", id)));

    private static string AllianceOf(Post post, DemandBody body)
    {
        if (body.AllianceId is { } named)
        {
            post.Rows.RequireAlliance(named, "allianceId");
            return named;
        }

        return (body.OrganisationId is { } own ? Parties.AllianceOf(post.Rows, own) : null)
            ?? (body.VillageCode is { } village ? Parties.AllianceAround(post.Rows, village) : null)
            ?? throw Problem.Absent(
                "no-alliance-around", body.OrganisationId is null ? "villageCode" : "organisationId",
                "请注明村居或联盟：系统据此找到受理的联盟。", "Name the village or the alliance: it says who takes this in.");
    }

    private static Task<Done> Run(Post post, string id, Func<object> command)
    {
        var alliance = post.Rows.One(
            "select alliance from demands where demand = @id", r => r.GetString(0),
            ("id", Post.Reference(id, "id"))) ?? throw new ProblemException(Problem.NotFound);
        return post.Run(
            Demand.Boundary.Stream(id), command, post.Caller.CoordinatesAlliance(post.Rows, alliance), id);
    }
}
