using System.Text.Json.Serialization;

namespace Federation.Api.JointActions;

/// <param name="DaysOverdue">Whole days since its day; 0 on the day itself.</param>
public sealed record UnreportedSession(
    string ActionId, string Id, string SeriesId, string VillageCode, string OrganisationId, DateOnly Day,
    DateTimeOffset StartsAt, string Place, int DaysOverdue, string Cursor);

/// <param name="Next">The cursor of the next page; null on the last one.</param>
public sealed record UnreportedShown(
    [property: JsonIgnore] ActionHead Action, IReadOnlyList<UnreportedSession> Items, string? Next);

/// <summary>Sessions whose time has come and that nobody reported or cancelled, the oldest first.</summary>
public static class Unreported
{
    private const string Waiting = "s.state = 'planned' and s.starts_at <= @now";

    public static readonly Feature Feature = new("/joint-actions/{id}", [], action =>
        action.Get<UnreportedShown, UnreportedPage>(
            "/unreported-sessions", Who.Everyone, Of, "limit:integer cursor", page: "/unreported"));

    private static UnreportedShown Of(Reading reading)
    {
        var (of, action) = ActionHead.Of(reading, reading["id"]);
        var found = reading.Page(
            SessionReading.Page(
                reading, $"s.action = @action and {Waiting}", reading.Limit + 1, ("action", of.Id),
                ("now", Now(reading))),
            s => s.Cursor);
        return new(
            action, [.. found.Items.Select(s => new UnreportedSession(
                s.ActionId, s.Id, s.SeriesId, s.VillageCode, s.OrganisationId, s.Day, s.StartsAt, s.Place,
                reading.Today.DayNumber - s.Day.DayNumber, s.Cursor))], found.Next);
    }

    public static long Count(Reading reading, string action) => reading.Rows.One(
        $"select count(*) from sessions s where s.action = @action and {Waiting}", r => r.GetInt64(0),
        ("action", action), ("now", Now(reading)));

    private static DateTimeOffset Now(Reading reading) => reading.Log.Clock.GetUtcNow();
}
