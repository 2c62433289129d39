namespace Federation.Api.JointActions.Reports;

/// <summary>What page and Word document say in the same words.</summary>
internal static class ReportWordsOf
{
    public static readonly Name NotStated = new("未说明", "not stated");

    public static Name InBoth(Func<Lang, string> said) => new(said(new(false)), said(new(true)));

    public static string Title(Lang lang, ActionRow about) =>
        lang.T($"{about.Title.Zh} 结项报告", $"{lang.Of(about.Title)}: closing report");

    public static string Said(Lang lang, ReportNumber number) => number.Value is { } value
        ? lang.Quantity(value, number.Unit, number.Precision) : lang.Of(NotStated);

    /// <summary>How far a report has come, and the tone of its tag.</summary>
    public static (string Text, string Tone) State(Lang lang, string state) => state switch
    {
        "handed-in" => (lang.T("已提交，待确认", "Handed in, to be confirmed"), "wait"),
        "commented" => (lang.T("有意见待答复", "Comment to be answered"), "wait"),
        "confirmed" => (lang.T("镇街已确认", "Confirmed by the town"), "done"),
        _ => (lang.T("草稿", "Draft"), "wait"),
    };

    /// <summary>Which version this is, of which day, up to which record, and whether it is confirmed.</summary>
    public static IEnumerable<string> Standing(Lang lang, ReportRead read)
    {
        yield return lang.T($"按记录计算的数字截至{lang.Day(read.Source.AsOf)}。",
            $"Numbers from records are as of {lang.Day(read.Source.AsOf)}.");
        if (read.Shown is not { } version)
        {
            yield return lang.T("草稿：报告还没有提交。", "Draft: the report was not handed in yet.");
            yield break;
        }

        yield return lang.T(
            $"第{version.Version}版，{lang.Moment(version.HandedInAt)}提交，提交时的数字截至{lang.Day(version.AsOf)}。",
            $"Version {version.Version}, handed in {lang.Moment(version.HandedInAt)}; "
            + $"its numbers are as of {lang.Day(version.AsOf)}.");
        yield return lang.T(
            $"当时记录到第{lang.Number(version.Position)}条，校验码 {version.Hash}。",
            $"The log then reached record {lang.Number(version.Position)}, hash {version.Hash}.");
        yield return version.ConfirmedOn is { } day
            ? lang.T($"镇街干部于{lang.Day(day)}确认。", $"Confirmed by a town official on {lang.Day(day)}.")
            : lang.T("镇街尚未确认。", "Not confirmed by the town yet.");
    }
}
