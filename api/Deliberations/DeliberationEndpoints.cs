using Federation.Api.JointActions;
using Federation.Domain.Deliberations;

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
        talks.MapPost("", async (Post<DeliberationBody> asked) =>
        {
            var done = await Call(asked, asked.Body);
            return done.Created(asked.Http, $"{At}/{done.Id}");
        });
        talks.MapPost("/{id}/topics", async (string id, Post<TopicBody> asked) =>
            (await Propose(asked, id, asked.Body)).Created(asked.Http, $"{At}/{id}"));
        talks.MapPost("/{id}/topics/{topicId}", async (string id, string topicId, Post<TopicBody> asked) =>
            (await Revise(asked, id, topicId, asked.Body)).Answer(asked.Http));
        talks.MapPost("/{id}/opinions", async (string id, Post<OpinionBody> asked) =>
            (await Give(asked, id, asked.Body)).Created(asked.Http, $"{At}/{id}"));
        talks.MapPost("/{id}/decision", async (string id, Post<DecisionBody> asked) =>
            (await Decide(asked, id, asked.Body)).Answer(asked.Http));
        talks.MapPost("/{id}/no-quorum", async (string id, Post<NoQuorumBody> asked) =>
            (await StateNoQuorum(asked, id, asked.Body)).Answer(asked.Http));
        talks.MapPost("/{id}/cancellation", async (string id, Post<ReasonBody> asked) =>
            (await Cancel(asked, id, asked.Body)).Answer(asked.Http));
        talks.MapGet("", (Reading reading) => reading.List(DeliberationReading.Found(reading), d => d.Cursor));
        talks.MapGet("/{id}", (string id, Reading reading) => DeliberationReading.One(reading, id));
    }

    public static Task<Done> Call(Post post, DeliberationBody body)
    {
        var id = post.Id(body.Id);
        foreach (var area in body.AreaIds) Post.Reference(area, "areaIds");
        var region = post.Rows.RequireAlliance(body.AllianceId, "allianceId");
        return post.Run(
            Deliberation.Boundary.Stream(id),
            () => new DeliberationCommand.Call(
                body.AllianceId, body.Question, body.HeldOn, body.ClosesOn, body.AreaIds, body.Quorum,
                post.AreasOf(body.AllianceId), body.Illustrative, body.Note),
            post.Caller.Coordinates(body.AllianceId, region), id);
    }

    public static Task<Done> Propose(Post post, string id, TopicBody body)
    {
        var topic = TopicOf(post.Id(body.Id), body);
        return Run(post, id, topic.Id, of => new DeliberationCommand.ProposeTopic(
            topic, topic.AreaId is { } area ? post.VoiceOf(of, area) : null));
    }

    /// <summary>Who may word a topic anew follows from the area that proposed it.</summary>
    public static Task<Done> Revise(Post post, string id, string topicId, TopicBody body)
    {
        var topic = TopicOf(Post.Reference(topicId, "topicId"), body with { AreaId = null });
        return Run(post, id, topicId, of => new DeliberationCommand.ReviseTopic(
            topic, DeliberationReading.ProposerOf(post.Rows, of.Id, topicId) is { } area
                ? post.VoiceOf(of, area) : null));
    }

    public static Task<Done> Give(Post post, string id, OpinionBody body)
    {
        Post.Reference(body.AreaId, "areaId");
        Post.Reference(body.TopicId, "topicId");
        var (coded, own) = Reasons(body.Reasons);
        return Run(post, id, body.TopicId, of => new DeliberationCommand.GiveOpinion(
            post.VoiceOf(of, body.AreaId), body.TopicId, body.Recommendation, body.Difficulty, coded,
            post.Text(own, "reasons", of.Id), body.OnPaper, body.On is not null));
    }

    public static Task<Done> Decide(Post post, string id, DecisionBody body)
    {
        Post.Reference(body.TopicId, "topicId");
        return Run(post, id, id, of => new DeliberationCommand.Decide(
            body.TopicId, post.Text(body.Rationale, "rationale", of.Id)));
    }

    public static Task<Done> StateNoQuorum(Post post, string id, NoQuorumBody body) => Run(post, id, id,
        of => new DeliberationCommand.StateNoQuorum(post.Text(body.Rationale, "rationale", of.Id)));

    public static Task<Done> Cancel(Post post, string id, ReasonBody body) => Run(post, id, id,
        of => new DeliberationCommand.Cancel(post.Text(body.Reason, "reason", of.Id)));

    private static Topic TopicOf(string id, TopicBody body) => new(
        id, body.Title, body.Goal, body.Strategy, body.Resources, body.Stakeholders, body.Audience, body.Implementers,
        body.AreaId is { } area ? Post.Reference(area, "areaId") : null);

    private static (Items<DifficultyReason> Coded, string? Own) Reasons(Items<string> reasons)
    {
        var known = Enum.GetValues<DifficultyReason>().ToDictionary(reason => RowText.Of(reason));
        var coded = reasons.Where(known.ContainsKey).Select(reason => known[reason]).ToArray();
        var own = reasons.Where(reason => !known.ContainsKey(reason) && reason.Trim().Length > 0).ToArray();
        if (own.Length > 0 && !coded.Contains(DifficultyReason.Other)) coded = [.. coded, DifficultyReason.Other];
        return ([.. coded], own.Length == 0 ? null : string.Join('\n', own));
    }

    private static Task<Done> Run(Post post, string talk, string id, Func<DeliberationOf, object> command)
    {
        var of = post.Rows.RequireDeliberation(talk);
        return post.Run(
            Deliberation.Boundary.Stream(of.Id), () => command(of),
            post.Caller.Coordinates(of.AllianceId, of.RegionCode), id);
    }
}
