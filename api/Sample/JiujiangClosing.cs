using static Federation.Api.Sample.JiujiangTown;

namespace Federation.Api.Sample;

/// <summary>The end of the sample's joint action: its closing report, handed in and not confirmed (the source tells of
/// no confirmation), and the case that retells the published document.</summary>
/// <remarks>What the document states is in the story; its figures are filled from the records, which are illustrative.
/// Credits name institutions only.</remarks>
internal sealed class JiujiangClosing(ISend api, Caller coordinator)
{
    private const string Case = "food-safety-2021";

    private const string Story = """
        ## 为什么做

        街坊会志愿服务总队想增强社区儿童的食品卫生安全意识，并结合“1258”工作法中街坊会“健康师”和“安全师”的定位。

        ## 怎么做

        2021年8月，总队开展议事协商会议，{{figure:deliveringOrganisations}}随后一起办了{{figure:series}}。

        - **社区动员**：宣传活动{{figure:sessions|outreach}}，覆盖{{figure:villagesReached|outreach}}，
          服务{{figure:personTimes|outreach}}。
        - **社区倡导**：2022年3月12日至13日，街坊会上门走访商铺，{{figure:allianceMerchants}}加入“儿童食品安全联盟”；
          来源没有说明其中多少家签署了承诺书。
        - **众筹**：2022年1月链接九江镇社会组织联合会发起，来源没有说明捐款人数和支出。

        ## 合计

        整个行动{{figure:sessions}}，服务居民{{figure:personTimes}}，志愿者{{figure:volunteerTimes}}，
        派发宣传册子{{figure:materials}}。

        宣传活动和整个行动是两个范围，数字从不相加；来源没有说明多出的场次是哪些。每个数字都可以点开看记录，
        这里的逐场分配是示意数据。

        ## 还要改进

        总队“初出茅庐”，在资源整合、动员能力、服务质量等方面还需要提高。
        """;

    private const string StoryEn = """
        ## Why

        The volunteer federation wanted children to know more about food hygiene and safety, in keeping with the
        associations' roles of health guardian and safety guardian.

        ## How

        After a deliberation in August 2021, {{figure:deliveringOrganisations}} carried out {{figure:series}} together.

        - **Outreach**: {{figure:sessions|outreach}} in {{figure:villagesReached|outreach}},
          {{figure:personTimes|outreach}} served.
        - **Advocacy**: on 12 and 13 March 2022 the associations visited shops; {{figure:allianceMerchants}} joined the
          alliance. The source does not say how many signed the pledge.
        - **Crowdfunding**: opened in January 2022; number of donors and spending are not stated.

        ## In all

        The whole action: {{figure:sessions}}, {{figure:personTimes}} served, {{figure:volunteerTimes}} of volunteers,
        {{figure:materials}} of brochures. Outreach and the whole action are two scopes and never added. Every figure
        opens to its records, whose split is illustrative.
        """;

    public async Task Load(DateOnly closed)
    {
        var report = $"/joint-actions/{JiujiangTown.Action}/report";
        await api.Post(coordinator, report + "/words", new
        {
            summary = "行动得到服务对象的高度好评；居民学会了辨别健康食品，总队的策划、组织和动员能力得到提升。",
            outlook = "总队初出茅庐，在资源整合、动员能力、服务质量等方面还需要提高。", on = closed,
        });
        await api.Post(coordinator, report + "/handing-in", new { on = closed });
        await api.Post(coordinator, "/cases", new
        {
            id = Case, actionId = JiujiangTown.Action, illustrative = true, story = Story, storyEn = StoryEn,
            title = Name("为“食”小玩童：街坊一起守护儿童食品安全", "Snack-wise kids: neighbours for children’s food safety"),
            summary = Name(
                "八个系列、两个范围的数字、四十一家商户，一次从议事到倡导的联合行动。",
                "Eight series, figures of two scopes, forty-one shops: a joint action from deliberation to advocacy."),
            bodies = new[]
            {
                Name("九江组织培育项目", "Jiujiang organisation incubation project"),
                Name("南海社联公众号", "Nanhai federation of social organisations (official account)"),
            },
            source = Source, on = closed,
        });
        await api.Post(coordinator, $"/cases/{Case}/publication", new { on = closed });
    }
}
