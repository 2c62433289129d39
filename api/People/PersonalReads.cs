using System.Collections.Concurrent;

namespace Federation.Api.People;

/// <summary>Who opened whose details or words, when and what for: by ids, so that the record holds nothing
/// personal.</summary>
/// <param name="Kind"><c>person</c> or <c>text</c>; <paramref name="Whose"/> is its id.</param>
/// <param name="At">Of the first opening in its hour: the same one again within the hour leaves no second
/// row.</param>
public sealed record PersonalRead(
    DateTimeOffset At, string Account, string? UserName, string Kind, string Whose, string Purpose, string Route)
{
    public string Cursor => $"{Micros.Of(At)}|{Account}|{Kind}|{Whose}|{Purpose}";
}

/// <summary>Every opening of sealed details or words in full leaves a row before the answer leaves; masked lists
/// leave none.</summary>
public static class PersonalReads
{
    /// <summary>Rows this node remembers to have written, so that reading again costs no write.</summary>
    private const int RememberedMax = 20_000;

    private static readonly ConcurrentDictionary<(EventLog, string), bool> Remembered = [];

    /// <summary>What this request has opened so far.</summary>
    private sealed record Opened(List<(string Kind, string Whose, string Purpose)> Rows);

    public static void Note(this Reading reading, string kind, IEnumerable<string> ids, string purpose)
    {
        var opened = reading.Http.Features.Get<Opened>();
        if (opened is null) reading.Http.Features.Set(opened = new([]));
        opened.Rows.AddRange(ids.Select(id => (kind, id, purpose)));
    }

    /// <summary>Free text under its ids, noted; what was erased is not in it.</summary>
    public static Dictionary<string, string> OpenWords(this Reading reading, IEnumerable<string?> ids, string purpose)
    {
        var words = reading.Log.Open([.. ids.OfType<string>().Distinct()]);
        reading.Note("text", words.Keys, purpose);
        return words;
    }

    /// <summary>Writes what the request opened; called before anything of it is sent.</summary>
    public static async Task Keep(HttpContext http)
    {
        if (http.Features.Get<Opened>() is not { Rows.Count: > 0 } opened) return;
        var log = http.RequestServices.GetRequiredService<EventLog>();
        var account = http.Features.Get<Caller>()?.Account ?? "anonymous";
        var now = log.Clock.GetUtcNow();
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        var hour = Micros.Of(now) / Micros.Of(DateTimeOffset.UnixEpoch.AddHours(1));
        var rows = opened.Rows.Distinct()
            .Select(r => (Key: (log, $"{hour} {account} {r.Kind} {r.Whose} {r.Purpose}"), Row: r))
            .Where(r => !Remembered.ContainsKey(r.Key)).ToArray();
        if (rows.Length == 0) return;
        IReadOnlyList<object?[]> values = [.. rows.Select(r => new object?[]
        {
            account, r.Row.Kind, r.Row.Whose, r.Row.Purpose, hour, Micros.Of(now), route,
        })];
        await log.Write(Rowset.Put(log.PersonalReads, values));
        if (Remembered.Count > RememberedMax) Remembered.Clear();
        foreach (var row in rows) Remembered[row.Key] = true;
    }

    /// <summary>Newest first, so many after the cursor; filter <c>actor</c>.</summary>
    public static IReadOnlyList<PersonalRead> Found(Reading reading, string cursor, int max)
    {
        const string Key = "r.account || '|' || r.kind || '|' || r.whose || '|' || r.purpose";
        var (actor, within) = (reading.Text("actor"), reading.Between("r.at"));
        var (at, rest) = cursor.Split('|', 2) is [var moment, var others] && long.TryParse(moment, out var m)
            ? (m, others) : (long.MaxValue, "");
        return
        [
            .. reading.Rows.All<PersonalRead>(
                "select r.at, r.account, a.user_name, r.kind, r.whose, r.purpose, r.route from personal_reads r " +
                $"left join accounts a on a.id = r.account where (r.at < @at or (r.at = @at and {Key} > @rest)) " +
                (actor is null ? "" : "and r.account = @actor ") +
                $"and {within.Sql} order by r.at desc, {Key} limit @max",
                [("at", at), ("rest", rest), ("actor", actor), ("max", max), .. within.Values])
                .Select(read => read with { At = read.At.ToOffset(Days.Shanghai) }),
        ];
    }
}
