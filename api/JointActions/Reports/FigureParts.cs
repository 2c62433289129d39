using static Federation.Api.JointActions.Reports.ReportWordsOf;
using Federation.Log.Counting;

namespace Federation.Api.JointActions.Reports;

/// <summary>Parts of the report that are numbers: computed beside published and handed in, series × villages.</summary>
internal static class FigureParts
{
    private static readonly Name Whole = new("整个行动", "whole action");

    private static readonly string[] OfSeries =
    [
        FigureRegistry.Sessions, FigureRegistry.PersonTimes, FigureRegistry.VolunteerTimes, FigureRegistry.Materials,
        FigureRegistry.VillagesReached,
    ];

    /// <summary>The whole action and its named parts: what records say now, what was handed in, what documents
    /// print, by how much that differs and why.</summary>
    public static ReportSection Compared(ReportSource source)
    {
        var rows = source.Figures.Where(f => f.Scope.Kind != ScopeKind.Series)
            .GroupBy(f => (f.Scope, f.Key)).Select(of => Row(source, [.. of])).ToArray();
        var handedIn = source.Frozen.Count > 0;
        return new("figures", new("数字", "Figures"),
        [
            new(Heads:
                [
                    new("指标", "Figure"), new("按记录", "From records"),
                    .. handedIn ? new Name[] { new("提交时", "Handed in") } : [],
                    new("公布数", "Published"), new("差异与说明", "Difference and why"),
                ],
                Rows: rows, Caption: new("按记录计算、提交时冻结、资料公布的数字", "Computed, handed in, published")),
        ])
        {
            Lead = new("按记录计算的数字可点开查看每一条记录；公布数并列，互不修改；范围不同的数字从不相加。",
                "Numbers from records open to every record; published ones stand beside them and neither corrects the "
                + "other; figures of different scopes are never added."),
        };
    }

    private static ReportCell[] Row(ReportSource source, IReadOnlyList<FigureAnswer> figures)
    {
        var computed = figures.FirstOrDefault(f => f.Source == FigureSource.Records);
        var published = figures.Where(f => f.Source == FigureSource.Published).ToArray();
        var (name, scope) = (FigureRegistry.Get(figures[0].Key).Name, figures[0].Scope);
        var of = scope.Kind == ScopeKind.Action ? Whole : scope.Name;
        return
        [
            new(new($"{name.Zh}（{of.Zh}）", $"{name.En ?? name.Zh} ({of.En ?? of.Zh})"),
                Illustrative: computed?.Illustrative == true),
            computed is null ? new() : new(Numbers: [Number(computed)]),
            .. source.Frozen.Count > 0 ? new[] { HandedIn(source, figures[0], computed) } : [],
            new(Numbers: [.. published.Select(p => Number(p))]),
            new(Explained(computed, published)),
        ];
    }

    /// <summary>The frozen number; where records say otherwise since, from what to what it changed.</summary>
    private static ReportCell HandedIn(ReportSource source, FigureAnswer of, FigureAnswer? now)
    {
        var frozen = source.Frozen.FirstOrDefault(f => f.Source == FigureSource.Records && f.Key == of.Key
            && f.Scope == ScopeOf(of.Scope));
        if (frozen is null) return now is null ? new() : ReportCell.Of("当时没有", "not there then");
        var number = new ReportNumber(
            of.Key, frozen.Value, RowText.Of(of.Unit), RowText.Of(frozen.Precision), null);
        return now is null || (now.Value, now.Precision) == (frozen.Value, frozen.Precision)
            ? new(Numbers: [number])
            : new(InBoth(l => l.T($"提交后由{Said(l, number)}变为{Said(l, Number(now))}",
                $"changed since from {Said(l, number)} to {Said(l, Number(now))}")), Numbers: [number]);
    }

    private static Name? Explained(FigureAnswer? computed, IReadOnlyList<FigureAnswer> published)
    {
        var said = InBoth(l => string.Join(l.T("；", "; "), published.SelectMany(p => Explained(l, computed, p))));
        return said.Zh.Length == 0 ? null : said;
    }

    private static IEnumerable<string> Explained(Lang lang, FigureAnswer? computed, FigureAnswer published)
    {
        if (computed?.Value is { } counted && published.Value is { } stated) yield return lang.Difference(
            counted, stated, RowText.Of(published.Unit),
            computed.Precision == Precision.Exact && published.Precision == Precision.Exact);
        if (published.Note is { } note) yield return lang.Of(note);
    }

