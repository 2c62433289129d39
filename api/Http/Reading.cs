using System.Text;
using Federation.Log.Counting;

namespace Federation.Api.Http;

/// <summary>What every GET shares: waiting for a position, the answer's ETag, pages of a list.</summary>
public sealed class Reading(HttpContext http)
{
    public const int LimitMax = 500, LimitUsual = 50;
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(2);

    public HttpContext Http { get; } = http;

    public EventLog Log { get; } = http.RequestServices.GetRequiredService<EventLog>();

    public Rows Rows => Log.Rows;

    /// <summary>What counts, up to this node's head.</summary>
    public Books Books => Log.Books.UpToDate();

    public Caller Caller { get; } = http.Features.Get<Caller>() ?? Caller.Anonymous;

    /// <summary>An id of the route's address, checked.</summary>
    public string this[string name] => Post.Reference((string)Http.Request.RouteValues[name]!, name);

    /// <summary>The address of the page that is shown: after a refused form not the one it was sent to.</summary>
    public string Address { get; set; } = http.Request.Path;

    /// <summary>Set where a page has nothing to show: whoever asks for it is sent there instead.</summary>
    public string? Elsewhere { get; set; }

    /// <summary>How absolute links begin; null where nobody has said.</summary>
    public string? PublicAddress => Http.RequestServices.GetRequiredService<Hosting.PublicAddress>().Of(Http);

    public DateTimeOffset Now => Log.Clock.GetUtcNow();

    /// <summary>The form that was refused, where its page is shown again; that page stays, whatever became of its
    /// record meanwhile.</summary>
    public FormState? Sent => Http.Features.Get<FormState>();

    public DateOnly Today { get; } = Days.Of(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());

    /// <summary>Told every word of a query that is looked at: tests hold it against what the documents name.</summary>
    public static Action<HttpContext, string>? Listener { get; set; }

    public string? Text(string name)
    {
        Listener?.Invoke(Http, name);
        return Http.Request.Query[name] is [{ Length: > 0 } one] ? one : null;
    }

    public DateOnly? Day(string name) => Text(name) is not { } text ? null : Days.Parse(text) ?? throw Wrong(
        name, $"日期须为 YYYY-MM-DD，在 {Days.First.Year} 至 {Days.Last.Year} 年之间。",
        $"A day is YYYY-MM-DD, from {Days.First.Year} to {Days.Last.Year}.");

    /// <summary>The first or last day of what was given: a day, or a month.</summary>
    public DateOnly? DayOrMonth(string name, bool last)
    {
        if (Text(name) is not { Length: 7 } text) return Day(name);
        var first = Days.Parse(text + "-01") ?? throw Wrong(
            name, $"月份须为 YYYY-MM，在 {Days.First.Year} 至 {Days.Last.Year} 年之间。",
            $"A month is YYYY-MM, from {Days.First.Year} to {Days.Last.Year}.");
        return last ? first.AddDays(DateTime.DaysInMonth(first.Year, first.Month) - 1) : first;
    }

    public int Number(string name, int usual, int min, int max)
    {
        if (Text(name) is not { } text) return usual;
        return int.TryParse(text, out var number) && number >= min && number <= max
            ? number
            : throw Wrong(name, $"“{name}”须为 {min} 至 {max} 的整数。", $"'{name}' is a whole number from {min} to {max}.");
    }

    public int Limit => Number("limit", LimitUsual, 1, LimitMax);

    /// <summary>Where the last page ended; opaque to the caller.</summary>
    public string Cursor
    {
        get
        {
            if (Text("cursor") is not { } text) return "";
            try
            {
                var cursor = Encoding.UTF8.GetString(Convert.FromBase64String(text));
                return cursor.Contains('\0') ? throw new FormatException("No text of ours holds it.") : cursor;
            }
            catch (FormatException)
            {
                throw Wrong("cursor", "翻页标记无效，请从第一页重新开始。", "The cursor is not valid; start again from the first page.");
            }
        }
    }

    /// <summary>This page's address, going on after the given cursor; filters stay.</summary>
    public string Next(string cursor) => NextPage(Opaque(cursor));

    /// <summary>The same from a cursor as the API answers it.</summary>
    public string NextPage(string cursor) =>
        Address + Microsoft.AspNetCore.Http.QueryString.Create(Filters.Append(new("cursor", cursor)));

    /// <summary>This page's address from the beginning of the list; null when it is at the beginning.</summary>
    public string? First => Text("cursor") is null ? null
        : Address + Microsoft.AspNetCore.Http.QueryString.Create(Filters);

