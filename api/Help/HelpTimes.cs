using System.Globalization;

namespace Federation.Api.Help;

/// <summary>A stretch within one Shanghai day as forms ask for it: a day, a time, and another time.</summary>
public static class HelpTimes
{
    public static (DateTimeOffset From, DateTimeOffset To) Of(Posted posted, string first = "at", string last = "until")
    {
        posted.Required("day");
        var (day, at, until) = (posted.Day("day") ?? default, Time(posted, first), Time(posted, last));
        if (!posted.State.Failed && until <= at)
            posted.State.Wrong(last, posted.L.T("结束须晚于开始", "It must end after it begins"));
        var (from, to) = (Days.Moment(day.ToDateTime(at)), Days.Moment(day.ToDateTime(until)));
        if (!posted.State.Failed && (from is null || to is null))
            posted.State.Wrong("day", posted.L.T("请填写近年的日期", "Give a day of these years"));
        return (from ?? default, to ?? default);
    }

    /// <summary>A moment's time on Shanghai's clock, as a time field takes it.</summary>
    public static string Clock(DateTimeOffset moment) =>
        moment.ToOffset(Days.Shanghai).ToString("HH:mm", CultureInfo.InvariantCulture);

    private static TimeOnly Time(Posted posted, string field)
    {
        if (posted.Required(field) is not { Length: > 0 } text) return default;
        string[] forms = ["HH:mm", "H:mm", "HH:mm:ss"];
        if (TimeOnly.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time;
        posted.State.Wrong(field, posted.L.T("时间须为 时:分，例如 14:30", "A time is hours:minutes, such as 14:30"));
        return default;
    }
}
