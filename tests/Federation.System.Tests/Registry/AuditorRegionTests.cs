using Federation.Api.Access;
using Federation.Domain;
using Federation.Tests.Fundraisers;
using Federation.Tests.Rig;

namespace Federation.Tests.Registry;

/// <summary>An auditor's region holds everywhere, and auditors only look.</summary>
public class AuditorRegionTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task An_auditor_of_a_region_or_an_alliance_reads_its_accounts_and_its_log_and_no_others(string kind)
    {
        var (registry, elsewhere) = (await Registry.On(kind), await Registry.On(kind));
        var (own, foreign) = (await registry.Member(), await elsewhere.Member());
        var (clerk, stranger) = ($"own{registry.Town}", $"foreign{elsewhere.Town}");
        await registry.Product.As("organisation-staff", own, clerk);
        await registry.Product.As("organisation-staff", foreign, stranger);
        foreach (var scope in new[] { registry.Town, registry.Alliance })
        {
            var auditor = await registry.Product.As("auditor", scope);

            var accounts = (await auditor.Get("/accounts?limit=500")).Text;
            Assert.Contains(clerk, accounts);
            Assert.DoesNotContain(stranger, accounts);
            var log = await Everything(auditor, "/audit?limit=500");
            Assert.Contains($"organisation/{own}", log);
            Assert.Contains($"membership/{registry.Alliance}/{own}", log);
            Assert.DoesNotContain(foreign, log);
            Assert.DoesNotContain(elsewhere.Alliance, log);
        }
    }

    [Fact]
    public async Task Readings_are_shown_to_the_auditor_of_the_region_of_who_was_read()
    {
        var (registry, elsewhere) = (await Registry.On(BothDatabases.Sqlite), await Registry.On(BothDatabases.Sqlite));
        var people = new List<string>();
        foreach (var town in new[] { registry, elsewhere })
        {
            var shown = await town.Coordinator.Read($"/organisations/{await town.Member()}");
            people.Add((string)shown["contact"]!["personId"]!);
        }

        var readings = await Everything(
            await registry.Product.As("auditor", registry.Town), "/audit?of=readings&limit=500");

        Assert.Contains(people[0], readings);
        Assert.DoesNotContain(people[1], readings);
    }

    [Fact]
    public async Task The_page_of_another_regions_account_is_closed()
    {
        var (registry, elsewhere) = (await Registry.On(BothDatabases.Sqlite), await Registry.On(BothDatabases.Sqlite));
        var staff = await registry.Staff(await registry.Member());
        var id = (string)(await staff.Read("/me"))["id"]!;
        var (own, foreign) = (
            await PageClient.As(registry.Product, "auditor", registry.Town),
            await PageClient.As(registry.Product, "auditor", elsewhere.Town));

        Assert.Equal(200, (await own.Read($"/admin/accounts/{id}")).Status);
        Assert.Equal(403, (await foreign.Get($"/admin/accounts/{id}")).Status);
    }

    [Fact]
    public async Task An_auditor_approves_no_spending_and_an_official_of_another_region_neither()
    {
        var campaign = await Campaign.On(BothDatabases.Sqlite);
        var registry = campaign.Registry;
        var elsewhere = await Registry.On(BothDatabases.Sqlite);
        var waiting = $"spent-{registry.Town}";
        await campaign.Gift("g1", 10_000);
        Assert.Equal(201, (await campaign.Spend(waiting, 100)).Status);
        var both = new[]
        {
            new { role = "town-official", scope = elsewhere.Town }, new { role = "auditor", scope = registry.Town },
        };
        var (name, password) = ($"both{registry.Town}", Product.Password);
        await registry.Admin.Made("/accounts", new { userName = name, password, roles = both });
        foreach (var caller in new[]
        {
            await registry.Product.As("auditor", registry.Town), await registry.Product.As("auditor", "*"),
            await registry.Product.As("town-official", elsewhere.Town), await registry.Product.SignedIn(name),
        })
        {
            foreach (var verb in new[] { "approval", "refusal" })
                Assert.Equal(403, (await caller.Post($"{campaign.Path}/spendings/{waiting}/{verb}")).Status);
        }

        var official = await registry.Product.As("town-official", registry.Town);
        Assert.Equal(200, (await official.Post($"{campaign.Path}/spendings/{waiting}/approval")).Status);
    }

    /// <summary>A boundary that is added tomorrow must say where its streams belong.</summary>
    [Fact]
    public void Every_kind_of_stream_has_its_place()
    {
        var kinds = typeof(Boundary<,,>).Assembly.GetTypes()
            .SelectMany(type => type.GetFields()).Where(field => field.IsStatic && field.Name == "Boundary")
            .Select(field => ((IBoundary)field.GetValue(null)!).Kind);

        Assert.Equal(["parked"], kinds.Except(StreamPlaces.Kinds));
    }

    private static async Task<string> Everything(Client client, string path)
    {
        var (all, cursor) = ("", "");
        do
        {
            var page = await client.Get($"{path}&cursor={Uri.EscapeDataString(cursor)}");
            Assert.Equal(200, page.Status);
            (all, cursor) = (all + page.Text, (string?)page.Json!["next"] ?? "");
        }
        while (cursor.Length > 0);
        return all;
    }
}
