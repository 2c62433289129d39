using Federation.Log;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.Pages;

/// <summary>A joint action from its draft to a corrected report, by the pages alone, in the sample's town.</summary>
public class ActionPageTests
{
    private const string Sample = "/joint-actions/food-safety-2021", New = "/joint-actions/new";
    private const string Organisation = "jfh-001", Village = "440605121001", Series = "邻里包粽子";

    /// <summary>Now on Shanghai's clock, to the minute, as a form takes it: what begins then can be reported.</summary>
    private static string Now => DateTime.UtcNow.AddHours(8).ToString("yyyy-MM-dd'T'HH:mm");

    [Fact]
    public async Task A_session_is_planned_from_an_empty_cell_and_its_report_moves_the_figures()
    {
        var product = await SampleTown.Loaded;
        var coordinator = await PageClient.Of(product, "coordinator");
        var staff = await PageClient.Of(product, "staff-01");
        var action = await Launched(coordinator);
        Assert.Equal(("0", "0"), await Figures(coordinator, action));

        var session = await Planned(coordinator, action);
        Assert.Equal(("0", "0"), await Figures(coordinator, action));
        var reported = await staff.Done(Filled(await staff.Read(session), session, "35"));

        Assert.Contains("报告已记入，数字已更新", reported.Text);
        Assert.Contains("35人次", reported.Text);
        Assert.Equal(("1", "35"), await Figures(coordinator, action));
        var cell = (await coordinator.Read(action)).Document.QuerySelector("#grid td.held a")!;
        Assert.Equal("1", cell.QuerySelector("b")!.TextContent);
        Assert.Contains(session, (await coordinator.Read(cell.GetAttribute("href")!.Split('#')[0])).Html);

        var correction = (await staff.Read(session)).Form(session + "/report").Fill("personTimes", "40");
        var corrected = await staff.Done(correction);
        Assert.Contains("40人次", corrected.Text);
        Assert.Equal(("1", "40"), await Figures(coordinator, action));
        await coordinator.Done((await coordinator.Read(session)).Form(session + "/cancellation"));
        Assert.Equal(("0", "0"), await Figures(coordinator, action));
    }

    [Fact]
    public async Task A_plan_or_a_report_sent_twice_has_one_effect()
    {
        var product = await SampleTown.Loaded;
        var coordinator = await PageClient.Of(product, "coordinator");
        var staff = await PageClient.Of(product, "staff-01");
        var action = await Launched(coordinator);
        var plan = (await EmptyCell(coordinator, action)).Form(action + "/sessions/new")
            .Fill("startsAt", Now).Fill("place", "党群服务中心");

        var planned = await Task.WhenAll(coordinator.Send(plan), coordinator.Send(plan));
        Assert.All(planned, p => Assert.Equal(303, p.Status));
        var session = Assert.Single(planned.Select(p => p.Location!.Split('?')[0]).Distinct());
        Assert.Single((await coordinator.Read(action)).Document.QuerySelectorAll("#sessions tbody tr"));

        var report = Filled(await staff.Read(session), session, "35");
        var sent = await Task.WhenAll(staff.Send(report), staff.Send(report));
        var position = product.Services.GetRequiredService<EventLog>().StoredPosition();
        var third = await staff.Send(report);

        Assert.All(sent.Append(third), a => Assert.Equal(303, a.Status));
        Assert.Equal(position, product.Services.GetRequiredService<EventLog>().StoredPosition());
        Assert.Equal(("1", "35"), await Figures(coordinator, action));
    }

    [Theory]
    [InlineData("zh", "-1", "请填写 0 至")]
    [InlineData("en", "-1", "A whole number from 0 to")]
    [InlineData("zh", "三十", "请填写整数")]
    [InlineData("en", "30.5", "A whole number, please")]
    [InlineData("zh", "99999999999", "请填写 0 至")]
    [InlineData("zh", "", "请填写这一项")]
    public async Task An_unfit_number_is_told_beside_its_field_and_the_rest_of_the_report_is_kept(
        string language, string typed, string told)
    {
        var coordinator = await PageClient.Of(await SampleTown.Loaded, "coordinator");
        const string Session = Sample + "/sessions/outreach-01";
        var page = await coordinator.Read($"{Session}?lang={language}");

        var refused = await coordinator.Send(Filled(page, Session, typed).Fill("note", "下雨").Fill("volunteers", "7"));

        Assert.Equal(422, refused.Status);
        Assert.StartsWith(told, refused.ErrorOf("personTimes"));
        Assert.Null(refused.ErrorOf("volunteers"));
        Assert.Equal(
            (typed, "7", "下雨"),
            (refused.ValueOf("personTimes"), refused.ValueOf("volunteers"), refused.ValueOf("note")));
        Assert.Equal(("25", "700"), await Figures(coordinator, Sample));
    }

    [Fact]
    public async Task Material_without_its_number_and_a_wrong_day_are_told_where_they_stand()
    {
        var coordinator = await PageClient.Of(await SampleTown.Loaded, "coordinator");
        const string Session = Sample + "/sessions/outreach-02";

        var report = (await coordinator.Read(Session)).Form(Session + "/report").Fill("materials2", "海报");
        var refused = await coordinator.Send(report);
        Assert.Equal((422, "请填写这一项"), (refused.Status, refused.ErrorOf("copies2")));
        Assert.Equal("海报", refused.ValueOf("materials2"));

        var action = await Launched(coordinator);
        var outside = await coordinator.Send((await EmptyCell(coordinator, action)).Form(action + "/sessions/new")
            .Fill("startsAt", "2020-01-01T10:00").Fill("place", "祠堂"));
        Assert.Equal((422, "祠堂", "2020-01-01T10:00"),
            (outside.Status, outside.ValueOf("place"), outside.ValueOf("startsAt")));
        Assert.StartsWith("活动日期不在", outside.ErrorOf("startsAt"));
        Assert.Empty((await coordinator.Read(action)).Document.QuerySelectorAll("#sessions tbody tr"));
    }