    private IEnumerable<KeyValuePair<string, string?>> Filters => Http.Request.Query
        .Where(pair => pair.Key is not ("cursor" or "after" or "lang" or "done"))
        .SelectMany(pair => pair.Value.Select(value => new KeyValuePair<string, string?>(pair.Key, value)));

    /// <summary>A page of a list that was read with one row more than asked for.</summary>
    public Listed<T> Page<T>(IReadOnlyList<T> oneMore, Func<T, string> cursorOf)
    {
        var limit = Limit;
        return oneMore.Count > limit
            ? new([.. oneMore.Take(limit)], Opaque(cursorOf(oneMore[limit - 1])))
            : new(oneMore, null);
    }

    /// <summary>A page of what a statement finds, in the order of its key.</summary>
    /// <param name="select">A whole statement but for its conditions, order and limit; its columns are named as the
    /// record's parameters.</param>
    /// <param name="key">The column that orders it and that the cursor holds.</param>
    /// <param name="where">Each one null where nothing is asked for.</param>
    public Listed<T> List<T>(string select, string key, Func<T, string> cursorOf, params Condition?[] where)
    {
        Condition[] asked = [new($"{key} > @after", ("after", Cursor)), .. where.OfType<Condition>()];
        return Page(Found<T>(select, asked, key), cursorOf);
    }

    /// <summary>The same in the order of days, the newest or the oldest first, and of a key within each day.</summary>
    /// <param name="at">A row's day and key, which the cursor holds.</param>
    public Listed<T> ByDay<T>(
        string select, string day, string key, bool newest, Func<T, (DateOnly Day, string Key)> at,
        params Condition?[] where)
    {
        var (on, after) = Cursor.Split('|') is [var d, var k] ? (d, k) : (newest ? "9999" : "", "");
        var beyond = $"({day} {(newest ? '<' : '>')} @day or ({day} = @day and {key} > @after))";
        Condition[] asked = [new(beyond, ("day", on), ("after", after)), .. where.OfType<Condition>()];
        return Page(
            Found<T>(select, asked, $"{day}{(newest ? " desc" : "")}, {key}"),
            row => $"{Days.Text(at(row).Day)}|{at(row).Key}");
    }

    private IReadOnlyList<T> Found<T>(string select, Condition[] asked, string order) => Rows.All<T>(
        $"{select} where {string.Join(" and ", asked.Select(c => c.Sql))} order by {order} limit @max",
        [.. asked.SelectMany(c => c.Values), ("max", Limit + 1)]);

    internal static string Opaque(string cursor) => Convert.ToBase64String(Encoding.UTF8.GetBytes(cursor));

    public IResult NotFound() => Problem.NotFound.Answer(Http);

    public static ProblemException Wrong(string field, string zh, string en) => new(Problem.Malformed(field, zh, en));

    /// <summary>Waits for <c>?after=P</c>, then for a turn to read, and tells the position that is read at; a problem
    /// where one does not come.</summary>
    public static async Task<Problem?> AtPosition(HttpContext http)
    {
        var log = http.RequestServices.GetRequiredService<EventLog>();
        if (http.Request.Query["after"] is [{ } after])
        {
            if (!long.TryParse(after, out var position) || position < 0)
                throw Wrong("after", "“after”须为位置号。", "'after' is a position.");
            if (!await log.Head.Reaches(position, WaitMax, log.Clock, http.RequestAborted))
                return Problem.NotYetSeen;
        }

        if (!await Hosting.Turns.Comes(http)) return Problem.Crowded;
        var seen = log.Head.Position; // Read before the rows: the answer holds at least this much.
        http.Response.Headers.ETag = $"\"{seen}\"";
        http.Response.Headers["Federation-Position"] = seen.ToString();
        return null;
    }
}

/// <summary>A page of a list, as the API answers it.</summary>
/// <param name="Next">The cursor of the next page; null on the last one.</param>
public sealed record Listed<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>A list that is answered whole.</summary>
public sealed record Whole<T>(IReadOnlyList<T> Items);

/// <summary>One condition of a statement, with its values.</summary>
public sealed record Condition(string Sql, params (string Name, object? Value)[] Values)
{
    /// <summary>All that are asked for, as one; where none is, every row is meant.</summary>
    public static Condition All(params Condition?[] asked) => asked.OfType<Condition>().ToArray() switch
    {
        [] => new("1 = 1"),
        var all => new(string.Join(" and ", all.Select(c => c.Sql)), [.. all.SelectMany(c => c.Values)]),
    };
}
