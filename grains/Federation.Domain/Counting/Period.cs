namespace Federation.Domain.Counting;

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

    public static DateOnly FirstOf(DateOnly day) => new(day.Year, day.Month, 1);

    public static DateOnly LastOf(DateOnly day) => new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));
}
