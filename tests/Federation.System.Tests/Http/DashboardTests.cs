using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Federation.Api.Http;
using Federation.Grains.Engine;
using Federation.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Federation.Tests.Http;

/// <summary>Orleans' dashboard: for administrators alone, where it is switched on, and nowhere else.</summary>
public partial class DashboardTests
{
    private const string At = "/admin/grains", Accounts = "Federation.Grains.Engine.AccountGrain";
    private static readonly (string, string) On = ("Federation:Dashboard", "true");

    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task An_administrator_sees_silos_and_how_many_grains_of_which_kind_are_asked_how_often(string kind)
    {
        await using var product = await Product.Start(kind, On);
        var admin = await product.SignedIn();
        var counters = await Until(admin, "DashboardCounters", c => HostsOf(c).Any());
        var silos = Formation.Chosen.Silos + (Formation.Chosen.Cluster == "client" ? 0 : Formation.Chosen.Gateways);
        Assert.Equal(silos, HostsOf(counters).Count());
        Assert.All(HostsOf(counters), host => Assert.Equal("Active", (string)host["status"]!));

        var opened = 0; // Calls are counted from the first look on, a second later.
        await Until(
            admin, $"GrainStats/{Accounts}", stats => CallsIn(stats[$"{Accounts}.Execute"]) > 0, async () =>
            {
                await Opened(admin, FreshName);
                opened++;
            });
        await Until(admin, "ClusterStats", stats => CallsIn(stats) > 0);
        await Until(admin, "DashboardCounters", c => c["simpleGrainStats"]!.AsArray()
            .Where(s => (string)s!["grainType"]! == Accounts).Sum(s => (int)s!["activationCount"]!) >= opened);
    }

    [Fact]
    public async Task Every_address_of_it_is_the_administrators_and_keeps_the_policy()
    {
        await using var product = await Product.Start(BothDatabases.Sqlite, On);
        var (nobody, coordinator) = (product.Anonymous(), await product.As("coordinator", "*"));
        var admin = await product.SignedIn();
        var policy = PolicyOf(await nobody.Http.GetAsync("/"));
        Assert.Contains("default-src 'self';", policy);
        Assert.DoesNotContain("unsafe", policy);
        var silo = AddressOf(await Until(admin, "DashboardCounters", c => HostsOf(c).Any()));
        var rows = product.Services.GetRequiredService<RoleTable>().Rows.Where(IsOurs).ToArray();
        Assert.NotEmpty(rows);

        foreach (var row in rows)
        {
            var path = Filled(row.Route, silo);
            var answers = await Task.WhenAll(new[] { nobody, coordinator, admin }.Select(c => c.Http.GetAsync(path)));
            Assert.Equal(
                (path, HttpStatusCode.Redirect, HttpStatusCode.Forbidden, path switch
                {
                    At => HttpStatusCode.MovedPermanently, // To where its files are looked for: below.
                    At + "/GrainState" or At + "/Trace" => HttpStatusCode.Forbidden,
                    _ => HttpStatusCode.OK,
                }),
                (path, answers[0].StatusCode, answers[1].StatusCode, answers[2].StatusCode));
            Assert.StartsWith("/sign-in?to=", answers[0].Headers.Location!.ToString());
            Assert.All(answers, answer => Assert.Equal(policy, PolicyOf(answer)));
        }

        Assert.Contains("<title>Orleans Dashboard</title>", await Text(admin, At + "/"));
        Assert.Contains("The trace endpoint is disabled", await Text(admin, At + "/Trace"));
    }

    [Fact]
    public async Task Its_numbers_name_kinds_and_no_grain()
    {
        await using var product = await Product.Start(BothDatabases.Sqlite, On);
        var (admin, userName) = (await product.SignedIn(), FreshName);
        var id = await Opened(admin, userName);
        var counters = await Until(admin, "DashboardCounters", c => c.ToJsonString().Contains(Accounts));

        foreach (var row in product.Services.GetRequiredService<RoleTable>().Rows.Where(IsOurs))
        {
            var text = await Text(admin, Filled(row.Route, AddressOf(counters)));
            Assert.DoesNotContain(userName, text);
            Assert.DoesNotContain(id, text);
        }
    }

