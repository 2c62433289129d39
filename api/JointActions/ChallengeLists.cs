using Federation.Api.Counting;
using Federation.Domain.JointActions;

namespace Federation.Api.JointActions;

/// <summary>The list that staff tick on a phone: one organisation's participants on a day; and who is on it.</summary>
internal static class ChallengeLists
{
    private const string At = "/joint-actions/{id}/challenges/{challengeId}";

    public static void MapChallengeLists(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At + "/check-ins", (string id, string challengeId, Reading reading, Lang lang) =>
            Show(reading, lang, id, challengeId, "", null));
        pages.MapPost(At + "/check-ins", CheckIn);
        pages.MapPost(At + "/participants", Join);
        pages.MapPost(At + "/participants/{participantId}/leaving",
            (string id, string challengeId, string participantId, Posted posted, Reading reading) => posted.Run(
                () => ChallengeEndpoints.Leave(
                    posted.Post, id, challengeId, participantId, new(posted.Required("organisationId"))),
                _ => PageOf(id, challengeId, posted) + "&done=left",
                state => Show(reading, posted.L, id, challengeId, "", state)));
    }

    /// <summary>The address of the list that the form belongs to.</summary>
    private static string PageOf(string action, string challenge, Posted posted) =>
        $"{ChallengePages.PageOf(action, challenge)}/check-ins" + QueryString.Create(
        [
            KeyValuePair.Create("organisation", posted.Text("organisationId")),
            KeyValuePair.Create("day", posted.Text("day")),
        ]);

    /// <summary>Only what changed since the page was shown is sent on, so two phones do not undo each other.</summary>
    private static Task<IResult> CheckIn(string id, string challengeId, Posted posted, Reading reading)
    {
        posted.Required("day");
        var day = posted.State.ErrorOf("day") is null ? posted.Day("day") : null;
        var (ticked, shown) = (posted.Many("done"), posted.Many("shown"));
        var body = new CheckInBody(
            posted.Required("organisationId"), day ?? default, [.. ticked.Except(shown)], [.. shown.Except(ticked)]);
        return posted.Run(
            () => ChallengeEndpoints.CheckIn(posted.Post, id, challengeId, body),
            _ => PageOf(id, challengeId, posted) + "&done=ticked",
            state => Show(reading, posted.L, id, challengeId, "check-ins", state),
            ("check-in-outside-challenge", "day"), ("check-in-too-late", "day"), ("entrant-unknown", "done"));
    }

    private static Task<IResult> Join(string id, string challengeId, Posted posted, Reading reading)
    {
        var body = new EntrantBody(
            posted.Required("organisationId"), posted.Required("villageCode"), posted.Required("nickname"));
        return posted.Run(
            () => ChallengeEndpoints.Join(posted.Post, id, challengeId, body),
            _ => PageOf(id, challengeId, posted) + "&done=joined",
            state => Show(reading, posted.L, id, challengeId, "participants", state),
            ("not-participating", "villageCode"), ("entrant-name-missing", "nickname"));
    }

    private static IResult Show(
        Reading reading, Lang lang, string id, string challenge, string form, FormState? state)
    {
        var (of, action) = ActionHead.Of(reading, id);
        var found = ChallengeReading.Find(reading, of, challenge) ?? throw new ProblemException(Problem.NotFound);
        if (!action.Member) return Pages.Problem(reading.Http, Problem.NotAllowed);
        var organisations = action.Organisations(reading, lang);
        var own = state?.Typed("organisationId") ?? reading.Text("organisation");
        if (organisations.All(o => o.Value != own)) own = organisations.Count > 0 ? organisations[0].Value : "";
        var day = DayOf(reading, found, state);
        return Pages.Of<CheckInPage>(
            new
            {
                Action = action, Challenge = found, Organisations = organisations, Own = own, Day = day,
                Done = ChallengeReading.DoneOn(reading, of, found.Id, own!, day),
                Villages = ActionReading.Participants(reading.Rows, of.Id).Where(p => p.OrganisationId == own)
                    .Select(p => new Choice(p.VillageCode, lang.Of(p.Village))).ToArray(),
                Form = form, State = state, Told = state is null ? reading.Text("done") : null,
                Names = new RecordNames(reading.Rows),
            }, state);
    }

    /// <summary>As asked, within the challenge; today where it is one of its days.</summary>
    private static DateOnly DayOf(Reading reading, ChallengeShown challenge, FormState? state)
    {
        var asked = DateOnly.TryParseExact(state?.Typed("day"), "yyyy-MM-dd", out var typed)
            ? typed : reading.Day("day") ?? reading.Today;
        return asked < challenge.FirstDay ? challenge.FirstDay
            : asked > challenge.LastDay ? challenge.LastDay : asked;
    }
}
