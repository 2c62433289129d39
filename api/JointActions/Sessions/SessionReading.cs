namespace Federation.Api.JointActions;

/// <summary>A session as lists show it. Notes and reasons are free text: for members and coordinators only.</summary>
/// <param name="State">planned, held or cancelled; a cancelled one keeps the report that no longer counts.</param>
public sealed record SessionRow(
    string ActionId, string Id, string SeriesId, string VillageCode, string OrganisationId, DateOnly Day,
    DateTimeOffset StartsAt, string Place, string State, Counted? PersonTimes, long? Volunteers, long? Minutes,
    long? Copies, long Corrections, bool Illustrative, string? Source, string? Note, string? Reason)
{
    public IReadOnlyList<Material> Materials { get; init; } = [];

    /// <summary>How it was moved, the oldest first; read for a single session only.</summary>
    public IReadOnlyList<SessionMove>? Moves { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public string Cursor => $"{Days.Text(Day)}|{ActionId}|{Id}";
}

/// <summary>A session as its page shows it.</summary>
/// <param name="MayAct">The reader may report, move and cancel it.</param>
/// <param name="Stocks">That still have something, for who may report.</param>
public sealed record SessionView(SessionRow Session, bool MayAct, IReadOnlyList<StockRow> Stocks);

/// <summary>Reads of sessions, a page at a time by an index: what a figure opens to. No figure is made from
/// them.</summary>
internal static class SessionReading
{
    private const string Columns =
        "s.action, s.session, s.series, s.village, s.organisation, s.day, s.starts_at, s.place, s.state, " +
        "s.person_times, s.pt_precision, s.volunteer_times, s.minutes, s.copies, s.corrections, s.illustrative, " +
        "s.source, s.note, s.reason";

    public static Listed<SessionRow> List(Reading reading) =>
        reading.Page(Found(reading, reading.Rows.RequireAction(reading["id"])), session => session.Cursor);

    /// <summary>The same as a list with one row more than asked for.</summary>
    public static IReadOnlyList<SessionRow> Found(Reading reading, ActionOf of)
    {
        Condition?[] where =
        [
            new("s.action = @action", ("action", of.Id)),
            .. new[] { "series", "village", "organisation", "state" }.Select(name =>
                reading.Text(name) is { } value ? new Condition($"s.{name} = @{name}", (name, value)) : null),
            reading.DayOrMonth("from", last: false) is { } from ? new("s.day >= @from", ("from", from)) : null,
            reading.DayOrMonth("to", last: true) is { } to ? new("s.day <= @to", ("to", to)) : null,
        ];
        var asked = where.OfType<Condition>().ToArray();
        return Shown(reading, of, Page(
            reading, string.Join(" and ", asked.Select(c => c.Sql)), reading.Limit + 1,
            [.. asked.SelectMany(c => c.Values)]));
    }

    /// <summary>After the closing only a coordinator corrects.</summary>
    public static SessionView? View(Reading reading, ActionOf of, ActionHead action)
    {
        if (Find(reading, of, reading["sessionId"]) is not { } session) return null;
        var may = action.Coordinates || (reading.Caller.Organisations.Contains(session.OrganisationId)
            && action.About.Phase != ActionPhase.Closed);
        return new(session, may, may ? Stocks.Offered(reading, of.AllianceId, session.OrganisationId) : []);
    }

    public static SessionRow? Find(Reading reading, ActionOf of, string session)
    {
        var row = reading.Rows.One(
            $"select {Columns} from sessions s where s.action = @action and s.session = @session", Row,
            ("action", of.Id), ("session", Post.Reference(session, "sessionId")));
        return row is null ? null : Shown(reading, of, [row])[0] with { Moves = SessionMoves.Of(reading, of, row.Id) };
    }

    /// <summary>A page in the order of days, from the request's cursor on.</summary>
    public static IReadOnlyList<SessionRow> Page(
        Reading reading, string where, int max, params (string, object?)[] values)
    {
        var (day, action, id) = reading.Cursor.Split('|') is [var d, var a, var i] ? (d, a, i) : ("", "", "");
        return reading.Rows.All(
            $"select {Columns} from sessions s where {where} and s.day >= @cDay and (s.day > @cDay " +
            "or s.action > @cAction or (s.action = @cAction and s.session > @cId)) " +
            "order by s.day, s.action, s.session limit @max",
            Row, [.. values, ("cDay", day), ("cAction", action), ("cId", id), ("max", max)]);
    }

    /// <summary>The latest held sessions of an alliance, newest first.</summary>
    public static IReadOnlyList<SessionRow> Latest(Reading reading, string alliance, int max) => reading.Rows.All(
        $"select {Columns} from sessions s where s.alliance = @alliance and s.state = 'held' " +
        "order by s.day desc, s.action, s.session limit @max",
        r => Row(r) with { Note = null, Reason = null }, ("alliance", alliance), ("max", max));

    /// <summary>With materials, and with notes for those who may read them.</summary>
    public static IReadOnlyList<SessionRow> Shown(Reading reading, ActionOf of, IReadOnlyList<SessionRow> sessions)
    {
        var materials = sessions.Count == 0 ? [] : sessions.Count == 1 ? Materials(reading.Rows, of.Id, sessions[0].Id)
            : Materials(reading.Rows, of.Id, null);
        var bySession = materials.ToLookup(m => m.Session, m => m.Material);
        var texts = MayReadNotes(reading, of)
            ? reading.OpenWords(sessions.SelectMany(s => new[] { s.Note, s.Reason }), "sessions of an action")
            : [];
        return
        [
            .. sessions.Select(s => s with
            {
                Note = texts.GetValueOrDefault(s.Note ?? ""), Reason = texts.GetValueOrDefault(s.Reason ?? ""),
                Materials = [.. bySession[s.Id]],
            }),
        ];
    }

    /// <summary>Coordinators, and staff of an organisation that takes part.</summary>
    public static bool MayReadNotes(Reading reading, ActionOf of) => reading.Caller.Coordinates(of)
        || reading.Caller.Organisations.Any(own => ActionFactsReading.TakesPart(reading.Rows, of.Id, own));

    private static IReadOnlyList<(string Session, Material Material)> Materials(
        Rows rows, string action, string? session) => rows.All(
        "select session, name, count, precision from session_materials where action = @action " +
        (session is null ? "" : "and session = @session ") + "order by session, name",
        r => (r.GetString(0), new Material(r.GetString(1), r.GetInt64(2), RowText.Parse<Precision>(r.GetString(3)))),
        ("action", action), ("session", session));

    private static SessionRow Row(System.Data.Common.DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.Day(5)!.Value,
        r.Moment(6)!.Value.ToOffset(Days.Shanghai), r.GetString(7), r.GetString(8),
        r.Text(10) is { } precision ? new(r.GetInt64(9), RowText.Parse<Precision>(precision)) : null,
        r.Text(10) is null ? null : r.Number(11), r.Text(10) is null ? null : r.Number(12),
        r.Text(10) is null ? null : r.Number(13), r.Number(14) ?? 0, r.Flag(15), r.Text(16), r.Text(17), r.Text(18));
}
