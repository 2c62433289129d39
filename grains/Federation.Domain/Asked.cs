namespace Federation.Domain;

/// <summary>Who asks, in what standing, when, and for which day the fact is stated.</summary>
/// <param name="By">The account, or <c>process/…</c> for a Process.</param>
/// <param name="As">What the gateway knows the asker to be; what that allows is a rule in the decider.</param>
/// <param name="Now">The moment of asking (UTC).</param>
/// <param name="On">The Shanghai day of the stated fact; today unless the caller back-dates.</param>
public sealed record Asked(string By, Standing As, DateTimeOffset Now, DateOnly On)
{
    /// <summary>The Shanghai day on which this is asked.</summary>
    public DateOnly Today => Days.Of(Now);

    /// <summary>The one rule about days: a coordinator may back-date, nobody may post-date.</summary>
    public Refusal? DayRefused(DateOnly day) =>
        day > Today ? Refusals.DayInFuture
        : day < Today && !As.Coordinator ? Refusals.BackDatingNotAllowed
        : null;

    /// <summary>A coordinator may do what an organisation of the alliance may, on its behalf.</summary>
    public bool SpeaksFor(string organisationId) => As.Coordinator || As.Organisations.Contains(organisationId);

    public static class Refusals
    {
        public static readonly Refusal DayInFuture =
            new("day-in-future", "日期不能晚于今天。", "The day must not be later than today.", Field: "on");

        public static readonly Refusal BackDatingNotAllowed =
            new("back-dating-not-allowed", "只有联盟协调员可以补录过去日期的事项。",
                "Only a coordinator of the alliance may state a fact for a past day.", Field: "on");

        public static readonly Refusal NotCoordinator =
            new("not-coordinator", "此操作须由联盟协调员办理。", "Only a coordinator of the alliance may do this.", Forbids: true);

        public static readonly Refusal NotYourOrganisation =
            new("not-your-organisation", "您不能代表该组织办理此事。", "You cannot act for this organisation.", Forbids: true);

        public static readonly Refusal NotFound =
            new("not-found", "没有找到该记录。", "There is no such record.");
    }
}

/// <summary>What the gateway knows of the asker with regard to the resource asked for.</summary>
/// <param name="Coordinator">Coordinates the alliance the resource belongs to (or is the platform's
/// administrator).</param>
/// <param name="Organisations">Organisations the asker is staff of.</param>
/// <param name="Mentor">The mentor the asker is, if one.</param>
/// <param name="Administrator">Administers the platform: manages its accounts.</param>
public sealed record Standing(
    bool Coordinator, Items<string> Organisations, string? Mentor = null, bool Administrator = false)
{
    public static Standing Nobody { get; } = new(false, []);

    /// <summary>A Process acts with the alliance's own authority: its commands were earned by an accepted
    /// event.</summary>
    public static Standing Process { get; } = new(true, []);
}

/// <summary>Days and months are Shanghai's, whatever the machine's zone; China has kept one offset since
/// 1991.</summary>
public static class Days
{
    public static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    public static DateOnly Of(DateTimeOffset moment) => DateOnly.FromDateTime(moment.ToOffset(Shanghai).DateTime);

    /// <summary>The moment that Shanghai's clocks show; null in the calendar's first and last year, where the same
    /// moment may have no date elsewhere.</summary>
    public static DateTimeOffset? Moment(DateTime local) => local.Year is > 1 and < 9999
        ? new(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), Shanghai) : null;

    public static string Month(DateOnly day) =>
        day.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);

    public static string Text(DateOnly day) =>
        day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A name as people read it: Chinese always, English where somebody gave it.</summary>
public sealed record Name(string Zh, string? En = null)
{
    /// <summary>Readable in Chinese, and in neither language longer than so many UTF-16 units.</summary>
    public bool Fits(int lengthMax) =>
        !string.IsNullOrWhiteSpace(Zh) && Zh.Length <= lengthMax
        && (En is null || (!string.IsNullOrWhiteSpace(En) && En.Length <= lengthMax));
}
