namespace Federation.Domain.Counting;

// Counters are kept per day and per month. A range of days is read as its whole months and the days left over at both
// ends, so a question costs the same however many sessions were held, and any range stays exact to the day.

/// <summary>Days from <see cref="From"/> to <see cref="To"/>, both included.</summary>
public sealed record Period(DateOnly From, DateOnly To)
{
    public bool IsEmpty => To < From;

    public bool Covers(DateOnly day) => From <= day && day <= To;

    /// <summary>No fact after this day counts.</summary>
    public Period AsOf(DateOnly day) => To <= day ? this : this with { To = day };

    /// <summary>Every month the period touches, as <c>yyyy-MM</c>.</summary>
    public IEnumerable<string> Months()
    {
        if (IsEmpty) yield break;
        for (var month = FirstOf(From); ; month = month.AddMonths(1))
        {
            yield return Days.Month(month);
            if (LastOf(month) >= To) yield break;
        }
    }

    /// <summary>The period as whole months (first and last, or null) and the ranges of days that are left
    /// over.</summary>
    public (string First, string Last)? WholeMonths(out Items<Period> leftOver)
    {
        if (IsEmpty)
        {
            leftOver = [];
            return null;
        }

        // Month numbers instead of dates: the month after December 9999 has no date.
        var first = MonthNumber(From) + (From.Day == 1 ? 0 : 1);
        var last = MonthNumber(To) - (To == LastOf(To) ? 0 : 1);
        if (first > last)
        {
            leftOver = [this];
            return null;
        }

        // Each end by itself, as the day before the first or after the last possible month does not exist.
        leftOver =
        [
            .. From.Day == 1 ? [] : new[] { this with { To = LastOf(From) } },
            .. To == LastOf(To) ? [] : new[] { this with { From = FirstOf(To) } },
        ];
        return (Days.Month(FirstDay(first)), Days.Month(FirstDay(last)));
    }

    public static DateOnly FirstOf(DateOnly day) => new(day.Year, day.Month, 1);

    public static DateOnly LastOf(DateOnly day) => new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));

    private static int MonthNumber(DateOnly day) => (day.Year * 12) + day.Month - 1;

    private static DateOnly FirstDay(int month) => new(month / 12, (month % 12) + 1, 1);
}
