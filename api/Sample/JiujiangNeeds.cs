using static Federation.Api.Sample.JiujiangTown;

namespace Federation.Api.Sample;

/// <summary>A few needs, difficulties and demands, and an open-space meeting: all illustrative, none in the
/// source.</summary>
internal sealed class JiujiangNeeds(ISend api, Caller coordinator)
{
    private const string Meeting = "open-space-2021";

    private static readonly DateOnly Met = new(2021, 7, 24), Told = new(2022, 3, 31);

    public async Task Load()
    {
        await api.Post(coordinator, "/open-spaces", new
        {
            id = Meeting, allianceId = Alliance, heldOn = Met, illustrative = true, on = Met,
            question = Name("各街坊会需要什么、难在哪里？（示例）", "What do the associations need, what is hard? (illustrative)"),
            groups = new[] { new { name = Name("一组", "Group 1") }, new { name = Name("二组", "Group 2") } },
        });
        await api.Post(coordinator, $"/open-spaces/{Meeting}/statements", new
        {
            groupId = "group-1", text = "想办亲子活动，但没有人会带（示例）。", on = Met,
        });
        await Task.WhenAll(
            Bring("need-1", "need", "亲子活动的带领方法（示例）", "001"), Bring("difficulty-1", "difficulty", "没有固定场地（示例）", "003"),
            Bring("demand-1", "demand", "校门口零食卫生（示例）", "004"));
        await api.Post(coordinator, "/demands/need-1/answers", new
        {
            kind = "library", of = "snack-workshop", on = Met.AddDays(7),
        });
        await api.Post(coordinator, "/demands/difficulty-1/setting-aside", new
        {
            reason = "村居活动室正在装修，明年再议（示例）。", on = Met.AddDays(7),
        });
        await api.Post(coordinator, "/demands/demand-1/acceptance", new { on = Met.AddDays(3) });
        await api.Post(coordinator, "/demands/demand-1/answers", new
        {
            kind = "joint-action", of = JiujiangTown.Action, on = Met.AddDays(40),
        });
        await api.Post(coordinator, "/demands/demand-1/feedback", new
        {
            text = "已通过儿童食品安全联合行动走访周边商户（示例）。", on = Told,
        });
    }

    /// <summary>One that waits to be accepted.</summary>
    public Task OpenFrom(DateOnly today) => Bring("demand-2", "demand", "楼道堆放杂物（示例）", "003", today.AddDays(-5));

    private Task Bring(string id, string kind, string topic, string village, DateOnly? on = null) =>
        api.Post(coordinator, "/demands", new
        {
            id, kind, topic, villageCode = VillageCode(village), text = "具体情况为示例。", illustrative = true,
            organisationId = kind == "demand" ? null : Association(village),
            meetingId = kind == "demand" ? null : Meeting, on = on ?? Met,
        });
}
