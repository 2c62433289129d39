using System.Text;
using Federation.Domain;
using Federation.Log;

namespace Federation.Api.Spine;

/// <summary>What every GET shares: waiting for a position, the answer's ETag, pages of a list.</summary>
public sealed class Reading(HttpContext http)
{
    public const int LimitMax = 500, LimitUsual = 50;
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(2);

    public HttpContext Http { get; } = http;

    public EventLog Log { get; } = http.RequestServices.GetRequiredService<EventLog>();

    public Rows Rows => Log.Rows;

    public Caller Caller { get; } = http.Features.Get<Caller>() ?? Caller.Anonymous;

    public DateOnly Today { get; } = Days.Of(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());

    public static ValueTask<Reading?> BindAsync(HttpContext http) => ValueTask.FromResult<Reading?>(new(http));

    public string? Text(string name) => Http.Request.Query[name] is not [{ Length: > 0 } one] ? null
        : one.Contains('\0') ? throw Wrong(name, $"“{name}”含有无效字符。", $"'{name}' holds a character that no text has.")
        : one;

    public DateOnly? Day(string name) => Text(name) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) ? day
        : throw Wrong(name, "日期须为 YYYY-MM-DD。", "A day is YYYY-MM-DD.");

    /// <summary>The first or last day of what was given: a day, or a month.</summary>
    public DateOnly? DayOrMonth(string name, bool last)
    {
        if (Text(name) is not { Length: 7 } text) return Day(name);
        if (!DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", out var first))
            throw Wrong(name, "月份须为 YYYY-MM。", "A month is YYYY-MM.");
        return last ? first.AddMonths(1).AddDays(-1) : first;
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
    public string Next(string cursor) => Http.Request.Path + Microsoft.AspNetCore.Http.QueryString.Create(
        Filters.Append(new("cursor", Convert.ToBase64String(Encoding.UTF8.GetBytes(cursor)))));

    /// <summary>This page's address from the beginning of the list; null when it is at the beginning.</summary>
    public string? First => Text("cursor") is null ? null
        : Http.Request.Path + Microsoft.AspNetCore.Http.QueryString.Create(Filters);

    private IEnumerable<KeyValuePair<string, string?>> Filters => Http.Request.Query
        .Where(pair => pair.Key is not ("cursor" or "after" or "lang" or "done"))
        .SelectMany(pair => pair.Value.Select(value => new KeyValuePair<string, string?>(pair.Key, value)));

    /// <summary>A page of a list that was read with one row more than asked for.</summary>
    public IResult List<T>(IReadOnlyList<T> oneMore, Func<T, string> cursorOf)
    {
        var limit = Limit;
        var more = oneMore.Count > limit;
        var items = more ? oneMore.Take(limit).ToArray() : oneMore;
        return Answer(new
        {
            items,
            next = more ? Convert.ToBase64String(Encoding.UTF8.GetBytes(cursorOf(items[^1]))) : null,
        });
    }

    public IResult Answer(object body) => Results.Json(body, Bodies.Options);

    public IResult NotFound() => Problem.NotFound.Answer(Http);

    public static ProblemException Wrong(string field, string zh, string en) => new(Problem.Malformed(field, zh, en));

    /// <summary>Endpoint filter of every GET: waits for <c>?after=P</c>, then answers with
    /// the position it was read at.</summary>
    public static async ValueTask<object?> AtPosition(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var log = http.RequestServices.GetRequiredService<EventLog>();
        if (http.Request.Query["after"] is [{ } after])
        {
            if (!long.TryParse(after, out var position) || position < 0)
                throw Wrong("after", "“after”须为位置号。", "'after' is a position.");
            if (!await log.Head.Reaches(position, WaitMax, log.Clock, http.RequestAborted))
                return Problem.NotYetSeen.Answer(http);
        }

        var seen = log.Head.Position; // Read before the rows: the answer holds at least this much.
        http.Response.Headers.ETag = $"\"{seen}\"";
        http.Response.Headers["Federation-Position"] = seen.ToString();
        return await next(context);
    }
}
