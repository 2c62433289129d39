using Federation.Tests.Rig;

namespace Federation.Tests.Pages;

/// <summary>A closing report by the pages alone: written, handed in, commented, answered, confirmed.</summary>
public class ReportPageTests
{
    [Fact]
    public async Task A_coordinator_hands_it_in_and_an_official_comments_and_confirms()
    {
        var action = await JointActions.Action.Launched(BothDatabases.Sqlite);
        await action.Hold("one", "street", 0, "2021-10-09", 40);
        var (product, at) = (action.Registry.Product, action.Path + "/report");
        var coordinator = await PageClient.As(product, "coordinator", action.Registry.Alliance);
        var official = await PageClient.As(product, "town-official", action.Registry.Town);
        var open = await coordinator.Read(at);
        Assert.DoesNotContain(open.Document.Forms, f => f.GetAttribute("action")!.EndsWith("/handing-in"));
        await action.Post("closing", new { summary = "完", on = "2022-03-31" });

        var written = await coordinator.Done((await coordinator.Read(at)).Form(at + "/words").Fill("summary", "三村同办"));
        Assert.Contains("三村同办", written.Text);
        await coordinator.Done(written.Form(at + "/handing-in"));
        Assert.Contains("1 份结项报告待确认", (await official.Read($"/?at={action.Registry.Alliance}")).Text);
        Assert.Contains("儿童食品安全联合行动", (await official.Read("/reports")).Text);

        var unfit = await official.Send((await official.Read(at)).Form(at + "/comments"));
        Assert.Equal((422, "请填写这一项"), (unfit.Status, unfit.ErrorOf("text")));
        await official.Done(unfit.Form(at + "/comments").Fill("text", "志愿者来自哪里").Fill("asksAnswer", "true"));
        var asked = await coordinator.Read(at);
        Assert.Contains("志愿者来自哪里", asked.Text);
        Assert.Contains("有意见待答复", asked.Text);
        var same = await coordinator.Send(asked.Form(at + "/handing-in"));
        Assert.Equal(422, same.Status);
        Assert.Contains("镇街的意见还没有答复", same.Text);

        var answered = await coordinator.Done(asked.Form(at + "/words").Fill("lessons", "志愿者都是街坊"));
        await coordinator.Done(answered.Form(at + "/handing-in"));
        var confirmed = await official.Done((await official.Read(at)).Form(at + "/confirmation"));
        Assert.Contains("镇街已确认", confirmed.Text);
        var anybody = await (await PageClient.Of(product)).Read(at + "?version=1");
        Assert.Contains("第1版", anybody.Text);
        Assert.DoesNotContain("三村同办", anybody.Html);
        Assert.Empty(anybody.Document.QuerySelectorAll("main form"));
    }

    [Fact]
    public async Task Every_number_of_the_samples_report_is_the_sum_of_what_it_opens_to()
    {
        var product = await SampleTown.Loaded;
        var (official, page) = (await product.SignedIn("official"),
            await (await PageClient.Of(product)).Read("/joint-actions/food-safety-2021/report"));

        var numbers = page.Document.QuerySelectorAll("main a[data-figure]");

        Assert.InRange(numbers.Length, 100, 500);
        foreach (var number in numbers)
        {
            var (key, href) = (number.GetAttribute("data-figure")!, number.GetAttribute("href")!);
            var shown = number.GetAttribute("data-value") is { Length: > 0 } value ? long.Parse(value) : 0;
            var sum = JointActions.Opened.Sum(key, await JointActions.Opened.All(official, href));
            Assert.True(sum == shown, $"{href} shows {shown} and comes to {sum}");
        }

        Assert.Contains("已提交，待确认", page.Text);
        Assert.Contains("584人次属于宣传活动", page.Text);
        Assert.Contains("其中签署承诺书的数量来源未说明", page.Text);
    }

    [Fact]
    public async Task A_changed_number_stands_beside_the_one_handed_in_and_an_explanation_is_given_by_its_form()
    {
        var action = await JointActions.Action.Launched(BothDatabases.Sqlite);
        await action.Hold("one", "street", 0, "2021-10-09", 40);
        await action.Post("published-figures", new
        {
            key = "personTimes", value = 45, asOf = "2022-03", source = "《小结》", on = "2022-03-31",
        });
        await action.Post("closing", new { summary = "完", on = "2022-03-31" });
        await action.Post("report/handing-in");
        await action.Report("one", "2021-10-09", 42);
        var coordinator = await PageClient.As(action.Registry.Product, "coordinator", action.Registry.Alliance);
        var manage = await coordinator.Read(action.Path + "/manage");

        await coordinator.Done(manage.Form(action.Path + "/published-figures/explanation").Fill("note", "多算了三人"));
        var report = await coordinator.Read(action.Path + "/report");

        Assert.Contains("提交后由40人次变为42人次", report.Text);
        Assert.Contains("按记录比公布数少3人次；多算了三人", report.Text);
        var numbers = report.Document.QuerySelectorAll("a[data-ref]");
        var listed = report.Document.QuerySelectorAll(".refs li").Length;
        Assert.Equal(Enumerable.Range(1, listed), numbers.Select(n => int.Parse(n.GetAttribute("data-ref")!)).Distinct()
            .Order());
    }
}
