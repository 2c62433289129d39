using Federation.Domain;
using Federation.Tests.JointActions;
using Federation.Tests.Rig;
using static Federation.Tests.JointActions.CurrentAction;

namespace Federation.Tests.Pages;

/// <summary>What belongs to a joint action beside its sessions, entered by the pages alone.</summary>
public class ActionRecordPageTests
{
    private static async Task<(CurrentAction Action, PageClient Coordinator, PageClient Staff)> Begun()
    {
        var action = await Launched(BothDatabases.Sqlite);
        var product = action.Registry.Product;
        return (
            action, await PageClient.As(product, "coordinator", action.Registry.Alliance),
            await PageClient.As(product, "organisation-staff", action.Member));
    }

    [Fact]
    public async Task Sessions_of_every_week_are_planned_by_one_form_and_each_is_moved_alone()
    {
        var (action, _, staff) = await Begun();
        FilledForm Filled(Page page, string times) => page.Form($"{action.Path}/sessions/new")
            .Fill("seriesId", "street").Fill("organisationId", $"{action.Member}|{action.Village}")
            .Fill("startsAt", $"{Days.Text(Today.AddDays(1))}T09:30").Fill("place", "礼堂")
            .Fill("every", "week").Fill("times", times);
        var refused = await staff.Send(Filled(await staff.Read($"{action.Path}/sessions/new"), "20"));
        Assert.Equal(422, refused.Status);
        Assert.Contains("没有安排任何场次", refused.ErrorOf("times"));

        var planned = await staff.Done(Filled(refused, "3"));
        Assert.Contains("已安排好这几场", planned.Text);
        var links = planned.Document.QuerySelectorAll("#sessions th a").Select(a => a.GetAttribute("href")!).ToArray();
        Assert.Equal(3, links.Length);
        var moved = await staff.Done((await staff.Read(links[1])).Form($"{links[1]}/rescheduling")
            .Fill("startsAt", $"{Days.Text(Today.AddDays(9))}T15:00").Fill("place", "广场").Fill("reason", "下雨"));
        Assert.Contains("时间或地点有变", moved.Text);
        Assert.Contains("原因：下雨", moved.Text);
        Assert.DoesNotContain("有变", (await staff.Read(links[2])).Text);
    }

    [Fact]
    public async Task A_session_that_nobody_reported_is_told_on_the_action_and_on_a_page_of_its_own()
    {
        var (action, coordinator, _) = await Begun();
        await action.Post("sessions", action.Session("late", Today.AddDays(-4)));

        Assert.Contains("1 场已到时间，还没有报告", (await coordinator.Read(action.Path)).Text);
        Assert.Contains("已过 4 天", (await coordinator.Read($"{action.Path}/unreported")).Text);
        var home = await coordinator.Read($"/?at={action.Registry.Alliance}");
        Assert.Contains("已过 4 天", home.Document.GetElementById("tasks")!.TextContent);
    }

    [Fact]
    public async Task A_document_is_added_with_its_file_and_a_second_version()
    {
        var (action, coordinator, staff) = await Begun();
        var at = $"{action.Path}/documents";
        var page = await staff.Read(at);
        var refused = await staff.Send(page.Form(at).Fill("kind", "action-plan").Fill("title", "行动方案"));
        Assert.Contains("请上传文件或填写链接", refused.Html);
        var wrong = await staff.Send(refused.Form(at).Attach("file", "方案.exe", [1, 2, 3], "application/x-msdownload"));
        Assert.Contains("只接受 PDF", wrong.Html);
        var added = await staff.Done(refused.Form(at).Fill("membersOnly", "true")
            .Attach("file", "方案.pdf", "%PDF 1"u8.ToArray(), "application/pdf"));
        Assert.Contains("行动方案", added.Text);

        var versions = added.Document.Forms.Select(f => f.GetAttribute("action")!).Single(a => a.EndsWith("/versions"));
        var second = await coordinator.Done(
            (await coordinator.Read(at)).Form(versions).Fill("link", "https://example.org/plan"));
        Assert.Contains("早先的 1 个版本", second.Text);
        Assert.DoesNotContain("方案", (await (await PageClient.Of(action.Registry.Product)).Read(at)).Document
            .GetElementById("documents")!.TextContent);
        Assert.DoesNotContain("添加文件", (await (await PageClient.Of(action.Registry.Product)).Read(at)).Text);
        await staff.Done((await staff.Read(at)).Form(versions.Replace("/versions", "/withdrawal")));
        Assert.Contains("还没有文件", (await staff.Read(at)).Text);
    }

