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
        var start = HelpTown.Ten(2);
        object when = new { start, end = start.AddHours(1), place = Home };
        await town.ProviderStaff.Done($"/requests/{request}/schedule", when);

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

    private static async Task Accept(HelpTown town, string request)
    {
        var offerId = await town.Offer(request);
        await town.Coordinator.Done($"/requests/{request}/acceptance", new { offerId });
    }
}
