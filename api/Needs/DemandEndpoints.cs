using Federation.Api.Help;
using Federation.Api.JointActions;
using Federation.Api.Organisations;
using Federation.Api.Spine;
using Federation.Domain;
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
        demands.MapPost("", async (Asked<DemandBody> asked) =>
        {
            var done = await Bring(asked.Asking, asked.Body);
            return done.Created(asked.Http, $"{At}/{done.Id}");
        });
        demands.MapPost("/{id}/acceptance", async (string id, Asked<Nothing> asked) =>
            (await Accept(asked.Asking, id)).Answer(asked.Http));
        demands.MapPost("/{id}/answers", async (string id, Asked<AnswerBody> asked) =>
            (await Answer(asked.Asking, id, asked.Body)).Created(asked.Http, $"{At}/{id}"));
        demands.MapPost("/{id}/feedback", async (string id, Asked<FeedbackBody> asked) =>
            (await Close(asked.Asking, id, asked.Body)).Answer(asked.Http));
        demands.MapPost("/{id}/setting-aside", async (string id, Asked<ReasonBody> asked) =>
            (await SetAside(asked.Asking, id, asked.Body)).Answer(asked.Http));
        demands.MapGet("", (Reading reading) => reading.List(DemandReading.Found(reading), d => d.Cursor));
        demands.MapGet("/{id}", (string id, Reading reading) => DemandReading.Find(reading, id) is { } found
            ? reading.Answer(found.Shown) : reading.NotFound());
        api.MapOpenSpaces();
    }

    public static Task<Done> Bring(Asking asking, DemandBody body)
    {
        var id = asking.Id(body.Id);
        if (body.VillageCode is { } village) Asking.Reference(village, "villageCode");
        if (body.OrganisationId is { } own)
            asking.RequireParty(Asking.Reference(own, "organisationId"), "organisationId");
        var alliance = AllianceOf(asking, body);
        return asking.Run(
            Demand.Boundary.Stream(id),
            () =>
            {
                if (body.MeetingId is { } meeting) OpenSpaceReading.Require(asking.Rows, meeting, alliance);
                return new DemandCommand.Bring(
                    body.Kind, alliance, body.OrganisationId, body.VillageCode, body.Topic,
                    asking.Text(body.Text, "text", id), body.MeetingId, body.Illustrative);
            },
            body.OrganisationId is { } whose
                ? asking.Caller.SpeaksAsCoordinator(asking.Rows, whose)
                : asking.Caller.CoordinatesAlliance(asking.Rows, alliance),
            id);
    }

    public static Task<Done> Accept(Asking asking, string id) => Run(asking, id, () => new DemandCommand.Accept());

    public static Task<Done> Answer(Asking asking, string id, AnswerBody body) => Run(asking, id, () =>
    {
        if (DemandReading.NameOf(asking.Rows, body.Kind, Asking.Reference(body.Of, "of")) is null)
            throw Filters.Absent(
                "answer-not-found", "of", "没有这项行动、求助或课程包，请从列表中选择。",
                "There is no such joint action, request or package; choose one of the list.");
        return new DemandCommand.GiveAnswer(new(body.Kind, body.Of));
    });

    public static Task<Done> Close(Asking asking, string id, FeedbackBody body) =>
        Run(asking, id, () => new DemandCommand.Close(asking.Text(body.Text, "text", id)));

    public static Task<Done> SetAside(Asking asking, string id, ReasonBody body) =>
        Run(asking, id, () => new DemandCommand.SetAside(asking.Text(body.Reason, "reason", id)));

    private static string AllianceOf(Asking asking, DemandBody body)
    {
        if (body.AllianceId is { } named)
        {
            asking.Rows.RequireAlliance(named, "allianceId");
            return named;
        }

        return (body.OrganisationId is { } own ? Parties.AllianceOf(asking.Rows, own) : null)
            ?? (body.VillageCode is { } village ? Parties.AllianceAround(asking.Rows, village) : null)
            ?? throw Filters.Absent(
                "no-alliance-around", body.OrganisationId is null ? "villageCode" : "organisationId",
                "请注明村居或联盟：系统据此找到受理的联盟。", "Name the village or the alliance: it says who takes this in.");
    }

    private static Task<Done> Run(Asking asking, string id, Func<object> command)
    {
        var alliance = asking.Rows.One(
            "select alliance from demands where demand = @id", r => r.GetString(0),
            ("id", Asking.Reference(id, "id"))) ?? throw new ProblemException(Problem.NotFound);
        return asking.Run(
            Demand.Boundary.Stream(id), command, asking.Caller.CoordinatesAlliance(asking.Rows, alliance), id);
    }
}
