using Federation.Domain;
using Federation.Tests.Help;
using Federation.Tests.Rig;

namespace Federation.Tests.Pages;

public class HelpPageTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    private static string Day(int inDays) => Days.Text(HelpTown.Today.AddDays(inDays));

    /// <summary>The two sides' staff and the coordinator at their browsers.</summary>
    private static async Task<(PageClient Receiver, PageClient Provider,
        PageClient Coordinator)> Browsers(HelpTown town)
    {
        var product = town.Registry.Product;
        return (await PageClient.As(product, "organisation-staff", town.Receiver),
            await PageClient.As(product, "organisation-staff", town.Provider),
            await PageClient.As(product, "coordinator", town.Registry.Alliance));
    }

    private static FilledForm Wish(Page page) => page.Form("/requests/new")
        .Fill("kind", "mentor").Fill("topic", HelpTown.Topic).Fill("from", Day(0)).Fill("to", Day(14)).Fill("people",
            "20")
        .Fill("note", "请联系李阿姨");

    private static string IdIn(string location, string under) => location.Split('?')[0][(under.Length + 2)..];

    [Theory, MemberData(nameof(Databases))]
    public async Task Help_goes_from_request_to_confirmation_through_pages_alone(string kind)
    {
        var town = await HelpTown.On(kind);
        var (receiver, provider, coordinator) = await Browsers(town);
        var sent = await receiver.Send(Wish(await receiver.Read("/requests/new")));
        Assert.Equal(303, sent.Status);
        var path = $"/requests/{IdIn(sent.Location!, "requests")}";
        Assert.Contains("等待成员组织报名", (await receiver.Read(sent.Location!)).Text);
        Assert.Contains("请联系李阿姨", (await provider.Read(path)).Text);

        var slot = await Today(town);
        var offers = (await coordinator.Read(path)).Document.Forms.Where(f => f.GetAttribute("action") == path
            + "/offers")
            .Select(f => new FilledForm(f)).ToArray();
        Assert.NotEmpty(offers);
        var offered = await coordinator.Done((await coordinator.Read(path)).Form(path + "/offers")
            .Fill("with", $"mentor:{town.Mentor}").Fill("slotId", slot));
        Assert.Contains("已报名", offered.Text);
        Assert.Contains("有 1 个报名", (await receiver.Read(path)).Text);

        await coordinator.Done((await coordinator.Read(path)).Form(path + "/acceptance"));
        await town.UntilState(path["/requests/".Length..], "accepted");
        Assert.Contains("会来帮忙", (await receiver.Read(path)).Text);
        var delivered = await coordinator.Done((await coordinator.Read(path)).Form(path + "/delivery")
            .Fill("on", Day(-1)).Fill("minutes", "90").Fill("personTimes", "20"));
        Assert.Contains("服务已填报", delivered.Text);

        var asked = await receiver.Read(path);
        var unrated = await receiver.Send(asked.Form(path + "/confirmation").Fill("comment", "讲得很清楚"));
        Assert.Equal((422, "请选择评分", "讲得很清楚"), (unrated.Status, unrated.ErrorOf("rating"), unrated.ValueOf("comment")));
        var confirmed = await receiver.Done(unrated.Form(path + "/confirmation").Fill("rating", "5"));
        Assert.Contains("这次互助已完成并确认", confirmed.Text);
        Assert.Contains("1小时30分", confirmed.Text);
        Assert.Contains("讲得很清楚", confirmed.Text);
        Assert.Contains("乙街坊会", (await receiver.Read($"/help?organisationId={town.Receiver}")).Text);
    }

    /// <summary>A slot of yesterday, which only a coordinator may offer and take.</summary>
    private static Task<string> Today(HelpTown town) => town.Slot(inDays: -1);

    [Fact]
    public async Task A_form_sent_twice_opens_one_request_and_two_offers_of_one_tap_are_one()
    {
        var town = await HelpTown.On(BothDatabases.Sqlite);
        var (receiver, provider, _) = await Browsers(town);
        var form = Wish(await receiver.Read("/requests/new")).Fill("topic", "只发一次");
        var (first, second) = (await receiver.Send(form), await receiver.Send(form));
        Assert.Equal((303, 303), (first.Status, second.Status));
        var path = $"/requests/{IdIn(first.Location!, "requests")}";
        Assert.Equal(path, $"/requests/{IdIn(second.Location!, "requests")}");

        var tap = (await provider.Read(path)).Form(path + "/offers");
        Assert.Equal((303, 303), ((await provider.Send(tap)).Status, (await provider.Send(tap)).Status));
        Assert.Single((await receiver.Read(path)).Document.Forms, f => f.GetAttribute("action") == path
            + "/acceptance");
    }

    [Fact]
    public async Task What_is_wrong_stands_beside_its_field_and_what_was_typed_stays()
    {
        var town = await HelpTown.On(BothDatabases.Sqlite);
        var (receiver, _, coordinator) = await Browsers(town);
        var wrong = await receiver.Send(Wish(await receiver.Read("/requests/new")).Fill("to", Day(-3)).Fill("people",
            "很多"));
        Assert.Equal(422, wrong.Status);
        Assert.Equal("请填写整数", wrong.ErrorOf("people"));
        Assert.Equal(("很多", HelpTown.Topic, "请联系李阿姨"), (wrong.ValueOf("people"), wrong.ValueOf("topic"),
            wrong.ValueOf("note")));
        var late = await receiver.Send(wrong.Form("/requests/new").Fill("people", "20"));
        Assert.Contains("从早到晚", late.ErrorOf("to"));
        Assert.Equal(303, (await receiver.Send(late.Form("/requests/new").Fill("to", Day(3)))).Status);

        var given = await coordinator.Send((await coordinator.Read("/requests/given")).Form("/requests/given")
            .Fill("organisationId", town.Provider).Fill("with", $"mentor:{town.Mentor}").Fill("kind", "mentor")
            .Fill("topic", HelpTown.Topic).Fill("on", Day(-20)).Fill("minutes", "0"));
        Assert.Contains("1 至 1440", given.ErrorOf("minutes"));
        Assert.Contains("同一个组织", given.ErrorOf("with"));
    }

    [Fact]
    public async Task Help_already_given_is_entered_and_confirmed_by_the_coordinator()
    {
        var town = await HelpTown.On(BothDatabases.Sqlite);
        var (_, _, coordinator) = await Browsers(town);
        var entered = await coordinator.Done((await coordinator.Read("/requests/given")).Form("/requests/given")
            .Fill("organisationId", town.Receiver).Fill("with", $"mentor:{town.Mentor}").Fill("kind", "mentor")
            .Fill("topic", HelpTown.Topic).Fill("on", Day(-20)).Fill("minutes", "60").Fill("personTimes", "8"));
        Assert.Contains("服务已补录", entered.Text);
        var form = entered.Document.Forms.Single(f => f.GetAttribute("action")!.EndsWith("/confirmation"));
        Assert.Contains("这次互助已完成并确认", (await coordinator.Done(new FilledForm(form).Fill("rating", "4"))).Text);
    }

    [Fact]
    public async Task A_mentor_is_nominated_accepted_offers_a_slot_and_is_booked()
    {
        var town = await HelpTown.On(BothDatabases.Sqlite);
        var (receiver, provider, coordinator) = await Browsers(town);
        var nominated = await provider.Done((await provider.Read("/mentors/new")).Form("/mentors/new")
            .Fill("name", "欧阳兰").Fill("topics", "手工、议事").Fill("modes", "experience-sharing"));
        Assert.Contains("等待协调员审核", nominated.Text);
        var accept = nominated.Document.QuerySelector("form[action$='/retirement']");
        Assert.Null(accept);
        var path = (await coordinator.Read($"/mentors?state=nominated&organisationId={town.Provider}")).Document
            .QuerySelectorAll(".card h3 a").Single(a => a.TextContent == "欧阳兰").GetAttribute("href")!;
        await coordinator.Done((await coordinator.Read(path)).Form(path + "/acceptance"));

        var offered = await provider.Done((await provider.Read(path)).Form(path + "/slots")
            .Fill("day", Day(5)).Fill("from", "14:30").Fill("to", "16:00").Fill("place", "议事厅"));
        Assert.Contains("14:30–16:00", offered.Text);
        var month = $"{path}?month={Day(5)[..7]}";
        var booking = (await receiver.Read(month)).Form(path + "/bookings");
        var booked = await receiver.Done(booking);
        Assert.Contains("预约成功", booked.Text);
        var request = booked.Document.QuerySelectorAll("#slots a").Single(a =>
            a.TextContent == "看求助单").GetAttribute("href")!;
        await town.UntilState(request["/requests/".Length..], "accepted");
        Assert.Contains("会来帮忙", (await receiver.Read(request)).Text);

        var foreign = await PageClient.As(town.Registry.Product, "organisation-staff", await town.Registry.Member(3,
            "丁会"));
        Assert.DoesNotContain("看求助单", (await foreign.Read(month)).Text);
        var taken = await foreign.Send(booking.Fill("organisationId", town.Receiver));
        Assert.NotEqual(303, taken.Status);
        var cancel = (await receiver.Read(month)).Document.Forms.Single(f =>
            f.GetAttribute("action")!.EndsWith("/cancellation"));
        Assert.Contains("预约已取消", (await receiver.Done(new FilledForm(cancel))).Text);
    }

    [Fact]
    public async Task A_package_is_written_with_a_file_published_and_ordered()
    {
        var town = await HelpTown.On(BothDatabases.Sqlite);
        var (receiver, provider, _) = await Browsers(town);
        var form = (await provider.Read("/library/new")).Form("/library/new")
            .Fill("title", "亲子种植").Fill("summary", "一起种").Fill("topics", "亲子、花园").Fill("audience", "亲子家庭")
            .Fill("durationMinutes", "90").Fill("staffing", "2 名志愿者").Fill("costFen", "很便宜").Fill("materials", "种子\n花盆")
            .Fill("lessonPlan", "第一步\n第二步").Attach("files", "教案.pdf", "%PDF-1.4"u8.ToArray(), "application/pdf");
        var wrong = await provider.Send(form);
        Assert.Equal((422, "第一步\n第二步"), (wrong.Status, wrong.ValueOf("lessonPlan")));
        Assert.Contains("35.5", wrong.ErrorOf("costFen"));

        var added = await provider.Done(wrong.Form("/library/new").Fill("costFen", "35.5"));
        Assert.Contains("教案.pdf", added.Text);
        Assert.Contains("35.50元", added.Text);
        var publish = added.Document.Forms.Single(f => f.GetAttribute("action")!.EndsWith("/publication"));
        Assert.Contains("活动包已发布", (await provider.Done(new FilledForm(publish))).Text);
        var item = publish.GetAttribute("action")![..^"/publication".Length];
        var anonymous = await (await PageClient.Of(town.Registry.Product)).Read(item);
        Assert.Empty(anonymous.Document.QuerySelectorAll("a[href*='attachments']"));

        var order = (await receiver.Read(item)).Document.QuerySelector(".page-head .button")!.GetAttribute("href")!;
        var asked = await receiver.Done((await receiver.Read(order)).Form("/requests/new").Fill("to", Day(9)));
        Assert.Contains("亲子种植", asked.Text);
        var version = (await provider.Read(item + "/version")).Form(item + "/version").Fill("summary", "一起种一起收");
        Assert.Contains("新版本已保存", (await provider.Done(version)).Text);
    }

    [Fact]
    public async Task Visitors_are_led_to_the_ledger_and_see_no_requests_or_mentors()
    {
        var town = await HelpTown.On(BothDatabases.Sqlite);
        var visitor = await PageClient.Of(town.Registry.Product);
        Assert.Equal("/help", (await visitor.Get("/requests")).Location);
        Assert.StartsWith("/sign-in", (await visitor.Get($"/mentors/{town.Mentor}")).Location);
        Assert.Equal(["供给库", "互助账"], (await visitor.Read("/help")).Document.QuerySelectorAll(".tabs a").Select(a =>
            a.TextContent));
        var (receiver, _, _) = await Browsers(town);
        Assert.Equal(403, (await receiver.Get("/requests/given")).Status);
    }
}
