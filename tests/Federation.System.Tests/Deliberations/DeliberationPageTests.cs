using Federation.Tests.Pages;

namespace Federation.Tests.Deliberations;

/// <summary>A deliberation by the pages alone, in the sample's town, from calling it to the joint action that
/// follows.</summary>
public class DeliberationPageTests
{
    private const string New = "/deliberations/new", Sample = "/deliberations/deliberation-2021";

    private static string Today => DateTime.UtcNow.AddHours(8).ToString("yyyy-MM-dd");

    [Fact]
    public async Task Areas_rate_topics_and_the_decision_becomes_a_joint_action_with_its_six_outputs()
    {
        var product = await SampleTown.Loaded;
        var coordinator = await PageClient.Of(product, "coordinator");
        var staff = await PageClient.Of(product, "staff-01");
        var talk = await Called(coordinator);

        // The first area has no representative with an account, so staff of its member speak for it.
        var opinion = (await staff.Read(talk + "/opinions/new")).Form(talk + "/opinions/new");
        var unrated = await staff.Send(opinion.Fill("recommendation", "5"));
        Assert.Equal((422, "请选择 1 到 5"), (unrated.Status, unrated.ErrorOf("difficulty")));
        var rated = await staff.Done(unrated.Form(talk + "/opinions/new").Fill("difficulty", "2").Fill("words", "缺老师"));
        Assert.Contains("6个片区中1个已评议；未达法定数", rated.Text);
        Assert.Contains("还没有议题达到法定片区数", (await coordinator.Read(talk + "/outcome")).Text);
        await coordinator.Done((await coordinator.Read(talk + "/opinions/new")).Form(talk + "/opinions/new")
            .Fill("areaId", "area-2").Fill("recommendation", "4").Fill("difficulty", "4"));

        var outcome = (await coordinator.Read(talk + "/outcome")).Form(talk + "/decision");
        var silent = await coordinator.Send(outcome);
        Assert.Equal((422, "请填写这一项"), (silent.Status, silent.Document
            .GetElementById("f-decision-rationale-error")?.TextContent.Trim()));
        var decided = await coordinator.Done(outcome.Fill("topicId", TopicOf(silent)).Fill("rationale", "两个片区都推荐"));
        Assert.Contains("理由：两个片区都推荐", decided.Text);
        Assert.Contains("纸质意见", decided.Text);

        var start = "/joint-actions/new?deliberation=" + talk.Split('/')[^1];
        var action = await coordinator.Done((await coordinator.Read(start)).Form("/joint-actions/new")
            .Fill("theme", "防溺水").Fill("from", "2026-06").Fill("to", "2026-08"));
        var of = action.Document.QuerySelector("main a[href^='/joint-actions/']")!.GetAttribute("href")!.Split('?')[0];
        var nobody = await PageClient.Of(product);
        var shown = await nobody.Read(of);
        Assert.Contains("由议事决定：六项内容", shown.Text);
        Assert.Contains("河堤沿线的家长", shown.Text);
        var open = await nobody.Read(talk);
        Assert.Contains(of, open.Document.QuerySelectorAll("#outcome a").Select(a => a.GetAttribute("href")));
        Assert.DoesNotContain("缺老师", open.Html);
    }

    [Fact]
    public async Task The_samples_deliberation_shows_its_plane_and_each_state_of_an_opinion()
    {
        var coordinator = await PageClient.Of(await SampleTown.Loaded, "coordinator");

        var page = await coordinator.Read(Sample);

        Assert.Equal(3, page.Document.QuerySelectorAll("svg.plane circle").Length);
        Assert.Single(page.Document.QuerySelectorAll("svg.plane circle.chosen"));
        foreach (var state in new[] { "迟交", "纸质意见", "改过1次（原为4/3）", "还没有评议：第六片区（示例）", "2021年8月21日决定" })
            Assert.Contains(state, page.Text);
        Assert.Contains("6个片区代表参与讨论", page.Text);
    }

    [Fact]
    public async Task Whoever_may_not_act_is_shown_no_button_and_wrong_fields_are_told_beside_them()
    {
        var product = await SampleTown.Loaded;
        var open = await (await PageClient.Of(product)).Read("/deliberations/deliberation-next");
        Assert.Empty(open.Document.QuerySelectorAll("main .actions a"));
        var official = await PageClient.Of(product, "official");
        Assert.Equal(403, (await official.Get("/deliberations/deliberation-next/topics/new")).Status);
        var coordinator = await PageClient.Of(product, "coordinator");

        var wrong = await coordinator.Send((await coordinator.Read(New)).Form(New)
            .Fill("question", "做什么？").Fill("heldOn", Today).Fill("quorum", "7"));

        Assert.Equal((422, "做什么？"), (wrong.Status, wrong.ValueOf("question")));
        Assert.StartsWith("法定片区数须在", wrong.ErrorOf("quorum"));
        var many = await coordinator.Send(wrong.Form(New).Fill("quorum", "999999999999"));
        Assert.Equal((422, "这个数字超出范围"), (many.Status, many.ErrorOf("quorum")));
        // Of a list without a tick a browser sends nothing; the refusal stands beside it all the same.
        var none = await coordinator.Send(many.Form(New).Fill("quorum", "2").Fill("areaIds"));
        Assert.Equal((422, "请选择 1 至 500 个片区，不能重复。"), (none.Status, none.ErrorOf("areaIds")));
        Assert.Contains("受邀片区：请选择 1 至 500 个片区", none.Document.QuerySelector("[role=alert]")!.TextContent);
    }

    private static string TopicOf(Page page) =>
        page.Document.QuerySelector("input[name='topicId']")!.GetAttribute("value")!;

    private static async Task<string> Called(PageClient coordinator)
    {
        var called = await coordinator.Done((await coordinator.Read(New)).Form(New)
            .Fill("question", "暑期做什么？").Fill("heldOn", Today).Fill("quorum", "2"));
        var talk = called.Document.QuerySelector("main a[href$='/topics/new']")!.GetAttribute("href")!;
        await coordinator.Done((await coordinator.Read(talk)).Form(talk)
            .Fill("title", "暑期防溺水").Fill("goal", "人人会自救").Fill("stakeholders", "河堤沿线的家长"));
        return talk.Replace("/topics/new", "");
    }
}
