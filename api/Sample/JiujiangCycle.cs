using static Federation.Api.Sample.JiujiangTown;

namespace Federation.Api.Sample;

/// <summary>What belongs to the sample's joint action beside its sessions: documents, guardians, the 21-day contest, a
/// communication meeting, endorsements.</summary>
/// <remarks>Stated: an action plan and lesson plans were developed; associations act as safety guardians; there was a
/// 21-day contest and a communication meeting; six groups thought well of it. Not stated, so illustrative here: their
/// days, which association, who took part in the contest, what was said.</remarks>
internal sealed class JiujiangCycle(ISend api, Caller coordinator)
{
    private static readonly DateOnly Planned = new(2021, 8, 28), Launched = new(2021, 9, 4);
    private static readonly DateOnly Contest = new(2021, 12, 4), Meeting = new(2022, 3, 20);
    private const int ContestDays = 21;

    private static readonly (string Id, string Kind, string Zh, string En)[] Documents =
    [
        ("plan", "action-plan", "儿童食品安全联合行动方案", "Plan of the joint action on children’s food safety"),
        ("lesson-s2", "lesson-plan", "“趣玩零食”儿童工作坊教案", "Lesson plan: “Fun with snacks” workshop"),
        ("lesson-s3", "lesson-plan", "趣味零食科学小实验教案", "Lesson plan: snack science mini-experiment"),
    ];

    private static readonly string[] Endorsers =
        ["implementer", "service-target", "purchaser", "department", "merchant", "resident"];

    /// <summary>By village: made-up nicknames, each with the days of the contest on which it missed.</summary>
    private static readonly (string Village, string Id, string Nickname, int[] Missed)[] Entrants =
    [
        ("013", "bears", "小熊一家（示例）", []), ("013", "carrots", "胡萝卜队（示例）", [6, 13]),
        ("013", "apples", "苹果家庭（示例）", [2, 9, 10, 17]), ("014", "rainbow", "彩虹队（示例）", [4]),
        ("014", "oats", "燕麦一家（示例）", [4, 5, 6, 7, 8, 15]),
    ];

    public Task Load(DateOnly closed) => Task.WhenAll(
        Task.WhenAll(Documents.Select(d => Post("documents", new
        {
            id = d.Id, kind = d.Kind, title = Name(d.Zh, d.En), illustrative = true, source = Source, on = Planned,
        }))),
        Task.WhenAll(JiujiangAction.Villages.Select(village => Post("guardians", new
        {
            organisationId = Association(village), kind = "safety", from = Launched, to = closed,
            illustrative = true, source = Source, on = Launched,
        }))),
        Task.WhenAll(Endorsers.Select(kind => Post("endorsements", new
        {
            id = kind, kind, source = Source, illustrative = true, on = closed,
        }))),
        Meet(), Compete());

    private async Task Meet()
    {
        await Post("meetings", new
        {
            id = "meeting", title = Name("多元沟通会议", "Multi-party communication meeting"),
            startsAt = $"{Meeting:yyyy-MM-dd}T15:00:00+08:00", place = "社区党群服务中心（示例）",
            invited = new[] { Name("九江镇食品安全委员会办公室", "Jiujiang Town food safety committee office") },
            organisationIds = JiujiangAction.Villages.Select(Association), illustrative = true, source = Source,
            on = Meeting,
        });
        await Post("meetings/meeting/minutes", new
        {
            minutes = "各方回顾了联合行动，交流了下一步想法（示例）。", decisions = new[] { "继续做好食品安全宣传（示例）" }, on = Meeting,
        });
    }

    /// <summary>One list a day for each association, as its staff would send it.</summary>
    private async Task Compete()
    {
        await Post("challenges", new
        {
            id = "snack-contest", seriesId = "s4", title = Name("21天健康零食PK赛", "21-day healthy-snack contest"),
            firstDay = Contest, days = ContestDays, gapsAllowed = 3, illustrative = true, source = Source,
            on = Contest.AddDays(-7),
        });
        await Task.WhenAll(Entrants.Select(e => Post("challenges/snack-contest/participants", new
        {
            id = e.Id, organisationId = Association(e.Village), villageCode = VillageCode(e.Village),
            nickname = e.Nickname, on = Contest,
        })));
        await Task.WhenAll(Entrants.GroupBy(e => e.Village).SelectMany(group =>
            Enumerable.Range(0, ContestDays).Select(day => Post("challenges/snack-contest/check-ins", new
            {
                organisationId = Association(group.Key), day = Contest.AddDays(day),
                done = group.Where(e => !e.Missed.Contains(day)).Select(e => e.Id), on = Contest.AddDays(day),
            }))));
    }

    private async Task Post(string part, object body) =>
        await api.Post(coordinator, $"/joint-actions/{JiujiangTown.Action}/{part}", body);
}
