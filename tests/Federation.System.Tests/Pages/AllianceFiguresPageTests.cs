using System.Text.Json.Nodes;
using Federation.Tests.Rig;

namespace Federation.Tests.Pages;

/// <summary>What documents print about an alliance is entered on its page and stands beside what is computed.</summary>
public class AllianceFiguresPageTests
{
    private static async Task<JsonNode?> Published(Registry.Registry town) =>
        (await town.Coordinator.Read($"/coverage/{town.Town}"))["figures"]!.AsArray()
            .SingleOrDefault(f => (string?)f!["key"] == "villages" && (string?)f["source"] == "published");

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_published_figure_is_entered_shown_and_withdrawn(string kind)
    {
        var town = await Registry.Registry.On(kind);
        var coordinator = await PageClient.As(town.Product, "coordinator", town.Alliance);
        var here = $"/alliances/{town.Alliance}/figures";
        var empty = await coordinator.Read(here);
        Assert.Contains("还没有公布数", empty.Text);
        var wrong = await coordinator.Send(empty.Form(here).Fill("value", "many"));
        Assert.Equal((422, "请填写整数", "请填写这一项"), (wrong.Status, wrong.ErrorOf("value"), wrong.ErrorOf("source")));

        var entered = await coordinator.Done(empty.Form(here)
            .Fill("key", "villages").Fill("value", "27").Fill("precision", "nearly").Fill("asOf", "2021-06-30")
            .Fill("source", "《某镇年鉴》").Fill("note", "来源按一村一会计"));
        Assert.Contains("近27个村居", entered.Text.Replace(" ", ""));
        Assert.Contains("来源按一村一会计", entered.Text);
        var served = (await Published(town))!;
        Assert.Equal((27, "nearly"), ((int)served["value"]!, (string)served["precision"]!));

        var silent = await coordinator.Send(entered.Form(here + "/explanation").Fill("note", ""));
        Assert.Equal((422, "请填写这一项"), (silent.Status, silent.ErrorOf("why-0-note")));
        await coordinator.Done(entered.Form(here + "/explanation").Fill("note", "两个村居已合并"));
        Assert.Contains("两个村居已合并", (await coordinator.Read(here)).Text);
        Assert.Equal("两个村居已合并", (string?)(await Published(town))!["note"]!["zh"]);

        var gone = await coordinator.Done(entered.Form(here + "/withdrawal"));
        Assert.Contains("还没有公布数", gone.Text);
        Assert.Null(await Published(town));
    }

    [Fact]
    public async Task Another_alliances_coordinator_may_not_enter_it()
    {
        var town = await Registry.Registry.On(BothDatabases.Sqlite);
        var stranger = await PageClient.As(town.Product, "coordinator", await town.AnotherAlliance());
        Assert.Equal(403, (await stranger.Get($"/alliances/{town.Alliance}/figures")).Status);
    }
}
