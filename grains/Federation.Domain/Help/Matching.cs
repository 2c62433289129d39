using System.Globalization;

namespace Federation.Domain.Help;

// Who could help with a request, best first. Each reason states the one fact it rests on and what that fact is worth;
// the score is their sum, so changing a fact changes its reason, and the rank where that decides it.

/// <summary>How far provider and receiver are apart.</summary>
public enum DistanceClass { SameVillage, SameArea, SameTown, SameCounty, Farther }

/// <summary>What the matching needs of a request.</summary>
public sealed record Wanted(
    RequestKind Kind, string Topic, DateOnly From, DateOnly To, string? MentorId = null, string? LibraryItemId = null);

/// <summary>One who could help: a mentor, a team, or an organisation with a package.</summary>
/// <param name="Id">Unique among the candidates; decides between equals, so that a ranking is always the same.</param>
/// <param name="Topics">Of the mentor or the package.</param>
/// <param name="Modes">Of the mentor; empty for others.</param>
/// <param name="FreeMinutes">In slots offered and not booked within the wished days.</param>
/// <param name="LastHelpOn">Day of the last confirmed help; null: none yet.</param>
/// <param name="RatingSum">Of all ratings, each 1 to 5.</param>
/// <param name="WorkloadMinutes">Confirmed and booked in the month of the wished days.</param>
public sealed record Candidate(
    string Id, string OrganisationId, string? MentorId, string? TeamId, string? LibraryItemId, Items<string> Topics,
    Items<MentorMode> Modes, long FreeMinutes, DistanceClass Distance, DateOnly? LastHelpOn, long RatingSum,
    long Ratings, long WorkloadMinutes);

/// <param name="Fact">Stable code of the fact.</param>
/// <param name="Value">The fact itself, as a machine reads it.</param>
/// <param name="Points">What it adds to the score; may be negative.</param>
public sealed record Reason(string Fact, string Value, long Points, string Zh, string En);

/// <param name="Rank">From 1.</param>
public sealed record Match(int Rank, Candidate Candidate, long Score, Items<Reason> Reasons);

public static class Matching
{
    public const int MatchesMax = 50;

    // Weights, in points. To be asked for by name outweighs all the rest, the topic outweighs everything but that; the
    // other facts are of one size, and beyond their limits more of the same makes no difference.
    private const long AskedForPoints = 10_000;
    private const long TopicPoints = 1_000;
    private const long NearPoints = 60;
    private const long ModePoints = 30;
    private const long RatingPoints = 60;
    private const long UnratedHundredths = 300;
    private const long FreeMinutesMax = 2_400;
    private const long RestDaysMax = 180;
    private const long WorkloadMinutesMax = 2_400;
    private const long MinutesPerPoint = 10;

    /// <summary>The candidates, best first, at most <see cref="MatchesMax"/>.</summary>
    /// <param name="today">The Shanghai day from which rest since the last help is counted.</param>
    public static Items<Match> Rank(Wanted wanted, IEnumerable<Candidate> candidates, DateOnly today) =>
    [
        .. candidates
            .Select(candidate => (Candidate: candidate, Reasons: ReasonsFor(wanted, candidate, today)))
            .Select(found => (found.Candidate, found.Reasons, Score: found.Reasons.Sum(reason => reason.Points)))
            .OrderByDescending(found => found.Score)
            .ThenBy(found => found.Candidate.Id, StringComparer.Ordinal)
            .Take(MatchesMax)
            .Select((found, index) => new Match(index + 1, found.Candidate, found.Score, found.Reasons)),
    ];

    private static Items<Reason> ReasonsFor(Wanted wanted, Candidate candidate, DateOnly today)
    {
        Reason?[] all =
        [
            AskedFor(wanted, candidate), Topic(wanted, candidate), Free(wanted, candidate), Distance(candidate),
            Modes(candidate), LastHelp(candidate, today), Rating(candidate), Workload(candidate),
        ];
        return [.. all.OfType<Reason>()];
    }

    private static Reason? AskedFor(Wanted wanted, Candidate candidate)
    {
        if (wanted.MentorId is { } mentor && mentor == candidate.MentorId)
            return new("asked-for", mentor, AskedForPoints, "求助方点名希望这位导师", "The receiver asked for this mentor");
        if (wanted.LibraryItemId is { } item && item == candidate.LibraryItemId)
            return new("asked-for", item, AskedForPoints, "求助方点名希望这个活动包", "The receiver asked for this package");

        return null;
    }

