using System.Text.Json.Nodes;
using Federation.Log;
using Federation.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.Sample;

/// <summary>The Jiujiang case, loaded by public commands, against the figures that its source publishes.</summary>
public class JiujiangSampleTests
{
    private const string Town = "440605121", Action = "/joint-actions/food-safety-2021";
    private const string Source = "《社区社会组织参与社会治理探索经验揭秘》，南海社联";

    private static readonly Lazy<Task<Product>> Loaded =
        new(() => Product.Start(BothDatabases.Sqlite, ("Sample", "jiujiang")));

    private static long? Value(JsonNode figures, string key, string source, string? scope = null) =>
        (long?)figures.AsArray()
            .Single(f => (string)f!["key"]! == key && (string)f["source"]! == source
                && (scope is null || ((string?)f["scope"]!["id"] ?? "") == scope))!["value"];

    [Fact]
    public async Task Every_published_figure_of_the_town_stands_beside_the_computed_one()
    {
        var official = await (await Loaded.Value).SignedIn("official");

        var figures = (await official.Read($"/coverage/{Town}?asOf=2022-02-28"))["figures"]!;

        Assert.Equal(27, Value(figures, "villages", "records"));
        Assert.Equal(27, Value(figures, "villagesCovered", "records"));
        Assert.Equal(23, Value(figures, "memberOrganisations", "records"));
        Assert.Equal(10, Value(figures, "mentors", "records"));
        Assert.Equal(11, Value(figures, "teams", "records"));
        Assert.Equal(24, Value(figures, "organisationsServed", "records"));
        Assert.Equal(5_910, Value(figures, "supportMinutes", "records"));
        foreach (var (key, value) in new[]
        {
            ("villages", 27L), ("villagesCovered", 27), ("memberOrganisations", 23), ("mentors", 10), ("teams", 11),
            ("organisationsServed", 24), ("supportMinutes", 6_000),
        }) Assert.Equal(value, Value(figures, key, "published"));
        var support = figures.AsArray().Last(f => (string)f!["key"]! == "supportMinutes")!;
        Assert.Equal("nearly", (string)support["precision"]!);
        var june = (await official.Read($"/coverage/{Town}?asOf=2021-06-30"))["figures"]!;
        Assert.Equal((27, 27), (Value(june, "villages", "records"), Value(june, "villagesCovered", "records")));
    }

    [Fact]
    public async Task The_campaign_shows_its_published_total_and_leaves_open_what_the_source_leaves_open()
    {
        var anyone = (await Loaded.Value).Anonymous();

        var campaign = await anyone.Read("/fundraisers/food-safety-gifts-2022");
        var figures = (await anyone.Read(Action))["figures"]!;

        Assert.Equal((502_086, "2022-02-28", "2022-01", 116), ((long)campaign["publishedFen"]!,
            (string)campaign["publishedOn"]!, (string)campaign["opensOn"]!, (long)campaign["relays"]!));
        Assert.All(["spentFen", "balanceFen", "raisedFen", "gifts", "closesOn", "closedOn"],
            left => Assert.Null(campaign[left]));
        Assert.Empty((await anyone.Read("/fundraisers/food-safety-gifts-2022/gifts"))["items"]!.AsArray());
        Assert.Equal(502_086, Value(figures, "raisedFen", "published"));
        Assert.Null(Value(figures, "raisedFen", "records"));
        Assert.Equal(116, Value(figures, "relays", "records"));
    }

    [Fact]
    public async Task The_joint_action_has_two_scopes_that_are_not_smoothed_over()
    {
        var anyone = (await Loaded.Value).Anonymous();

        var figures = (await anyone.Read(Action))["figures"]!;

        foreach (var source in new[] { "records", "published" })
        {
            Assert.Equal(22, Value(figures, "sessions", source, "outreach"));
            Assert.Equal(11, Value(figures, "villagesReached", source, "outreach"));
            Assert.Equal(584, Value(figures, "personTimes", source, "outreach"));
            Assert.Equal(25, Value(figures, "sessions", source, "food-safety-2021"));
            Assert.Equal(700, Value(figures, "personTimes", source, "food-safety-2021"));
            Assert.Equal(64, Value(figures, "volunteerTimes", source, "food-safety-2021"));
            Assert.Equal(800, Value(figures, "materials", source, "food-safety-2021"));
            Assert.Equal(41, Value(figures, "allianceMerchants", source, "food-safety-2021"));
        }

        var precise = figures.AsArray()
            .Where(f => (string)f!["key"]! == "personTimes" && (string)f["source"]! == "records");
        var whole = precise.Single(f => (string?)f!["scope"]!["id"] == "food-safety-2021")!;
        Assert.Equal("about", (string)whole["precision"]!);
        Assert.Equal("exact", (string)precise.Single(f => (string?)f!["scope"]!["id"] == "outreach")!["precision"]!);
        Assert.Null(Value(figures, "pledges", "records", "food-safety-2021"));
        Assert.Equal(8, Value(figures, "series", "records", "food-safety-2021"));
        Assert.Equal(11, Value(figures, "deliveringOrganisations", "records", "food-safety-2021"));
    }

