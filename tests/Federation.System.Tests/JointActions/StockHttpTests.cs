using System.Text.Json.Nodes;
using Federation.Tests.Rig;
using static Federation.Tests.JointActions.CurrentAction;

namespace Federation.Tests.JointActions;

/// <summary>A stock of material: taken from at once by many, by a session's report, and by whom it may.</summary>
public class StockHttpTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task Of_twenty_who_take_one_of_ten_at_once_exactly_ten_are_served(string kind)
    {
        var (action, stock) = await Stocked(kind, 10);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            action.Coordinator.Post($"{stock}/issues", new { count = 1 })));

        Assert.Equal(10, answers.Count(a => a.Status == 201));
        Assert.All(answers.Where(a => a.Status != 201), a =>
            Assert.Equal((409, "stock-beyond-left"), (a.Status, a.Code)));
        var (left, entries) = await Entries(action.Coordinator, stock);
        Assert.Equal(0, left);
        Assert.Equal(Enumerable.Range(0, 11).Select(n => (long)n), entries.Select(e => (long)e["left"]!));
        Assert.Equal(10, entries.Sum(e => (long)e["change"]! > 0 ? (long)e["change"]! : 0));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Entries_tell_what_for_and_only_keepers_read_why_a_count_differs(string kind)
    {
        var (action, stock) = await Stocked(kind, 10);
        await action.Post("sessions", action.Session("s1", Today));
        var holder = await action.Registry.Staff(action.Member);
        await holder.Done($"{stock}/issues",
            new { count = 4, organisationId = action.Member, actionId = action.Id, sessionId = "s1" });
        await holder.Done($"{stock}/stock-takes", new { found = 5, reason = "受潮了一本" });

        var (left, entries) = await Entries(holder, stock);
        Assert.Equal((5, "受潮了一本"), (left, (string?)entries[0]["reason"]));
        Assert.Equal((action.Id, "s1", -4L),
            ((string?)entries[1]["actionId"], (string?)entries[1]["sessionId"], (long)entries[1]["change"]!));
        var stranger = await action.Registry.Passer();
        Assert.DoesNotContain("受潮", (await stranger.Get(stock)).Text);
        Assert.Contains(stock.Split('/')[^1], (await stranger.Get($"/stocks?organisation={action.Member}")).Text);
        await Refused(403, "not-your-organisation", "receipts", new { count = 1 }, stranger);
        await Refused(409, "stock-not-empty", "closing", new { });
        await Refused(409, "session-not-found", "issues", new { count = 1, actionId = action.Id, sessionId = "no" });
        await Refused(409, "action-not-found", "issues", new { count = 1, actionId = "no" });
        await Refused(409, "organisation-not-found", "issues", new { count = 1, organisationId = "no" });
        await action.Coordinator.Done($"{stock}/stock-takes", new { found = 0, reason = "分完了" });
        await action.Coordinator.Done($"{stock}/closing");
        await Refused(409, "stock-closed", "receipts", new { count = 1 });

        async Task Refused(int status, string code, string part, object body, Client? by = null)
        {
            var answer = await (by ?? action.Coordinator).Post($"{stock}/{part}", body);
            Assert.Equal((status, code), (answer.Status, answer.Code));
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_reports_form_takes_its_first_material_from_the_stock_and_says_when_only_that_failed(string kind)
    {
        var (action, stock) = await Stocked(kind, 10);
        var id = stock.Split('/')[^1];
        foreach (var one in new[] { "s1", "s2" }) await action.Post("sessions", action.Session(one, Today.AddDays(-1)));
        var page = await PageClient.As(action.Registry.Product, "organisation-staff", action.Member);
        string At(string session) => $"{action.Path}/sessions/{session}";
        async Task<Page> Send(string session, string copies) => await page.Send(
            (await page.Read(At(session))).Form(At(session) + "/report").Fill("personTimes", "20")
            .Fill("volunteers", "2").Fill("minutes", "60").Fill("copies1", copies).Fill("stock", id));

        var wrong = await Send("s1", "0");
        Assert.NotNull(wrong.ErrorOf("copies1"));
        var foreign = await page.Send(wrong.Form(At("s1") + "/report").Fill("copies1", "7").Fill("stock", "no-such"));
        Assert.NotNull(foreign.ErrorOf("stock"));
        var sent = foreign.Form(At("s1") + "/report").Fill("stock", id);
        await page.Done(sent);
        await page.Done(sent);

        var refused = await Send("s2", "5");
        Assert.Equal(422, refused.Status);
        Assert.Contains("报告已记入", refused.ErrorOf("stock"));
        Assert.Contains("只剩 3 份", refused.ErrorOf("stock"));
        var reported = await action.Coordinator.Read(At("s2"));
        Assert.Equal((5L, "宣传册"), ((long)reported["copies"]!, (string?)reported["materials"]![0]!["name"]));
        await page.Done(refused.Form(At("s2") + "/report").Fill("stock", "").Fill("materials1", "宣传册"));

        var (left, entries) = await Entries(action.Coordinator, stock);
        Assert.Equal((3, 2), (left, entries.Count));
        Assert.Equal(("s1", action.Member), ((string?)entries[0]["sessionId"], (string?)entries[0]["organisationId"]));
        Assert.Null((await page.Read(At("s1"))).Document.GetElementById("f-stock"));
    }

    [Fact]
    public async Task A_stock_is_opened_and_kept_by_pages_alone()
    {
        var action = await Launched(BothDatabases.Sqlite);
        var page = await PageClient.As(action.Registry.Product, "coordinator", action.Registry.Alliance);
        var opening = (await page.Read("/stocks/new")).Form("/stocks/new")
            .Fill("allianceId", $"{action.Registry.Alliance}|");
        Assert.NotNull((await page.Send(opening)).ErrorOf("material"));
        var made = await page.Send(opening.Fill("material", "街坊海报"));
        var at = made.Location!.Split('?')[0];

        await page.Done((await page.Read(at)).Form(at + "/receipts").Fill("count", "8").Fill("source", "镇印刷厂"));
        var beyond = await page.Send((await page.Read(at)).Form(at + "/issues").Fill("count", "9"));
        Assert.Contains("只剩 8 份", beyond.Document.GetElementById("f-b-count-error")!.TextContent);
        await page.Done(beyond.Form(at + "/issues").Fill("count", "8").Fill("actionId", action.Id));
        var counted = await page.Send((await page.Read(at)).Form(at + "/stock-takes").Fill("found", "1"));
        Assert.NotNull(counted.Document.GetElementById("f-c-reason-error"));
        Assert.Contains("已结束", (await page.Done((await page.Read(at)).Form(at + "/closing"))).Text);

        Assert.Contains("街坊海报", (await page.Read($"/stocks?alliance={action.Registry.Alliance}")).Text);
        Assert.Contains("镇印刷厂", (await page.Read(at)).Text);
        var nobody = await PageClient.Of(action.Registry.Product);
        Assert.Equal(302, (await nobody.Get(at)).Status);
    }

    /// <summary>An action under way, and a stock of its member with so many copies.</summary>
    private static async Task<(CurrentAction Action, string Stock)> Stocked(string kind, int copies)
    {
        var action = await Launched(kind);
        var stock = "/stocks/" + await action.Coordinator.Made("/stocks", new
        {
            allianceId = action.Registry.Alliance, organisationId = action.Member,
            material = new { zh = "宣传册", en = "Brochure" },
        });
        await action.Coordinator.Done($"{stock}/receipts", new { count = copies, source = "印刷厂" });
        return (action, stock);
    }

    private static async Task<(long Left, List<JsonNode> Entries)> Entries(Client client, string stock)
    {
        var found = await client.Read(stock);
        return ((long)found["stock"]!["left"]!, [.. found["entries"]!.AsArray().Select(e => e!)]);
    }
}
