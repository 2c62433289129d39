using System.Text.Json.Nodes;
using Federation.Api.Sample;
using Federation.Api.Http;
using Federation.Domain.Accounts;
using Federation.Tests.Rig;

namespace Federation.Tests.WholeCase;

/// <summary>The Jiujiang case is entered in the order it happened, once through the pages alone and once through the
/// API alone: both give the same figures and the same closing report.</summary>
public class WholeCaseTests
{
    private static readonly Caller
        Admin = new("admin", "admin", [new(Role.PlatformAdministrator, Account.Everywhere)]),
        Coordinator = new("coordinator", "coordinator", [new(Role.Coordinator, "*")]);

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Pages_alone_and_the_API_alone_give_the_same_figures_and_report(string kind)
    {
        await using var byApi = await Product.Start(kind);
        await using var byPages = await Product.Start(kind);
        var (api, pages) = (await Entered(byApi, ByApi), await Entered(byPages, ByPages));

        var (expected, entered) = (await Figures(api), await Figures(pages));
        foreach (var (what, said) in expected)
        {
            var (one, other) = (said.Split('\n'), entered[what].Split('\n'));
            var apart = one.Except(other).Select(line => "API: " + line).Concat(
                other.Except(one).Select(line => "pages: " + line));
            Assert.True(said == entered[what], $"{what}:\n{string.Join('\n', apart)}");
        }

        Assert.Contains("/sessions.value = 25", entered["action"]); // And it is the case, not an empty product.
    }

    private static async Task<Client> Entered(Product product, Func<Product, Client, Task<ISend>> hand)
    {
        var coordinator = await product.As("coordinator", "*", "coordinator");
        var sample = new JiujiangSample(await hand(product, coordinator), Admin, Coordinator, Product.Password);
        await sample.Found();
        await sample.Load();
        return coordinator;
    }

    private static async Task<ISend> ByApi(Product product, Client coordinator) =>
        new ApiHand(await product.SignedIn(), coordinator);

    private static async Task<ISend> ByPages(Product product, Client coordinator) =>
        new PageHand(await PageClient.Of(product, "admin"), await PageClient.Of(product, "coordinator"));

    /// <summary>What is served of the case, in words that do not depend on ids.</summary>
    private static async Task<Dictionary<string, string>> Figures(Client client)
    {
        var action = (await client.Read("/joint-actions"))["items"]!.AsArray().Single()!["id"]!;
        var said = new Dictionary<string, string>();
        foreach (var by in new[] { "village", "month", "theme", "organisation" })
            said[by] = Plain(await client.Read($"/coverage/{JiujiangTown.Code}?from=2021-05&to=2022-03&by={by}"));
        said["action"] = Plain((await client.Read($"/joint-actions/{action}"))["figures"]!);
        var report = await client.Read($"/joint-actions/{action}/report");
        foreach (var part in new[] { "figures", "differences", "handedIn", "sections", "words", "state" })
            said["report " + part] = Plain(report[part]);
        foreach (var list in new[] { "deliberations", "demands", "fundraisers", "cases", "merchants" })
            said[list] = Plain((await client.Read($"/{list}?limit=200"))["items"]!);
        said["grid"] = Plain(await client.Read($"/joint-actions/{action}/grid"));
        return said;
    }

    /// <summary>The same text for the same facts: ids that were given differ, and so do positions and links.</summary>
    private static string Plain(JsonNode? node) => Told.Plain(node);
}
