using Federation.Tests.Pages;

namespace Federation.Tests.Deliberations;

/// <summary>A delegated task by the pages alone, in the sample's town, from the decision to the accepted report; and
/// a joint meeting of building leaders.</summary>
public class DelegatedTaskPageTests
{
    private const string New = "/tasks/new", Sample = "/deliberations/deliberation-2021";

    private static string Today => DateTime.UtcNow.AddHours(8).ToString("yyyy-MM-dd");

    [Fact]
    public async Task A_member_claims_a_task_that_follows_from_a_decision_and_its_report_is_accepted()
    {
        var product = await SampleTown.Loaded;
        var (coordinator, staff) = (
            await PageClient.Of(product, "coordinator"), await PageClient.Of(product, "staff-01"));
        var at = await Delegated(coordinator);
        Assert.Contains("项公益任务可以认领", (await staff.Read("/")).Text);
        Assert.Contains("河堤清洁", (await staff.Read("/tasks?state=offered&organisation=jfh-001")).Text);

        await staff.Done((await staff.Read(at)).Form(at + "/claim"));
        Assert.Contains("报告公益任务：河堤清洁", (await staff.Read("/")).Text);
        var report = (await staff.Read(at)).Form(at + "/report").Fill("text", "清理了三百米").Fill("minutes", "90");
        var later = await staff.Send(report.Fill("doneOn", "2020-01-01"));
        Assert.Contains("认领之日和报告之日之间", later.Text);
        var undated = await staff.Send(later.Form(at + "/report").Fill("doneOn", ""));
        Assert.Equal((422, "请填写这一项"), (undated.Status, undated.ErrorOf("report-doneOn")));
        await staff.Done(later.Form(at + "/report").Fill("doneOn", Today));

        Assert.Contains("份公益任务报告待验收", (await coordinator.Read("/")).Text);
        await coordinator.Done((await coordinator.Read(at)).Form(at + "/sending-back").Fill("reason", "请写明地点"));
        Assert.Contains("退回修改的任务报告：河堤清洁", (await staff.Read("/")).Text);
        var again = await staff.Read(at);
        Assert.Contains("请写明地点", again.Text);
        await staff.Done(again.Form(at + "/report").Fill("text", "在一河两岸清理了三百米"));
        var done = await coordinator.Done((await coordinator.Read(at)).Form(at + "/acceptance"));
        foreach (var told in new[] { "已完成", "在一河两岸清理了三百米", "不计入任何统计数字" })
            Assert.Contains(told, done.Text);
        Assert.Empty((await staff.Read(at)).Document.QuerySelectorAll("main form"));

        Assert.Contains("河堤清洁", (await staff.Read(Sample)).Text);
        Assert.DoesNotContain("河堤清洁", (await (await PageClient.Of(product)).Read(Sample)).Text);
        var other = await (await PageClient.As(product, "resident", "*")).Read(at);
        Assert.Contains("河堤清洁", other.Text);
        Assert.DoesNotContain("三百米", other.Html);
        Assert.DoesNotContain("清理河堤垃圾", other.Html);
    }

    private static async Task<string> Delegated(PageClient coordinator)
    {
        var link = (await coordinator.Read(Sample)).Document.QuerySelector($"main a[href^='{New}']")!;
        var form = (await coordinator.Read(link.GetAttribute("href")!)).Form(New);
        var unfit = await coordinator.Send(form.Fill("title", "河堤清洁").Fill("dueOn", "2020-01-01"));
        Assert.Equal((422, "请填写这一项"), (unfit.Status, unfit.ErrorOf("text")));
        var early = await coordinator.Send(unfit.Form(New).Fill("text", "清理河堤垃圾"));
        Assert.Contains("不能早于发布的日期", early.ErrorOf("dueOn"));
        var made = await coordinator.Send(early.Form(New).Fill("dueOn", Today).Fill("organisationIds", "jfh-001"));
        Assert.True(made.Status == 303, made.Text);
        return made.Location!.Split('?')[0];
    }

    [Fact]
    public async Task A_joint_meeting_of_building_leaders_is_told_from_an_open_space_meeting()
    {
        var product = await SampleTown.Loaded;
        var coordinator = await PageClient.Of(product, "coordinator");
        const string Enter = "/open-spaces/new";
        var form = (await coordinator.Read(Enter)).Form(Enter).Fill("allianceId", "jiujiang|")
            .Fill("question", "楼道堆物怎么办？").Fill("heldOn", Today).Fill("kind", "joint-meeting");
        var wrong = await coordinator.Send(form.Fill("attendees", "0"));
        Assert.Contains("参会人数为 1 至", wrong.ErrorOf("attendees"));
        var held = await coordinator.Done(wrong.Form(Enter).Fill("attendees", "36"));

        Assert.Contains("楼长联席会议", held.Text);
        Assert.Contains("参会人数 36人", held.Text);
        Assert.Contains("楼长联席会议", (await coordinator.Read("/open-spaces")).Text);
        Assert.DoesNotContain("楼长联席会议", (await coordinator.Read("/open-spaces/open-space-2021")).Text);
    }
}
