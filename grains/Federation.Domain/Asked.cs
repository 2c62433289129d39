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

    /// <summary>The one rule about days: a coordinator may back-date, nobody may post-date, none lies before there was
    /// anything to state.</summary>
    public Refusal? DayRefused(DateOnly day) =>
        day < Days.First ? Refusals.DayTooEarly
        : day > Today ? Refusals.DayInFuture
        : day < Today && !As.Coordinator ? Refusals.BackDatingNotAllowed
        : null;

    public bool SpeaksFor(string organisationId) => As.Speaks(organisationId);

    public static class Refusals
    {
        public static readonly Refusal DayInFuture =
            new("day-in-future", "日期不能晚于今天。", "The day must not be later than today.", Field: "on");

        public static readonly Refusal DayTooEarly =
            new("day-too-early", $"日期不能早于 {Days.Text(Days.First)}。",
                $"The day is not earlier than {Days.Text(Days.First)}.", Field: "on");

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

    /// <summary>A coordinator may do what an organisation of the alliance may, on its behalf.</summary>
    public bool Speaks(string organisationId) => Coordinator || Organisations.Contains(organisationId);

    /// <summary>A Process acts with the alliance's own authority: its commands were earned by an accepted
    /// event.</summary>
    public static Standing Process { get; } = new(true, []);
}

/// <summary>Days and months are Shanghai's, whatever the machine's zone; China has kept one offset since
/// 1991.</summary>
public static class Days
{
    public static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    /// <summary>The first and the last day that is taken from anybody: before it there were no such organisations,
    /// beyond it is a typing error. Whatever a rule or a page adds to it or takes off it still has a date.</summary>
    public static readonly DateOnly First = new(1949, 10, 1), Last = new(2100, 12, 31);

    public static DateOnly Of(DateTimeOffset moment) => DateOnly.FromDateTime(moment.ToOffset(Shanghai).DateTime);

    public static bool Known(DateOnly day) => First <= day && day <= Last;

    /// <summary>A day as bodies, forms and queries write it (<c>2026-03-12</c>); null where it is none, or none of
    /// these centuries.</summary>
    public static DateOnly? Parse(string? text) => DateOnly.TryParseExact(
        text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture,
        System.Globalization.DateTimeStyles.None, out var day) && Known(day) ? day : null;

    /// <summary>The moment that Shanghai's clocks show; null outside the days that are taken.</summary>
    public static DateTimeOffset? Moment(DateTime local) => Known(DateOnly.FromDateTime(local))
        ? new(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), Shanghai) : null;

    public static string Month(DateOnly day) =>
        day.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);

    public static string Text(DateOnly day) =>
        day.ToString("o", System.Globalization.CultureInfo.InvariantCulture); // yyyy-MM-dd, without reading a pattern.
}

/// <summary>A name as people read it: Chinese always, English where somebody gave it.</summary>
public sealed record Name(string Zh, string? En = null)
{
    /// <summary>Readable in Chinese, and in neither language longer than so many UTF-16 units.</summary>
    public bool Fits(int lengthMax) =>
        !string.IsNullOrWhiteSpace(Zh) && Zh.Length <= lengthMax
        && (En is null || (!string.IsNullOrWhiteSpace(En) && En.Length <= lengthMax));
}
