using System.Text.Json.Nodes;
using Federation.Log;
using Federation.Tests.Rig;
using Action = Federation.Tests.JointActions.Action;

namespace Federation.Tests.SecondTown;

/// <summary>One story, told once per database: a town that is not the sample's, from nothing to its figures.</summary>
public class SecondTownTests
{
    private const string Coverage = $"/coverage/{Danzao.Town}";

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_second_town_goes_from_adoption_to_a_closed_action_by_the_api_alone(string kind)
    {
        await using var product = await Product.Start(kind);
        var town = await Danzao.In(product);
        await town.SetUp();

        await MembersAreThoseOfTheDay(town);
        await HelpIsWhatWasConfirmed(town);
        await TheActionAddsUp(town);
        await CoverageShowsEveryVillage(town);
        await GapsAreTold(town);
        await EveryFigureOpensToItsRecords(town);
        Assert.Empty(town.Log.Verify());
    }

    /// <summary>Four in the second half of 2025, three once the factory left; one association came late.</summary>
    private static async Task MembersAreThoseOfTheDay(Danzao town)
    {
        foreach (var (day, members, covered) in new[]
            { ("2025-06-29", 0, 2), ("2025-07-31", 4, 2), ("2025-12-30", 4, 3), ("2026-01-31", 3, 3) })
        {
            var answer = await town.Official.Read($"{Coverage}?asOf={day}");
            Assert.Equal((28, "exact"), Action.Figure(answer, "villages", "region"));
            Assert.Equal((members, "exact"), Action.Figure(answer, "memberOrganisations", "region"));
            Assert.Equal((covered, "exact"), Action.Figure(answer, "villagesCovered", "region"));
        }

        var refused = await town.Staff["bak"].Read($"{Danzao.Path}/applications/bak");
        Assert.Equal(("refused", "暂不开放"), ((string)refused["state"]!, (string)refused["reason"]!));
        var alliance = await town.Coordinator.Read(Danzao.Path);
        Assert.Equal(["east", "west"], alliance["areas"]!.AsArray().Select(a => (string)a!["id"]!).Order());
        var east = alliance["areas"]!.AsArray().Single(a => (string)a!["id"]! == "east")!;
        Assert.Equal("何代表", (string)east["representative"]!["name"]!);
    }

    /// <summary>90 + 120 + 60 confirmed minutes; the 45 that nobody confirmed and the cancelled booking are
    /// nothing.</summary>
    private static async Task HelpIsWhatWasConfirmed(Danzao town)
    {
        var then = await town.Official.Read($"{Coverage}?asOf=2026-01-31");
        Assert.Equal((1, "exact"), Action.Figure(then, "mentors", "region"));
        Assert.Equal((1, "exact"), Action.Figure(then, "teams", "region"));
        Assert.Equal((2, "exact"), Action.Figure(then, "organisationsServed", "region"));
        Assert.Equal((270, "exact"), Action.Figure(then, "supportMinutes", "region"));
        Assert.Equal((300, "nearly"), Action.Figure(then, "supportMinutes", "region", source: "published"));
        var difference = Assert.Single(then["differences"]!.AsArray())!;
        Assert.Equal((-30, "within-wording"), ((int)difference["by"]!, (string)difference["agreement"]!));
        var before = await town.Official.Read($"{Coverage}?asOf=2025-11-30");
        Assert.Equal((90, "exact"), Action.Figure(before, "supportMinutes", "region"));
        Assert.Equal((0, "exact"), Action.Figure(before, "teams", "region"));

        var ledger = await town.Coordinator.Read($"/help?alliance={Danzao.Alliance}");
        Assert.Equal(
            [("vol", "nan", 120, 35), ("dan", "nan", 90, 12), ("vol", "liang", 60, 0)],
            ledger["items"]!.AsArray().Select(i => ((string)i!["provider"]!["id"]!, (string)i["receiver"]!["id"]!,
                (int)i["minutes"]!, (int)i["personTimes"]!)));
        var totals = ledger["totals"]!;
        Assert.Equal((1, 1, 2, 2, 270, 3, 47), ((int)totals["mentors"]!, (int)totals["teams"]!,
            (int)totals["providers"]!, (int)totals["organisationsServed"]!, (int)totals["minutes"]!,
            (int)totals["deliveries"]!, (int)totals["personTimes"]!));
        Assert.Equal(4m, (decimal)totals["rating"]!);
        var topics = await town.Coordinator.Read($"/help?alliance={Danzao.Alliance}&by=topic&to=2025-12-31");
        Assert.Equal([("消防安全", 120), ("社区花园", 90)],
            topics["items"]!.AsArray().Select(i => ((string)i!["topic"]!, (int)i["minutes"]!)));
    }

