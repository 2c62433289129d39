using Federation.Domain.JointActions;

namespace Federation.Api.JointActions;

/// <param name="Days">How many, the first one included.</param>
/// <param name="GapsAllowed">Days that may be missed by who still finishes.</param>
public sealed record ChallengeBody(
    string SeriesId, Name Title, DateOnly FirstDay, int Days, int GapsAllowed = 0, bool Illustrative = false,
    string? Source = null, string? Id = null, DateOnly? On = null) : IDated;

/// <param name="Nickname">Of a team or family, chosen by itself; kept sealed.</param>
public sealed record EntrantBody(
    string OrganisationId, string VillageCode, string Nickname, string? Id = null, DateOnly? On = null) : IDated;

public sealed record EntrantLeavingBody(string OrganisationId, DateOnly? On = null) : IDated;

/// <param name="Done">Participants who did it on the day.</param>
/// <param name="Undone">Those ticked by mistake before.</param>
public sealed record CheckInBody(
    string OrganisationId, DateOnly Day, Items<string> Done = default, Items<string> Undone = default,
    DateOnly? On = null) : IDated;

/// <summary>Challenges over many days, such as the 21-day healthy-snack contest.</summary>
public static class ChallengeEndpoints
{
    private const string At = "/api/v1/joint-actions/{id}/challenges";

    /// <summary>Participants that one list may name; more are a mistake.</summary>
    private const int ListMax = 2 * ChallengeGroup.EntrantsMax;

    public static readonly RoleRow[] Roles =
    [
        new("POST", At, Who.Coordinators),
        new("POST", At + "/{challengeId}/calling-off", Who.Coordinators),
        new("POST", At + "/{challengeId}/participants", Who.Staff | Who.Coordinators),
        new("POST", At + "/{challengeId}/participants/{participantId}/leaving", Who.Staff | Who.Coordinators),
        new("POST", At + "/{challengeId}/check-ins", Who.Staff | Who.Coordinators),
        new("GET", At, Who.Everyone),
        new("GET", At + "/{challengeId}", Who.Everyone),
    ];

    public static void MapChallenges(this IEndpointRouteBuilder actions)
    {
        var challenges = actions.MapGroup("/{id}/challenges");
        challenges.MapPost("", async (string id, Post<ChallengeBody> asked) =>
        {
            var done = await Open(asked, id, asked.Body);
            return done.Created(asked.Http, $"/api/v1/joint-actions/{id}/challenges/{done.Id}");
        });
        challenges.MapPost("/{challengeId}/calling-off", async (string id, string challengeId, Post<Nothing> asked) =>
            (await CallOff(asked, id, challengeId)).Answer(asked.Http));
        challenges.MapPost("/{challengeId}/participants",
            async (string id, string challengeId, Post<EntrantBody> asked) =>
            (await Join(asked, id, challengeId, asked.Body)).Created(
                asked.Http, $"/api/v1/joint-actions/{id}/challenges/{challengeId}"));
        challenges.MapPost("/{challengeId}/participants/{participantId}/leaving",
            async (string id, string challengeId, string participantId, Post<EntrantLeavingBody> asked) =>
            (await Leave(asked, id, challengeId, participantId, asked.Body)).Answer(asked.Http));
        challenges.MapPost("/{challengeId}/check-ins",
            async (string id, string challengeId, Post<CheckInBody> asked) =>
            (await CheckIn(asked, id, challengeId, asked.Body)).Answer(asked.Http));
        challenges.MapGet("", (string id, Reading reading) => reading.Answer(new
        {
            items = ChallengeReading.Of(reading, reading.Rows.RequireAction(id)),
        }));
        challenges.MapGet("/{challengeId}", (string id, string challengeId, Reading reading) =>
            ChallengeReading.Find(reading, reading.Rows.RequireAction(id), challengeId) is { } found
                ? reading.Answer(found) : reading.NotFound());
    }

    public static Task<Done> Open(Post post, string action, ChallengeBody body)
    {
        Post.Reference(body.SeriesId, "seriesId");
        var (of, id) = (post.Rows.RequireAction(action), post.Id(body.Id));
        return post.Run(
            Challenge.Boundary.Stream(of.Id, id),
            () => new ChallengeCommand.Open(
                new(body.Title, body.SeriesId, body.FirstDay, body.Days, body.GapsAllowed),
                post.ActionFacts(of.Id, ""), body.Illustrative, body.Source),
            post.Caller.Coordinates(of), id);
    }

    public static Task<Done> CallOff(Post post, string action, string challenge)
    {
        var of = post.Rows.RequireAction(action);
        return post.Run(
            Challenge.Boundary.Stream(of.Id, Post.Reference(challenge, "challengeId")),
            () => new ChallengeCommand.CallOff(), post.Caller.Coordinates(of), challenge);
    }

    /// <summary>The nickname is sealed under the organisation's id; the event carries no name.</summary>
    public static Task<Done> Join(Post post, string action, string challenge, EntrantBody body)
    {
        Post.Reference(body.VillageCode, "villageCode");
        var id = post.Id(body.Id);
        if (body.Nickname.Trim().Length > Texts.WordMax) throw Reading.Wrong(
            "nickname", $"昵称最长 {Texts.WordMax} 个字符。", $"A nickname has at most {Texts.WordMax} characters.");
        return Run(post, action, challenge, body.OrganisationId, id, of => new ChallengeGroupCommand.Join(
            body.OrganisationId,
            new(id, post.Text(body.Nickname, "nickname", body.OrganisationId) ?? "", body.VillageCode),
            Facts(post, of, challenge, body.VillageCode)));
    }

    public static Task<Done> Leave(
        Post post, string action, string challenge, string entrant, EntrantLeavingBody body) => Run(
        post, action, challenge, body.OrganisationId, Post.Reference(entrant, "participantId"), _ =>
            new ChallengeGroupCommand.Leave(body.OrganisationId, entrant));

    public static Task<Done> CheckIn(Post post, string action, string challenge, CheckInBody body)
    {
        if (body.Done.Count + body.Undone.Count > ListMax) throw Reading.Wrong(
            "done", $"一次最多 {ListMax} 个参与者。", $"At most {ListMax} participants at once.");
        return Run(post, action, challenge, body.OrganisationId, challenge, of => new ChallengeGroupCommand.CheckIn(
            body.OrganisationId, body.Day, body.Done, body.Undone, Facts(post, of, challenge, "")));
    }

    private static ChallengeFacts Facts(Post post, ActionOf of, string challenge, string village)
    {
        post.RestOn(Challenge.Boundary.Stream(of.Id, challenge));
        return post.Rows.One(
            "select title_zh, title_en, series, first_day, length, gaps, called_off_on from challenges " +
            "where action = @action and challenge = @challenge",
            r => new ChallengeFacts(
                post.ActionFacts(of.Id, village),
                new(r.Name(0), r.GetString(2), r.Day(3)!.Value, (int)r.GetInt64(4), (int)r.GetInt64(5)),
                r.Text(6) is not null),
            ("action", of.Id), ("challenge", challenge)) ?? throw new ProblemException(Problem.NotFound);
    }

    private static Task<Done> Run(
        Post post, string action, string challenge, string organisation, string id, Func<ActionOf, object> command)
    {
        var of = post.Rows.RequireAction(action);
        return post.Run(
            ChallengeGroup.Boundary.Stream(
                of.Id, Post.Reference(challenge, "challengeId"), Post.Reference(organisation, "organisationId")),
            () => command(of), post.Caller.Coordinates(of), id);
    }
}
