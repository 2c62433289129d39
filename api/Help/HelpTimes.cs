using System.Globalization;

namespace Federation.Api.Help;

/// <summary>A stretch within one Shanghai day as forms ask for it: a day, a time, and another time.</summary>
public static class HelpTimes
{
    /// <param name="at">The field of the time when it begins.</param>
    /// <param name="until">The field of the time when it ends.</param>
    public static (DateTimeOffset From, DateTimeOffset To) Of(Posted posted, string at = "at", string until = "until")
    {
        posted.Required("day");
        var (day, from, to) = (posted.Day("day") ?? default, Time(posted, at), Time(posted, until));
        if (!posted.State.Failed && to <= from) posted.Wrong(until, "结束须晚于开始", "It must end after it begins");
        return (Days.Moment(day.ToDateTime(from)) ?? default, Days.Moment(day.ToDateTime(to)) ?? default);
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
        posted.Wrong(field, "时间须为 时:分，例如 14:30", "A time is hours:minutes, such as 14:30");
        return default;
    }
}
