using Federation.Api.Deliberations;
using Federation.Api.Fundraisers;
using Federation.Api.Needs;

namespace Federation.Api.Home;

/// <summary>One thing the reader should do next.</summary>
public sealed record HomeTask(string Text, string Href, string? Meta = null);

/// <summary>What waits for the reader, by role; nothing for those who are not signed in.</summary>
internal static class HomeTasks
{
    private const int Shown = 5;

    private const string
        Unreported = "from sessions where state = 'planned' and starts_at <= @now and ",
        OpenComplaints = "complaints where alliance = @alliance and coalesce(ended, 0) = 0",
        Reports = "reports r join actions a on a.action = r.action where a.alliance = @alliance";

    public static IReadOnlyList<HomeTask> Of(Reading reading, Lang lang, AllianceAtHome alliance)
    {
        var (caller, names) = (reading.Caller, RecordNames.Of(reading));
        return
        [
            .. DeliberationTasks.Of(reading, lang, alliance),
            .. TaskWords.Waiting(reading, lang, alliance),
            .. caller.Organisations.SelectMany(own => OfStaff(reading, lang, names, own)),
            .. caller.Organisations.SelectMany(own => ActionTasks.OfStaff(reading, lang, own)),
            .. caller.Coordinates(alliance.Id, alliance.Region)
                ? OfCoordinator(reading, lang, names, alliance.Id)
                    .Concat(ActionTasks.OfCoordinator(reading, lang, alliance.Id)) : [],
            .. caller.Coordinates(alliance.Id, alliance.Region) || caller.Oversees(alliance.Region)
                ? OfApprover(reading, lang, alliance.Id) : [],
            .. caller.Has(Role.TownOfficial) && caller.Oversees(alliance.Region)
                ? OfOfficial(reading, lang, alliance) : [],
        ];
    }

    /// <summary>Sessions to report one by one, since each is a form; then requests that wait for this side.</summary>
    private static IEnumerable<HomeTask> OfStaff(Reading reading, Lang lang, RecordNames names, string own)
    {
        var sessions = reading.Rows.All(
            $"select action, session, series, village, day {Unreported}organisation = @own " +
            "order by day, session limit @max",
            r => (
                Action: r.GetString(0), Id: r.GetString(1), Series: r.GetString(2), Village: r.GetString(3),
                Day: r.Day(4)!.Value),
            ("own", own), ("now", reading.Log.Clock.GetUtcNow()), ("max", Shown));
        foreach (var s in sessions) yield return new(
            lang.T($"报告活动：{lang.Of(names.Village(s.Village))} {lang.Day(s.Day)}",
                $"Report the session in {lang.Of(names.Village(s.Village))}, {lang.Day(s.Day)}"),
            $"/joint-actions/{s.Action}/sessions/{s.Id}#report",
            Late(reading, lang, s.Day) + lang.Of(names.Series(s.Action, s.Series)));
        foreach (var shop in MerchantTasks.OfStaff(reading, lang, names, own)) yield return shop;
        foreach (var request in Requests("organisation = @own and state in ('matched', 'delivered')")) yield return new(
            request.State == "delivered"
                ? lang.T($"确认收到的互助：{request.Topic}", $"Confirm the help you received: {request.Topic}")
                : lang.T($"有人响应了您的需求：{request.Topic}", $"Somebody offered help: {request.Topic}"),
            $"/requests/{request.Id}", lang.Of(names.Organisation(own)));
        foreach (var request in Requests("provider = @own and state in ('accepted', 'scheduled')")) yield return new(
            lang.T($"您答应的互助：{request.Topic}", $"Help you promised: {request.Topic}"), $"/requests/{request.Id}",
            lang.Of(names.Organisation(own)));

        IEnumerable<(string Id, string Topic, string State)> Requests(string where) => reading.Rows.All(
            $"select request, topic, state from requests where {where} order by opened_on, request limit @max",
            r => (r.GetString(0), r.GetString(1), r.GetString(2)), ("own", own), ("max", Shown));
    }

