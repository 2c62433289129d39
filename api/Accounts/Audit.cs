namespace Federation.Api.Accounts;

/// <summary>One recorded fact: who, when, what, where; never what a body says.</summary>
public sealed record AuditRow(
    long Position, DateTimeOffset At, string Day, string Actor, string? UserName, string What, string Stream,
    long Version);

/// <summary>Who did what: the log itself, newest first, so that the audit is not a copy that could differ.</summary>
public static class Audit
{
    private const Who Readers = Who.Administrator | Who.Auditor;

    public static readonly Feature Feature = new("/audit", [], audit =>
    {
        audit.Json<object>("", Readers, reading => reading.Text("of") is "readings"
            ? reading.Page(PersonalReads.Found(reading), read => read.Cursor)
            : Found(reading, reading.Text("actor")), "of stream actor limit:integer cursor");
        audit.Page<Listed<AuditRow>, AuditPage>("~/admin/audit", Readers, reading =>
            Found(reading, reading.Text("actor") is { } typed ? ActorOf(reading.Rows, typed.Trim()) : null));
    });

    private static Listed<AuditRow> Found(Reading reading, string? actor)
    {
        var stream = reading.Text("stream");
        var found = reading.Rows.All<AuditRow>(
            "select e.position, e.recorded_at as at, e.day, e.actor, a.user_name, e.name as what, e.stream, " +
            "e.version from events e left join accounts a on a.id = e.actor where e.position < @before " +
            (stream is null ? "" : "and (e.stream = @stream or e.stream like @streams) ") +
            (actor is null ? "" : "and e.actor = @actor ") + "order by e.position desc limit @max",
            ("before", long.TryParse(reading.Cursor, out var position) ? position : long.MaxValue),
            ("stream", stream), ("streams", stream + "/%"), ("actor", actor), ("max", reading.Limit + 1));
        return reading.Page(
            [.. found.Select(e => e with { At = e.At.ToOffset(Days.Shanghai) })], e => $"{e.Position}");
    }

    /// <summary>People know user names, the log knows accounts' ids; either finds the same.</summary>
    private static string ActorOf(Rows rows, string typed) => rows.One(
        "select id from accounts where user_name = @name",
        r => r.GetString(0), ("name", typed.ToLowerInvariant())) ?? typed;
}