    [Fact]
    public async Task A_meeting_is_planned_minuted_and_corrected()
    {
        var (action, coordinator, staff) = await Begun();
        var at = $"{action.Path}/meetings";
        var meeting = await coordinator.Done((await coordinator.Read(at)).Form(at).Fill("title", "多元沟通会议")
            .Fill("startsAt", $"{Days.Text(Today.AddDays(-1))}T15:00").Fill("place", "镇政府").Fill("invited", "食安办")
            .Fill("organisationIds", action.Member));
        var one = meeting.Document.Forms.Select(f => f.GetAttribute("action")!)
            .Single(a => a.EndsWith("/minutes"))[..^"/minutes".Length];
        var refused = await coordinator.Send(meeting.Form($"{one}/minutes"));
        Assert.NotNull(refused.ErrorOf("minutes"));
        var held = await coordinator.Done(refused.Form($"{one}/minutes")
            .Fill("minutes", "大家同意").Fill("decisions", "每季开会\n共用宣传册").Fill("attended", "7"));
        Assert.Equal(2, held.Document.QuerySelectorAll("#minutes li").Length);
        Assert.Equal("每季开会\n共用宣传册", held.ValueOf("decisions"));

        Assert.Contains("大家同意", (await staff.Read(one)).Text);
        Assert.DoesNotContain("更正会议记录", (await staff.Read(one)).Text);
        var nobody = (await (await PageClient.Of(action.Registry.Product)).Read(one)).Text;
        Assert.Contains("会议已召开", nobody);
        Assert.DoesNotContain("大家同意", nobody);
        Assert.DoesNotContain("食安办", nobody);
    }

    [Fact]
    public async Task A_guardian_is_appointed_in_two_steps_shown_among_those_who_take_part_and_ended()
    {
        var (action, coordinator, _) = await Begun();
        var person = await action.Coordinator.Made("/people", new
        {
            organisationId = action.Member, name = "何平安", roles = new[] { "volunteer" },
        });
        var at = $"{action.Path}/guardians";
        var chosen = await coordinator.Read($"{at}?organisation={action.Member}");
        var done = await coordinator.Done(chosen.Form(at).Fill("kind", "safety")
            .Fill("from", Days.Text(Today)).Fill("personId", person));
        Assert.Contains("何平安", done.Document.GetElementById("guardians")!.TextContent);

        var nobody = await PageClient.Of(action.Registry.Product);
        Assert.DoesNotContain("何", (await nobody.Read(at)).Text);
        Assert.Contains("安全师", (await nobody.Read(action.Path)).Document.GetElementById("owners")!.TextContent);
        var ended = await coordinator.Done(done.Form($"{at}/{action.Member}/ending"));
        Assert.Contains("已结束", ended.Text);
    }

    [Fact]
    public async Task An_endorsement_is_recorded_shown_as_its_giver_agreed_and_withdrawn()
    {
        var (action, coordinator, _) = await Begun();
        var at = $"{action.Path}/endorsements";
        var refused = await coordinator.Send((await coordinator.Read(at)).Form(at).Fill("kind", "merchant"));
        Assert.NotNull(refused.ErrorOf("words"));
        await coordinator.Done(refused.Form(at).Fill("body", "好味小食店").Fill("words", "顾客更放心了"));

        var nobody = await PageClient.Of(action.Registry.Product);
        var shown = (await nobody.Read(at)).Text;
        Assert.Contains("好味小食店", shown);
        Assert.DoesNotContain("更放心", shown);
        var page = await coordinator.Read(at);
        Assert.Contains("更放心", page.Text);
        var withdrawal = page.Document.Forms.Select(f => f.GetAttribute("action")!)
            .Single(a => a.EndsWith("withdrawal"));
        await coordinator.Done(page.Form(withdrawal));
        Assert.Contains("还没有评价", (await nobody.Read(at)).Text);
    }