    private static Reason Topic(Wanted wanted, Candidate candidate)
    {
        var fits = candidate.Topics.FirstOrDefault(
            topic => string.Equals(topic.Trim(), wanted.Topic.Trim(), StringComparison.OrdinalIgnoreCase));
        return fits is not null
            ? new("topic", fits, TopicPoints, $"擅长主题“{fits}”", $"Knows the topic “{fits}”")
            : new("topic", "", 0, $"未标明擅长“{wanted.Topic}”", $"Does not list the topic “{wanted.Topic}”");
    }

    // Only mentors offer slots; for others the hours free are not known and say nothing.
    private static Reason? Free(Wanted wanted, Candidate candidate)
    {
        if (candidate.MentorId is null) return null;
        var (from, to) = (Days.Text(wanted.From), Days.Text(wanted.To));
        return new(
            "free-minutes", Number(candidate.FreeMinutes),
            Math.Min(candidate.FreeMinutes, FreeMinutesMax) / MinutesPerPoint,
            $"{from} 至 {to} 有 {Hours(candidate.FreeMinutes)} 小时可预约",
            $"{Hours(candidate.FreeMinutes)} hours free from {from} to {to}");
    }

    private static Reason Distance(Candidate candidate)
    {
        var (code, zh, en) = candidate.Distance switch
        {
            DistanceClass.SameVillage => ("same-village", "在同一村居", "In the same village"),
            DistanceClass.SameArea => ("same-area", "在同一片区", "In the same area"),
            DistanceClass.SameTown => ("same-town", "在同一镇街", "In the same town"),
            DistanceClass.SameCounty => ("same-county", "在同一区县", "In the same county"),
            _ => ("farther", "距离较远", "Farther away"),
        };
        return new("distance", code, (DistanceClass.Farther - candidate.Distance) * NearPoints, zh, en);
    }

    private static Reason? Modes(Candidate candidate)
    {
        if (candidate.MentorId is null) return null;
        var onSite = candidate.Modes.Contains(MentorMode.OnSiteGuidance);
        var sharing = candidate.Modes.Contains(MentorMode.ExperienceSharing);
        var (value, zh, en) = (onSite, sharing) switch
        {
            (true, true) => (
                "experience-sharing,on-site-guidance", "可经验分享，也可实地指导", "Shares experience and guides on site"),
            (true, false) => ("on-site-guidance", "可实地指导", "Guides on site"),
            (false, true) => ("experience-sharing", "可经验分享", "Shares experience"),
            _ => ("", "未标明服务方式", "Lists no way of helping"),
        };
        return new("modes", value, (onSite ? 2 * ModePoints : 0) + (sharing ? ModePoints : 0), zh, en);
    }

    // Help is spread: who has rested longer comes first, and who has never helped is as rested as can be.
    private static Reason LastHelp(Candidate candidate, DateOnly today)
    {
        if (candidate.LastHelpOn is not { } day)
            return new("last-help", "", RestDaysMax, "还没有确认过的互助服务", "Has not given confirmed help yet");
        var rested = Math.Clamp(today.DayNumber - day.DayNumber, 0, RestDaysMax);
        return new(
            "last-help", Days.Text(day), rested, $"最近一次互助在 {Days.Text(day)}", $"Last helped on {Days.Text(day)}");
    }

    private static Reason Rating(Candidate candidate)
    {
        if (candidate.Ratings == 0)
            return new("rating", "", UnratedHundredths * RatingPoints / 100, "还没有评分", "Not rated yet");
        var hundredths = candidate.RatingSum * 100 / candidate.Ratings;
        var mean = (hundredths / 100m).ToString("0.0#", CultureInfo.InvariantCulture);
        return new(
            "rating", mean, hundredths * RatingPoints / 100, $"平均评分 {mean}(共 {candidate.Ratings} 次)",
            $"Rated {mean} on average ({candidate.Ratings} ratings)");
    }

    private static Reason Workload(Candidate candidate) => new(
        "workload", Number(candidate.WorkloadMinutes),
        -Math.Min(candidate.WorkloadMinutes, WorkloadMinutesMax) / MinutesPerPoint,
        $"当月已安排 {Hours(candidate.WorkloadMinutes)} 小时", $"{Hours(candidate.WorkloadMinutes)} hours taken that month");

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Hours(long minutes) => (minutes / 60m).ToString("0.##", CultureInfo.InvariantCulture);
}
