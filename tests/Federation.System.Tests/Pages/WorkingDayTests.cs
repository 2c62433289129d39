using Federation.Tests.Help;
using Federation.Tests.Rig;

namespace Federation.Tests.Pages;

/// <summary>A coordinator enters what happened earlier: the day is chosen once, and every form states it.</summary>
public class WorkingDayTests
{
    private static async Task<Page> Chosen(PageClient client, string day) => await client.Send(
        (await client.Read("/me")).Form("/me/day").Fill("day", day));

    private static async Task<string?> FormedOn(HelpTown town, string team)
    {
        var teams = await town.Registry.Admin.Read($"/teams?q={team}");
        return (string?)teams["items"]![0]!["formedOn"];
    }

    private static Task<Page> Form(Page page, PageClient client, HelpTown town, string name) => client.Done(
        page.Form("/teams/new").Fill("name", name).Fill("organisationId", town.Provider));

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task What_is_sent_while_entering_the_past_is_recorded_for_that_day(string kind)
    {
        var town = await HelpTown.On(kind);
        var coordinator = await PageClient.As(town.Registry.Product, "coordinator", town.Registry.Alliance);
        var (past, today) = ($"旧队{Guid.NewGuid():N}"[..12], $"新队{Guid.NewGuid():N}"[..12]);

        Assert.Equal(303, (await Chosen(coordinator, "2024-03-12")).Status);
        var page = await coordinator.Read("/teams/new");
        Assert.Contains("正在补录 2024年3月12日 的事", page.Document.QuerySelector(".past")!.TextContent);
        await Form(page, coordinator, town, past);
        Assert.Equal("2024-03-12", await FormedOn(town, past));

        var ended = await coordinator.Done(page.Form("/me/day/ending"));
        Assert.Null(ended.Document.QuerySelector(".past"));
        await Form(await coordinator.Read("/teams/new"), coordinator, town, today);
        Assert.NotEqual("2024-03-12", await FormedOn(town, today));
    }

    [Fact]
    public async Task Only_a_day_that_has_been_is_taken_and_only_from_those_who_coordinate()
    {
        var town = await HelpTown.On(BothDatabases.Sqlite);
        var coordinator = await PageClient.As(town.Registry.Product, "coordinator", town.Registry.Alliance);
        foreach (var (day, told) in new[]
            { ("2099-01-01", "补录的日期不能晚于今天"), ("never", "日期须为 年-月-日，例如 2026-03-12"), (" ", "请填写这一项") })
        {
            var again = await Chosen(coordinator, day);
            Assert.Equal((422, told), (again.Status, again.ErrorOf("past-day")));
        }

        Assert.Null((await coordinator.Read("/me")).Document.QuerySelector(".past"));
        var staff = await PageClient.As(town.Registry.Product, "organisation-staff", town.Provider);
        Assert.DoesNotContain("/me/day", (await staff.Read("/me")).Html);
    }

    [Fact]
    public async Task The_way_back_leads_nowhere_else()
    {
        var town = await HelpTown.On(BothDatabases.Sqlite);
        var coordinator = await PageClient.As(town.Registry.Product, "coordinator", town.Registry.Alliance);
        await Chosen(coordinator, "2024-03-12");
        var page = await coordinator.Read("/teams/new");

        foreach (var elsewhere in new[] { "//example.org", "https://example.org", "/\\example.org" })
            Assert.Equal("/", (await coordinator.Send(page.Form("/me/day").Fill("to", elsewhere))).Location);
        Assert.Equal("/teams/new", (await coordinator.Send(page.Form("/me/day"))).Location);
    }
}
