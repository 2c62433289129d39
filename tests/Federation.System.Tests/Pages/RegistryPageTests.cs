using Federation.Tests.Rig;

namespace Federation.Tests.Pages;

public class RegistryPageTests
{
    private const string Town = "440106017";

    public static IEnumerable<object[]> Databases => BothDatabases.All;

    private static string Fresh(string what) => $"{what}-{Guid.NewGuid():N}"[..20];

    [Theory, MemberData(nameof(Databases))]
    public async Task An_organisation_is_registered_applies_and_is_admitted(string kind)
    {
        var (product, village) = (await Product.On(kind), await Village(await Product.On(kind)));
        var (alliance, admin) = (await Alliance(product), await PageClient.Of(product, "admin"));

        var registered = await admin.Done((await admin.Read("/organisations/new")).Form("/organisations/new")
            .Fill("name", "竹林街坊会").Fill("nameEn", "Bamboo Grove").Fill("kind", "neighbourhood-association")
            .Fill("villageCode", village).Fill("legalStatus", "filed").Fill("specialities", "手工、广场舞")
            .Fill("contact.name", "陈美玲").Fill("contact.phone", "13812345678"));
        Assert.Contains("组织已登记", registered.Text);
        Assert.Contains("陈美玲 13812345678", registered.Text);
        var apply = registered.Document.Forms
            .Single(f => f.GetAttribute("action")!.EndsWith("/applications")).GetAttribute("action")!;
        var here = apply[..^"/applications".Length];
        var applied = await admin.Done(registered.Form(apply).Fill("allianceId", alliance).Fill("statement", "想一起办活动"));
        Assert.Contains("申请中", applied.Text);

        var one = $"/alliances/{alliance}/members/{here.Split('/')[^1]}";
        var coordinator = await PageClient.As(product, "coordinator", alliance);
        Assert.Contains(one, (await coordinator.Read($"/alliances/{alliance}/members?state=applied")).Html);
        var page = await coordinator.Read(one);
        Assert.Contains("想一起办活动", page.Text);
        Assert.Contains("已批准加入", (await coordinator.Done(page.Form(one + "/admission"))).Text);
        var members = await (await PageClient.Of(product)).Read($"/alliances/{alliance}/members?lang=en");
        Assert.Contains("Bamboo Grove", members.Text);

        var suspended = await coordinator.Done(
            (await coordinator.Read(one)).Form(one + "/suspension").Fill("reason", "年审"));
        Assert.Contains("年审", suspended.Text);
        Assert.Contains("成员资格已恢复", (await coordinator.Done(suspended.Form(one + "/reinstatement"))).Text);
        Assert.Contains("已退出联盟", (await coordinator.Done((await coordinator.Read(one)).Form(one + "/departure"))).Text);
    }

    [Fact]
    public async Task Nobody_sees_people_and_forms_without_signing_in_and_officials_see_them_masked()
    {
        var product = await Product.On(BothDatabases.Sqlite);
        var organisation = await Organisation(product, "榕树街坊会");

        var anonymous = await (await PageClient.Of(product)).Read($"/organisations/{organisation}");
        Assert.DoesNotContain("关大明", anonymous.Html);
        Assert.DoesNotContain("13812345678", anonymous.Html);
        Assert.Empty(anonymous.Document.QuerySelectorAll("main form"));
        var official = await (await PageClient.As(product, "town-official", Town))
            .Read($"/organisations/{organisation}");
        Assert.Contains("关* 138****5678", official.Text);
        var staff = await PageClient.As(product, "organisation-staff", organisation);
        Assert.Contains("关大明 13812345678", (await staff.Read($"/organisations/{organisation}")).Text);
        var stranger = await PageClient.As(
            product, "organisation-staff", await Organisation(product, "另一个街坊会"));
        Assert.Equal(403, (await stranger.Get($"/organisations/{organisation}/edit")).Status);
        Assert.Equal(403, (await staff.Get("/organisations/new")).Status);
        Assert.Equal(302, (await (await PageClient.Of(product)).Get($"/organisations/{organisation}/edit")).Status);
    }

