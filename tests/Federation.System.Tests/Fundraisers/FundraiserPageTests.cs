using System.Text;
using Federation.Tests.Rig;

namespace Federation.Tests.Fundraisers;

/// <summary>A campaign kept through pages alone: by a coordinator, an official who approves, and seen by
/// anybody.</summary>
public class FundraiserPageTests
{
    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_campaign_is_run_through_pages_from_opening_to_closing(string kind)
    {
        var registry = await Registry.Registry.On(kind);
        var product = registry.Product;
        var coordinator = await PageClient.As(product, "coordinator", registry.Alliance);
        var official = await PageClient.As(product, "town-official", registry.Town);
        var fund = await Opened(coordinator, registry.Alliance);

        var seen = await Look(coordinator, fund, Campaign.Header + "A,100.00,2025-01-02\nB,-3,2025-01-03\n");
        Assert.Contains("可导入 1 行，已登记 0 行，有问题 1 行", seen.Text);
        Assert.Contains("第 3 行", seen.Text);
        var desk = await coordinator.Done(seen.Form($"{fund}/import"));
        Assert.Contains("已登记 1 笔捐赠", desk.Text);
        var again = await Look(coordinator, fund, Campaign.Header + "A,100.00,2025-01-02\n");
        Assert.Contains("导入不会有任何变化", again.Text);

        var beyond = await coordinator.Send(desk.Form($"{fund}/spendings").Fill("amountFen", "100.01")
            .Fill("on", "2025-02-01").Fill("purpose", "购买书包").Fill("voucher", "001"));
        Assert.Contains("100.00", beyond.ErrorOf("spending-amountFen"));
        var entered = await coordinator.Done(beyond.Form($"{fund}/spendings").Fill("amountFen", "60.5"));
        Assert.Contains("请另一个人审核", entered.Text);
        Assert.Contains("1 笔支出等待您审核（60.50 元）", (await official.Read($"/?at={registry.Alliance}")).Text);
        Assert.DoesNotContain("等待您审核", (await coordinator.Read($"/?at={registry.Alliance}")).Text);
        var check = await official.Read($"{fund}/manage");
        var approval = check.Document.QuerySelector("form[action$='/approval']")!.GetAttribute("action")!;
        await official.Done(check.Form(approval));

        var closing = await coordinator.Send((await coordinator.Read($"{fund}/manage")).Form($"{fund}/closing"));
        Assert.Contains("请说明结余的去向", closing.ErrorOf("closing-remainder"));
        await coordinator.Done(closing.Form($"{fund}/closing").Fill("remainder", "用于下一次行动"));
        var account = await (await PageClient.Of(product)).Read(fund);
        Assert.Contains("结余，用于下一次行动39.50 元", account.Text);
        Assert.Contains("用于购买书包60.50 元", account.Text);
        Assert.Contains("已结项", account.Text);
        var staff = await PageClient.As(product, "organisation-staff", await registry.Organisation());
        Assert.Equal(403, (await staff.Get($"{fund}/manage")).Status);
    }

    /// <summary>Adds a campaign, the first time with a closing day that cannot be; answers its address.</summary>
    private static async Task<string> Opened(PageClient coordinator, string alliance)
    {
        var form = (await coordinator.Read("/fundraisers/new")).Form("/fundraisers/new")
            .Fill("allianceId", alliance).Fill("title", "书包募捐").Fill("platform", "区慈善会")
            .Fill("purpose", "添置书包").Fill("opensOn", "2025-01-01").Fill("closesOn", "2024-12-01");
        var wrong = await coordinator.Send(form);
        Assert.Equal(422, wrong.Status);
        Assert.Contains("结束日期不能早于开始日期", wrong.ErrorOf("closesOn"));
        var made = await coordinator.Done(wrong.Form("/fundraisers/new").Fill("closesOn", "2025-01-31"));
        return "/fundraisers/" + made.Document.QuerySelector("form[action$='/gifts']")!.GetAttribute("action")!
            .Split('/')[2];
    }

    private static async Task<Page> Look(PageClient coordinator, string fund, string csv)
    {
        var form = (await coordinator.Read($"{fund}/import")).Form($"{fund}/import/preview");
        var page = await coordinator.Send(form.Attach("file", "gifts.csv", Encoding.UTF8.GetBytes(csv)));
        Assert.Equal(200, page.Status);
        return page;
    }
}
