using Federation.Api.JointActions;
using Federation.Api.Spine;
using Federation.Domain;
using Federation.Domain.Deliberations;
using Federation.Log;

namespace Federation.Api.Deliberations;

/// <param name="Quorum">How many areas must have rated a topic before it can be decided.</param>
/// <param name="ClosesOn">Last day on which an opinion is not late; the day of the meeting when not given.</param>
public sealed record DeliberationBody(
    string AllianceId, Name Question, DateOnly HeldOn, Items<string> AreaIds, int Quorum, DateOnly? ClosesOn = null,
    bool Illustrative = false, Name? Note = null, string? Id = null, DateOnly? On = null) : IDated;

/// <param name="AreaId">The area that proposes it; not given: the coordinator for the meeting.</param>
public sealed record TopicBody(
    Name Title, Name? Goal = null, Name? Strategy = null, Name? Resources = null, Name? Stakeholders = null,
    Name? Audience = null, Name? Implementers = null, string? AreaId = null, string? Id = null, DateOnly? On = null)
    : IDated;

/// <param name="Reasons">Why it is difficult: codes of the list, or own words, which are sealed and count as
/// <c>other</c>.</param>
/// <param name="OnPaper">A coordinator enters what the area gave on paper; of the meeting's day unless <c>on</c> says
/// otherwise.</param>
public sealed record OpinionBody(
    string AreaId, string TopicId, int Recommendation, int Difficulty, Items<string> Reasons = default,
    bool OnPaper = false, DateOnly? On = null) : IDated;

public sealed record DecisionBody(string TopicId, string Rationale, DateOnly? On = null) : IDated;

public sealed record NoQuorumBody(string Rationale, DateOnly? On = null) : IDated;

/// <summary>Deliberations: calling, topics, the areas' opinions, and the outcome.</summary>
public static class DeliberationEndpoints
{
    private const string At = "/api/v1/deliberations";

    public static readonly RoleRow[] Roles =
    [
        new("POST", At, Who.Coordinators),
        new("POST", At + "/{id}/topics", Who.SignedIn),
        new("POST", At + "/{id}/topics/{topicId}", Who.SignedIn),
        new("POST", At + "/{id}/opinions", Who.SignedIn),
        new("POST", At + "/{id}/decision", Who.Coordinators),
        new("POST", At + "/{id}/no-quorum", Who.Coordinators),
        new("POST", At + "/{id}/cancellation", Who.Coordinators),
        new("GET", At, Who.Everyone),
        new("GET", At + "/{id}", Who.Everyone),
    ];

    public static void MapDeliberations(this IEndpointRouteBuilder api)
    {
        var talks = api.MapGroup("/deliberations");
        talks.MapPost("", async (Asked<DeliberationBody> asked) =>
        {
            var done = await Call(asked.Asking, asked.Body);
            return done.Created(asked.Http, $"{At}/{done.Id}");
        });
        talks.MapPost("/{id}/topics", async (string id, Asked<TopicBody> asked) =>
            (await Propose(asked.Asking, id, asked.Body)).Created(asked.Http, $"{At}/{id}"));
        talks.MapPost("/{id}/topics/{topicId}", async (string id, string topicId, Asked<TopicBody> asked) =>
            (await Revise(asked.Asking, id, topicId, asked.Body)).Answer(asked.Http));
        talks.MapPost("/{id}/opinions", async (string id, Asked<OpinionBody> asked) =>
            (await Give(asked.Asking, id, asked.Body)).Created(asked.Http, $"{At}/{id}"));
        talks.MapPost("/{id}/decision", async (string id, Asked<DecisionBody> asked) =>
            (await Decide(asked.Asking, id, asked.Body)).Answer(asked.Http));
        talks.MapPost("/{id}/no-quorum", async (string id, Asked<NoQuorumBody> asked) =>
            (await StateNoQuorum(asked.Asking, id, asked.Body)).Answer(asked.Http));
        talks.MapPost("/{id}/cancellation", async (string id, Asked<ReasonBody> asked) =>
            (await Cancel(asked.Asking, id, asked.Body)).Answer(asked.Http));
        talks.MapGet("", (Reading reading) => reading.List(DeliberationReading.Found(reading), d => d.Cursor));
        talks.MapGet("/{id}", (string id, Reading reading) => DeliberationReading.One(reading, id));
    }

