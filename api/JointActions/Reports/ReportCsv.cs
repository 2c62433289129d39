namespace Federation.Api.JointActions.Reports;

/// <summary>The numbers of a closing report as a table for a spreadsheet.</summary>
internal static class ReportCsv
{
    public static byte[] Of(ReportRead read, Lang lang) =>
        CsvFile.Of([Heads(lang), .. read.Source.Figures.Select(figure => Row(read, lang, figure))]);

    private static string[] Heads(Lang lang) =>
    [
        "key", lang.T("指标", "figure"), lang.T("范围", "scope"), lang.T("来源", "source"), lang.T("数值", "value"),
        lang.T("单位", "unit"), lang.T("说法", "precision"), lang.T("截至", "as of"), lang.T("版本", "version"),
        lang.T("提交时", "handed in"), lang.T("示意", "illustrative"), lang.T("资料", "publication"),
        lang.T("说明", "note"), lang.T("记录", "records"),
    ];

    private static string[] Row(ReportRead read, Lang lang, FigureAnswer f)
    {
        var frozen = read.Source.Frozen.FirstOrDefault(was => (was.Key, was.Source, was.Publication) ==
            (f.Key, f.Source, f.Publication) && was.Scope == FigureParts.ScopeOf(f.Scope));
        return
        [
            f.Key, lang.Of(FigureRegistry.Get(f.Key).Name), lang.Of(f.Scope.Name), RowText.Of(f.Source),
            f.Value?.ToString() ?? "", RowText.Of(f.Unit), RowText.Of(f.Precision), Days.Text(f.AsOf),
            read.Shown?.Version.ToString() ?? "", frozen?.Value?.ToString() ?? "",
            f.Illustrative == true ? "true" : "false", f.Publication ?? "",
            f.Note is { } note ? lang.Of(note) : "", f.Records ?? "",
        ];
    }
}
