namespace Federation.Domain.JointActions;

/// <summary>How far apart sessions that come again lie.</summary>
public enum RepeatEvery { Week, TwoWeeks, Month }

/// <summary>Sessions that come again at the same time of day: how often, and how many in all.</summary>
/// <remarks>Each is a session and a stream of its own, so that one can be moved or cancelled without the others. A
/// series of them is no boundary: nothing holds between them once they are planned.</remarks>
public sealed record Recurrence(RepeatEvery Every, int Times)
{
    public const int TimesMin = 2;
    public const int TimesMax = 26; // half a year of weeks

    public static class Refusals
    {
        public static readonly Refusal TimesInvalid = new("recurrence-times-invalid",
            $"重复次数须在{TimesMin}至{TimesMax}之间。", $"Sessions come again {TimesMin} to {TimesMax} times.", Field: "times");

        public static readonly Refusal OutsideAction = new("recurrence-outside-action",
            "其中有场次不在联合行动的起止日期之内，请减少次数；没有安排任何场次。",
            "Some of them would lie outside the joint action's days; choose fewer. None was planned.", Field: "times");
    }

    /// <summary>What is wrong with all of them together, before any is planned.</summary>
    public Refusal? Refused(DateTimeOffset first, ActionDays days) =>
        Times is < TimesMin or > TimesMax ? Refusals.TimesInvalid
        : Starts(first).Any(start => !days.Covers(Days.Of(start))) ? Refusals.OutsideAction
        : null;

    /// <summary>When each begins, by Shanghai's clock. A month without such a day takes its last one.</summary>
    public IEnumerable<DateTimeOffset> Starts(DateTimeOffset first)
    {
        var local = first.ToOffset(Days.Shanghai);
        return Enumerable.Range(0, Times).Select(n => Every switch
        {
            RepeatEvery.Week => local.AddDays(7 * n),
            RepeatEvery.TwoWeeks => local.AddDays(14 * n),
            _ => local.AddMonths(n),
        });
    }
}
