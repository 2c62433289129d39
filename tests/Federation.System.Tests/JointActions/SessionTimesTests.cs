using Federation.Tests.Rig;
using static Federation.Tests.JointActions.CurrentAction;

namespace Federation.Tests.JointActions;

/// <summary>Sessions that are moved, come again, wait for their report, and go into a calendar.</summary>
public class SessionTimesTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task A_moved_session_keeps_its_history_and_only_members_read_why(string kind)
    {
        var action = await Launched(kind);
        await action.Post("sessions", action.Session("s1", Today.AddDays(3)));
        await action.Post("sessions/s1/rescheduling",
            new { startsAt = At(Today.AddDays(5)), place = "广场", reason = "场地停电" });
        var done = await action.Post("sessions/s1/rescheduling",
            new { startsAt = At(Today.AddDays(6)), place = "礼堂" });

        var moves = (await action.Coordinator.Read($"{action.Path}/sessions/s1?after={done["position"]}"))["moves"]!;
        Assert.Equal(["场地停电", null], moves.AsArray().Select(m => (string?)m!["reason"]));
        Assert.Equal([At(Today.AddDays(3)), At(Today.AddDays(5))],
            moves.AsArray().Select(m => (string?)m!["wasAt"]));
        Assert.Equal(["文化中心", "广场"], moves.AsArray().Select(m => (string?)m!["wasPlace"]));
        var anonymous = await action.Registry.Product.Anonymous().Get($"{action.Path}/sessions/s1");
        Assert.DoesNotContain("停电", anonymous.Text);
        Assert.Contains("广场", anonymous.Text);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_change_is_told_at_home_until_its_days_are_past(string kind)
    {
        var action = await Launched(kind);
        await action.Post("sessions", action.Session("moved", Today.AddDays(2)));
        await action.Post("sessions", action.Session("gone", Today.AddDays(4)));
        await action.Post("sessions", action.Session("long-ago", Today.AddDays(-9)));
        await action.Post("sessions/moved/rescheduling",
            new { startsAt = At(Today.AddDays(1)), place = "河边广场", reason = "避开考试" });
        await action.Post("sessions/gone/cancellation", new { reason = "台风预警" });
        await action.Post("sessions/long-ago/cancellation", new { reason = "早就取消" });

        var staff = await PageClient.As(action.Registry.Product, "organisation-staff", action.Member);
        var home = $"/?at={action.Registry.Alliance}";
        var told = (await staff.Read(home)).Document.GetElementById("changes")!.TextContent;
        Assert.Contains("河边广场", told);
        Assert.Contains("避开考试", told);
        Assert.Contains("台风预警", told);
        Assert.DoesNotContain("早就取消", told);
        var nobody = (await (await PageClient.Of(action.Registry.Product)).Read(home)).Html;
        Assert.Contains("河边广场", nobody);
        Assert.DoesNotContain("台风预警", nobody);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Sessions_that_come_again_are_planned_once_however_often_they_are_sent(string kind)
    {
        var action = await Launched(kind);
        var (key, body) = (Guid.NewGuid(), action.Recurring(Today.AddDays(1), "week", 4));
        var first = await action.Coordinator.Post($"{action.Path}/recurring-sessions", body, key);
        var again = await action.Coordinator.Post($"{action.Path}/recurring-sessions", body, key);

        Assert.Equal((201, first.Text), (again.Status, again.Text));
        var listed = (await action.Coordinator.Read($"{action.Path}/sessions"))["items"]!.AsArray();
        Assert.Equal(
            Enumerable.Range(0, 4).Select(n => At(Today.AddDays(1 + 7 * n))),
            listed.Select(s => (string?)s!["startsAt"]));
        Assert.Equal(
            first.Json!["sessions"]!.AsArray().Select(s => (string?)s!["id"]), listed.Select(s => (string?)s!["id"]));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Either_all_that_come_again_fit_or_none_is_planned(string kind)
    {
        var action = await Launched(kind);
        await action.Refused(409, "recurrence-outside-action", "recurring-sessions",
            action.Recurring(Today.AddDays(1), "month", 4));
        await action.Refused(409, "recurrence-times-invalid", "recurring-sessions",
            action.Recurring(Today.AddDays(1), "week", 27));
        await action.Refused(400, "malformed", "recurring-sessions", action.Recurring(Today, "fortnight", 3));
        var far = action.Recurring(Today, "week", 3);
        far["startsAt"] = "9999-12-31T23:00:00Z";
        await action.Refused(400, "malformed", "recurring-sessions", far);
        var stranger = await action.Registry.Passer();
        await action.Refused(403, "not-your-organisation", "recurring-sessions",
            action.Recurring(Today.AddDays(1), "week", 3), stranger);
        var unknown = action.Recurring(Today.AddDays(1), "week", 3);
        unknown["seriesId"] = "dancing";
        await action.Refused(409, "series-unknown", "recurring-sessions", unknown);
        Assert.Empty((await action.Coordinator.Read($"{action.Path}/sessions"))["items"]!.AsArray());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Where_one_of_several_is_refused_all_the_same_each_tells_what_became_of_it(string kind)
    {
        var action = await Launched(kind);
        await action.Post("sessions", action.Session("weekly-2", Today.AddDays(20)));
        var body = action.Recurring(Today.AddDays(1), "week", 3);
        body["id"] = "weekly";

        var told = await action.Coordinator.Post($"{action.Path}/recurring-sessions", body);

        Assert.Equal(201, told.Status);
        Assert.Equal(
            [("weekly-1", null), ("weekly-2", "session-already-planned"), ("weekly-3", null)],
            told.Json!["sessions"]!.AsArray().Select(s => ((string)s!["id"]!, (string?)s["code"])));
        Assert.Equal(3, (await action.Coordinator.Read($"{action.Path}/sessions"))["items"]!.AsArray().Count);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Sessions_without_report_are_listed_with_the_days_they_are_late(string kind)
    {
        var action = await Launched(kind);
        await action.Post("sessions", action.Session("late", Today.AddDays(-3)));
        await action.Post("sessions", action.Session("later", Today.AddDays(-8)));
        await action.Post("sessions", action.Session("ahead", Today.AddDays(2)));
        await action.Post("sessions", action.Session("told", Today.AddDays(-5)));
        await action.Post("sessions/told/report",
            new { personTimes = new { value = 9 }, volunteers = 1, minutes = 60 });

        var waiting = (await action.Coordinator.Read($"{action.Path}/unreported-sessions"))["items"]!.AsArray();
        Assert.Equal([("later", 8), ("late", 3)],
            waiting.Select(s => ((string)s!["id"]!, (int)s["daysOverdue"]!)));
        var staff = await PageClient.As(action.Registry.Product, "organisation-staff", action.Member);
        var home = await staff.Read($"/?at={action.Registry.Alliance}");
        var tasks = home.Document.GetElementById("tasks")!.TextContent;
        Assert.True(tasks.IndexOf("8 天", StringComparison.Ordinal) < tasks.IndexOf("3 天", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_calendar_follows_a_session_that_is_moved_and_cancelled(string kind)
    {
        var action = await Launched(kind);
        await action.Post("sessions", action.Session("s1", Today.AddDays(3)));
        await action.Post("sessions", action.Session("s2", Today.AddDays(4)));
        await action.Post("sessions/s1/rescheduling",
            new { startsAt = At(Today.AddDays(5)), place = "广场，东边;" + new string('长', 60) });
        await action.Post("sessions/s2/cancellation");

        var http = action.Registry.Product.Anonymous().Http;
        var one = await http.GetAsync($"/api/v1{action.Path}/sessions/s1/calendar");
        Assert.Equal("text/calendar", one.Content.Headers.ContentType!.MediaType);
        var text = await one.Content.ReadAsStringAsync();
        Assert.All(text.Split("\r\n"), line => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(line), 0, 75));
        var plain = text.Replace("\r\n ", "");
        Assert.Contains("SEQUENCE:1\r\nSTATUS:CONFIRMED", plain);
        Assert.Contains($"DTSTART:{Today.AddDays(5):yyyyMMdd}T013000Z", plain);
        Assert.Contains("LOCATION:广场，东边\\;长", plain);
        var all = await http.GetStringAsync($"/api/v1{action.Path}/calendar");
        Assert.Contains("SEQUENCE:1\r\nSTATUS:CANCELLED", all);
        Assert.Equal(2, all.Split("BEGIN:VEVENT").Length - 1);
    }
}
