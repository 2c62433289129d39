using System.Globalization;
using Federation.Api.SigningIn;
using Microsoft.AspNetCore.Components;

namespace Federation.Api.Components;

/// <summary>The language of one request, and how it writes numbers, days and hours.</summary>
/// <remarks>Both texts stand side by side where they are used: whoever changes one sees the other.</remarks>
public sealed class Lang(bool english)
{
    public const string Cookie = "lang";

    public bool English => english;

    /// <summary>The value of the page's <c>lang</c> attribute.</summary>
    public string Tag => english ? "en" : "zh-CN";

    /// <summary>Chinese unless the address or, failing that, the cookie asks for English.</summary>
    public static Lang Of(HttpContext? http)
    {
        var asked = http?.Request.Query[Cookie].ToString();
        if (string.IsNullOrEmpty(asked)) asked = http?.Request.Cookies[Cookies.Name(http, Cookie)];
        return new Lang(asked == "en");
    }

    public string T(string zh, string en) => english ? en : zh;

    /// <summary>A name without English stays Chinese: better the right name than none.</summary>
    public string Of(Name name) => english && !string.IsNullOrEmpty(name.En) ? name.En : name.Zh;

    public string Of(Refusal refusal) => T(refusal.Zh, refusal.En);

    public string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>2022年3月12日 or 12 March 2022.</summary>
    public string Day(DateOnly day) => Format(day, "yyyy年M月d日", "d MMMM yyyy");

    /// <summary>周六 or Saturday.</summary>
    public string Weekday(DateOnly day) =>
        english ? day.DayOfWeek.ToString() : "周" + "日一二三四五六"[(int)day.DayOfWeek];

    public string Month(DateOnly month) => Format(month, "yyyy年M月", "MMMM yyyy");

    /// <summary>A month's short form for axes and column heads: 3月 or Mar.</summary>
    public string ShortMonth(DateOnly month) => Format(month, "M月", "MMM");

    /// <summary>A moment on Shanghai's clock: 2022年3月12日 14:30.</summary>
    public string Moment(DateTimeOffset moment) => $"{Day(Days.Of(moment))} {Clock(moment)}";

    /// <summary>A stretch within one Shanghai day: 2022年3月12日 周六 14:30–16:00.</summary>
    public string Stretch(DateTimeOffset from, DateTimeOffset to)
    {
        var day = Days.Of(from);
        return english
            ? $"{Weekday(day)} {Day(day)}, {Clock(from)}–{Clock(to)}"
            : $"{Day(day)} {Weekday(day)} {Clock(from)}–{Clock(to)}";
    }

    public string Range(DateOnly from, DateOnly to) =>
        from == to ? Day(from) : T($"{Day(from)}至{Day(to)}", $"{Day(from)} to {Day(to)}");

    /// <summary>Minutes as people say them: 100小时, 98小时30分, 45分钟.</summary>
    public string Hours(long minutes, string precision = "exact") => Quantity(minutes, "minutes", precision);

    /// <summary>A number and what it counts; in English one of a kind has a form of its own.</summary>
    public string Counted(long count, string zh, string one, string many) =>
        T($"{count} {zh}", $"{count} {(count == 1 ? one : many)}");

    /// <summary>约700人次 or about 700 person-times; minutes become hours, fen become yuan.</summary>
    public string Quantity(long value, string unit, string precision = "exact")
    {
        var (number, name) = Split(value, unit);
        var gap = english && name.Length > 0 && name[0] != '%' ? " " : "";
        return Before(precision) + number + gap + name;
    }

    /// <summary>The word that goes before a number that is not exact; ends with a space in English.</summary>
    public string Before(string precision) => precision switch
    {
        "about" => T("约", "about "),
        "nearly" => T("近", "nearly "),
        "at-least" => T("至少", "at least "),
        "more-than" => T("超过", "more than "),
        _ => "",
    };

    /// <summary>A figure's number and unit apart, for setting them in two sizes.</summary>
    public (string Number, string Unit) Split(long value, string unit) => unit switch
    {
        "minutes" => SplitMinutes(value),
        "fen" => (Yuan(value), T("元", "yuan")),
        _ => (Number(value), Units.Name(unit, value, english)),
    };

    /// <summary>How the figure from records stands to the published one, in words.</summary>
    public string Difference(long records, long published, string unit, bool exact)
    {
        if (records == published) return T("与公布数一致", "same as published");
        var by = Quantity(Math.Abs(records - published), unit);
        var about = exact ? "" : T("约", "about ");
        return records < published
            ? T($"按记录比公布数{about}少{by}", $"records: {about}{by} below published")
            : T($"按记录比公布数{about}多{by}", $"records: {about}{by} above published");
    }

    private (string, string) SplitMinutes(long minutes)
    {
        var (hours, rest) = (minutes / 60, minutes % 60);
        if (hours == 0) return (Number(rest), T("分钟", rest == 1 ? "minute" : "minutes"));
        if (rest == 0) return (Number(hours), T("小时", hours == 1 ? "hour" : "hours"));
        return (Number(hours), T($"小时{rest}分", $"h {rest} min"));
    }

    private static string Yuan(long fen) =>
        (fen / 100m).ToString(fen % 100 == 0 ? "#,0" : "#,0.00", CultureInfo.InvariantCulture);

    private static string Clock(DateTimeOffset moment) =>
        moment.ToOffset(Days.Shanghai).ToString("HH:mm", CultureInfo.InvariantCulture);

    private string Format(DateOnly day, string zh, string en) =>
        day.ToString(english ? en : zh, CultureInfo.InvariantCulture);
}

/// <summary>What every component of ours has: the reader's language.</summary>
/// <remarks><c>_Imports.razor</c> makes it the base of all that name no other.</remarks>
public abstract class Piece : ComponentBase
{
    [Inject] public required Lang L { get; set; }
}
