using static Federation.Api.Sample.JiujiangTown;

namespace Federation.Api.Sample;

/// <summary>The deliberation of August 2021 that chose children's food safety.</summary>
/// <remarks>Stated: August 2021, six area representatives (or representatives of six areas), the factors
/// recommendation, difficulty and reason for difficulty, the six outputs explored, and the topic chosen. The day, the
/// other topics, the scale, every rating and the quorum are illustrative and marked so.</remarks>
internal sealed class JiujiangDeliberation(ISend api, Caller coordinator)
{
    public const string Id = "deliberation-2021", Next = "deliberation-next";

    private static readonly DateOnly Held = new(2021, 8, 14), Decided = new(2021, 8, 21);

    private static readonly string[] Topics = ["food-safety", "fire-safety", "elders"];

    /// <summary>Area, topic, recommendation, difficulty, reason; on paper at the meeting.</summary>
    private static readonly (int Area, int Topic, int Recommendation, int Difficulty, string Reason)[] Ratings =
    [
        (1, 0, 5, 3, "skills"), (2, 0, 5, 2, "manpower"), (3, 0, 4, 3, "money"), (4, 0, 5, 3, "skills"),
        (5, 0, 4, 2, "time"), (6, 0, 5, 4, "manpower"),
        (1, 1, 4, 4, "permission"), (2, 1, 3, 4, "skills"), (3, 1, 4, 5, "permission"), (4, 1, 3, 4, "skills"),
        (1, 2, 3, 2, "manpower"), (2, 2, 4, 3, "residents-interest"), (4, 2, 3, 2, "time"), (6, 2, 2, 3, "manpower"),
    ];

    public async Task Load()
    {
        await Call(Id, Held, Held, Name("联合行动做什么议题？（示例）", "Which topic for the joint action? (illustrative)"), Name(
            "来源只写2021年8月“6个片区代表参与讨论”：可以理解为六位片区代表，也可以是六个片区的代表；这里按六个片区各一位展示。"
            + "会议的日子、其他议题、1至5的尺度、各片区的评分和法定数来源都没有说明，均为示例。",
            "The source says that in August 2021 “6 area representatives” took part: six representatives, or those of "
            + "six areas; here each of six areas has one. The day, the other topics, the scale of 1 to 5, the ratings "
            + "and the quorum are not stated and illustrative."));
        await Task.WhenAll(Propose());
        await Task.WhenAll(Ratings.Select(r => Rate(
            $"area-{r.Area}", Topics[r.Topic], r.Recommendation, r.Difficulty, r.Reason, Held, onPaper: true)));
        // One area thought again at the meeting, and one opinion came after it.
        await Rate("area-3", Topics[0], 5, 3, "money", Held, onPaper: true);
        await Rate("area-5", Topics[1], 2, 4, "permission", Held.AddDays(3), onPaper: false);
        await api.Post(coordinator, $"/deliberations/{Id}/decision", new
        {
            topicId = Topics[0], on = Decided,
            rationale = "六个片区都推荐，困难可以靠导师和小团队克服，也与街坊会的“健康师”“安全师”定位相合（理由为示例）。",
        });
    }

    /// <summary>A deliberation that is still open, so that rating can be tried: two areas have their say, four are
    /// missing.</summary>
    public async Task OpenFrom(DateOnly today)
    {
        await Call(Next, today, today.AddDays(14), Name(
            "下一次联合行动做什么？（示例）", "What shall the next joint action be? (illustrative)"), null);
        await Topic(Next, "water-safety", "暑期防溺水（示例）", "Water safety in summer (illustrative)", today, area: null);
        await Topic(Next, "lantern-fair", "社区灯会（示例）", "A lantern fair (illustrative)", today, area: "area-1");
        await Rate("area-2", "water-safety", 4, 3, "permission", today, onPaper: false, Next);
        await Rate("area-3", "water-safety", 5, 4, "manpower", today, onPaper: true, Next);
    }

    private Task Call(string id, DateOnly held, DateOnly closes, object question, object? note) =>
        api.Post(coordinator, "/deliberations", new
        {
            id, allianceId = Alliance, question, heldOn = held, closesOn = closes,
            areaIds = Areas.Select(area => area.Id), quorum = 4, illustrative = true, note, on = held,
        });

    private IEnumerable<Task> Propose() =>
    [
        api.Post(coordinator, $"/deliberations/{Id}/topics", new
        {
            id = Topics[0], title = Name("儿童食品安全", "Children’s food safety"),
            goal = Name("提高社区儿童的食品卫生安全意识", "Raise children’s awareness of food hygiene and safety"),
            strategy = Name("社区动员、众筹、商铺倡导等系列活动", "Outreach, crowdfunding and merchant advocacy in series"),
            resources = Name("镇综治办、食安办指导，社会组织联合会联动",
                "Guidance of the town’s governance and food safety offices; its federation of social organisations"),
            stakeholders = Name("家庭、社区、商家", "Families, communities, merchants"),
            audience = Name("社区儿童", "Children of the community"),
            implementers = Name("各村居街坊会", "The villages’ neighbourhood associations"), on = Held,
        }),
        Topic(Id, Topics[1], "居家消防安全（示例）", "Fire safety at home (illustrative)", Held, area: null),
        Topic(Id, Topics[2], "探访独居长者（示例）", "Visiting elders who live alone (illustrative)", Held, area: null),
    ];

    private Task Topic(string talk, string id, string zh, string en, DateOnly on, string? area) => api.Post(
        coordinator, $"/deliberations/{talk}/topics", new { id, title = Name(zh, en), areaId = area, on });

    private Task Rate(
        string areaId, string topicId, int recommendation, int difficulty, string reason, DateOnly on, bool onPaper,
        string talk = Id) => api.Post(coordinator, $"/deliberations/{talk}/opinions", new
        {
            areaId, topicId, recommendation, difficulty, reasons = new[] { reason }, onPaper, on,
        });
}
