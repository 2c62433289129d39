namespace Federation.Api.JointActions;

/// <param name="Invited">Bodies outside the alliance, by name.</param>
/// <param name="OrganisationIds">Invited organisations.</param>
public sealed record MeetingBody(
    [Says("会议名称", "Title", Max = Texts.TitleMax)] Name Title,
    [Says("开始时间", "Begins at")] DateTimeOffset StartsAt,
    [Says("地点", "Place", Max = Texts.PlaceMax)] string Place,
    [Says("受邀单位", "Bodies invited", "每行一个单位，不写个人姓名", "One body a line; no names of people", Lines = 3)]
    Items<Name> Invited = default,
    [Says("参与组织", "Participants")] Items<string> OrganisationIds = default,
    bool Illustrative = false, string? Source = null, string? Id = null, DateOnly? On = null) : IDated;

public sealed record MoveMeetingBody(
    [Says("开始时间", "Begins at")] DateTimeOffset StartsAt,
    [Says("地点", "Place", Max = Texts.PlaceMax)] string Place,
    DateOnly? On = null) : IDated;

/// <param name="Decisions">One a line of the list.</param>
/// <param name="Attended">Organisations and bodies that came; null: not stated.</param>
public sealed record MinutesBody(
    [Says("记录", "Minutes", Max = Post.TextMax, Lines = 8)] string? Minutes = null,
    [Says("决定", "Decisions", "每行一条，最多 20 条", "One a line, at most 20", Lines = 4)] Items<string> Decisions = default,
    [Says("到会单位和组织", "Bodies that came")] long? Attended = null,
    DateOnly? On = null) : IDated, IFromForm<MinutesBody>
{
    public static MinutesBody Of(Posted form) => new(
        form.Text("minutes"),
        [.. (form.Text("decisions") ?? "").Split(
            '\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
        form.Number("attended"));
}

/// <summary>Multi-party communication meetings (多元沟通会议) with their minutes.</summary>
public static class Meetings
{
    private static readonly Told Kept = new("已办好", "Done");

    public static readonly Feature Feature = new("/joint-actions/{id}/meetings", [typeof(ActionMeeting.Refusals)],
        meetings =>
        {
            var list = meetings.GetIn<Listed<MeetingShown>, MeetingsPage>("", MeetingReading.List);
            var one = meetings.GetIn<MeetingShown, MeetingPage>("/{meetingId}", MeetingReading.Find);
            meetings.Add<MeetingBody>("", Who.Coordinators, Plan, list, then: one, Kept with { Key = "planned" });
            meetings.Do<MoveMeetingBody>("/{meetingId}/rescheduling", Who.Coordinators, Move, one, told: Kept);
            meetings.Do<MinutesBody>("/{meetingId}/minutes", Who.Coordinators, Record, one, told: Kept);
            meetings.Do<ReasonBody>("/{meetingId}/cancellation", Who.Coordinators, post => Run(post, of =>
                new MeetingCommand.Cancel(post.Text(post.Body.Reason, "reason", of.Id), post.Desk(of))),
                one, told: Kept);
        });

    private static Task<Done> Plan(Post<MeetingBody> post)
    {
        var body = post.Body;
        var time = new SessionTime(Parties.Sensible(body.StartsAt, "startsAt"), body.Place);
        foreach (var organisation in body.OrganisationIds) Post.Reference(organisation, "organisationIds");
        return post.AskIn(ActionMeeting.Boundary, post["id"], post.Id(body.Id), of =>
        {
            foreach (var organisation in body.OrganisationIds.Take(ActionMeeting.InvitedMax))
                post.RequireOrganisation(organisation, "organisationIds");
            return new MeetingCommand.Plan(
                body.Title, time, body.Invited, body.OrganisationIds, post.Desk(of), body.Illustrative, body.Source);
        });
    }

    private static Task<Done> Move(Post<MoveMeetingBody> post)
    {
        var time = new SessionTime(Parties.Sensible(post.Body.StartsAt, "startsAt"), post.Body.Place);
        return Run(post, of => new MeetingCommand.Move(time, post.Desk(of)));
    }

    /// <summary>Minutes and each decision are sealed under the action's id; sent again they correct those
    /// before.</summary>
    private static Task<Done> Record(Post<MinutesBody> post)
    {
        var body = post.Body;
        if (body.Decisions.Count > MeetingMinutes.DecisionsMax)
            throw new ProblemException(Problem.Of(ActionMeeting.Refusals.MinutesInvalid));
        return Run(post, of => new MeetingCommand.RecordMinutes(
            new(post.Text(body.Minutes, "minutes", of.Id), [.. body.Decisions
                .Select((words, n) => post.Text(words, $"decisions {n + 1}", of.Id)).OfType<string>()],
                body.Attended), post.Desk(of)));
    }

    private static Task<Done> Run(Post post, Func<ActionOf, object> command) =>
        post.AskIn(ActionMeeting.Boundary, post["id"], post["meetingId"], command);
}
