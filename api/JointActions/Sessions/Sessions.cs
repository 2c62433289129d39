namespace Federation.Api.JointActions;

public sealed record SessionBody(
    string SeriesId, string VillageCode, string OrganisationId, DateTimeOffset StartsAt, string Place,
    bool Illustrative = false, string? Source = null, string? Id = null, DateOnly? On = null) : IDated;

/// <summary>The form of one session, or of several where it says how often.</summary>
/// <param name="OrganisationId">Who, and in which village: <c>organisation|village</c>.</param>
public sealed record SessionForm(
    [Says("系列", "Series")] string SeriesId,
    [Says("由谁在哪个村居办", "Who, in which village")] Pair OrganisationId,
    [Says("开始时间", "Begins at")] DateTimeOffset StartsAt,
    [Says("地点", "Place", "例如：社区党群服务中心二楼", "Such as: community centre, 2nd floor", Max = Texts.PlaceMax)]
    string Place,
    [Says("多久一次", "How often", NothingZh = "只办这一场", NothingEn = "Only this once")] RepeatEvery? Every = null,
    [Says("一共几场", "How many in all", "2 至 26 场；时间和地点相同，之后可以单独改期",
        "2 to 26, at the same time and place; each can be moved later", Unit = "sessions")]
    int? Times = null);

public sealed record RescheduleBody(
    [Says("开始时间", "Begins at")] DateTimeOffset StartsAt,
    [Says("地点", "Place", Max = Texts.PlaceMax)] string Place,
    [Says("改期原因", "Why it moves", "参与组织会在首页看到新的时间和原因", "Those who take part see it on their first page",
        Max = Post.TextMax)]
    string? Reason = null, DateOnly? On = null) : IDated;

/// <summary>Sessions of a joint action: planned, moved, reported, corrected, cancelled.</summary>
public static class Sessions
{
    internal const Who Keepers = Who.Staff | Who.Coordinators;

    public static readonly Feature Feature = new("/joint-actions/{id}/sessions", [typeof(Session.Refusals)], sessions =>
    {
        sessions.Json("", Who.Everyone, SessionReading.List, "series village organisation state from to");
        sessions.Json("/{sessionId}", Who.Everyone, reading => SessionReading.Find(
            reading, reading.Rows.RequireAction(reading["id"]), reading["sessionId"]));
        sessions.File("/{sessionId}/calendar", Who.Everyone, SessionCalendar.OfSession);
        var form = sessions.PageIn<IReadOnlyList<ParticipantShown>, NewSessionPage>("/new", Keepers, OwnersFor);
        var one = sessions.PageIn<SessionView, SessionPage>("/{sessionId}", Who.Everyone, SessionReading.View);
        sessions.Add<SessionBody>("", Keepers, post => Plan(post, post["id"], post.Body));
        sessions.Send<SessionForm>("/new", Keepers, Plan, form, then: one, told: new("已安排", "Planned", "planned"));
        sessions.Do<RescheduleBody>("/{sessionId}/rescheduling", Keepers, Reschedule, one,
            told: new("已改期", "Moved", "moved"));
        sessions.Do<ReportBody>("/{sessionId}/report", Keepers, post => Report(post, post.Body));
        sessions.Send<ReportForm>("/{sessionId}/report", Keepers, ReportForm.Send, one, told: new(
            "报告已记入，数字已更新", "The report is recorded and the figures are updated", "reported"));
        sessions.Do<ReasonBody>("/{sessionId}/cancellation", Keepers, Cancel, one, told: new(
            "已取消，数字已更新", "Cancelled; the figures are updated", "cancelled"));
    });

    internal static Task<Done> Plan(Post post, string action, SessionBody body)
    {
        Post.Reference(body.OrganisationId, "organisationId");
        Post.Reference(body.VillageCode, "villageCode");
        Post.Reference(body.SeriesId, "seriesId");
        var startsAt = Parties.Sensible(body.StartsAt, "startsAt");
        return post.AskIn(Session.Boundary, action, post.Id(body.Id), of => new SessionCommand.Plan(
            body.SeriesId, body.VillageCode, body.OrganisationId, startsAt, body.Place,
            post.ActionFacts(of.Id, body.VillageCode), body.Illustrative, body.Source));
    }

    /// <summary>Who and where, as the value of one choice.</summary>
    internal static string OwnerOf(ParticipantShown participant) =>
        $"{participant.OrganisationId}|{participant.VillageCode}";

    /// <summary>A second report corrects the first. The note is sealed under the organisation that held it.</summary>
    internal static Task<Done> Report(Post post, ReportBody body) => Run(post, (of, session) =>
        new SessionCommand.Report(
            new(
                body.PersonTimes, body.Volunteers, body.Minutes, body.Materials,
                Sealed(post, body.Note, "note", of.Id, session)),
            post.Phase(of.Id)));

    /// <summary>Where it says how often, the action's page then shows how many there are now.</summary>
    private static async Task<Done> Plan(Post<SessionForm> post)
    {
        var (action, (series, (organisation, village), startsAt, place, every, times)) = (post["id"], post.Body);
        if (every is null) return await Plan(post, action, new(series, village, organisation, startsAt, place));
        if (times is null) throw Reading.Wrong("times", "请填写这一项", "Please fill this in");
        var (done, all) = await RecurringSessions.Plan(post, action, new(
            series, village, organisation, startsAt, place, every.Value, times.Value));
        var told = all.All(session => session.Code is null) ? "recurring" : "recurring-partly";
        return done with { Elsewhere = $"/joint-actions/{action}?done={told}#sessions" };
    }

    private static Task<Done> Reschedule(Post<RescheduleBody> post) => Run(post, (of, session) =>
        new SessionCommand.Reschedule(
            Parties.Sensible(post.Body.StartsAt, "startsAt"), post.Body.Place,
            post.ActionFacts(of.Id, Column(post, "village", of.Id, session)),
            Sealed(post, post.Body.Reason, "reason", of.Id, session)));

    private static Task<Done> Cancel(Post<ReasonBody> post) => Run(post, (of, session) => new SessionCommand.Cancel(
        Sealed(post, post.Body.Reason, "reason", of.Id, session), post.Phase(of.Id)));

    private static Task<Done> Run(Post post, Func<ActionOf, string, object> command)
    {
        var session = post["sessionId"];
        return post.AskIn(Session.Boundary, post["id"], session, of => command(of, session));
    }

    /// <summary>Words belong to the organisation that holds the session; without words nobody is looked up.</summary>
    private static string? Sealed(Post post, string? words, string field, string action, string session) =>
        string.IsNullOrWhiteSpace(words)
            ? null
            : post.Text(words, field, Column(post, "organisation", action, session));

    /// <summary>The organisation that holds a session.</summary>
    internal static string? HolderOf(Post post, string action, string session) =>
        Column(post, "organisation", action, session) is { Length: > 0 } holder ? holder : null;

    /// <summary>Empty for a session that is not there: the decider says so.</summary>
    private static string Column(Post post, string column, string action, string session) => post.Rows.One(
        $"select {column} from sessions where action = @action and session = @session",
        r => r.GetString(0), ("action", action), ("session", session)) ?? "";

    /// <summary>Those for whom the reader may plan.</summary>
    private static IReadOnlyList<ParticipantShown> OwnersFor(Reading reading, ActionOf of, ActionHead action) =>
        [.. ActionReading.Participants(reading.Rows, of.Id)
            .Where(p => action.Coordinates || action.Speaks.Contains(p.OrganisationId))];
}
