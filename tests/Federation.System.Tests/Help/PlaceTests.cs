using System.Text.Json;
using Federation.Tests.Rig;

namespace Federation.Tests.Help;

/// <summary>Where somebody is helped may be their home.</summary>
public class PlaceTests
{
    private const string Home = "榕树里三巷五号";

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task The_place_agreed_on_is_read_by_both_sides_alone_and_lies_sealed(string kind)
    {
        var town = await HelpTown.On(kind);
        var request = await town.Request();
        await Accept(town, request);
        var when = When(Home);
        await town.ProviderStaff.Done($"/requests/{request}/schedule", when);

        await IsReadByBothSidesAlone(town, request);

        var log = town.Registry.Log;
        Assert.DoesNotContain(log.Read($"request/{request}"), e => JsonSerializer.Serialize(
            e.Body, e.Body.GetType(), Federation.Log.Json.Options).Contains(Home)); // In which Chinese stays readable.
        Assert.Equal(0, log.Rows.One(
            "select count(*) from requests where place = @home or place_id = @home",
            r => r.GetInt64(0), ("home", Home)));
        var before = log.Read($"request/{request}").Count;
        await town.ReceiverStaff.Done($"/requests/{request}/schedule", when); // The same again is nothing new.
        Assert.Equal(before, log.Read($"request/{request}").Count);
    }

    [Fact]
    public async Task A_place_that_an_old_log_holds_in_clear_is_read_by_both_sides_alone()
    {
        var town = await HelpTown.On(BothDatabases.Sqlite);
        var request = await town.Request();
        await Accept(town, request);
        await town.ProviderStaff.Done($"/requests/{request}/schedule", When("村委会"));
        await town.Registry.Log.Write(
            "update requests set place = @home, place_id = null where request = @id", ("home", Home), ("id", request));

        await IsReadByBothSidesAlone(town, request);
    }

    [Fact]
    public async Task Whoever_types_a_topic_or_a_place_is_told_who_reads_it()
    {
        var town = await HelpTown.On(BothDatabases.Sqlite);
        var request = await town.Request();
        await Accept(town, request);
        var coordinator = await PageClient.As(town.Registry.Product, "coordinator", town.Registry.Alliance);
        foreach (var (page, field, told) in new[]
        {
            ("/requests/new", "topic", "请不要写人名和住址"), ("/requests/given", "topic", "请不要写人名和住址"),
            ("/requests/new", "note", "之后只有双方看得到"), ($"/mentors/{town.Mentor}", "place", "请不要写住址"),
            ($"/requests/{request}", "place", "其他人只看到村居"),
        })
        {
            var document = (await coordinator.Read(page)).Document;
            var input = document.QuerySelector($"form[method=post] [name={field}]")!;
            var hints = input.GetAttribute("aria-describedby")?.Split(' ') ?? [];
            Assert.Contains(told, string.Concat(hints.Select(hint => document.GetElementById(hint)?.TextContent)));
        }
    }

    [Fact]
    public async Task The_note_is_open_to_the_alliance_only_while_help_is_looked_for()
    {
        var town = await HelpTown.On(BothDatabases.Sqlite);
        var neighbour = await town.Registry.Staff(await town.Registry.Member(2));
        var body = town.Wish();
        body["note"] = "请按三号门铃";
        var request = await town.ReceiverStaff.Made("/requests", body);
        Assert.Contains("三号门铃", (await neighbour.Get($"/requests/{request}")).Text);

        await Accept(town, request);

        Assert.DoesNotContain("三号门铃", (await neighbour.Get($"/requests/{request}")).Text);
        Assert.Contains("三号门铃", (await town.ReceiverStaff.Get($"/requests/{request}")).Text);
    }

    private static object When(string place) =>
        new { start = HelpTown.Ten(2), end = HelpTown.Ten(2).AddHours(1), place };

    private static async Task IsReadByBothSidesAlone(HelpTown town, string request)
    {
        foreach (var party in new[] { town.ProviderStaff, town.ReceiverStaff, town.Registry.Coordinator })
            Assert.Equal(Home, (string)(await party.Read($"/requests/{request}"))["agreed"]!["place"]!);
        var neighbour = await town.Registry.Staff(await town.Registry.Member(2));
        foreach (var other in new[]
        {
            neighbour, await town.Registry.Product.As("resident", "*"), await town.Registry.Stranger(),
            await town.Registry.Product.As("town-official", town.Registry.Town),
        })
            foreach (var path in new[] { $"/requests/{request}", "/requests?limit=500" })
            {
                var answer = await other.Get(path);
                Assert.Equal(200, answer.Status);
                Assert.DoesNotContain(Home, answer.Text);
            }
    }

    private static async Task Accept(HelpTown town, string request)
    {
        var offerId = await town.Offer(request);
        await town.Coordinator.Done($"/requests/{request}/acceptance", new { offerId });
    }
}