    [Fact]
    public async Task It_is_off_by_default_and_then_nothing_of_it_is_there()
    {
        var product = await Product.On(BothDatabases.Sqlite);
        var admin = await product.SignedIn();

        foreach (var path in new[] { "", "/", "/index.min.js", "/ClusterStats", "/GrainState" })
            Assert.Equal(HttpStatusCode.NotFound, (await admin.Http.GetAsync(At + path)).StatusCode);
        Assert.DoesNotContain(product.Services.GetRequiredService<RoleTable>().Rows, IsOurs);
        Assert.DoesNotContain(At, (await (await PageClient.Of(product, "admin")).Read("/")).Html);
        Assert.DoesNotContain(
            product.Services.GetRequiredService<Node>().Services!.GetServices<IHostedService>(),
            service => service.GetType().FullName!.Contains("Dashboard"));
    }

    [Fact]
    public async Task Administrators_find_it_in_their_menu_in_both_languages()
    {
        await using var product = await Product.Start(BothDatabases.Sqlite, On);
        var (admin, other) = (await PageClient.Of(product, "admin"), await PageClient.As(product, "coordinator", "*"));

        foreach (var (language, text) in new[] { ("zh", "系统内部"), ("en", "Inside the system") })
        {
            var page = await admin.Read($"/?lang={language}");
            var link = page.Document.QuerySelector($".account-panel a[href^='{At}']")!;
            Assert.StartsWith(text, link.TextContent.Trim());
            Assert.Equal(200, (await admin.Get(link.GetAttribute("href")!.Split('#')[0])).Status);
            Assert.DoesNotContain(At, (await other.Read($"/?lang={language}")).Html);
        }
    }

    [Fact]
    public async Task While_a_gateway_has_no_way_to_grains_it_tells_to_come_back()
    {
        await using var product = await Product.Start(BothDatabases.Sqlite, On);
        var token = (await product.SignedIn()).Http.DefaultRequestHeaders.Authorization;
        var node = product.Services.GetServices<IHostedService>().Single(s => s.GetType().Name == "NodeService");

        await node.StopAsync(default);

        Assert.Null(product.Services.GetRequiredService<Node>().Grains);
        var answers = new List<HttpResponseMessage>();
        foreach (var _ in Enumerable.Range(0, Formation.Chosen.Gateways)) // Each answers once.
        {
            var client = product.Anonymous();
            client.Http.DefaultRequestHeaders.Authorization = token;
            answers.Add(await client.Http.GetAsync(At + "/DashboardCounters"));
        }

        var away = Assert.Single(answers, a => a.StatusCode == HttpStatusCode.ServiceUnavailable);
        Assert.NotNull(away.Headers.RetryAfter?.Delta);
        Assert.Contains("暂时看不到", await away.Content.ReadAsStringAsync());
    }

    private static string FreshName => $"u{Guid.NewGuid():N}"[..20];

    private static bool IsOurs(RoleRow row) => row.Route.StartsWith(At, StringComparison.Ordinal);

    private static IEnumerable<JsonNode> HostsOf(JsonNode counters) => counters["hosts"]!.AsArray().Select(h => h!);

    private static string AddressOf(JsonNode counters) => (string)HostsOf(counters).First()["siloAddress"]!;

    /// <summary>Of all seconds that are remembered.</summary>
    private static int CallsIn(JsonNode? seconds) =>
        seconds?.AsObject().Sum(second => (int)second.Value!["count"]!) ?? 0;

    private static Task<string> Opened(Client admin, string userName) =>
        admin.Made("/accounts", new { userName, roles = Array.Empty<object>() });

    /// <summary>An address that there is, for a template.</summary>
    private static string Filled(string route, string silo) => Parameter().Replace(
        route.Replace("fonts/{**path}", "fonts/fa-solid-900.woff2").Replace("img/{**path}", "img/OrleansLogo.png")
            .Replace("{page:int}", "1").Replace("{*grainName}", Accounts), silo);

    private static string PolicyOf(HttpResponseMessage answer) =>
        answer.Headers.GetValues("Content-Security-Policy").Single();

    private static async Task<string> Text(Client client, string path) =>
        await (await client.Http.GetAsync(path)).Content.ReadAsStringAsync();

    /// <summary>It counts once a second.</summary>
    private static async Task<JsonNode> Until(
        Client admin, string path, Func<JsonNode, bool> there, Func<Task>? meanwhile = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            using var answer = await admin.Http.GetAsync($"{At}/{path}", limit.Token);
            var text = await answer.Content.ReadAsStringAsync(limit.Token);
            Assert.True(answer.IsSuccessStatusCode, $"{path} answered {answer.StatusCode}: {text}");
            if (JsonNode.Parse(text) is { } said && there(said)) return said;
            if (meanwhile is not null) await meanwhile();
            await look.WaitForNextTickAsync(limit.Token);
        }
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
