namespace Federation.Domain.Counting;

// Villages in which nothing has happened for a while. The denominator is every real village, not those that reported
// once.

/// <summary>One village's pause: its last day with a held session, and how many days ago that was.</summary>
/// <param name="LastDay">Null: no session was ever held there.</param>
/// <param name="Days">Days from the last session to the day asked about; null when there was none.</param>
public sealed record Gap(string VillageCode, DateOnly? LastDay, int? Days);

public static class Gaps
{
    public const int DaysMax = 3_660;

    /// <summary>
    /// Villages without a session for at least <paramref name="days"/> days up to and including
    /// <paramref name="asOf"/>: those that never had one first, then the longest pause first, then by code.
    /// </summary>
    /// <param name="lastDays">Per village the last day with a held session not later than
    /// <paramref name="asOf"/>.</param>
    public static Items<Gap> Of(
        IEnumerable<string> villages, IReadOnlyDictionary<string, DateOnly> lastDays, DateOnly asOf, int days) =>
    [
        .. villages
            .Select(village => lastDays.TryGetValue(village, out var last)
                ? new Gap(village, last, asOf.DayNumber - last.DayNumber)
                : new Gap(village, null, null))
            .Where(gap => gap.Days is null || gap.Days >= days)
            .OrderByDescending(gap => gap.Days ?? int.MaxValue)
            .ThenBy(gap => gap.VillageCode, StringComparer.Ordinal),
    ];
}
