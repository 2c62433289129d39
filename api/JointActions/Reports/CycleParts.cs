using Federation.Api.Deliberations;
using Federation.Api.Fundraisers;
using static Federation.Api.JointActions.Reports.ReportWordsOf;

namespace Federation.Api.JointActions.Reports;

/// <summary>Parts of the report that tell of what led to the action and what stood beside it: the deliberation, the
/// money, meetings, contests, and who thought well of it.</summary>
internal static class CycleParts
{
    /// <summary>The decision that the action came from: how many areas rated its topic, where it stood, and the six
    /// outputs it carried over.</summary>
    public static ReportSection? Deliberated(ReportSource source)
    {
        if (ActionOrigin.Of(source.Reading, source.About.DeliberationId) is not { } origin) return null;
        var (topic, href) = (origin.Topic, $"/deliberations/{origin.DeliberationId}");
        (Name What, Name? Said)[] outputs =
        [
            (new("总目标", "Goal"), origin.Goal), (new("活动策略", "Strategy"), origin.Strategy),
            (new("资源链接", "Resources"), origin.Resources), (new("项目持份者", "Stakeholders"), origin.Stakeholders),
            (new("服务对象", "Those served"), origin.Audience), (new("实施主体", "Implementers"), origin.Implementers),
        ];
        return new("deliberation", new("议事协商", "Deliberation"), [new(Rows:
        [
            [ReportCell.Of("议题", "Question"), new(origin.Question, href)],
            [ReportCell.Of("决定", "Decided"), new(origin.Title, href)],
            [ReportCell.Of("评分的片区", "Areas that rated"), new(new($"{topic.Rated} 个", $"{topic.Rated}"), href)],
            [ReportCell.Of("推荐指数", "Recommendation"), new(Mean(topic.Recommendation), href)],
            [ReportCell.Of("困难指数", "Difficulty"), new(Mean(topic.Difficulty), href)],
            .. origin.DecidedOn is { } day
                ? [[ReportCell.Of("决定日期", "Decided on"), new(InBoth(l => l.Day(day)))]] : Array.Empty<ReportCell[]>(),
            .. outputs.Select(o => new ReportCell[] { new(o.What), new(o.Said ?? NotStated) }),
        ])]);
    }

    /// <summary>Each campaign's account; what the platform published stands beside the gifts recorded, never in
    /// them.</summary>
    public static ReportSection? Money(ReportSource source)
    {
        var campaigns = FundraiserReading.OfAction(source.Reading.Rows, source.Of.Id);
        return campaigns.Count == 0 ? null : new("money", new("众筹", "Fundraising"),
        [
            .. campaigns.Select(campaign => new ReportBlock(
                Caption: campaign.Title,
                Rows:
                [
                    [ReportCell.Of("平台", "Platform"), new(campaign.Platform, $"/fundraisers/{campaign.Id}")],
                    [ReportCell.Of("用途", "Purpose"), new(campaign.Purpose)],
                    .. MoneyFigures.OfCampaign(source.Reading.Rows, campaign, source.AsOf).Select(Figure),
                    [
                        ReportCell.Of("余额", "Balance"),
                        campaign.BalanceFen is { } fen
                            ? new(InBoth(l => l.Quantity(fen, "fen")), $"/fundraisers/{campaign.Id}") : new(NotStated),
                    ],
                ])),
        ]) { Lead = new("善款由平台收取和保管，这里只作登记。", "The platform takes and holds the money; this is a mirror of it.") };
    }

    private static ReportCell[] Figure(Federation.Api.Counting.FigureAnswer f)
    {
        var name = FigureRegistry.Get(f.Key).Name;
        return
        [
            new(f.Source == FigureSource.Records
                ? new($"{name.Zh}（按记录）", $"{name.En} (records)") : new($"{name.Zh}（公布）", $"{name.En} (published)")),
            f.Value is null ? new(NotStated) : new(Numbers: [FigureParts.Number(f)]),
        ];
    }

    public static ReportSection? Meetings(ReportSource source)
    {
        var held = MeetingReading.Of(source.Reading, source.Of)
            .Where(m => m.State == "held" && Days.Of(m.StartsAt) <= source.AsOf).ToArray();
        return held.Length == 0 ? null : new("meetings", new("多元沟通会议", "Communication meetings"),
        [
            ReportBlock.List([new("会议", "Meeting"), new("时间", "When"), new("地点", "Where")], held, m =>
            [
                new(m.Title, $"/joint-actions/{source.Of.Id}/meetings/{m.Id}", Illustrative: m.Illustrative),
                new(InBoth(l => l.Moment(m.StartsAt))), new(new Name(m.Place)),
            ]),
        ]);
    }

    /// <summary>Contests of several days: people and check-ins of theirs, which are no person-times and in no figure.
    /// </summary>
    public static ReportSection? Challenges(ReportSource source)
    {
        var all = ChallengeReading.Of(source.Reading, source.Of)
            .Where(c => c.State != "cancelled" && c.FirstDay <= source.AsOf).ToArray();
        return all.Length == 0 ? null : new("challenges", new("多日挑战赛", "Challenges"),
        [
            ReportBlock.List(
                [
                    new("挑战赛", "Challenge"), new("时间", "When"), new("参加者", "Participants"),
                    new("打卡", "Check-ins"), new("完成", "Finished"),
                ],
                all, c =>
                [
                    new(c.Title, Here(source, c.Id), Illustrative: c.Illustrative),
                    new(InBoth(l => l.Range(c.FirstDay, c.LastDay))),
                    new(new Name(c.Participants.ToString()), Here(source, c.Id)),
                    new(new Name(c.CheckIns.ToString()), Here(source, c.Id)),
                    new(new Name(c.Finished.ToString()), Here(source, c.Id)),
                ], brief: false),
        ]) { Lead = new("打卡不计入人次。", "Check-ins are not person-times and in no figure.") };
    }

    public static ReportSection? Endorsements(ReportSource source)
    {
        var said = JointActions.Endorsements.Of(source.Reading, source.Of).Where(e => e.On <= source.AsOf).ToArray();
        return said.Length == 0 ? null : new("endorsements", new("各方评价", "Endorsements"),
        [
            ReportBlock.List([new("谁", "Who"), new("评价", "Words"), new("日期", "On")], said, e =>
            [
                new(e.Body ?? InBoth(l => ActionWords.Endorser(l, e.Kind)),
                    $"/joint-actions/{source.Of.Id}/endorsements", Illustrative: e.Illustrative),
                e.Words is { } words ? new(new Name(words)) : e.Stated
                    ? ReportCell.Of("评价不公开", "not public") : ReportCell.Of("原话未说明", "words not stated"),
                new(InBoth(l => l.Day(e.On))),
            ]),
        ]);
    }

    private static string Here(ReportSource source, string challenge) =>
        $"/joint-actions/{source.Of.Id}/challenges/{challenge}";

    private static Name Mean(decimal? mean) => mean is { } value
        ? new(value.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)) : NotStated;
}
