namespace Federation.Api.JointActions;

/// <summary>Sessions whose time has come and that nobody reported or cancelled, the oldest first.</summary>
internal static class Unreported
{
    private const string Waiting = "s.state = 'planned' and s.starts_at <= @now";

    public static IReadOnlyList<SessionRow> Of(Reading reading, ActionOf of, int max) => SessionReading.Page(
        reading, $"s.action = @action and {Waiting}", max, ("action", of.Id), ("now", Now(reading)));

    public static long Count(Reading reading, string action) => reading.Rows.One(
        $"select count(*) from sessions s where s.action = @action and {Waiting}", r => r.GetInt64(0),
        ("action", action), ("now", Now(reading)));

    /// <summary>Whole days since its day; 0 on the day itself.</summary>
    public static int DaysOver(Reading reading, SessionRow session) =>
        reading.Today.DayNumber - session.Day.DayNumber;

    private static DateTimeOffset Now(Reading reading) =>
        reading.Http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
}
