using Federation.Log;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.SecondTown;

/// <summary>A real town, 丹灶镇, as a client of the API sets it up: here its places, its alliance, its
/// organisations and who may act for them. Help is in DanzaoHelp.cs, the joint action in DanzaoAction.cs.</summary>
/// <remarks>28 real villages and two placeholders. Nothing is written past the API, and no id is made up by anybody
/// but the caller or the product.</remarks>
public sealed partial class Danzao
{
    public const string Town = "440605123";

    /// <summary>Villages in which something happens; each of the other 25 must show a zero.</summary>
    public const string Danzao001 = Town + "001", Nansha = Town + "005", Shilian = Town + "007",
        Liangdeng = Town + "211";

    public const string Alliance = "danzao-union", Path = "/alliances/" + Alliance;

    private Danzao(Product product, Client admin) => (Product, Admin) = (product, admin);

    public Product Product { get; }

    public Client Admin { get; }

    public Client Coordinator { get; private set; } = null!;

    public Client Official { get; private set; } = null!;

    public Client Auditor { get; private set; } = null!;

    /// <summary>Staff by the organisation they act for.</summary>
    public Dictionary<string, Client> Staff { get; } = [];

    public EventLog Log => Product.Services.GetRequiredService<EventLog>();

    public Head Head => Log.Head;

    /// <summary>An empty product, of which only the administrator's password is known.</summary>
    public static async Task<Danzao> In(Product product)
    {
        var town = new Danzao(product, await product.SignedIn());
        town.Coordinator = await town.Opened("lin.coordinator", "coordinator", Town);
        town.Official = await town.Opened("he.official", "town-official", Town);
        town.Auditor = await town.Opened("su.auditor", "auditor", Town);
        return town;
    }

    /// <summary>All of the story but its figures.</summary>
    public async Task SetUp()
    {
        foreach (var chapter in new[]
        {
            Found, Register, Admit, Represent, Nominate, BookAndDeliver, BookAndCancel, OrderFromTheLibrary, Draft,
            Deliver, Visit, PublishAndClose,
        })
            await chapter();
    }

    /// <summary>An account with one role, opened by the administrator, and signed in.</summary>
    private async Task<Client> Opened(string userName, string role, string scope)
    {
        await Admin.Done(
            "/accounts", new { userName, roles = new[] { new { role, scope } }, password = Product.Password });
        return await Product.SignedIn(userName);
    }

    private async Task StaffOf(string organisation) =>
        Staff[organisation] = await Opened($"staff.{organisation}", "organisation-staff", organisation);

    /// <summary>The town is adopted and the alliance founded, with two areas that share out four villages.</summary>
    public async Task Found()
    {
        await Coordinator.Done($"/regions/{Town}/adoption", new { });
        await Coordinator.Made("/alliances", new
        {
            id = Alliance, name = new { zh = "丹灶镇街坊联盟", en = "Danzao alliance" }, regionCode = Town,
            kind = "town-federation", principles = new object[] { "互助", new { zh = "共建", en = "Build together" } },
            foundedOn = "2025-06-01", on = "2025-06-01",
        });
        await Area("east", "东片区", Danzao001, Nansha);
        await Area("west", "西片区", Shilian, Liangdeng);
    }

    private Task Area(string id, string name, params string[] villageCodes) =>
        Coordinator.Done($"{Path}/areas", new { id, name, villageCodes, on = "2025-06-02" });

    /// <summary>Six organisations of five kinds: four will be members, one is refused, one never applies.</summary>
    public async Task Register()
    {
        await Registered("dan", "丹灶街坊会", "neighbourhood-association", Danzao001, "2025-05-10");
        await Registered("nan", "南沙街坊会", "neighbourhood-association", Nansha, "2025-06-20");
        await Registered("vol", "有为志愿服务队", "volunteer-service-team", Shilian, "2024-01-01");
        await Registered("ent", "五金厂", "enterprise", Danzao001, "2010-03-01");
        await Registered("bak", "烘焙社", "community-social-organisation", Liangdeng, "2023-04-01");
        await Registered("liang", "良登街坊会", "neighbourhood-association", Liangdeng, "2025-10-01");
        await StaffOf("bak");
    }

    private Task Registered(string id, string name, string kind, string villageCode, string establishedOn) =>
        Coordinator.Made("/organisations", new
        {
            id, name, kind, villageCode, legalStatus = "filed", specialities = new[] { "助老" }, establishedOn,
            contact = new { name = $"{name[..1]}联系人", phone = "13800001111" }, on = establishedOn,
        });

    /// <summary>Three are enrolled before July by who registered them, the factory in July until the end of the year;
    /// the bakers, who apply for themselves, are refused. Then the members have staff of their own.</summary>
    public async Task Admit()
    {
        foreach (var (organisation, day) in new[]
            { ("dan", "2025-06-30"), ("nan", "2025-06-30"), ("vol", "2025-06-30"), ("ent", "2025-07-15") })
        {
            var apply = new { organisationId = organisation, statement = "愿与各会互助", on = "2025-06-25" };
            await Coordinator.Done($"{Path}/applications", apply);
            await Coordinator.Done($"{Path}/applications/{organisation}/admission", new { on = day });
        }

        await Coordinator.Done($"{Path}/members/ent/departure", new { reason = "搬迁", on = "2025-12-31" });
        await Staff["bak"].Done($"{Path}/applications", new { organisationId = "bak", statement = "我们会做面包" });
        await Coordinator.Done($"{Path}/applications/bak/refusal", new { reason = "暂不开放" });
        foreach (var organisation in new[] { "dan", "nan", "vol", "liang" }) await StaffOf(organisation);
    }

    /// <summary>A person of a member organisation speaks for the eastern area.</summary>
    public async Task Represent()
    {
        var person = (string)(await Staff["dan"].Done(
            "/people", new { organisationId = "dan", name = "何代表", roles = new[] { "area-representative" } }))
            ["personId"]!;
        await Coordinator.Done($"{Path}/areas/east/representative", new { personId = person, on = "2025-07-01" });
    }
}
