using Federation.Domain.Places;
using Federation.Log;
using Federation.Log.Places;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.Registry;

/// <summary>A town of a test's own with its alliance and the coordinator of it, all made through the API.</summary>
public sealed class Registry
{
    private static int _next;

    private Registry(Product product, string town, string[] villages) =>
        (Product, Town, Villages, Alliance) = (product, town, villages, $"union-{town}");

    public Product Product { get; }

    public string Town { get; }

    /// <summary>Real villages of the town, by code.</summary>
    public string[] Villages { get; }

    public string Alliance { get; }

    public string Path => $"/alliances/{Alliance}";

    public Client Admin { get; private set; } = null!;

    public Client Coordinator { get; private set; } = null!;

    public EventLog Log => Product.Services.GetRequiredService<EventLog>();

    public static Task<Registry> On(string kind) => In(Product.On(kind));

    public static async Task<Registry> In(Task<Product> starting)
    {
        var product = await starting;
        var country = product.Services.GetRequiredService<Country>();
        var towns = country.Children("44").SelectMany(city => country.Children(city.Code))
            .SelectMany(county => country.Children(county.Code))
            .Where(t => t.Level == RegionLevel.Town).Select(t => t.Code);
        var town = towns.Where(t => Real(country, t).Length >= 4).ElementAt(Interlocked.Increment(ref _next) - 1);
        var registry = new Registry(product, town, Real(country, town)) { Admin = await product.SignedIn() };
        await registry.Admin.Done($"/regions/{town}/adoption");
        await registry.Admin.Made("/alliances", new
        {
            id = registry.Alliance, name = "某镇社会组织联合总队", regionCode = town, kind = "town-federation",
            principles = new object[] { "互助", new { zh = "共建", en = "Build together" } }, foundedOn = "2021-06-01",
        });
        registry.Coordinator = await product.As("coordinator", registry.Alliance);
        return registry;
    }

    /// <summary>A body of <c>POST /organisations</c> that is accepted.</summary>
    public Dictionary<string, object?> Body(int village = 0, string name = "街坊会") => new()
    {
        ["name"] = name, ["kind"] = "neighbourhood-association", ["villageCode"] = Villages[village],
        ["legalStatus"] = "filed", ["specialities"] = new[] { "助老" },
        ["contact"] = new { name = "王小明", phone = "13812345678" },
    };

    public Task<string> Organisation(int village = 0, string name = "街坊会") =>
        Coordinator.Made("/organisations", Body(village, name));

    /// <summary>An organisation that applied and was admitted.</summary>
    public async Task<string> Member(int village = 0, string name = "街坊会")
    {
        var id = await Organisation(village, name);
        await Coordinator.Done($"{Path}/applications", new { organisationId = id, statement = "愿与各会互助" });
        await Coordinator.Done($"{Path}/applications/{id}/admission");
        return id;
    }

    /// <summary>The coordinator of another alliance over the same town, which has nothing to do with it.</summary>
    public async Task<Client> Stranger() => await Product.As("coordinator", await AnotherAlliance());

    /// <summary>Staff of an organisation that is in no alliance and has nothing to do with this one.</summary>
    public async Task<Client> Passer()
    {
        var body = Body(3, "路过的协会");
        body["kind"] = "other";
        return await Staff(await Coordinator.Made("/organisations", body));
    }

    /// <summary>A second alliance over the same town; its id comes last, so that what belongs to the alliance around
    /// stays with the first.</summary>
    public Task<string> AnotherAlliance() => Admin.Made("/alliances", new
    {
        id = $"z-other-{Town}-{Guid.NewGuid():N}"[..40], name = "另一个联盟", regionCode = Town, kind = "topic-alliance",
    });

    public Task<Client> Staff(string organisation) => Product.As("organisation-staff", organisation);

    private static string[] Real(Country country, string town) =>
        [.. country.Villages(town).Select(v => v.Code).Where(Regions.IsVillage)];
}
