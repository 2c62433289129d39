namespace Federation.Api.JointActions;

/// <summary>A session that waits for its report.</summary>
/// <param name="DaysOverdue">Whole days since its day; 0 on the day itself.</param>
public sealed record UnreportedSession(
    string ActionId, string Id, string SeriesId, string VillageCode, string OrganisationId, DateOnly Day,
    DateTimeOffset StartsAt, string Place, int DaysOverdue, string Cursor);

/// <summary>Sessions whose time has come and that nobody reported or cancelled, the oldest first.</summary>
internal static class Unreported
{
    private const string Waiting = "s.action = @action and s.state = 'planned' and s.starts_at <= @now";

    public static Listed<UnreportedSession> List(Reading reading, ActionOf of) => reading.Page(
        [
            .. SessionReading.Page(reading, Waiting, reading.Limit + 1, ("action", of.Id), ("now", reading.Now))
                .Select(s => new UnreportedSession(
                    s.ActionId, s.Id, s.SeriesId, s.VillageCode, s.OrganisationId, s.Day, s.StartsAt, s.Place,
                    reading.Today.DayNumber - s.Day.DayNumber, s.Cursor)),
        ],
        session => session.Cursor);

    public static long Count(Reading reading, string action) => reading.Rows.One(
        $"select count(*) from sessions s where {Waiting}", r => r.GetInt64(0),
        ("action", action), ("now", reading.Now));
}
