using Federation.Api.Home;

namespace Federation.Api.JointActions;

/// <summary>What a joint action's meetings and challenges ask of somebody: minutes to write, a meeting to come to,
/// today's list to tick.</summary>
internal static class ActionTasks
{
    private const int Shown = 5;

    private sealed record Row(string Action, string Id, Name Title, DateTimeOffset? At);

    public static IEnumerable<HomeTask> OfStaff(Reading reading, Lang lang, string own)
    {
        foreach (var c in Rows(reading,
            "select c.action, c.challenge as id, c.title_zh, c.title_en, null as at from challenges c " +
            "where c.called_off_on is null and c.first_day <= @today and c.last_day >= @today and exists (" +
            "select 1 from challenge_entrants e where e.action = c.action and e.challenge = c.challenge " +
            "and e.organisation = @own and e.left_on is null) and not exists (" +
            "select 1 from challenge_days d where d.action = c.action and d.challenge = c.challenge " +
            "and d.organisation = @own and d.day = @today) order by c.last_day, c.challenge limit @max",
            ("own", own), ("today", reading.Today))) yield return new(
            lang.T($"今天的打卡：{lang.Of(c.Title)}", $"Today’s check-ins: {lang.Of(c.Title)}"),
            $"/joint-actions/{c.Action}/challenges/{c.Id}/check-ins?organisation={own}");
        foreach (var m in Rows(reading,
            "select action, meeting as id, title_zh, title_en, starts_at as at from action_meetings " +
            "where state = 'planned' and day >= @today and organisations like @own order by day, meeting limit @max",
            ("own", $"%\"{own}\"%"), ("today", reading.Today))) yield return new(
            lang.T($"受邀的会议：{lang.Of(m.Title)}", $"You are invited: {lang.Of(m.Title)}"),
            $"/joint-actions/{m.Action}/meetings/{m.Id}", lang.Moment(m.At!.Value));
    }

    public static IEnumerable<HomeTask> OfCoordinator(Reading reading, Lang lang, string alliance) => Rows(reading,
        "select action, meeting as id, title_zh, title_en, starts_at as at from action_meetings " +
        "where alliance = @alliance and state = 'planned' and starts_at <= @now order by day, meeting limit @max",
        ("alliance", alliance), ("now", reading.Log.Clock.GetUtcNow())).Select(m => new HomeTask(
            lang.T($"写会议记录：{lang.Of(m.Title)}", $"Write the minutes: {lang.Of(m.Title)}"),
            $"/joint-actions/{m.Action}/meetings/{m.Id}#keep", lang.Moment(m.At!.Value)));

    private static IReadOnlyList<Row> Rows(
        Reading reading, string sql, params (string Name, object? Value)[] values) =>
        reading.Rows.All<Row>(sql, [.. values, ("max", Shown)]);
}
