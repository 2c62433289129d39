using System.Text.Json.Nodes;
using Federation.Tests.Rig;

namespace Federation.Tests.Merchants;

public class MerchantLifeTests
{
    private const string Shop = "pledges/haowei";

    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task The_whole_life_of_a_shop_counts_right_as_of_every_day(string kind)
    {
        var action = await JointActions.Action.Launched(kind);
        await Texts(action);
        await Live(action);

        foreach (var (day, signed, members) in new[]
        {
            ("2022-03-19", 0, 0), ("2022-03-20", 1, 1), ("2023-02-01", 1, 1), ("2023-03-21", 1, 1),
            ("2025-02-01", 1, 1), ("2025-02-02", 0, 1), ("2025-04-01", 1, 1), ("2025-05-01", 0, 1),
            ("2025-06-01", 0, 0), ("2026-01-01", 0, 0),
        }) await Counted(action, day, signed, members);

        var shown = await action.Coordinator.Read($"{action.Path}/{Shop}");
        Assert.Equal(("withdrawn", 2, 7), ((string)shown["shop"]!["standing"]!, (long)shown["shop"]!["version"]!,
            (long)shown["shop"]!["leaflets"]!));
        Assert.Equal(
            [
                "planned", "visited come-back", "visited signed", "signed", "joined", "visited checked yes", "renewed",
                "signed", "withdrawn", "left",
            ],
            shown["steps"]!.AsArray().Select(s =>
                string.Join(' ', new[] { s!["kind"], s["result"], s["kept"] }.OfType<JsonNode>().Select(n => $"{n}"))));
        Assert.Equal(["下周再来", "换了老板"], shown["steps"]!.AsArray().Select(s => (string?)s!["note"]).OfType<string>());
    }

    private static async Task Texts(JointActions.Action action)
    {
        var first = new { title = "诚信经营承诺书", promises = new[] { "不销售“三无”食品" }, validMonths = 12 };
        await action.Post("pledge-texts", new { first.title, first.promises, first.validMonths, on = "2021-12-01" });
        await action.Post("pledge-texts", new { first.title, first.promises, validMonths = 24, on = "2023-01-10" });
        var texts = (await action.Coordinator.Read($"{action.Path}/pledge-texts"))["items"]!.AsArray();
        Assert.Equal([(2, 24), (1, 12)], texts.Select(t => ((long)t!["version"]!, (long)t["validMonths"]!)));
    }

    /// <summary>Planned, visited in vain, signed, found kept, renewed, lapsed, signed again, withdrawn, gone.</summary>
    private static async Task Live(JointActions.Action action)
    {
        await action.Post("planned-visits", new
        {
            id = "haowei", merchant = "好味小食店", villageCode = action.Villages[0], plannedFor = "2022-03-12",
            visitors = new { alone = 1, pairs = 2 }, organisationId = action.Members[0], on = "2022-03-01",
        });
        var nobody = action.Registry.Product.Anonymous();
        Assert.Equal(404, (await nobody.Get($"{action.Path}/{Shop}")).Status);
        Assert.Equal("shop-not-visited",
            (await action.Coordinator.Post($"{action.Path}/{Shop}/signing", new { on = "2022-03-12" })).Code);
        await action.Post($"{Shop}/visits", new
        {
            result = "come-back", leaflets = 5, note = "下周再来", nextOn = "2022-03-20", on = "2022-03-12",
        });
        Assert.Equal("2022-03-20", (string)(await action.Coordinator.Read($"{action.Path}/{Shop}"))["nextOn"]!);
        Assert.DoesNotContain("下周再来", (await nobody.Get($"{action.Path}/{Shop}")).Text);
        await action.Post($"{Shop}/visits", new
        {
            result = "signed", visitors = new { pairs = 1 }, leaflets = 2, joinsAlliance = true, on = "2022-03-20",
        });
        await Counted(action, "2023-03-20", 1, 1);
        await Counted(action, "2023-03-21", 0, 1); // lapsed, as far as is known by now
        await action.Post($"{Shop}/visits", new { result = "checked", kept = "yes", on = "2022-09-01" });
        await action.Post($"{Shop}/renewal", new { on = "2023-02-01" });
        var late = await action.Coordinator.Post($"{action.Path}/{Shop}/withdrawal", new { on = "2025-03-01" });
        Assert.Equal((409, "pledge-lapsed"), (late.Status, late.Code));
        await action.Post($"{Shop}/signing", new { on = "2025-04-01" });
        await action.Post($"{Shop}/withdrawal", new { reason = "换了老板", on = "2025-05-01" });
        await action.Post($"{Shop}/alliance-leaving", new { on = "2025-06-01" });
    }