    public static Task<Done> Call(Asking asking, DeliberationBody body)
    {
        var id = asking.Id(body.Id);
        foreach (var area in body.AreaIds) Asking.Reference(area, "areaIds");
        var region = asking.Rows.RequireAlliance(body.AllianceId, "allianceId");
        return asking.Run(
            Deliberation.Boundary.Stream(id),
            () => new DeliberationCommand.Call(
                body.AllianceId, body.Question, body.HeldOn, body.ClosesOn, body.AreaIds, body.Quorum,
                asking.AreasOf(body.AllianceId), body.Illustrative, body.Note),
            asking.Caller.Coordinates(body.AllianceId, region), id);
    }

    public static Task<Done> Propose(Asking asking, string id, TopicBody body)
    {
        var topic = TopicOf(asking.Id(body.Id), body);
        return Run(asking, id, topic.Id, of => new DeliberationCommand.ProposeTopic(
            topic, topic.AreaId is { } area ? asking.VoiceOf(of, area) : null));
    }

    /// <summary>Who may word a topic anew follows from the area that proposed it.</summary>
    public static Task<Done> Revise(Asking asking, string id, string topicId, TopicBody body)
    {
        var topic = TopicOf(Asking.Reference(topicId, "topicId"), body with { AreaId = null });
        return Run(asking, id, topicId, of => new DeliberationCommand.ReviseTopic(
            topic, DeliberationReading.ProposerOf(asking.Rows, of.Id, topicId) is { } area
                ? asking.VoiceOf(of, area) : null));
    }

    public static Task<Done> Give(Asking asking, string id, OpinionBody body)
    {
        Asking.Reference(body.AreaId, "areaId");
        Asking.Reference(body.TopicId, "topicId");
        var (coded, own) = Reasons(body.Reasons);
        return Run(asking, id, body.TopicId, of => new DeliberationCommand.GiveOpinion(
            asking.VoiceOf(of, body.AreaId), body.TopicId, body.Recommendation, body.Difficulty, coded,
            asking.Text(own, "reasons", of.Id), body.OnPaper, body.On is not null));
    }

    public static Task<Done> Decide(Asking asking, string id, DecisionBody body)
    {
        Asking.Reference(body.TopicId, "topicId");
        return Run(asking, id, id, of => new DeliberationCommand.Decide(
            body.TopicId, asking.Text(body.Rationale, "rationale", of.Id)));
    }

    public static Task<Done> StateNoQuorum(Asking asking, string id, NoQuorumBody body) => Run(asking, id, id,
        of => new DeliberationCommand.StateNoQuorum(asking.Text(body.Rationale, "rationale", of.Id)));

    public static Task<Done> Cancel(Asking asking, string id, ReasonBody body) => Run(asking, id, id,
        of => new DeliberationCommand.Cancel(asking.Text(body.Reason, "reason", of.Id)));

    private static Topic TopicOf(string id, TopicBody body) => new(
        id, body.Title, body.Goal, body.Strategy, body.Resources, body.Stakeholders, body.Audience, body.Implementers,
        body.AreaId is { } area ? Asking.Reference(area, "areaId") : null);

    private static (Items<DifficultyReason> Coded, string? Own) Reasons(Items<string> reasons)
    {
        var known = Enum.GetValues<DifficultyReason>().ToDictionary(reason => RowText.Of(reason));
        var coded = reasons.Where(known.ContainsKey).Select(reason => known[reason]).ToArray();
        var own = reasons.Where(reason => !known.ContainsKey(reason) && reason.Trim().Length > 0).ToArray();
        if (own.Length > 0 && !coded.Contains(DifficultyReason.Other)) coded = [.. coded, DifficultyReason.Other];
        return ([.. coded], own.Length == 0 ? null : string.Join('\n', own));
    }

    private static Task<Done> Run(Asking asking, string talk, string id, Func<DeliberationOf, object> command)
    {
        var of = asking.Rows.RequireDeliberation(talk);
        return asking.Run(
            Deliberation.Boundary.Stream(of.Id), () => command(of),
            asking.Caller.Coordinates(of.AllianceId, of.RegionCode), id);
    }
}
