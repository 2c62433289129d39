namespace Federation.Domain.JointActions;

/// <summary>How one participant stands on a day.</summary>
/// <param name="Rank">From 1; who did as much shares it, and the next one is as many places further on.</param>
/// <param name="Streak">The longest run of days without a gap.</param>
/// <param name="Missed">Days that are over and were not done.</param>
public sealed record ChallengeStanding(
    int Rank, string EntrantId, int Done, int Streak, int Missed, ChallengePace Pace);

/// <summary>Still under way, all days kept but those that may be missed, or more missed than that.</summary>
public enum ChallengePace { Going, Finished, MissedTooMany }

/// <summary>The ranking of a challenge: by days done, then by the longest run of days.</summary>
public static class ChallengeRanking
{
    /// <param name="today">A day is missed only when it is over.</param>
    public static IReadOnlyList<ChallengeStanding> Of(
        ChallengePlan plan, DateOnly today, IEnumerable<(string Entrant, IReadOnlyCollection<DateOnly> Days)> entrants)
    {
        var over = Math.Clamp(today.DayNumber - plan.FirstDay.DayNumber, 0, plan.Length);
        var ordered = entrants
            .Select(e => Standing(plan, today, over, e.Entrant, [.. e.Days.Where(plan.Covers)]))
            .OrderByDescending(s => s.Done).ThenByDescending(s => s.Streak)
            .ThenBy(s => s.EntrantId, StringComparer.Ordinal).ToArray();
        for (var i = 0; i < ordered.Length; i++)
        {
            var shares = i > 0 && (ordered[i].Done, ordered[i].Streak) == (ordered[i - 1].Done, ordered[i - 1].Streak);
            ordered[i] = ordered[i] with { Rank = shares ? ordered[i - 1].Rank : i + 1 };
        }

        return ordered;
    }

    private static ChallengeStanding Standing(
        ChallengePlan plan, DateOnly today, int over, string entrant, HashSet<DateOnly> days)
    {
        var missed = over - days.Count(day => day < today);
        var pace = missed > plan.GapsAllowed ? ChallengePace.MissedTooMany
            : over == plan.Length || days.Count >= plan.Length ? ChallengePace.Finished
            : ChallengePace.Going;
        return new(0, entrant, days.Count, Longest(plan, days), missed, pace);
    }

    private static int Longest(ChallengePlan plan, HashSet<DateOnly> days)
    {
        var (longest, run) = (0, 0);
        for (var day = plan.FirstDay; day <= plan.LastDay(); day = day.AddDays(1))
        {
            run = days.Contains(day) ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