    public static ReportSection? BySeries(ReportSource source) => source.Series.Count == 0 ? null : new(
        "series", new("各系列", "By series"),
        [
            ReportBlock.List(
                [new("系列", "Series"), .. OfSeries.Select(key => FigureRegistry.Get(key).Name)], source.Series, series =>
                {
                    var figures = source.Figures.Where(f => ScopeOf(f.Scope) == ActionScope.OfSeries(series.Id));
                    return
                    [
                        new(Ordered(series), Illustrative: figures.Any(f => f.Illustrative == true)),
                        .. OfSeries.Select(key => figures.FirstOrDefault(f =>
                            f.Key == key && f.Source == FigureSource.Records) is { } figure
                            ? new ReportCell(Numbers: [Number(figure)]) : new ReportCell()),
                    ];
                }, brief: false),
        ]);

    /// <summary>Sessions held by series in each village that takes part, with all of the village at the end.</summary>
    public static ReportSection? Grid(ReportSource source)
    {
        if (source.Series.Count == 0) return null;
        var held = source.Reading.Books.HeldBy(
            new(new(DateOnly.MinValue, source.AsOf), Action: source.Of.Id), By.Village, By.Scope);
        var villages = ActionReport.GridOf(source.Reading, source.Of, source.Series).Villages
            .Where(v => v.Participates).ToArray();
        ReportNumber Of(string key, string village, string? series)
        {
            var scope = series is null ? "" : ActionScope.OfSeries(series).Text();
            var (_, sessions, personTimes) = held.GetValueOrDefault((village, scope));
            return new(
                key, key == FigureRegistry.Sessions ? sessions : personTimes,
                RowText.Of(FigureRegistry.Get(key).Unit), "exact",
                source.RecordsOf(key, ("series", series), ("village", village)));
        }

        return new("grid", new("系列 × 村居", "Series × villages"),
        [
            new(Caption: new("每个村居各系列举办的场次", "Sessions held in each village by series"),
                Heads:
                [
                    new("村居", "Village"), .. source.Series.Select(s => s.Title), new("全部场次", "All sessions"),
                    new("全部人次", "All person-times"),
                ],
                Rows:
                [
                    .. villages.Select(v => (ReportCell[])
                    [
                        new(v.Name, $"/coverage/{v.VillageCode}"),
                        .. source.Series.Select(s => new ReportCell(
                            Numbers: [Of(FigureRegistry.Sessions, v.VillageCode, s.Id)])),
                        new(Numbers: [Of(FigureRegistry.Sessions, v.VillageCode, null)]),
                        new(Numbers: [Of(FigureRegistry.PersonTimes, v.VillageCode, null)]),
                    ]),
                ]) { Grid = true },
        ]);
    }

    /// <summary>Mutual help of the alliance up to the report's day: what the action could lean on.</summary>
    public static ReportSection? Help(ReportSource source)
    {
        if (source.Of.RegionCode.Length == 0) return null;
        var query = new CoverageQuery(
            source.Of.RegionCode, source.Alliance, source.Of.AllianceId, source.Alliance, null, null, source.AsOf,
            null);
        var figures = CoverageReading.Of(source.Reading, query).Figures
            .Where(f => f.Source == FigureSource.Records && FigureViews.Help.Contains(f.Key) && f.Value > 0).ToArray();
        return figures.Length == 0 ? null : new("help", new("联盟的互助", "Mutual help of the alliance"),
        [
            new(Rows: [.. figures.Select(f => new ReportCell[]
            {
                new(FigureRegistry.Get(f.Key).Name), new(Numbers: [Number(f)], Illustrative: f.Illustrative == true),
            })]),
        ]) { Lead = new("截至报告日，整个联盟已确认的互助。", "Confirmed help of the whole alliance up to the report's day.") };
    }

    public static ReportNumber Number(FigureAnswer f) =>
        new(f.Key, f.Value, RowText.Of(f.Unit), RowText.Of(f.Precision), f.Records);

    public static ActionScope ScopeOf(Scope scope) =>
        new(scope.Kind, scope.Kind == ScopeKind.Action ? null : scope.Id);

    private static Name Ordered(ActionSeries series) =>
        new($"{series.Order}. {series.Title.Zh}", series.Title.En is { } en ? $"{series.Order}. {en}" : null);
}
