namespace Federation.Api.JointActions;

/// <summary>One change of a session's time or place.</summary>
/// <param name="WasAt">Null where it was not kept.</param>
/// <param name="Reason">Free text, for members and coordinators only.</param>
public sealed record SessionMove(
    DateTimeOffset? WasAt, string? WasPlace, DateTimeOffset StartsAt, string Place, DateOnly MovedOn, string? Reason);

/// <summary>A session whose change somebody may not have heard of yet: moved or cancelled, and one of its days is
/// still to come.</summary>
public sealed record SessionNews(
    string ActionId, string Id, string SeriesId, string VillageCode, string State, DateTimeOffset? WasAt,
    string? WasPlace, DateTimeOffset StartsAt, string Place, string? Reason);

/// <summary>How sessions were moved: their history, and what is still news.</summary>
internal static class SessionMoves
{
    private const int NewsMax = 8;

    private const string Session =
        "s.action as action_id, s.session as id, s.series as series_id, s.village as village_code, s.state, " +
        "s.starts_at, s.place";

    /// <summary>Every move of one session, the oldest first.</summary>
    public static IReadOnlyList<SessionMove> Of(Reading reading, ActionOf of, string session)
    {
        var moves = reading.Rows.All<SessionMove>(
            "select was_starts_at as was_at, was_place, starts_at, place, moved_on, reason from session_moves " +
            "where action = @action and session = @session order by number", ("action", of.Id), ("session", session));
        var words = SessionReading.MayReadNotes(reading, of)
            ? reading.OpenWords(moves.Select(m => m.Reason), "moves of a session") : [];
        return
        [
            .. moves.Select(m => m with
            {
                WasAt = m.WasAt?.ToOffset(Days.Shanghai), StartsAt = m.StartsAt.ToOffset(Days.Shanghai),
                Reason = words.GetValueOrDefault(m.Reason ?? ""),
            }),
        ];
    }

    /// <summary>How often each of these sessions of one action was moved.</summary>
    public static Dictionary<string, long> Counts(Rows rows, IReadOnlyList<SessionRow> sessions) =>
        sessions.Count == 0 ? [] : rows.All(
            "select session, count(*) from session_moves where action = @action " +
            (sessions.Count == 1 ? "and session = @session " : "") + "group by session",
            r => (r.GetString(0), r.GetInt64(1)), ("action", sessions[0].ActionId), ("session", sessions[0].Id))
            .ToDictionary();

    /// <summary>Changes in an alliance until the last of the days concerned is past. Moved twice, it shows the first
    /// day that somebody may still come on.</summary>
    public static IReadOnlyList<SessionNews> News(Reading reading, string alliance)
    {
        var moved = reading.Rows.All<SessionNews>(
            $"select {Session}, m.was_starts_at as was_at, m.was_place, m.reason from session_moves m " +
            "join sessions s on s.action = m.action and s.session = m.session " +
            "where m.until >= @today and s.alliance = @alliance and s.state = 'planned' order by m.number limit @max",
            ("today", reading.Today), ("alliance", alliance), ("max", Reading.LimitMax));
        var cancelled = reading.Rows.All<SessionNews>(
            $"select {Session}, null as was_at, null as was_place, s.reason from sessions s " +
            "where s.alliance = @alliance and s.day >= @today and s.state = 'cancelled' " +
            "order by s.day, s.action, s.session limit @max",
            ("today", reading.Today), ("alliance", alliance), ("max", NewsMax));
        SessionNews[] news =
        [
            .. moved.GroupBy(m => (m.ActionId, m.Id)).Select(of => of.First() with { Reason = of.Last().Reason })
                .Concat(cancelled).OrderBy(n => n.StartsAt).ThenBy(n => n.Id, StringComparer.Ordinal).Take(NewsMax),
        ];
        var readable = news.Select(n => n.ActionId).Distinct().Where(action =>
            reading.Rows.FindAction(action) is { } of && SessionReading.MayReadNotes(reading, of)).ToHashSet();
        var words = reading.OpenWords(
            news.Where(n => readable.Contains(n.ActionId)).Select(n => n.Reason), "changes of sessions");
        return
        [
            .. news.Select(n => n with
            {
                WasAt = n.WasAt?.ToOffset(Days.Shanghai), StartsAt = n.StartsAt.ToOffset(Days.Shanghai),
                Reason = words.GetValueOrDefault(n.Reason ?? ""),
            }),
        ];
    }
}