    /// <summary>The action, its region, and the records behind both say the same.</summary>
    private static async Task Counted(JointActions.Action action, string day, long signed, long members)
    {
        var whole = await action.Coordinator.Read($"{action.Path}?asOf={day}");
        var region = await action.Coordinator.Read($"{action.Coverage}?asOf={day}");
        foreach (var (key, expected) in new[] { ("pledges", signed), ("allianceMerchants", members) })
        {
            Assert.Equal((day, expected), (day, JointActions.Action.Figure(whole, key, "action").Item1));
            Assert.Equal((day, expected), (day, JointActions.Action.Figure(region, key, "region").Item1));
            var behind = await action.Coordinator.Read($"/figures/{key}/records?action={action.Id}&asOf={day}");
            Assert.Equal((day, expected), (day, behind["items"]!.AsArray().Count));
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Two_who_sign_at_once_and_one_who_sends_twice_sign_once(string kind)
    {
        var action = await JointActions.Action.Launched(kind);
        await Texts(action);
        await action.Post("pledges", new
        {
            id = "haowei", merchant = "好味小食店", villageCode = action.Villages[0], visitedOn = "2022-03-12",
            signed = false, organisationId = action.Members[0],
        });
        var path = $"{action.Path}/{Shop}";

        // Half of them at a visit, each with a number of leaflets of its own: no two are the same visit.
        var answers = await Task.WhenAll(Enumerable.Range(1, 12).Select(n => n % 2 == 0
            ? action.Coordinator.Post($"{path}/signing", new { on = "2022-03-20" })
            : action.Coordinator.Post($"{path}/visits", new { result = "signed", leaflets = n, on = "2022-03-20" })));

        Assert.Contains(answers, a => a.Status == 200);
        Assert.All(answers.Where(a => a.Status != 200), a =>
            Assert.Equal((409, "pledge-already-signed"), (a.Status, a.Code)));
        await Counted(action, "2022-03-20", 1, 0);
        var key = Guid.NewGuid();
        var again = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            action.Coordinator.Post($"{path}/withdrawal", new { reason = "搬走了", on = "2022-04-01" }, key)));
        Assert.Single(again.Select(a => (a.Status, a.Text)).Distinct());
        await Counted(action, "2022-04-01", 0, 0);
        var steps = (await action.Coordinator.Read(path))["steps"]!.AsArray().Select(s => (string)s!["kind"]!);
        Assert.Equal(["signed", "withdrawn"], steps.Where(step => step != "visited"));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Anybody_finds_the_merchants_that_pledged_or_joined_by_village_and_name(string kind)
    {
        var action = await JointActions.Action.Launched(kind);
        await Texts(action);
        foreach (var (id, name, village, signed, joins) in new (string, string, int, bool?, bool)[]
        {
            ("a", "好味小食店", 0, true, false), ("b", "阿强餐厅", 0, null, true), ("c", "江边面馆", 1, false, false),
            ("d", "好味大排档", 1, true, true),
        }) await action.Post("pledges", new
        {
            id, merchant = name, villageCode = action.Villages[village], visitedOn = "2022-03-12", signed,
            joinsAlliance = joins, version = id == "a" ? 0 : (int?)null,
        });

        // Signed under no stated version: in force. Under the first, of twelve months: lapsed, but a member.
        Assert.Equal([("a", "valid"), ("b", "not-stated")], await Found($"village={action.Villages[0]}"));
        Assert.Equal([("d", "lapsed")], await Found($"village={action.Villages[1]}"));
        Assert.Equal([("a", "valid"), ("d", "lapsed")], await Found($"action={action.Id}&q=好味"));
        var page = await action.Registry.Product.Anonymous().Read($"/merchants?action={action.Id}&limit=2");
        var rest = await Found($"action={action.Id}&limit=2&cursor={Uri.EscapeDataString((string)page["next"]!)}");
        Assert.Equal(["d"], rest.Select(f => f.Item1));

        async Task<(string, string)[]> Found(string filter) =>
        [
            .. (await action.Registry.Product.Anonymous().Read($"/merchants?{filter}"))["items"]!.AsArray()
                .Select(m => ((string)m!["id"]!, (string)m["standing"]!)),
        ];
    }

    [Fact]
    public async Task What_is_not_there_and_who_may_not_are_told()
    {
        var action = await JointActions.Action.Launched(BothDatabases.Sqlite);
        var (own, other) = (await action.Registry.Staff(action.Members[0]), await action.Registry.Passer());
        await Texts(action);
        await action.Post("pledges", new
        {
            id = "haowei", merchant = "好味小食店", villageCode = action.Villages[0], visitedOn = "2022-03-12",
            signed = false, organisationId = action.Members[0],
        });

        await Refused(409, "pledge-version-unknown", action.Coordinator, $"{Shop}/signing", new { version = 3 });
        await Refused(404, "not-found", action.Coordinator, "pledges/nowhere/visits", new { result = "closed" });
        await Refused(400, "malformed", action.Coordinator, $"{Shop}/visits", new { result = "maybe" });
        await Refused(403, "not-your-organisation", other, $"{Shop}/visits", new { result = "closed" });
        foreach (var whose in new[] { "nobody-of-that-id", await action.Registry.Organisation() })
        {
            await Refused(409, "not-participating", action.Coordinator, $"{Shop}/visits",
                new { result = "closed", organisationId = whose });
            await Refused(409, "not-participating", action.Coordinator, $"{Shop}/planned-visit",
                new { plannedFor = DateTime.UtcNow.AddDays(5).ToString("yyyy-MM-dd"), organisationId = whose });
        }

        await Refused(403, "not-allowed", own, "pledge-texts", new { title = "x", promises = new[] { "y" } });
        await Refused(409, "back-dating-not-allowed", own, $"{Shop}/visits",
            new { result = "closed", on = "2022-03-13" });
        var twice = new
        {
            merchant = "好味 小食店", villageCode = action.Villages[0], plannedFor = "2022-03-13", on = "2022-03-12",
        };
        await Refused(409, "pledge-shop-already-recorded", action.Coordinator, "planned-visits", twice);

        async Task Refused(int status, string code, Client by, string part, object body)
        {
            var answer = await by.Post($"{action.Path}/{part}", body);
            Assert.Equal((status, code), (answer.Status, answer.Code));
        }
    }
}
