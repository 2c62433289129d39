using System.Text.Json.Nodes;
using Federation.Domain;
using Federation.Domain.Help;
using Federation.Log;
using Federation.Tests.Rig;
using Action = Federation.Tests.JointActions.Action;

namespace Federation.Tests.Counting;

public class CoverageTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task Coverage_has_its_denominators_and_rows_with_nothing_come_first(string kind)
    {
        var action = await Action.Launched(kind);
        await action.Hold("s1", "street", 1, "2021-10-09", 30);
        var position = await action.Hold("s2", "kitchen", 1, "2021-12-11", 12, "about");
        var anybody = action.Registry.Product.Anonymous();

        var villages = await anybody.Read($"{action.Coverage}?by=village&after={position}");
        Assert.Equal((action.Villages.Length, "exact"), Action.Figure(villages, "villages", "region"));
        Assert.Equal((3, "exact"), Action.Figure(villages, "villagesCovered", "region"));
        Assert.Equal((3, "exact"), Action.Figure(villages, "memberOrganisations", "region"));
        var keys = Keys(villages);
        Assert.Equal(action.Villages.Where(v => v != action.Villages[1]).Append(action.Villages[1]), keys);
        Assert.Equal(0, Value(villages["rows"]![0]!, "sessions"));
        Assert.Equal(2, Value(villages["rows"]!.AsArray()[^1]!, "sessions"));

        var months = await anybody.Read($"{action.Coverage}?by=month&from=2021-09&to=2022-01");
        Assert.Equal(["2021-09", "2021-10", "2021-11", "2021-12", "2022-01"], Keys(months));
        Assert.Equal([0, 1, 0, 1, 0], months["rows"]!.AsArray().Select(r => Value(r!, "sessions")));
        Assert.Equal(["食品安全"], Keys(await anybody.Read($"{action.Coverage}?by=theme")));
        var organisations = await anybody.Read($"{action.Coverage}?by=organisation");
        Assert.Equal(action.Members[1], Keys(organisations)[^1]);
        Assert.Equal(action.Members.Order(), Keys(organisations).Order());
        var alliance = await anybody.Read($"{action.Coverage}?alliance={action.Registry.Alliance}");
        Assert.Equal((42, "about"), Action.Figure(alliance, "personTimes", "alliance"));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Any_range_and_any_day_are_exact(string kind)
    {
        var action = await Action.Launched(kind);
        var day = new DateOnly(2021, 9, 25);
        var held = new List<(DateOnly Day, int Village, long PersonTimes)>();
        for (var i = 0; i < 9; i++, day = day.AddDays(11))
        {
            held.Add((day, i % 3, 10 + i));
            await action.Hold($"s{i}", "street", i % 3, $"{day:yyyy-MM-dd}", 10 + i);
        }

        var random = new Random(11);
        for (var round = 0; round < 12; round++)
        {
            var from = held[0].Day.AddDays(random.Next(-5, 90));
            var (to, asOf) = (from.AddDays(random.Next(0, 70)), from.AddDays(random.Next(0, 90)));
            var answer = await action.Coordinator.Read(
                $"{action.Coverage}?from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}&asOf={asOf:yyyy-MM-dd}");
            var expected = held.Where(h => h.Day >= from && h.Day <= to && h.Day <= asOf).ToArray();
            Assert.Equal((expected.Length, "exact"), Action.Figure(answer, "sessions", "region"));
            Assert.Equal((expected.Sum(h => h.PersonTimes), "exact"), Action.Figure(answer, "personTimes", "region"));
            Assert.Equal(
                (expected.Select(h => h.Village).Distinct().Count(), "exact"),
                    Action.Figure(answer, "villagesReached", "region"));
        }

        var early = await action.Coordinator.Read($"{action.Coverage}?asOf=2021-06-19");
        Assert.Equal((0, "exact"), Action.Figure(early, "memberOrganisations", "region"));
        Assert.Equal((3, "exact"), Action.Figure(early, "villagesCovered", "region"));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Help_is_counted_up_to_the_day_beside_what_is_published_and_opens_to_its_records(string kind)
    {
        var action = await Action.Launched(kind);
        var alliance = action.Registry.Alliance;
        await Confirm(action, "h1", "m1", null, "outside", new(2021, 10, 5), 90, illustrative: true);
        await Confirm(action, "h2", "m1", null, action.Members[0], new(2021, 11, 5), 120);
        await Confirm(action, "h3", null, "t1", action.Members[1], new(2022, 3, 5), 60);
        var done = await action.Coordinator.Done($"/alliances/{alliance}/published-figures", new
        {
            key = "supportMinutes", value = 220, precision = "nearly", asOf = "2022-02-28", source = "《总结》",
            note = new { zh = "约数", en = "Rounded" }, on = "2022-02-28",
        });

        var then = await action.Coordinator.Read($"{action.Coverage}?asOf=2022-02-28&after={done["position"]}");
        Assert.Equal((1, "exact"), Action.Figure(then, "mentors", "region"));
        Assert.Equal((0, "exact"), Action.Figure(then, "teams", "region"));
        Assert.Equal((2, "exact"), Action.Figure(then, "organisationsServed", "region"));
        Assert.Equal((210, "exact"), Action.Figure(then, "supportMinutes", "region"));
        Assert.Equal((220, "nearly"), Action.Figure(then, "supportMinutes", "region", source: "published"));
        var minutes = then["figures"]!.AsArray().Where(f => (string)f!["key"]! == "supportMinutes").ToArray();
        Assert.True((bool)minutes[0]!["illustrative"]!);
        Assert.Equal(("《总结》", "约数"), ((string)minutes[1]!["publication"]!, (string)minutes[1]!["note"]!["zh"]!));
        Assert.Equal(-10, (long)Assert.Single(then["differences"]!.AsArray())!["by"]!);
        var records = await action.Coordinator.Read(((string)minutes[0]!["records"]!)["/api/v1".Length..]);
        Assert.Equal(210, records["items"]!.AsArray().Sum(r => (long)r!["minutes"]!));
        var before = await action.Coordinator.Read($"{action.Coverage}?asOf=2022-02-27");
        Assert.DoesNotContain(before["figures"]!.AsArray(), f => (string)f!["source"]! == "published");

        await action.Coordinator.Done($"/alliances/{alliance}/published-figures/withdrawal",
            new { key = "supportMinutes", source = "《总结》" });
        var staff = await action.Registry.Staff(action.Members[0]);
        Assert.Equal(403, (await staff.Post($"/alliances/{alliance}/published-figures")).Status);
        var elsewhere = await action.Coordinator.Post($"/alliances/{alliance}/published-figures", new
        {
            key = "sessions", value = 1, asOf = "2022-02", source = "x", scope = "region/11",
        });
        Assert.Equal((409, "scope-elsewhere"), (elsewhere.Status, elsewhere.Code));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Every_figure_opens_to_records_that_add_up_to_it(string kind)
    {
        var action = await Action.Launched(kind);
        for (var i = 0; i < 4; i++) await action.Hold($"s{i}", i == 3 ? "kitchen"
            : "street", i % 2, $"2021-10-1{i}", 10 + i);
        await action.Post("pledges", new
        {
            merchant = "好味小食店", villageCode = action.Villages[0], visitedOn = "2022-03-12", signed = true,
                joinsAlliance = true,
        });
        foreach (var path in new[] { action.Path, $"{action.Coverage}?from=2021-10", $"{action.Coverage}?by=village" })
        {
            var answer = await action.Coordinator.Read(path);
            var figures = answer["figures"]!.AsArray()
                .Concat((answer["rows"] as JsonArray ?? []).SelectMany(r => r!["figures"]!.AsArray()));
            foreach (var figure in figures)
            {
                var records = await action.Coordinator.Read(((string)figure!["records"]!)["/api/v1".Length..] +
                    "&limit=500");
                var items = records["items"]!.AsArray();
                var sum = (string)figure["key"]! switch
                {
                    "personTimes" => items.Sum(i => (long)i!["personTimes"]!["value"]!),
                    "volunteerTimes" => items.Sum(i => (long)i!["volunteers"]!),
                    "materials" => items.Sum(i => (long)i!["copies"]!),
                    "supportMinutes" => items.Sum(i => (long)i!["minutes"]!),
                    "villagesCovered" => items.Select(i => (string)i!["villageCode"]!).Distinct().Count(),
                    _ => items.Count,
                };
                Assert.True((long)figure["value"]! == sum, $"{path}: {figure.ToJsonString()} opens to {sum}");
            }
        }
    }

    [Fact]
    public async Task Gaps_name_villages_without_a_session_and_only_to_those_who_look_after_them()
    {
        var action = await Action.Launched(BothDatabases.Sqlite);
        await action.Hold("s0", "street", 0, "2021-10-01", 1);
        await action.Hold("s1", "street", 1, "2021-10-25", 1);
        await action.Hold("s2", "street", 2, "2021-10-01", 1);
        await action.Hold("s3", "street", 2, "2021-10-30", 1);
        await action.Post("sessions/s3/cancellation");
        var official = await action.Registry.Product.As("town-official", action.Registry.Town);

        var gaps = await official.Read($"{action.Coverage}/gaps?days=20&asOf=2021-10-31");

        var never = action.Villages[3..];
        Assert.Equal([.. never, action.Villages[0], action.Villages[2]], gaps["items"]!.AsArray()
            .Select(g => (string)g!["villageCode"]!));
        Assert.Equal(30, (int)gaps["items"]!.AsArray()[^1]!["days"]!);
        var elsewhere = await action.Registry.Product.As("town-official", "110101001");
        Assert.Equal(403, (await elsewhere.Get($"{action.Coverage}/gaps")).Status);
        Assert.Equal(401, (await action.Registry.Product.Anonymous().Get($"{action.Coverage}/gaps")).Status);
    }

    [Theory]
    [InlineData("/coverage/999999999", 404), InlineData("/coverage/x'--", 404),
        InlineData("/coverage/440605?by=moon", 400)]
    [InlineData("/coverage/440605?from=2021-13", 400), InlineData("/coverage/440605?from=2022-02&to=2022-01", 400)]
    [InlineData("/coverage/440605?asOf=2999-01-01", 400), InlineData("/coverage/440605?alliance=nobody", 400)]
    [InlineData("/coverage/440605?by=month&from=1900-01", 400), InlineData("/figures/joy/records", 404)]
    [InlineData("/figures/sessions/records", 400), InlineData("/figures/villages/records", 400)]
    [InlineData("/figures", 200), InlineData("/coverage/44", 200), InlineData("/joint-actions/no-such", 404)]
    public async Task Questions_are_checked(string path, int status) =>
        Assert.Equal(status, (await (await Product.On(BothDatabases.Sqlite)).Anonymous().Get(path)).Status);

    private static string[] Keys(JsonNode answer) => [.. answer["rows"]!.AsArray().Select(r => (string)r!["key"]!)];

    private static long Value(JsonNode row, string key) =>
        (long)Assert.Single(row["figures"]!.AsArray(), f => (string)f!["key"]! == key)!["value"]!;

    /// <summary>Confirmed help as its events say it: the log's own path, without the requests' rules. From the opening
    /// on, for other tests of the run read the same requests.</summary>
    private static async Task Confirm(
        Action action, string id, string? mentor, string? team, string receiver, DateOnly day, long minutes,
            bool illustrative = false)
    {
        var (log, alliance) = (action.Registry.Log, action.Registry.Alliance);
        var asked = new Asked("test", Standing.Process, DateTimeOffset.UtcNow, day);
        var wish = new Wish(
            receiver, alliance, RequestKind.Mentor, "党建", day, day, null, null, mentor, null, action.Villages[0],
                illustrative);
        var delivery = new Delivery(action.Members[2], alliance, mentor, team, null, day, minutes, null);
        object[] help =
        [
            new RequestEvent.RequestOpened(wish), new RequestEvent.DeliveryRecorded(delivery),
            new RequestEvent.DeliveryConfirmed(wish, delivery, new(5, null)),
        ];
        var stream = $"request/{id}-{action.Registry.Town}";
        var context = new CommandContext($"{stream}-{Guid.NewGuid():N}", "payload", asked);
        Assert.IsType<MemberResult.Committed>(
            await log.Append(new(stream, 0, [new(context, help, null, [], [])])));
    }
}
