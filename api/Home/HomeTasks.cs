using Federation.Api.Counting;
using Federation.Api.JointActions;
using Federation.Api.Deliberations;
using Federation.Api.Needs;
using Federation.Domain.Accounts;

namespace Federation.Api.Home;

/// <summary>One thing the reader should do next.</summary>
public sealed record HomeTask(string Text, string Href, string? Meta = null);

/// <summary>What waits for the reader, by role; nothing for those who are not signed in.</summary>
internal static class HomeTasks
{
    private const int Shown = 5;

    private const string Unreported = "from sessions where state = 'planned' and starts_at <= @now and ";

    public static IReadOnlyList<HomeTask> Of(Reading reading, Lang lang, AllianceAtHome alliance)
    {
        var (caller, names) = (reading.Caller, new RecordNames(reading.Rows));
        return
        [
            .. DeliberationTasks.Of(reading, lang, alliance),
            .. TaskWords.Waiting(reading, lang, alliance),
            .. caller.Organisations.SelectMany(own => OfStaff(reading, lang, names, own)),
            .. caller.Organisations.SelectMany(own => ActionTasks.OfStaff(reading, lang, own)),
            .. caller.Coordinates(alliance.Id, alliance.Region)
                ? OfCoordinator(reading, lang, alliance).Concat(ActionTasks.OfCoordinator(reading, lang, alliance.Id))
                : [],
            .. MoneyTasks.Of(reading, lang, alliance),
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
            ("own", own), ("now", Now(reading)), ("max", Shown));
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

    private static IEnumerable<HomeTask> OfCoordinator(Reading reading, Lang lang, AllianceAtHome alliance)
    {
        var applications = Count("memberships where alliance = @alliance and state = 'applied'");
        if (applications > 0) yield return new(
            lang.Counted(applications, "份入会申请待决定", "application to decide", "applications to decide"),
            $"/alliances/{alliance.Id}/members?state=applied");
        var demands = DemandReading.Waiting(reading.Rows, alliance.Id);
        if (demands > 0) yield return new(
            lang.Counted(demands, "条需求或诉求待受理", "need or demand to accept", "needs or demands to accept"),
            "/demands?state=open");
        var mentors = Count("mentors where alliance = @alliance and state = 'nominated'");
        if (mentors > 0) yield return new(
            lang.Counted(mentors, "名导师待审核", "mentor to accept", "mentors to accept"),
            "/mentors?state=nominated");
        var complaints = Count(
            "complaints where alliance = @alliance and coalesce(ended, 0) = 0 and for_officials = 0");
        if (complaints > 0) yield return new(
            lang.Counted(complaints, "件投诉或建议待处理", "complaint to handle", "complaints to handle"),
            "/complaints");
        var comments = Count("reports r join actions a on a.action = r.action " +
            "where a.alliance = @alliance and r.state = 'commented'");
        if (comments > 0) yield return new(
            lang.Counted(comments, "份结项报告有意见待答复", "closing report with a comment to answer",
                "closing reports with a comment to answer"), "/reports");
        var sessions = reading.Rows.All(
            $"select action, count(*), min(day) {Unreported}alliance = @alliance " +
            "group by action order by min(day), action limit @max",
            r => (Action: r.GetString(0), Sessions: r.GetInt64(1), Oldest: r.Day(2)!.Value),
            ("alliance", alliance.Id), ("now", Now(reading)), ("max", Shown));
        var names = new RecordNames(reading.Rows);
        foreach (var (action, waiting, oldest) in sessions) yield return new(
            lang.Counted(waiting, "场活动还没有报告", "session is not reported yet", "sessions are not reported yet"),
            $"/joint-actions/{action}/unreported", Late(reading, lang, oldest) + lang.Of(names.Action(action)));

        foreach (var shops in MerchantTasks.OfCoordinator(reading, lang, names, alliance.Id)) yield return shops;

        long Count(string from) => reading.Rows.One(
            $"select count(*) from {from}", r => r.GetInt64(0), ("alliance", alliance.Id));
    }

    private static IEnumerable<HomeTask> OfOfficial(Reading reading, Lang lang, AllianceAtHome alliance)
    {
        var reports = Count("reports r join actions a on a.action = r.action " +
            "where a.alliance = @alliance and r.state = 'handed-in'");
        if (reports > 0) yield return new(
            lang.Counted(reports, "份结项报告待确认", "closing report to confirm", "closing reports to confirm"),
            "/reports");
        var complaints = Count("complaints where alliance = @alliance and coalesce(ended, 0) = 0");
        if (complaints > 0) yield return new(
            lang.Counted(complaints, "件投诉或建议没有办结", "open complaint", "open complaints"),
            "/complaints");
        var gaps = CoverageReading.Gaps(
            reading, CoverageQuery.Of(reading, alliance.Region) with { Alliance = null }, CoverageView.GapDaysUsual);
        if (gaps.Items.Count > 0) yield return new(
            lang.T($"{gaps.Items.Count} 个村居已有 {gaps.Days} 天以上没有活动",
                $"{gaps.Items.Count} villages had nothing for {gaps.Days} days or more"),
            $"/coverage/{alliance.Region}#gaps", lang.T($"共 {gaps.Villages} 个村居", $"of {gaps.Villages} villages"));

        long Count(string from) => reading.Rows.One(
            $"select count(*) from {from}", r => r.GetInt64(0), ("alliance", alliance.Id));
    }

    /// <summary>How many days ago a session should have been reported; nothing on its own day.</summary>
    private static string Late(Reading reading, Lang lang, DateOnly day) =>
        (reading.Today.DayNumber - day.DayNumber) is > 0 and var days
            ? lang.T($"已过 {days} 天 · ", days == 1 ? "1 day late · " : $"{days} days late · ") : "";

    private static DateTimeOffset Now(Reading reading) =>
        reading.Http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
}