    [Fact]
    public async Task Markup_in_a_name_is_shown_as_the_text_it_is()
    {
        var product = await Product.On(BothDatabases.Sqlite);
        var organisation = await Organisation(product, "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>");
        var admin = await PageClient.Of(product, "admin");

        foreach (var path in new[] { "", "/edit" })
        {
            var page = await admin.Read($"/organisations/{organisation}{path}");
            Assert.DoesNotContain("<script>alert", page.Html);
            Assert.Empty(page.Document.QuerySelectorAll("main script, main img"));
            Assert.Contains("<script>alert(1)</script>", page.Text);
        }
    }

    [Fact]
    public async Task A_profile_form_keeps_what_was_typed_and_tells_the_field_that_is_wrong()
    {
        var product = await Product.On(BothDatabases.Sqlite);
        var organisation = await Organisation(product, "莲塘街坊会");
        var (staff, here) = (
            await PageClient.As(product, "organisation-staff", organisation), $"/organisations/{organisation}");

        var page = await staff.Read($"{here}/edit?lang=en");
        var refused = await staff.Send(
            page.Form($"{here}/profile").Fill("name", "莲塘新街坊会").Fill("contact.phone", "13812345678"));
        Assert.Equal((422, "Please fill this in"), (refused.Status, refused.ErrorOf("contact.name")));
        Assert.Equal("莲塘新街坊会", refused.ValueOf("name"));
        var again = await staff.Send(
            refused.Form($"{here}/profile").Fill("contact.name", "李四").Fill("contact.phone", "abc"));
        Assert.StartsWith("A phone number", again.ErrorOf("contact.phone"));
        var saved = await staff.Done(again.Form($"{here}/profile").Fill("contact.phone", "13912345678"));
        Assert.Contains("李四 13912345678", saved.Text);
        Assert.Contains("莲塘新街坊会", saved.Text);

        var lower = await staff.Send(
            (await staff.Read($"{here}/edit?lang=zh")).Form($"{here}/legal-status").Fill("legalStatus", "not-filed"));
        Assert.StartsWith("法律身份只能由低到高", lower.ErrorOf("legalStatus"));
    }

    [Fact]
    public async Task An_alliance_is_founded_described_and_divided_into_areas()
    {
        var product = await Product.On(BothDatabases.Sqlite);
        var (village, admin) = (await Village(product), await PageClient.Of(product, "admin"));

        var founded = await admin.Done((await admin.Read("/alliances/new")).Form("/alliances/new").Fill("name", "五山联盟")
            .Fill("kind", "town-federation").Fill("regionCode", Town).Fill("principles", "自愿加入 | Voluntary\n守望相助"));
        Assert.Contains("联盟已建立", founded.Text);
        var here = founded.Document.QuerySelector("main a[href$='/edit']")!.GetAttribute("href")![..^"/edit".Length];
        Assert.Contains("Voluntary", (await admin.Read(here + "?lang=en")).Text);
        var area = (await admin.Read(here + "/areas/new?lang=zh")).Form(here + "/areas/new").Fill("name", "东片");
        Assert.Equal(303, (await admin.Send(area.Fill("villageCodes", village))).Status);
        Assert.Equal(303, (await admin.Send(area)).Status); // Sent twice: one area.
        Assert.Single((await admin.Read(here)).Document.QuerySelectorAll("#areas .card"));
        Assert.Equal(404, (await admin.Get("/alliances/no-such-alliance")).Status);
    }

    private static async Task<string> Village(Product product)
    {
        var admin = await product.SignedIn();
        await admin.Post($"/regions/{Town}/adoption");
        var villages = await admin.Read($"/regions/{Town}/children");
        return (string)villages["items"]!.AsArray().First(v => !(bool)v!["placeholder"]!)!["code"]!;
    }

    private static async Task<string> Alliance(Product product)
    {
        await Village(product);
        return await (await product.SignedIn()).Made("/alliances", new
        {
            id = Fresh("alliance"), name = "五山街坊联盟", regionCode = Town, kind = "town-federation",
        });
    }

    private static async Task<string> Organisation(Product product, string name) =>
        await (await product.SignedIn()).Made(
            "/organisations", new
            {
                id = Fresh("org"), name, kind = "neighbourhood-association", villageCode = await Village(product),
                legalStatus = "filed", contact = new { name = "关大明", phone = "13812345678" },
            });
}