    private static async Task TheActionAddsUp(Danzao town)
    {
        var shown = await town.Coordinator.Read(Danzao.Action);
        Assert.Equal("closed", (string)shown["phase"]!);
        foreach (var (key, value, precision) in new (string, long, string)[]
        {
            ("series", 3, "exact"), ("sessions", 4, "exact"), ("personTimes", 115, "about"),
            ("volunteerTimes", 14, "exact"), ("materials", 100, "exact"), ("villagesReached", 3, "exact"),
            ("deliveringOrganisations", 3, "exact"), ("pledges", 2, "at-least"), ("allianceMerchants", 1, "exact"),
        })
            Assert.Equal((key, (value, precision)), (key, Action.Figure(shown, key, "action")));
        Assert.Equal((3, "exact"), Action.Figure(shown, "sessions", "named", "outreach"));
        Assert.Equal((95, "about"), Action.Figure(shown, "personTimes", "named", "outreach"));
        Assert.Equal((20, "exact"), Action.Figure(shown, "personTimes", "series", "kitchen"));
        Assert.Equal([("personTimes", -5, "within-wording"), ("sessions", 1, "differs")],
            shown["differences"]!.AsArray().Select(d =>
                ((string)d!["key"]!, (int)d["by"]!, (string)d["agreement"]!)));
        var earlier = await town.Coordinator.Read($"{Danzao.Action}?asOf=2025-11-29");
        Assert.Equal((1, "at-least"), Action.Figure(earlier, "pledges", "action"));
        Assert.Equal((2, "exact"), Action.Figure(earlier, "allianceMerchants", "action"));

        var grid = await town.Coordinator.Read($"{Danzao.Action}/grid");
        Assert.Equal(3 * 28, grid["cells"]!.AsArray().Count);
        Assert.Equal(
            [("kitchen", Danzao.Danzao001, 1, 1, 20), ("school", Danzao.Shilian, 1, 1, 25),
                ("street", Danzao.Danzao001, 1, 1, 40), ("street", Danzao.Nansha, 1, 1, 30)],
            grid["cells"]!.AsArray().Where(c => (int)c!["planned"]! > 0)
                .Select(c => ((string)c!["seriesId"]!, (string)c["villageCode"]!, (int)c["planned"]!, (int)c["held"]!,
                    (int)c["personTimes"]!)).OrderBy(c => (c.Item1, c.Item2)));
    }

    /// <summary>25 villages with nothing come first; the other three follow with what they had.</summary>
    private static async Task CoverageShowsEveryVillage(Danzao town)
    {
        var anybody = town.Product.Anonymous();
        var villages = Rows(await anybody.Read($"{Coverage}?by=village&from=2025-09&to=2025-12"));
        Assert.Equal(28, villages.Length);
        Assert.All(villages[..25], row => Assert.Equal((0, 0), (row.Sessions, row.PersonTimes)));
        Assert.Equal(
            [(Danzao.Danzao001, 2, 60), (Danzao.Nansha, 1, 30), (Danzao.Shilian, 1, 25)], villages[25..]);
        Assert.Equal(
            [("2025-09", 1, 40), ("2025-10", 2, 55), ("2025-11", 1, 20), ("2025-12", 0, 0)],
            Rows(await anybody.Read($"{Coverage}?by=month&from=2025-09&to=2025-12")));
        Assert.Equal([("消防安全", 4, 115)], Rows(await anybody.Read($"{Coverage}?by=theme")));
        Assert.Equal([("dan", 2, 60), ("nan", 1, 30), ("vol", 1, 25)],
            Rows(await anybody.Read($"{Coverage}?by=organisation")));
    }

    private static async Task GapsAreTold(Danzao town)
    {
        var gaps = await town.Official.Read($"{Coverage}/gaps?days=60&asOf=2025-12-31");
        var items = gaps["items"]!.AsArray();
        Assert.Equal(27, items.Count);
        Assert.All(items.Take(25), gap => Assert.Null(gap!["lastDay"]));
        Assert.Equal(
            [(Danzao.Nansha, "2025-10-18", 74), (Danzao.Shilian, "2025-10-25", 67)],
            items.Skip(25).Select(g => ((string)g!["villageCode"]!, (string)g["lastDay"]!, (int)g["days"]!)));
    }

    /// <summary>Drill-down from every figure of the region and of the action: as much as it says.</summary>
    private static async Task EveryFigureOpensToItsRecords(Danzao town)
    {
        foreach (var path in new[] { $"{Coverage}?asOf=2026-01-31", $"{Coverage}?by=village", Danzao.Action })
        {
            var answer = await town.Coordinator.Read(path);
            var rows = (answer["rows"] as JsonArray ?? []).SelectMany(r => r!["figures"]!.AsArray());
            foreach (var figure in answer["figures"]!.AsArray().Concat(rows))
                if ((string)figure!["source"]! == "records") await Opens(town, path, figure);
        }
    }

    private static async Task Opens(Danzao town, string path, JsonNode figure)
    {
        var records = await town.Coordinator.Read(((string)figure["records"]!)["/api/v1".Length..] + "&limit=500");
        var items = records["items"]!.AsArray();
        var sum = (string)figure["key"]! switch
        {
            "personTimes" => items.Sum(i => (long)i!["personTimes"]!["value"]!),
            "volunteerTimes" => items.Sum(i => (long)i!["volunteers"]!),
            "materials" => items.Sum(i => (long)i!["copies"]!),
            "supportMinutes" => items.Sum(i => (long)i!["minutes"]!),
            "villagesCovered" => items.Select(i => (string)i!["villageCode"]!).Distinct().Count(),
            "pledges" => items.Count(i => (string)i!["signed"]! == "yes"),
            _ => items.Count,
        };
        Assert.True((long)figure["value"]! == sum, $"{path}: {figure.ToJsonString()} opens to {sum}");
    }

    private static (string Key, int Sessions, int PersonTimes)[] Rows(JsonNode answer) =>
        [.. answer["rows"]!.AsArray().Select(r => ((string)r!["key"]!, Of(r, "sessions"), Of(r, "personTimes")))];

    private static int Of(JsonNode row, string key) =>
        (int)Assert.Single(row["figures"]!.AsArray(), f => (string)f!["key"]! == key)!["value"]!;
}
