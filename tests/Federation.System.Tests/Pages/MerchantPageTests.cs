using Federation.Tests.Rig;

namespace Federation.Tests.Pages;

/// <summary>A shop from the plan of its first visit to the badge in its window, by the pages alone.</summary>
public class MerchantPageTests
{
    private const string Shop = "好味小食店";

    [Fact]
    public async Task A_shop_is_planned_visited_signed_and_shown_to_everybody_by_pages_alone()
    {
        var action = await JointActions.Action.Launched(BothDatabases.Sqlite);
        var product = action.Registry.Product;
        var coordinator = await PageClient.As(product, "coordinator", action.Registry.Alliance);
        var (nobody, texts) = (await PageClient.Of(product), action.Path + "/pledge-texts");
        await coordinator.Done((await coordinator.Read(texts)).Form(texts)
            .Fill("promises", "不销售“三无”食品｜Nothing without a maker").Fill("on", "2022-01-01"));

        var shop = await Planned(coordinator, action);
        Assert.Equal(404, (await nobody.Get(shop)).Status);
        Assert.Contains(Shop, (await coordinator.Read(action.Path + "/pledges")).Document
            .QuerySelector("#planned")!.TextContent);

        var wrong = await coordinator.Send((await coordinator.Read(shop)).Form(shop + "/visits")
            .Fill("result", "closed").Fill("nextOn", "2022-03-12").Fill("on", "2022-03-12").Fill("leaflets", "many"));
        Assert.Equal(422, wrong.Status);
        Assert.NotNull(wrong.ErrorOf("leaflets"));
        var late = await coordinator.Send(wrong.Form(shop + "/visits").Fill("leaflets", "3"));
        Assert.Equal((422, "2022-03-12"), (late.Status, late.ValueOf("nextOn")));
        Assert.NotNull(late.ErrorOf("nextOn"));
        var signed = await coordinator.Done(late.Form(shop + "/visits")
            .Fill("result", "signed").Fill("nextOn", "").Fill("note", "老板娘很支持").Fill("pairs", "2"));

        Assert.Contains("走访已登记", signed.Text);
        Assert.Contains("第 1 版，未定期限", signed.Text);
        Assert.Contains("亲子 2 对", signed.Text);
        Assert.Contains("老板娘很支持", signed.Text);
        Assert.DoesNotContain("老板娘很支持", (await nobody.Read(shop)).Html);
        await Shown(nobody, action, shop);
    }

    /// <summary>The shop's page after its first visit was planned by the form.</summary>
    private static async Task<string> Planned(PageClient coordinator, JointActions.Action action)
    {
        var path = action.Path + "/planned-visits/new";
        var form = (await coordinator.Read(path)).Form(path).Fill("merchant", Shop)
            .Fill("organisationId", $"{action.Members[0]}|{action.Villages[0]}");
        // Planned today for a day of the past action: told beside the day, and what was typed stays.
        var wrong = await coordinator.Send(form.Fill("plannedFor", "2022-03-12"));
        Assert.Equal((422, Shop), (wrong.Status, wrong.ValueOf("merchant")));
        Assert.NotNull(wrong.ErrorOf("plannedFor"));
        var done = await action.Coordinator.Done(action.Path + "/planned-visits", new
        {
            id = "haowei", merchant = Shop, villageCode = action.Villages[0], plannedFor = "2022-03-12",
            organisationId = action.Members[0], on = "2022-03-01",
        });
        Assert.Equal("haowei", (string)done["id"]!);
        return action.Path + "/pledges/haowei";
    }

    /// <summary>List, proof and badge say the same to somebody who is not signed in; a withdrawal ends the badge.
    /// </summary>
    private static async Task Shown(PageClient nobody, JointActions.Action action, string shop)
    {
        var proof = $"/merchants/{action.Id}/haowei";
        Assert.Contains(proof, (await nobody.Read($"/merchants?village={action.Villages[0]}&q=好味")).Html);
        Assert.DoesNotContain(proof, (await nobody.Read($"/merchants?village={action.Villages[1]}")).Html);
        var told = await nobody.Read(proof + "?lang=en");
        Assert.Contains("Nothing without a maker", told.Text);
        Assert.Contains("Pledge in force", told.Text);
        var badge = await nobody.Read(proof + "/badge?lang=zh");
        Assert.NotNull(badge.Document.QuerySelector(".badge svg path"));
        Assert.Contains($"http://localhost{proof}", badge.Text);

        await action.Post("pledges/haowei/withdrawal", new { on = "2022-03-20" });
        Assert.Null((await nobody.Read(proof + "/badge")).Document.QuerySelector("svg.badge-code"));
        Assert.Contains("目前没有有效的承诺书", (await nobody.Read(proof)).Text);
        Assert.Contains("撤回承诺书", (await nobody.Read(shop)).Text);
    }

    [Fact]
    public async Task The_samples_badge_says_member_only_and_holds_the_address_that_the_operator_set()
    {
        var nobody = await PageClient.Of(await SampleTown.Loaded);

        var badge = await nobody.Read("/merchants/food-safety-2021/shop-01/badge");

        Assert.Contains($"{SampleTown.PublicAddress}/merchants/food-safety-2021/shop-01", badge.Text);
        Assert.Contains("商家联盟成员", badge.Text);
        Assert.DoesNotContain("诚信承诺商户", badge.Text);
        Assert.Contains("是否签署未说明", (await nobody.Read("/merchants/food-safety-2021/shop-01")).Text);
    }

    [Fact]
    public async Task A_due_visit_and_a_lapsing_pledge_wait_on_the_first_page_of_who_keeps_them()
    {
        var action = await JointActions.Action.Launched(BothDatabases.Sqlite);
        var today = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8));
        var signedOn = new DateOnly(2022, 3, 12);
        var months = ((today.Year - signedOn.Year) * 12) + today.Month - signedOn.Month;
        await action.Post("pledge-texts", new
        {
            title = "承诺书", promises = new[] { "诚信" }, validMonths = months, on = "2022-01-01",
        });
        await action.Post("pledges", new
        {
            id = "haowei", merchant = Shop, villageCode = action.Villages[0], visitedOn = signedOn, signed = true,
            organisationId = action.Members[0],
        });
        await action.Post("pledges/haowei/planned-visit", new { plannedFor = today });
        var product = action.Registry.Product;
        var home = $"/?at={action.Registry.Alliance}";

        var staff = (await (await PageClient.As(product, "organisation-staff", action.Members[0])).Read(home)).Text;
        var coordinator = (await (await PageClient.As(
            product, "coordinator", action.Registry.Alliance)).Read(home)).Text;

        Assert.Contains($"走访商户：{Shop}", staff);
        Assert.Contains($"请商户续签承诺书：{Shop}", staff);
        Assert.Contains("1 家商户的走访已到期", coordinator);
        Assert.Contains("1 份商户承诺书快到期或刚过期", coordinator);
    }
}
