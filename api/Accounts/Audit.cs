using Federation.Api.SigningIn;

namespace Federation.Api.Accounts;

/// <summary>One recorded fact: who, when, what, where; never what a body says.</summary>
public sealed record AuditRow(
    long Position, DateTimeOffset At, string Day, string Actor, string? UserName, string What, string Stream,
    long Version);

/// <summary>Who did what: the log itself, newest first, so that the audit is not a copy that could differ.</summary>
public static class Audit
{
    private const Who Readers = Who.Administrator | Who.Auditor;

    /// <summary>Rows looked at for one page of an auditor whose part is a region or an alliance; what comes later is on
    /// the next page.</summary>
    private const int LookedAtMax = 5_000;

    public static readonly Feature Feature = new("/audit", [], audit =>
    {
        audit.Json<object>("", Readers, reading => reading.Text("of") switch
        {
            "readings" => Readings(reading),
            "sign-ins" => TrailReading.Found(reading),
            _ => Found(reading, reading.Text("actor")),
        }, "of stream actor limit:integer cursor " + TrailReading.Filters);
        audit.Marked(new AskAgain(), new IsTold(Trails.Exported)).File("/sign-ins.csv", Readers, reading =>
        {
            reading.Http.Response.Headers.CacheControl = "no-store";
            return Task.FromResult(Results.File(TrailReading.Csv(reading), CsvFile.Type, "sign-ins.csv"));
        }, TrailReading.Filters, linked: true);
        audit.Page<Listed<TrailRow>, TrailPage>("~/admin/sign-ins", Readers, TrailReading.Found);
        audit.Page<Listed<AuditRow>, AuditPage>("~/admin/audit", Readers, reading =>
            Found(reading, reading.Text("actor") is { } typed ? ActorOf(reading.Rows, typed.Trim()) : null));
    });

    /// <summary>Who opened whose details: what accounts or people of the auditor's part did or met.</summary>
    private static Listed<PersonalRead> Readings(Reading reading)
    {
        var places = new StreamPlaces(reading.Rows, reading.Caller);
        return Audited(
            reading, (cursor, max) => PersonalReads.Found(reading, cursor, max), read => read.Cursor, read =>
                places.HasAccount(read.Account) || (read.Kind == "person" && places.Has($"person/{read.Whose}")));
    }

    private static Listed<AuditRow> Found(Reading reading, string? actor)
    {
        var places = new StreamPlaces(reading.Rows, reading.Caller);
        return Audited(
            reading, (cursor, max) => Recorded(reading, actor, cursor, max), e => $"{e.Position}",
            e => places.Has(e.Stream));
    }

    /// <summary>A page of what the reader audits. Those who audit a part may get a short page that goes on.</summary>
    private static Listed<T> Audited<T>(
        Reading reading, Func<string, int, IReadOnlyList<T>> rows, Func<T, string> cursorOf, Func<T, bool> within)
    {
        var limit = reading.Limit;
        if (reading.Caller.AuditsAll()) return reading.Page(rows(reading.Cursor, limit + 1), cursorOf);
        var (found, cursor, looked) = (new List<T>(), reading.Cursor, 0);
        while (looked < LookedAtMax)
        {
            var next = rows(cursor, Reading.LimitMax);
            foreach (var row in next)
            {
                (cursor, looked) = (cursorOf(row), looked + 1);
                if (within(row)) found.Add(row);
                if (found.Count == limit) return new(found, Reading.Opaque(cursor));
            }

            if (next.Count < Reading.LimitMax) return new(found, null);
        }

        return new(found, Reading.Opaque(cursor));
    }

    private static IReadOnlyList<AuditRow> Recorded(Reading reading, string? actor, string cursor, int max)
    {
        var (stream, within) = (reading.Text("stream"), reading.Between("e.recorded_at"));
        var found = reading.Rows.All<AuditRow>(
            "select e.position, e.recorded_at as at, e.day, e.actor, a.user_name, e.name as what, e.stream, " +
            "e.version from events e left join accounts a on a.id = e.actor " +
            $"where {within.Sql} and e.position < @before " +
            (stream is null ? "" : "and (e.stream = @stream or e.stream like @streams) ") +
            (actor is null ? "" : "and e.actor = @actor ") + "order by e.position desc limit @max",
            [
                ("before", long.TryParse(cursor, out var position) ? position : long.MaxValue),
                ("stream", stream), ("streams", stream + "/%"), ("actor", actor), ("max", max), .. within.Values,
            ]);
        return [.. found.Select(e => e with { At = e.At.ToOffset(Days.Shanghai) })];
    }

    /// <summary>People know user names, the log knows accounts' ids; either finds the same.</summary>
    public static string ActorOf(Rows rows, string typed) => rows.One(
        "select id from accounts where user_name = @name",
        r => r.GetString(0), ("name", typed.ToLowerInvariant())) ?? typed;
}