    [Fact]
    public async Task No_single_record_weighs_more_than_fifteen_percent_and_everybody_has_helped_or_was_helped()
    {
        var log = (await Loaded.Value).Services.GetRequiredService<EventLog>();

        var sessions = log.Rows.All(
            "select person_times, illustrative, source from sessions " +
            "where action = 'food-safety-2021' and state = 'held'",
            r => (PersonTimes: r.GetInt64(0), Illustrative: r.Flag(1), Source: r.Text(2)));
        Assert.Equal(25, sessions.Count);
        Assert.All(sessions, s => Assert.True(s.PersonTimes * 100 <= 700 * 15 && s.Illustrative));
        var help = log.Rows.All(
            "select mentor, team, receiver, minutes, illustrative from help_days",
            r => (
                Mentor: r.GetString(0), Team: r.GetString(1), Receiver: r.GetString(2),
                Minutes: r.GetInt64(3), Shown: r.GetInt64(4)));
        Assert.All(help, h => Assert.True(h.Minutes * 100 <= 5_910 * 15 && h.Shown > 0));
        Assert.Equal(10, help.Select(h => h.Mentor).Where(m => m.Length > 0).Distinct().Count());
        Assert.Equal(11, help.Select(h => h.Team).Where(t => t.Length > 0).Distinct().Count());
        Assert.Equal(24, help.Select(h => h.Receiver).Distinct().Count());
        var members = log.Rows.All("select organisation from memberships where state = 'member'", r => r.GetString(0));
        Assert.Contains(help, h => !members.Contains(h.Receiver));
    }

    [Fact]
    public async Task Correcting_and_cancelling_a_session_changes_every_figure_on_it_and_no_published_one()
    {
        await using var product = await Product.Start(BothDatabases.Sqlite, ("Sample", "jiujiang"));
        var coordinator = await product.SignedIn("coordinator");
        async Task<long?[]> Figures()
        {
            var action = (await coordinator.Read(Action))["figures"]!;
            var town = (await coordinator.Read($"/coverage/{Town}"))["figures"]!;
            return
            [
                Value(action, "personTimes", "records", "outreach"),
                Value(action, "personTimes", "records", "food-safety-2021"),
                Value(action, "personTimes", "records", "s2"), Value(town, "personTimes", "records"),
                Value(action, "sessions", "records", "outreach"), Value(town, "sessions", "records"),
                Value(action, "personTimes", "published", "outreach"),
                Value(action, "sessions", "published", "food-safety-2021"),
            ];
        }

        var before = await Figures();
        await coordinator.Done($"{Action}/sessions/outreach-01/report", new
        {
            personTimes = new { value = 42, precision = "exact" }, volunteers = 3,
            minutes = 90, materials = Array.Empty<object>(),
        });
        var corrected = await Figures();
        await coordinator.Done($"{Action}/sessions/outreach-01/cancellation", new { reason = "记录有误" });
        var cancelled = await Figures();

        Assert.Equal([584, 700, 140, 700, 22, 25, 584, 25], before);
        Assert.Equal([594, 710, 150, 710, 22, 25, 584, 25], corrected);
        Assert.Equal([552, 668, 108, 668, 21, 24, 584, 25], cancelled);
    }

    [Fact]
    public async Task Every_figure_opens_to_its_records_and_the_source_is_named()
    {
        var official = await (await Loaded.Value).SignedIn("official");
        var figures = (await official.Read($"/coverage/{Town}?asOf=2022-03-31"))["figures"]!.AsArray()
            .Concat((await official.Read(Action))["figures"]!.AsArray()).ToArray();

        foreach (var figure in figures.Where(f => (string)f!["source"]! == "records"))
        {
            var records = await official.Read(((string)figure!["records"]!)["/api/v1".Length..]);
            if ((long?)figure["value"] is > 0) Assert.NotEmpty(records["items"]!.AsArray());
        }

        var log = (await Loaded.Value).Services.GetRequiredService<EventLog>();
        Assert.All(
            log.Rows.All("select distinct source from published_figures", r => r.GetString(0)),
            s => Assert.Equal(Source, s));
    }

    [Fact]
    public async Task The_loaded_log_verifies_and_rebuilds_to_the_same_rows_and_a_second_start_loads_nothing()
    {
        var product = await Product.Start(BothDatabases.PostgreSql, ("Sample", "jiujiang"));
        var log = product.Services.GetRequiredService<EventLog>();
        var (position, before) = (log.StoredPosition(), log.Dump());

        Assert.Empty(log.Verify());
        await log.Rebuild();
        Assert.Equal(before, log.Dump());

        await using var again = await product.Restart(("Sample", "jiujiang"));
        Assert.Equal(position, again.Services.GetRequiredService<EventLog>().StoredPosition());
    }
}