    [Fact]
    public async Task A_new_action_is_told_what_is_wrong_with_its_months()
    {
        var coordinator = await PageClient.Of(await SampleTown.Loaded, "coordinator");
        FilledForm Typed(Page page, string from, string to) => page.Form(New).Fill("allianceId", "jiujiang")
            .Fill("title", "重阳敬老").Fill("theme", "敬老").Fill("from", from).Fill("to", to);

        var unfit = await coordinator.Send(Typed(await coordinator.Read(New), "2026-13", "2026-12"));
        Assert.Equal((422, "重阳敬老", "2026-13"), (unfit.Status, unfit.ValueOf("title"), unfit.ValueOf("from")));
        Assert.StartsWith("月份须为", unfit.ErrorOf("from"));
        var backwards = await coordinator.Send(Typed(unfit, "2026-12", "2026-11"));
        Assert.Equal(422, backwards.Status);
        Assert.NotNull(backwards.ErrorOf("to"));
        Assert.DoesNotContain("重阳敬老", (await coordinator.Read("/joint-actions")).Text);
    }

    [Fact]
    public async Task Others_neither_plan_nor_report_nor_see_the_note()
    {
        var product = await SampleTown.Loaded;
        var coordinator = await PageClient.Of(product, "coordinator");
        var staff = await PageClient.Of(product, "staff-01");
        var action = await Launched(coordinator);
        var session = await Planned(coordinator, action);
        await staff.Done(Filled(await staff.Read(session), session, "35").Fill("note", "请多备凳子"));
        Assert.Contains("请多备凳子", (await staff.Read(session)).Text);

        var (nobody, other) = (await PageClient.Of(product), await PageClient.Of(product, "staff-02"));
        foreach (var reader in new[] { nobody, await PageClient.Of(product, "official") })
            Assert.DoesNotContain("请多备凳子", (await reader.Read(session)).Html);
        foreach (var reader in new[] { nobody, other })
        {
            Assert.Empty((await reader.Read(session)).Document.QuerySelectorAll("main form"));
            Assert.Empty((await reader.Read(action)).Document.QuerySelectorAll("#grid td.none a"));
        }

        Assert.StartsWith("/sign-in", (await nobody.Get(action + "/manage")).Location);
        Assert.Equal(403, (await other.Get(action + "/manage")).Status);
    }

    /// <summary>Founded, given a series and a participant, and launched, all by forms; answers its address.</summary>
    private static async Task<string> Launched(PageClient coordinator)
    {
        var month = Now[..7];
        var founded = await coordinator.Done((await coordinator.Read(New)).Form(New).Fill("allianceId", "jiujiang")
            .Fill("title", $"端午邻里节 {Guid.NewGuid():N}").Fill("theme", "邻里").Fill("from", month).Fill("to", month));
        var action = OneOf(founded, "/launch");
        await coordinator.Done(founded.Form(action + "/series").Fill("series", Series));
        var manage = await coordinator.Read(action + "/manage");
        Assert.Contains(Series, manage.Text);
        manage = await coordinator.Done(
            manage.Form(action + "/participants").Fill("organisationId", Organisation).Fill("villageCode", Village));
        Assert.Contains("江滨街坊会", manage.Text);
        var draft = await coordinator.Read(action);
        Assert.Empty(draft.Document.QuerySelectorAll("#grid td.none a")); // Nothing is planned in a draft.
        await coordinator.Done(manage.Form(action + "/launch"));
        return action;
    }

    /// <summary>What the one cell leads to that the action's only participant can fill.</summary>
    private static async Task<Page> EmptyCell(PageClient coordinator, string action)
    {
        var cell = Assert.Single((await coordinator.Read(action)).Document.QuerySelectorAll("#grid td.none a"));
        var form = await coordinator.Read(cell.GetAttribute("href")!);
        Assert.Equal($"{Organisation}|{Village}", form.ValueOf("organisationId"));
        Assert.NotEqual("", form.ValueOf("seriesId"));
        return form;
    }

    private static async Task<string> Planned(PageClient coordinator, string action)
    {
        var page = await coordinator.Done((await EmptyCell(coordinator, action)).Form(action + "/sessions/new")
            .Fill("startsAt", Now).Fill("place", "党群服务中心"));
        Assert.Contains("已安排", page.Text);
        return OneOf(page, "/report");
    }

    /// <summary>The address of what the page is about, from the one form that does this to it.</summary>
    private static string OneOf(Page page, string deed) =>
        page.Document.Forms.Select(f => f.GetAttribute("action")!).Single(a => a.EndsWith(deed))[..^deed.Length];

    private static FilledForm Filled(Page page, string session, string personTimes) => page.Form(session + "/report")
        .Fill("personTimes", personTimes).Fill("volunteers", "3").Fill("minutes", "90");

    /// <summary>Sessions and person-times of the whole action as its page shows them.</summary>
    private static async Task<(string? Sessions, string? PersonTimes)> Figures(PageClient reader, string action)
    {
        var page = await reader.Read(action);
        string? Of(string key) => page.Document.QuerySelector($"#figures .figure a[href^='/figures/{key}/records']")!
            .Closest(".figure")!.QuerySelector(".figure-value strong")?.TextContent.Trim();
        return (Of("sessions"), Of("personTimes"));
    }
}
