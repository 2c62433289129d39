namespace Federation.Api.JointActions;

/// <summary>What pages of joint actions say in the same words.</summary>
internal static class ActionWords
{
    /// <summary>2021年9月至2022年3月, or the days where the action is stated in days.</summary>
    public static string Span(Lang lang, ActionRow action)
    {
        var (from, to) = (Said(lang, action.From), Said(lang, action.To));
        return from == to ? from : lang.T($"{from}至{to}", $"{from} to {to}");
    }

    private static string Said(Lang lang, string text) =>
        text.Length == 7 ? lang.Month(Day(text + "-01")) : lang.Day(Day(text));

    private static DateOnly Day(string text) =>
        DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public static Choice[] Precisions(Lang lang) =>
    [
        .. new[] { Precision.Exact, Precision.About, Precision.Nearly, Precision.AtLeast, Precision.MoreThan }
            .Select(precision => new Choice(RowText.Of(precision), Said(lang, precision))),
    ];

    public static string Said(Lang lang, Precision precision) => precision == Precision.Exact
        ? lang.T("准确数", "exact") : lang.Before(RowText.Of(precision)).Trim();

    /// <summary>From when and where to when and where something was moved.</summary>
    public static string Moved(Lang lang, DateTimeOffset? wasAt, string? wasPlace, DateTimeOffset at, string place)
    {
        var now = lang.T($"{lang.Moment(at)}，{place}", $"{lang.Moment(at)}, {place}");
        return wasAt is not { } was ? lang.T($"改为{now}。", $"Moved to {now}.")
            : wasPlace == place ? lang.T($"原定{lang.Moment(was)}；改为{now}。", $"Moved from {lang.Moment(was)} to {now}.")
            : lang.T($"原定{lang.Moment(was)}，{wasPlace}；改为{now}。",
                $"Moved from {lang.Moment(was)}, {wasPlace} to {now}.");
    }

    public static string Guardian(Lang lang, GuardianKind kind) => kind == GuardianKind.Safety
        ? lang.T("安全师", "safety guardian") : lang.T("健康师", "health guardian");

    public static string Endorser(Lang lang, EndorserKind kind) => kind switch
    {
        EndorserKind.Purchaser => lang.T("购买方", "Purchaser"),
        EndorserKind.Department => lang.T("职能部门", "Department"),
        EndorserKind.Merchant => lang.T("爱心商家", "Merchant"),
        EndorserKind.Resident => lang.T("居民", "Residents"),
        EndorserKind.ServiceTarget => lang.T("服务对象", "Those served"),
        _ => lang.T("实施主体", "Those who carried it out"),
    };
}