    [Fact]
    public async Task A_challenge_is_opened_joined_and_ticked_and_two_phones_do_not_undo_each_other()
    {
        var (action, coordinator, staff) = await Begun();
        var at = $"{action.Path}/challenges";
        var form = (await coordinator.Read(at)).Form(at).Fill("seriesId", "street").Fill("title", "21天健康零食PK赛")
            .Fill("firstDay", Days.Text(Today.AddDays(-2)));
        var refused = await coordinator.Send(form.Fill("days", "0"));
        Assert.NotNull(refused.ErrorOf("days"));
        var unsaid = await coordinator.Send(refused.Form(at).Fill("days", "21").Fill("gapsAllowed", ""));
        Assert.Equal((422, "请填写这一项"), (unsaid.Status, unsaid.ErrorOf("gapsAllowed")));
        var challenge = await coordinator.Done(unsaid.Form(at).Fill("gapsAllowed", "3"));
        var link = challenge.Document.QuerySelector("a[href$='/check-ins']")!.GetAttribute("href")!;
        var one = link[..^"/check-ins".Length];
        var list = await staff.Read($"{one}/check-ins");
        foreach (var name in new[] { "小熊一家", "猫咪队" })
            list = await staff.Done(list.Form($"{one}/participants").Fill("nickname", name));
        var ids = list.Document.QuerySelectorAll("input[name=done]").Select(i => i.GetAttribute("value")!).ToArray();
        Assert.Equal(2, ids.Length);

        var (first, second) = (await staff.Read($"{one}/check-ins"), await staff.Read($"{one}/check-ins"));
        await staff.Done(first.Form($"{one}/check-ins").Fill("done", ids[0]));
        var both = await staff.Done(second.Form($"{one}/check-ins").Fill("done", ids[1]));
        Assert.Equal(2, both.Document.QuerySelectorAll("input[name=done][checked]").Length);
        var corrected = await staff.Done(both.Form($"{one}/check-ins").Fill("done", ids[1]));
        Assert.Single(corrected.Document.QuerySelectorAll("input[name=done][checked]"));
        Assert.Contains("小熊一家", (await staff.Read(one)).Text);
        var nobody = (await (await PageClient.Of(action.Registry.Product)).Read(one)).Text;
        Assert.DoesNotContain("小熊", nobody);
        Assert.Contains("2 个参与者，打卡 1 次", nobody);
    }

    [Fact]
    public async Task Meetings_and_challenges_are_told_at_home_to_whom_they_wait_for()
    {
        var (action, coordinator, staff) = await Begun();
        await action.Post("meetings", new { title = "已开的会", startsAt = At(Today.AddDays(-1)), place = "礼堂" });
        await action.Post("meetings", new
        {
            title = "要开的会", startsAt = At(Today.AddDays(3)), place = "礼堂", organisationIds = new[] { action.Member },
        });
        await action.Post("challenges",
            new { id = "pk", seriesId = "street", title = "健步赛", firstDay = Days.Text(Today), days = 9 });
        await action.Post("challenges/pk/participants",
            new { id = "bears", organisationId = action.Member, villageCode = action.Village, nickname = "小熊" });

        Assert.Contains("写会议记录：已开的会", await Tasks(coordinator));
        var told = await Tasks(staff);
        Assert.Contains("受邀的会议：要开的会", told);
        Assert.DoesNotContain("已开的会", told);
        Assert.Contains("今天的打卡：健步赛", told);
        await action.Post("challenges/pk/check-ins",
            new { organisationId = action.Member, day = Days.Text(Today), done = new[] { "bears" } });
        Assert.DoesNotContain("打卡", await Tasks(staff));

        async Task<string> Tasks(PageClient reader) => (await reader.Read($"/?at={action.Registry.Alliance}"))
            .Document.GetElementById("tasks")!.TextContent;
    }
}
