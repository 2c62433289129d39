using Federation.Api.Counting;
using Federation.Domain.JointActions;

namespace Federation.Api.JointActions;

/// <summary>Challenges of an action: the list, one with its ranking, and the list that staff tick for a day.</summary>
public static class ChallengePages
{
    private const string At = "/joint-actions/{id}/challenges";

    private const string One = At + "/{challengeId}";

    public static readonly RoleRow[] Roles =
    [
        new("GET", At, Who.Everyone),
        new("POST", At, Who.Coordinators),
        new("GET", One, Who.Everyone),
        new("POST", One + "/calling-off", Who.Coordinators),
        new("GET", One + "/check-ins", Who.Staff | Who.Coordinators),
        new("POST", One + "/check-ins", Who.Staff | Who.Coordinators),
        new("POST", One + "/participants", Who.Staff | Who.Coordinators),
        new("POST", One + "/participants/{participantId}/leaving", Who.Staff | Who.Coordinators),
    ];

    public static void MapChallengePages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At, (string id, Reading reading) => List(reading, id, null));
        pages.MapPost(At, Open);
        pages.MapGet(One, (string id, string challengeId, Reading reading) => Show(reading, id, challengeId, null));
        pages.MapPost(One + "/calling-off", (string id, string challengeId, Posted posted, Reading reading) =>
            posted.Run(
                () => ChallengeEndpoints.CallOff(posted.Post, id, challengeId),
                _ => PageOf(id, challengeId), state => Show(reading, id, challengeId, state)));
        pages.MapChallengeLists();
    }

    internal static string PageOf(string action, string challenge) =>
        $"/joint-actions/{action}/challenges/{challenge}";

    private static Task<IResult> Open(string id, Posted posted, Reading reading)
    {
        posted.Required("firstDay");
        var first = posted.State.ErrorOf("firstDay") is null ? posted.Day("firstDay") : null;
        var (days, gaps) = (Whole(posted, "days"), Whole(posted, "gapsAllowed"));
        var body = new ChallengeBody(
            posted.Required("seriesId"), posted.Name("title"), first ?? default, days, gaps);
        return posted.Run(
            () => ChallengeEndpoints.Open(posted.Post, id, body), done => PageOf(id, done.Id!),
            state => List(reading, id, state), ("challenge-numbers-invalid", "days"),
            ("challenge-outside-action", "firstDay"), ("challenge-texts-invalid", "title"),
            ("series-unknown", "seriesId"));
    }

    private static int Whole(Posted posted, string field)
    {
        posted.Required(field);
        var number = posted.State.ErrorOf(field) is null ? posted.Number(field) ?? 0 : 0;
        return (int)Math.Clamp(number, -1, int.MaxValue);
    }

    private static IResult List(Reading reading, string id, FormState? state)
    {
        var (of, action) = ActionHead.Of(reading, id);
        return Pages.Of<ChallengesPage>(
            new
            {
                Action = action, Challenges = ChallengeReading.Of(reading, of), State = state,
                Series = ActionFactsReading.SeriesOf(reading.Rows, of.Id), Names = new RecordNames(reading.Rows),
            }, state);
    }

    private static IResult Show(Reading reading, string id, string challenge, FormState? state)
    {
        var (of, action) = ActionHead.Of(reading, id);
        var found = ChallengeReading.Find(reading, of, challenge) ?? throw new ProblemException(Problem.NotFound);
        return Pages.Of<ChallengePage>(
            new { Action = action, Challenge = found, Names = new RecordNames(reading.Rows), State = state }, state);
    }
}
