using System.Net;
using System.Text.Json.Nodes;
using Federation.Log.Places;
using Federation.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;
using Action = Federation.Tests.JointActions.Action;

namespace Federation.Tests.Counting;

/// <summary>From the town to the whole country: each level's rows are the regions next below it, all of them, and they
/// add up.</summary>
public class RegionLevelTests
{
    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_region_is_told_by_the_regions_next_below_and_they_add_up(string kind)
    {
        await using var product = await Product.Start(kind);
        var country = product.Services.GetRequiredService<Country>();
        var one = await Action.Launched(await Registry.Registry.In(Task.FromResult(product)));
        var other = await Action.Launched(await Registry.Registry.In(Task.FromResult(product)));
        await one.Hold("s1", "street", 0, "2021-10-09", 30);
        await one.Hold("s2", "street", 1, "2021-11-20", 20);
        await other.Hold("s1", "street", 0, "2021-11-09", 7);
        var position = await other.Report("s1", "2021-11-09", 8);
        var reader = product.Anonymous();
        var town = one.Registry.Town;
        string[] towns = [town, other.Registry.Town];

        foreach (var region in new[] { "cn", town[..2], town[..4], town[..6], town })
        {
            var path = $"/coverage/{region}?by=region&after={position}";
            var below = region == town ? one.Villages
                : [.. country.Children(region == "cn" ? "" : region).Select(r => r.Code)];
            foreach (var days in new[] { "", "&from=2021-10&to=2021-12", "&from=2021-10-09&to=2021-11-20" })
                AddUp(await reader.Read(path + days), below, region == town ? null : towns);

            var november = await reader.Read($"/coverage/{region}?from=2021-11&to=2021-11&after={position}");
            var both = towns.Count(t => region == "cn" || t.StartsWith(region));
            Assert.Equal(
                (20 + (both == 2 ? 8 : 0), both), (Value(november, "personTimes"), Value(november, "sessions")));
        }

        var page = await Page($"/coverage/{town[..6]}");
        Assert.Contains("镇街 × 月份", page);
        Assert.Contains($"/coverage/{town}", page);
        Assert.Contains("省份 × 月份", await Page("/coverage/cn"));

        async Task<string> Page(string path) => WebUtility.HtmlDecode(await reader.Http.GetStringAsync(path));
    }

    /// <param name="towns">In which something was held; the rows are what holds them. Null: rows are villages.</param>
    private static void AddUp(JsonNode answer, string[] below, string[]? towns)
    {
        var rows = answer["rows"]!.AsArray();
        Assert.Equal(below.Order(), rows.Select(row => (string)row!["key"]!).Order());
        foreach (var key in new[] { "sessions", "personTimes", "villagesReached" })
            Assert.Equal(Value(answer, key), rows.Sum(row => Value(row!, key)));
        if (towns is null) return;
        Assert.Equal(
            below.Where(region => towns.Any(town => town.StartsWith(region, StringComparison.Ordinal))),
            rows.Where(row => Value(row!, "sessions") > 0).Select(row => (string)row!["key"]!).Order());
        Assert.Equal(0, Value(rows[0]!, "sessions"));
    }

    private static long Value(JsonNode of, string key) =>
        (long)of["figures"]!.AsArray().First(f => (string)f!["key"]! == key)!["value"]!;
}
