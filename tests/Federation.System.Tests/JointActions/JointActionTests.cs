using System.Text.Json.Nodes;
using Federation.Tests.Rig;

namespace Federation.Tests.JointActions;

public class JointActionTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task A_joint_action_goes_from_draft_to_closed_by_the_api_alone(string kind)
    {
        var action = await Action.Launched(kind);
        await Enter(action);
        var closed = await action.Post("closing", new { summary = "圆满结束", on = "2022-03-31" });

        var shown = await action.Coordinator.Read($"{action.Path}?after={closed["position"]}");
        Assert.Equal(("closed", "2021-09", "2022-03"), (
            (string)shown["phase"]!, (string)shown["from"]!, (string)shown["to"]!));
        Assert.Equal("圆满结束", (string)shown["summary"]!);
        Assert.Equal(3, shown["participants"]!.AsArray().Count);
        Counted(shown);

        var before = await action.Coordinator.Read($"{action.Path}?asOf=2022-03-12");
        Assert.Equal((3, "exact"), Action.Figure(before, "allianceMerchants", "action"));
        var report = await action.Coordinator.Read($"{action.Path}/report");
        Assert.Equal(["s1", "s2", "s3"], report["sessions"]!.AsArray().Select(s => (string)s!["id"]!));
        Assert.NotEmpty(report["grid"]!["cells"]!.AsArray());
        Assert.Contains((await action.Coordinator.Read("/joint-actions?phase=closed"))["items"]!.AsArray(), a =>
            (string)a!["id"]! == action.Id);
    }

    /// <summary>Three sessions, three pledges of which one is withdrawn, and two published figures.</summary>
    private static async Task Enter(Action action)
    {
        await action.Hold("s1", "street", 0, "2021-10-09", 30, volunteers: 4, copies: 100);
        await action.Hold("s2", "street", 1, "2021-11-06", 40, volunteers: 2);
        await action.Hold("s3", "kitchen", 1, "2022-03-12", 25, "about");
        foreach (var (merchant, signed) in new (string, bool?)[] { ("好味小食店", true), ("阿强餐厅", null), ("江边面馆", true) })
            await action.Post("pledges", new
            {
                id = signed is null ? "aqiang" : merchant == "好味小食店" ? "haowei" : "jiangbian", merchant,
                villageCode = action.Villages[0], visitedOn = "2022-03-12", signed, promises = new[] { "不卖过期食品" },
                joinsAlliance = true,
            });
        await action.Post("pledges/jiangbian/withdrawal", new { on = "2022-03-20" });
        await action.Post("pledges/jiangbian/alliance-leaving", new { on = "2022-03-20" });
        await action.Post("published-figures", new
        {
            key = "personTimes", value = 100, precision = "about", scope = "", asOf = "2022-03", source = "《总结》",
            note = "含未登记的人次",
        });
        await action.Post("published-figures", new
        {
            key = "sessions", value = 2, scope = new { kind = "named", id = "outreach" }, asOf = "2022-03",
                source = "《总结》",
        });
    }

    /// <summary>What was entered, with its precision, beside what was published.</summary>
    private static void Counted(JsonNode shown)
    {
        Assert.Equal((3, "exact"), Action.Figure(shown, "sessions", "action"));
        Assert.Equal((95, "about"), Action.Figure(shown, "personTimes", "action"));
        Assert.Equal((6, "exact"), Action.Figure(shown, "volunteerTimes", "action"));
        Assert.Equal((100, "about"), Action.Figure(shown, "materials", "action"));
        Assert.Equal((2, "exact"), Action.Figure(shown, "series", "action"));
        Assert.Equal((1, "at-least"), Action.Figure(shown, "pledges", "action"));
        Assert.Equal((2, "exact"), Action.Figure(shown, "allianceMerchants", "action"));
        Assert.Equal((70, "exact"), Action.Figure(shown, "personTimes", "named", "outreach"));
        Assert.Equal((2, "exact"), Action.Figure(shown, "villagesReached", "named", "outreach"));
        Assert.Equal((25, "about"), Action.Figure(shown, "personTimes", "series", "kitchen"));
        Assert.Equal((100, "about"), Action.Figure(shown, "personTimes", "action", source: "published"));
        var sources = shown["figures"]!.AsArray()
            .Where(f => (string)f!["key"]! == "personTimes" && (string)f["scope"]!["kind"]! == "action");
        Assert.Equal(["records", "published"], sources.Select(f => (string)f!["source"]!));
        var difference = Assert.Single(shown["differences"]!.AsArray(), d => (string)d!["key"]! == "personTimes")!;
        Assert.Equal((-5, "within-wording"), ((long)difference["by"]!, (string)difference["agreement"]!));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_grid_has_every_pair_and_participating_villages_first(string kind)
    {
        var action = await Action.Launched(kind);
        await action.Post("sessions", action.Session("open", "street", 2, "2021-10-10"));
        var position = await action.Hold("held", "street", 2, "2021-10-09", 31);

        var grid = await action.Coordinator.Read($"{action.Path}/grid?after={position}");

        var villages = grid["villages"]!.AsArray().Select(v => (string)v!["villageCode"]!).ToArray();
        Assert.Equal(action.Villages[..3], villages[..3]);
        Assert.Equal(action.Villages.Order(), villages.Order());
        Assert.Equal(["street", "kitchen"], grid["series"]!.AsArray().Select(s => (string)s!["seriesId"]!));
        var cells = grid["cells"]!.AsArray().ToDictionary(c => ((string)c!["seriesId"]!, (string)c["villageCode"]!));
        Assert.Equal(2 * villages.Length, cells.Count);
        Assert.Equal((2, 1, 31), Numbers(cells[("street", villages[2])]!));
        Assert.Equal((0, 0, 0), Numbers(cells[("kitchen", villages[^1])]!));

        static (long, long, long) Numbers(JsonNode cell) =>
            ((long)cell["planned"]!, (long)cell["held"]!, (long)cell["personTimes"]!);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Correcting_and_cancelling_a_session_changes_what_rests_on_it_and_the_published_stays(string kind)
    {
        var action = await Action.Launched(kind);
        await action.Hold("s1", "street", 0, "2021-10-09", 30, volunteers: 5);
        await action.Hold("s2", "kitchen", 1, "2021-10-16", 20, "about");
        await action.Post("published-figures", new
        {
            key = "personTimes", value = 50, precision = "about", asOf = "2022-03", source = "《总结》",
        });

        var corrected = await action.Report("s2", "2021-10-16", 44);
        await Expect(corrected, 2, (74, "exact"), 5, 2);
        var cancelled = await action.Post("sessions/s1/cancellation", new { reason = "误报" });
        await Expect((long)cancelled["position"]!, 1, (44, "exact"), 0, 1);

        async Task Expect(long after, long sessions, (long?, string) personTimes, long volunteers, long villages)
        {
            var shown = await action.Coordinator.Read($"{action.Path}?after={after}");
            Assert.Equal((sessions, "exact"), Action.Figure(shown, "sessions", "action"));
            Assert.Equal(personTimes, Action.Figure(shown, "personTimes", "action"));
            Assert.Equal((50, "about"), Action.Figure(shown, "personTimes", "action", source: "published"));
            Assert.Equal((volunteers, "exact"), Action.Figure(shown, "volunteerTimes", "action"));
            var coverage = await action.Coordinator.Read($"{action.Coverage}?after={after}");
            Assert.Equal((sessions, "exact"), Action.Figure(coverage, "sessions", "region"));
            Assert.Equal(personTimes, Action.Figure(coverage, "personTimes", "region"));
            Assert.Equal((villages, "exact"), Action.Figure(coverage, "villagesReached", "region"));
            Assert.Equal((villages, "exact"), Action.Figure(coverage, "deliveringOrganisations", "region"));
        }
    }

    [Fact]
    public async Task Staff_report_for_their_own_organisation_and_only_members_read_the_note()
    {
        var action = await Action.Launched(BothDatabases.Sqlite);
        await action.Hold("s1", "street", 0, "2021-10-09", 30);
        var (own, other) = (await action.Registry.Staff(action.Members[0]),
            await action.Registry.Passer());
        var body = new { personTimes = new { value = 31 }, volunteers = 1, minutes = 60 };

        var foreign = await other.Post($"{action.Path}/sessions/s1/report", body);
        Assert.Equal((403, "not-your-organisation"), (foreign.Status, foreign.Code));
        await own.Done($"{action.Path}/sessions/s1/report",
            new { personTimes = new { value = 31 }, volunteers = 1, minutes = 60, note = "更正" });

        Assert.Equal("更正", (string?)(await own.Read($"{action.Path}/sessions/s1"))["note"]);
        Assert.Null((await other.Read($"{action.Path}/sessions/s1"))["note"]);
        var anonymous = await action.Registry.Product.Anonymous().Read($"{action.Path}/sessions");
        Assert.Null(anonymous["items"]![0]!["note"]);
        Assert.DoesNotContain("更正", (await action.Registry.Product.Anonymous().Get($"{action.Path}/report")).Text);
    }
}