    private static IEnumerable<HomeTask> OfCoordinator(
        Reading reading, Lang lang, RecordNames names, string alliance) =>
    [
        .. Some(lang, Count(reading, alliance, "memberships where alliance = @alliance and state = 'applied'"),
            "份入会申请待决定", "application to decide", "applications to decide",
            $"/alliances/{alliance}/members?state=applied"),
        .. Some(lang, DemandReading.Waiting(reading.Rows, alliance),
            "条需求或诉求待受理", "need or demand to accept", "needs or demands to accept", "/demands?state=open"),
        .. Some(lang, Count(reading, alliance, "mentors where alliance = @alliance and state = 'nominated'"),
            "名导师待审核", "mentor to accept", "mentors to accept", "/mentors?state=nominated"),
        .. Some(lang, Count(reading, alliance, $"{OpenComplaints} and for_officials = 0"),
            "件投诉或建议待处理", "complaint to handle", "complaints to handle", "/complaints"),
        .. Some(lang, Count(reading, alliance, $"{Reports} and r.state = 'commented'"),
            "份结项报告有意见待答复", "closing report with a comment to answer", "closing reports with a comment to answer",
            "/reports"),
        .. reading.Rows.All(
            $"select action, count(*), min(day) {Unreported}alliance = @alliance " +
            "group by action order by min(day), action limit @max",
            r => (Action: r.GetString(0), Sessions: r.GetInt64(1), Oldest: r.Day(2)!.Value),
            ("alliance", alliance), ("now", reading.Log.Clock.GetUtcNow()), ("max", Shown))
            .Select(waiting => new HomeTask(
                lang.Counted(waiting.Sessions, "场活动还没有报告", "session is not reported yet",
                    "sessions are not reported yet"),
                $"/joint-actions/{waiting.Action}/unreported",
                Late(reading, lang, waiting.Oldest) + lang.Of(names.Action(waiting.Action)))),
        .. MerchantTasks.OfCoordinator(reading, lang, names, alliance),
    ];

    /// <summary>Spendings that wait for a second person: told to those who may approve them, never to who entered
    /// them.</summary>
    private static IEnumerable<HomeTask> OfApprover(Reading reading, Lang lang, string alliance) => reading.Rows.All(
        "select f.campaign, f.title_zh, f.title_en, count(*), cast(sum(s.amount_fen) as bigint) " +
        "from fundraiser_spendings s join fundraisers f on f.campaign = s.campaign " +
        "where f.alliance = @alliance and s.step = 'waiting' and s.entered_by <> @own " +
        "group by f.campaign, f.title_zh, f.title_en order by f.campaign limit @max",
        r => (Id: r.GetString(0), Title: r.Name(1), Waiting: r.GetInt64(3), Fen: r.GetInt64(4)),
        ("alliance", alliance), ("own", reading.Caller.Account), ("max", Shown))
        .Select(f => new HomeTask(
            lang.T($"{f.Waiting} 笔支出等待您审核（{lang.Money(f.Fen)}）",
                $"{f.Waiting} spendings wait for your approval ({lang.Money(f.Fen)})"),
            $"/fundraisers/{f.Id}/manage", lang.Of(f.Title)));

    private static IEnumerable<HomeTask> OfOfficial(Reading reading, Lang lang, AllianceAtHome alliance)
    {
        var gaps = CoverageReading.Gaps(
            reading, CoverageQuery.Of(reading, alliance.Region) with { Alliance = null }, CoverageView.GapDaysUsual);
        return
        [
            .. Some(lang, Count(reading, alliance.Id, $"{Reports} and r.state = 'handed-in'"),
                "份结项报告待确认", "closing report to confirm", "closing reports to confirm", "/reports"),
            .. Some(lang, Count(reading, alliance.Id, OpenComplaints),
                "件投诉或建议没有办结", "open complaint", "open complaints", "/complaints"),
            .. gaps.Items.Count == 0 ? Array.Empty<HomeTask>() : [new(
                lang.T($"{gaps.Items.Count} 个村居已有 {gaps.Days} 天以上没有活动",
                    $"{gaps.Items.Count} villages had nothing for {gaps.Days} days or more"),
                $"/coverage/{alliance.Region}#gaps", lang.T($"共 {gaps.Villages} 个村居", $"of {gaps.Villages} villages"))],
        ];
    }

    private static HomeTask[] Some(Lang lang, long count, string zh, string one, string many, string href) =>
        count == 0 ? [] : [new(lang.Counted(count, zh, one, many), href)];

    private static long Count(Reading reading, string alliance, string from) =>
        reading.Rows.One($"select count(*) from {from}", r => r.GetInt64(0), ("alliance", alliance));

    /// <summary>How many days ago a session should have been reported; nothing on its own day.</summary>
    private static string Late(Reading reading, Lang lang, DateOnly day) =>
        (reading.Today.DayNumber - day.DayNumber) is > 0 and var days
            ? lang.T($"已过 {days} 天 · ", days == 1 ? "1 day late · " : $"{days} days late · ") : "";
}
