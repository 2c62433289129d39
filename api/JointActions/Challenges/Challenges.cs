namespace Federation.Api.JointActions;

/// <param name="Days">How many, the first one included.</param>
/// <param name="GapsAllowed">Days that may be missed by who still finishes.</param>
public sealed record ChallengeBody(
    [Says("属于哪个系列", "Series")] string SeriesId,
    [Says("名称", "Title", Max = Texts.TitleMax)] Name Title,
    [Says("第一天", "First day")] DateOnly FirstDay,
    [Says("一共几天", "How many days", Unit = "days")] int Days,
    [Says("可以缺几天", "Days that may be missed", "缺的天数不超过它，仍算完成", "Whoever misses no more still finishes",
        Unit = "days", Needed = true)] int GapsAllowed = 0,
    bool Illustrative = false, string? Source = null, string? Id = null,
    DateOnly? On = null) : IDated;

/// <param name="Nickname">Of a team or family, chosen by itself; kept sealed.</param>
public sealed record EntrantBody(
    string OrganisationId,
    [Says("村居", "Village")] string VillageCode,
    [Says("昵称", "Nickname", Max = Texts.WordMax)] string Nickname,
    string? Id = null, DateOnly? On = null) : IDated;

public sealed record EntrantLeavingBody(string OrganisationId, DateOnly? On = null) : IDated;

/// <param name="Done">Participants who did it on the day.</param>
/// <param name="Undone">Those ticked by mistake before.</param>
public sealed record CheckInBody(
    string OrganisationId, DateOnly Day, Items<string> Done = default, Items<string> Undone = default,
    DateOnly? On = null) : IDated, IFromForm<CheckInBody>
{
    /// <summary>Only what changed since the page was shown is sent on, so two phones do not undo each other.</summary>
    public static CheckInBody Of(Posted form)
    {
        var (ticked, shown) = (form.Many("done"), form.Many("shown"));
        var day = form.Required("day").Length > 0 ? form.Day("day") : null;
        return new(
            form.Required("organisationId"), day ?? default, [.. ticked.Except(shown)], [.. shown.Except(ticked)]);
    }
}

/// <summary>Challenges over many days, such as the 21-day healthy-snack contest.</summary>
public static class Challenges
{
    private const Who Keepers = Who.Staff | Who.Coordinators;

    /// <summary>Participants that one list may name; more are a mistake.</summary>
    private const int ListMax = 2 * ChallengeGroup.EntrantsMax;

    public static readonly Feature Feature = new("/joint-actions/{id}/challenges",
        [typeof(Challenge.Refusals), typeof(ChallengeGroup.Refusals)], challenges =>
        {
            var all = challenges.GetIn<Listed<ChallengeShown>, ChallengesPage>("", ChallengeReading.List);
            var one = challenges.GetIn<ChallengeShown, ChallengePage>("/{challengeId}", ChallengeReading.Find);
            var list = challenges.PageIn<CheckInView, CheckInPage>(
                "/{challengeId}/check-ins", Keepers, ChallengeReading.CheckIns);
            challenges.Add<ChallengeBody>("", Who.Coordinators, Open, all, then: one);
            challenges.Do<Nothing>("/{challengeId}/calling-off", Who.Coordinators, post => post.AskIn(
                Challenge.Boundary, post["id"], post["challengeId"], _ => new ChallengeCommand.CallOff()), one);
            challenges.Add<EntrantBody>("/{challengeId}/participants", Keepers, Join, list,
                told: new("已添加参与者", "Added", "joined"));
            challenges.Do<EntrantLeavingBody>("/{challengeId}/participants/{participantId}/leaving", Keepers, Leave,
                list, told: new("已退出", "Taken off the list", "left"));
            challenges.Do<CheckInBody>("/{challengeId}/check-ins", Keepers, CheckIn, list,
                told: new("已保存打卡", "The list is saved", "ticked"));
        });

    private static Task<Done> Open(Post<ChallengeBody> post)
    {
        var body = post.Body;
        Post.Reference(body.SeriesId, "seriesId");
        return post.AskIn(Challenge.Boundary, post["id"], post.Id(body.Id), of => new ChallengeCommand.Open(
            new(body.Title, body.SeriesId, body.FirstDay, body.Days, body.GapsAllowed),
            post.ActionFacts(of.Id, ""), body.Illustrative, body.Source));
    }

    /// <summary>The nickname is sealed under the organisation's id; the event carries no name.</summary>
    private static Task<Done> Join(Post<EntrantBody> post)
    {
        var (body, id) = (post.Body, post.Id(post.Body.Id));
        Post.Reference(body.VillageCode, "villageCode");
        if (body.Nickname.Trim().Length > Texts.WordMax) throw Reading.Wrong(
            "nickname", $"昵称最长 {Texts.WordMax} 个字符。", $"A nickname has at most {Texts.WordMax} characters.");
        return Run(post, body.OrganisationId, id, of => new ChallengeGroupCommand.Join(
            body.OrganisationId,
            new(id, post.Text(body.Nickname, "nickname", body.OrganisationId) ?? "", body.VillageCode),
            Facts(post, of, body.VillageCode)));
    }

    private static Task<Done> Leave(Post<EntrantLeavingBody> post) =>
        Run(post, post.Body.OrganisationId, post["participantId"], _ =>
            new ChallengeGroupCommand.Leave(post.Body.OrganisationId, post["participantId"]));

    private static Task<Done> CheckIn(Post<CheckInBody> post)
    {
        var body = post.Body;
        if (body.Done.Count + body.Undone.Count > ListMax) throw Reading.Wrong(
            "done", $"一次最多 {ListMax} 个参与者。", $"At most {ListMax} participants at once.");
        return Run(post, body.OrganisationId, post["challengeId"], of => new ChallengeGroupCommand.CheckIn(
            body.OrganisationId, body.Day, body.Done, body.Undone, Facts(post, of, "")));
    }

    private static ChallengeFacts Facts(Post post, ActionOf of, string village)
    {
        post.RestOn(Challenge.Boundary.Stream(of.Id, post["challengeId"]));
        return post.Rows.One(
            "select title_zh, title_en, series, first_day, length, gaps, called_off_on from challenges " +
            "where action = @action and challenge = @challenge",
            r => new ChallengeFacts(
                post.ActionFacts(of.Id, village),
                new(r.Name(0), r.GetString(2), r.Day(3)!.Value, (int)r.GetInt64(4), (int)r.GetInt64(5)),
                r.Text(6) is not null),
            ("action", of.Id), ("challenge", post["challengeId"])) ?? throw new ProblemException(Problem.NotFound);
    }

    private static Task<Done> Run(Post post, string organisation, string id, Func<ActionOf, object> command)
    {
        var of = post.Rows.RequireAction(post["id"]);
        return post.Run(
            ChallengeGroup.Boundary.Stream(of.Id, post["challengeId"], Post.Reference(organisation, "organisationId")),
            () => command(of), post.Caller.Coordinates(of), id);
    }
}
