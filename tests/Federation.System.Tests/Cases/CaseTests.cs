using Federation.Tests.Rig;

namespace Federation.Tests.Cases;

/// <summary>A write-up for the public, with figures filled from the records.</summary>
public class CaseTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task A_case_is_drafted_published_with_its_figures_and_withdrawn(string kind)
    {
        var action = await JointActions.Action.Launched(kind);
        await action.Hold("one", "street", 0, "2021-10-09", 40, "about");
        var anybody = action.Registry.Product.Anonymous();
        var id = $"case-{action.Registry.Town}";
        object Text(string story, bool consent = false) => new
        {
            id, actionId = action.Id, title = new { zh = "守护童心", en = "Guarding childhood" }, story,
            bodies = new[] { "食安办" }, persons = "陈街坊\n李街坊", personsConsent = consent,
        };
        await action.Coordinator.Made("/cases", Text("办了{{figure:sessions|outreach}}，{{figure:joy}}。"));
        Assert.Equal(404, (await anybody.Get($"/cases/{id}")).Status);
        Assert.Equal((409, "case-figure-unknown"), await Said(action.Coordinator, $"/cases/{id}/publication"));
        Assert.Equal("{{figure:joy}}",
            (string)(await action.Coordinator.Read($"/cases/{id}"))["unknownMarks"]![0]!);

        await action.Coordinator.Done($"/cases/{id}/text", Text("# 经过\n\n{{figure:personTimes|outreach}}。"));
        await action.Coordinator.Done($"/cases/{id}/publication");
        var shown = await anybody.Read($"/cases/{id}");
        Assert.Contains("约40人次</a>", (string)shown["html"]!);
        Assert.Contains($"/figures/personTimes/records?action={action.Id}&amp;scope=outreach", (string)shown["html"]!);
        Assert.Contains("<h2>经过</h2>", (string)shown["html"]!);
        Assert.DoesNotContain("街坊\"", shown["persons"]!.ToJsonString());
        Assert.Equal(2, (await action.Coordinator.Read($"/cases/{id}"))["persons"]!.AsArray().Count);
        Assert.Equal((409, "case-published"), await Said(action.Coordinator, $"/cases/{id}/text", Text("别的")));

        await action.Coordinator.Done($"/cases/{id}/withdrawal");
        Assert.Equal(404, (await anybody.Get($"/cases/{id}")).Status);
        await action.Coordinator.Done($"/cases/{id}/text", Text("别的", consent: true));
        await action.Coordinator.Done($"/cases/{id}/publication");
        Assert.Equal(["陈街坊", "李街坊"],
            (await anybody.Read($"/cases/{id}"))["persons"]!.AsArray().Select(p => (string)p!));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Only_coordinators_of_the_alliance_write_and_what_is_unfit_is_told(string kind)
    {
        var action = await JointActions.Action.Draft(kind);
        var stranger = await action.Registry.Stranger();
        object Text(string title, string of) => new { actionId = of, title, story = "正文" };
        Assert.Equal((403, "not-coordinator"), await Said(stranger, "/cases", Text("甲", action.Id)));
        Assert.Equal((409, "action-not-found"), await Said(action.Coordinator, "/cases", Text("甲", "nothing")));
        Assert.Equal((409, "case-texts-invalid"), await Said(action.Coordinator, "/cases", Text(" ", action.Id)));
        Assert.Equal((400, "malformed"), await Said(
            action.Coordinator, "/cases", new { actionId = action.Id, title = "甲", story = new string('长', 20_001) }));
        Assert.Equal((404, "not-found"), await Said(action.Coordinator, "/cases/nothing/publication"));
        var id = await action.Coordinator.Made("/cases", Text("甲", action.Id));
        Assert.Equal((409, "case-not-published"), await Said(action.Coordinator, $"/cases/{id}/withdrawal"));
        Assert.Equal(404, (await stranger.Get($"/cases/{id}")).Status);
        Assert.DoesNotContain(
            (await stranger.Read("/cases?limit=500"))["items"]!.AsArray(), c => (string)c!["id"]! == id);
    }

    [Fact]
    public async Task A_story_makes_no_page_run_anything()
    {
        var action = await JointActions.Action.Draft(BothDatabases.Sqlite);
        var id = await action.Coordinator.Made("/cases", new
        {
            actionId = action.Id, title = "<script>alert(1)</script>",
            story = "<script>alert(1)</script> [点](javascript:alert(1)) ![图](//elsewhere/x.png) "
                + "<javascript:alert(1)> [好](https://example.org/a)",
        });
        var reader = await PageClient.As(action.Registry.Product, "coordinator", action.Registry.Alliance);

        var page = await reader.Read($"/cases/{id}");

        Assert.Empty(page.Document.QuerySelectorAll("main script, main img"));
        var links = page.Document.QuerySelectorAll(".story a").Select(a => a.GetAttribute("href")).ToArray();
        Assert.Contains("https://example.org/a", links);
        Assert.DoesNotContain(links, l => l!.Contains("javascript") || l.Contains("elsewhere"));
        Assert.Contains("<script>alert(1)</script>", page.Text);
    }

    [Fact]
    public async Task By_the_pages_a_coordinator_writes_sees_publishes_and_withdraws()
    {
        var action = await JointActions.Action.Launched(BothDatabases.Sqlite);
        await action.Hold("one", "street", 0, "2021-10-09", 40);
        var coordinator = await PageClient.As(action.Registry.Product, "coordinator", action.Registry.Alliance);
        var form = (await coordinator.Read("/cases/new")).Form("/cases/new").Fill("actionId", action.Id)
            .Fill("title", "守护童心").Fill("bodies", "食安办|Food safety office");
        var unfit = await coordinator.Send(form);
        Assert.Equal((422, "请填写这一项"), (unfit.Status, unfit.ErrorOf("story")));

        var draft = await coordinator.Done(form.Fill("story", "一共{{figure:sessions}}。"));
        Assert.Contains("一共1场", draft.Text);
        var publish = draft.Document.Forms.Select(f => f.GetAttribute("action")!)
            .Single(a => a.EndsWith("/publication"));
        await coordinator.Done(draft.Form(publish));
        var anybody = await PageClient.Of(action.Registry.Product);
        var at = publish[..^"/publication".Length];
        Assert.Contains("食安办", (await anybody.Read(at)).Text);
        Assert.Contains("守护童心", (await anybody.Read("/cases?limit=500")).Text);
        await coordinator.Done((await coordinator.Read(at)).Form(at + "/withdrawal"));
        Assert.Equal(404, (await anybody.Get(at)).Status);
        Assert.Equal("一共{{figure:sessions}}。", (await coordinator.Read(at + "/edit")).ValueOf("story"));
    }

    private static async Task<(int, string?)> Said(Client by, string path, object? body = null)
    {
        var answer = await by.Post(path, body);
        return (answer.Status, answer.Code);
    }
}
