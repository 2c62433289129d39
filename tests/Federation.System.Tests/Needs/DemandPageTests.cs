using Federation.Tests.Pages;

namespace Federation.Tests.Needs;

/// <summary>Demands and open-space meetings by the pages alone, in the sample's town.</summary>
public class DemandPageTests
{
    private const string New = "/demands/new";

    [Fact]
    public async Task A_resident_sees_where_the_demand_stands_from_intake_to_feedback()
    {
        var product = await SampleTown.Loaded;
        var (resident, coordinator) = (
            await PageClient.As(product, "resident", "*"), await PageClient.Of(product, "coordinator"));
        var form = (await resident.Read(New)).Form(New);
        var unfit = await resident.Send(form.Fill("villageCode", "440605121004"));
        Assert.Equal((422, "请填写这一项"), (unfit.Status, unfit.ErrorOf("topic")));
        var brought = await resident.Send(form.Fill("topic", "河边缺护栏").Fill("text", "小孩常去玩水"));
        Assert.True(brought.Status == 303, brought.Text);
        var at = brought.Location!.Split('?')[0];
        Assert.Contains("待受理", (await resident.Read(at)).Text);

        Assert.Contains("河边缺护栏", (await coordinator.Read("/demands?state=open")).Text);
        await coordinator.Done((await coordinator.Read(at)).Form(at + "/acceptance"));
        await coordinator.Done((await coordinator.Read(at)).Form(at + "/answers")
            .Fill("of", "joint-action|food-safety-2021"));
        var closing = (await coordinator.Read(at)).Form(at + "/feedback");
        var silent = await coordinator.Send(closing);
        Assert.Equal(422, silent.Status);
        await coordinator.Done(closing.Fill("text", "已报镇里安装"));

        var page = await resident.Read(at);
        foreach (var told in new[] { "已反馈办结", "反馈：已报镇里安装", "联合行动 · 儿童食品安全联合行动", "小孩常去玩水" })
            Assert.Contains(told, page.Text);
        Assert.Empty(page.Document.QuerySelectorAll("main form"));
        Assert.Equal(404, (await (await PageClient.As(product, "resident", "*")).Get(at)).Status);
    }

    [Fact]
    public async Task A_meetings_statements_lead_to_needs_of_its_organisations()
    {
        var product = await SampleTown.Loaded;
        var staff = await PageClient.Of(product, "staff-01");
        const string Enter = "/open-spaces/new";
        var entered = await staff.Send((await staff.Read(Enter)).Form(Enter)
            .Fill("question", "我们缺什么？").Fill("heldOn", DateTime.UtcNow.AddHours(8).ToString("yyyy-MM-dd")));
        Assert.True(entered.Status == 303, entered.Text);
        var at = entered.Location!.Split('?')[0];
        var said = await staff.Done((await staff.Read(at)).Form(at + "/statements")
            .Fill("groupId", "group-2").Fill("text", "想学剪纸"));
        Assert.Contains("想学剪纸", said.Text);
        await staff.Done((await staff.Read(at)).Form(at + "/result").Fill("text", "先办一次剪纸班"));
        var need = await staff.Done((await staff.Read($"{New}?meeting={at.Split('/')[^1]}")).Form(New)
            .Fill("organisationId", "jfh-001").Fill("topic", "剪纸老师"));
        Assert.Contains("组织的需求", need.Text);

        Assert.Contains("组织的需求 · 剪纸老师", (await staff.Read(at)).Text);
        var open = await (await PageClient.Of(product)).Read(at);
        Assert.DoesNotContain("想学剪纸", open.Html);
        Assert.DoesNotContain("剪纸老师", open.Html);
    }
}
