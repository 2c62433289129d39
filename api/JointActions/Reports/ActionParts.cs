using static Federation.Api.JointActions.Reports.ReportWordsOf;

namespace Federation.Api.JointActions.Reports;

/// <summary>Parts of the report that tell of the action itself: what it was, who took part, what took place.</summary>
internal static class ActionParts
{
    /// <summary>Rows that a report lists; the rest stands at the address it gives.</summary>
    public const int RowsMax = 500;

    public static ReportSection About(ReportSource source)
    {
        var about = source.About;
        ReportCell[] Row(string zh, string en, Name? text, string? href = null) =>
            [ReportCell.Of(zh, en), new(text ?? NotStated, text is null ? null : href)];
        return new("about", new("行动概况", "The action"), [new(Rows:
        [
            Row("目标", "Goal", about.Goal), Row("主题", "Theme", new(about.Theme)),
            Row("时间", "Time", InBoth(lang => ActionWords.Span(lang, about))),
            Row("主办", "Alliance", source.Alliance, $"/alliances/{about.AllianceId}"),
            Row("指导单位", "Guidance", Listed(about.Guidance)), Row("合作伙伴", "Partners", Listed(about.Partners)),
            Row("启动", "Launched", about.LaunchedOn is { } launched ? Day(launched) : null),
            Row("结束", "Closed", about.ClosedOn is { } closed ? Day(closed) : null),
        ])]);
    }

    /// <summary>The coordinator's summary comes first; what follows from it, last.</summary>
    public static ReportSection? Words(ReportSource source) => Said(
        source, "summary", new("小结", "Summary"), source.Words.Summary ?? source.About.Summary);

    public static ReportSection? Closing(ReportSource source)
    {
        (Name Title, string? Text)[] all =
        [
            (new("经验与不足", "Lessons"), source.Words.Lessons), (new("展望", "Outlook"), source.Words.Outlook),
            (new("致谢", "Thanks"), source.Words.Thanks),
        ];
        var said = all.Where(a => a.Text is not null && source.Inside).ToArray();
        return said.Length == 0 ? null : new("closing", new("经验、展望与致谢", "Lessons, outlook, thanks"),
            [.. said.Select(s => new ReportBlock(new(s.Text!), s.Title))]);
    }

    public static ReportSection Owners(ReportSource source) => new("owners", new("参与组织", "Who took part"),
    [
        ReportBlock.List(
            [new("组织", "Organisation"), new("村居", "Village"), new("系列", "Series")],
            ActionReading.Participants(source.Reading.Rows, source.Of.Id), p =>
            [
                new(p.Name, $"/organisations/{p.OrganisationId}"), new(p.Village),
                p.SeriesIds.Count == 0 || p.SeriesIds.Count == source.Series.Count
                    ? ReportCell.Of("全部系列", "all series")
                    : new(Listed([.. source.Series.Where(s => p.SeriesIds.Contains(s.Id)).Select(s => s.Title)])),
            ], new("没有登记参与组织。", "No participant was entered.")),
    ]);

    public static ReportSection Sessions(ReportSource source)
    {
        var sessions = SessionReading.Page(
            source.Reading, "s.action = @action and s.state = 'held' and s.day <= @asOf", RowsMax + 1,
            ("action", source.Of.Id), ("asOf", source.AsOf));
        return new("sessions", new("已办活动", "Sessions held"),
        [
            ReportBlock.List(
                [
                    new("活动", "Session"), new("系列", "Series"), new("组织", "Organisation"),
                    new("服务人次", "Person-times"), new("志愿者人次", "Volunteers"),
                ],
                sessions.Take(RowsMax), s => Row(source, s), new("没有举办活动的记录。", "No session was held.")),
            .. More(sessions.Count > RowsMax, $"/joint-actions/{source.Of.Id}?state=held#sessions"),
        ]);
    }

    /// <summary>A session's own numbers are the record: its name leads to it.</summary>
    private static ReportCell[] Row(ReportSource source, SessionRow s)
    {
        var village = source.Names.Village(s.VillageCode);
        return
        [
            new(InBoth(lang => $"{lang.Day(s.Day)} {lang.Of(village)}"),
                $"/joint-actions/{s.ActionId}/sessions/{s.Id}", Illustrative: s.Illustrative),
            new(source.Names.Series(s.ActionId, s.SeriesId)),
            new(source.Names.Organisation(s.OrganisationId), $"/organisations/{s.OrganisationId}"),
            new(Numbers: s.PersonTimes is { } served
                ? [new("", served.Value, "person-times", RowText.Of(served.Precision), null)] : []),
            new(Numbers: [new("", s.Volunteers, "person-times", "exact", null)]),
        ];
    }

    public static ReportSection? Shops(ReportSource source)
    {
        var shops = PledgeReading.Visited(
            source.Reading, "p.action = @action", source.AsOf, ("action", source.Of.Id));
        if (shops.Count == 0) return null;
        var limit = source.Reading.Limit;
        return new("shops", new("商户走访与承诺", "Shops and pledges"),
        [
            ReportBlock.List(
                [
                    new("商户", "Shop"), new("村居", "Village"), new("走访", "Visited"), new("承诺书", "Pledge"),
                    new("商家联盟", "Alliance"),
                ],
                shops.Take(limit), p =>
                [
                    new(p.Merchant, Illustrative: p.Illustrative), new(source.Names.Village(p.VillageCode)),
                    p.VisitedOn is { } visited ? new(Day(visited)) : ReportCell.Of("走访未进行", "only planned"),
                    new(Signed(p.Signed)),
                    p.InAlliance ? ReportCell.Of("已加入商家联盟", "in the alliance")
                        : ReportCell.Of("未加入商家联盟", "not in the alliance"),
                ]),
            .. More(shops.Count > limit, $"/joint-actions/{source.Of.Id}/pledges"),
        ]);
    }

    private static ReportSection? Said(ReportSource source, string id, Name title, string? text) =>
        text is null || !source.Inside ? null : new(id, title, [new(new(text))]);

    private static Name Signed(string signed) => signed switch
    {
        "yes" => new("已签署", "signed"),
        "no" => new("未签署", "not signed"),
        "withdrawn" => new("已撤回", "withdrawn"),
        _ => new("是否签署未说明", "signing not stated"),
    };

    private static IEnumerable<ReportBlock> More(bool more, string address) => more
        ? [new(Rows: [[new(new("其余的见", "The rest")), new(new(address), address)]])] : [];

    private static Name Day(DateOnly day) => InBoth(lang => lang.Day(day));

    private static Name? Listed(IReadOnlyList<Name> names) => names.Count == 0 ? null : new(
        string.Join("、", names.Select(n => n.Zh)), string.Join(", ", names.Select(n => n.En ?? n.Zh)));
}
