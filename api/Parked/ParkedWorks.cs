using System.Text.RegularExpressions;
using Federation.Domain.Processes;
using Federation.Grains;

namespace Federation.Api.Parked;

/// <summary>Something a Process could not do.</summary>
/// <param name="Process">The Process with its version; of what fell due, the effect's id.</param>
/// <param name="Position">Of the event; 0 for what fell due.</param>
/// <param name="Key">Later events of this key wait; of what fell due, the stream it is for.</param>
/// <param name="Event">The event's stored name; null for what fell due.</param>
/// <param name="Waiting">Parked only because an earlier one of its key is.</param>
/// <param name="Error">Why it failed; null while it only waits.</param>
public sealed record ParkedRow(
    string Process, long Position, string Key, string? Event, bool Waiting, string? Error, DateTimeOffset Since);

/// <summary>What Processes parked, and having it tried again: the administrator's.</summary>
public static partial class ParkedWorks
{
    public const string Page = "/admin/parked";

    private const string Retrying = "/{process}/{position}/retry";

    public static readonly Feature Feature = new("/parked", [typeof(ParkedWork.Refusals)], parked =>
    {
        var list = parked.Get<Listed<ParkedRow>, ParkedPage>("", Who.Administrator, Found, page: "~" + Page);
        parked.Do<Nothing>(Retrying, Who.Administrator, Retry, list, page: "~" + Page + Retrying);
    });

    /// <summary>Oldest first.</summary>
    private static Listed<ParkedRow> Found(Reading reading)
    {
        var (process, position) = reading.Cursor.Split('/') is [var name, var at]
            ? (name, long.TryParse(at, out var number) ? number : 0) : ("", -1);
        return reading.Page(
            reading.Rows.All(
                "select p.process, p.position, p.key, e.name, p.error, p.at from parked p " +
                "left join events e on e.position = p.position where p.process > @process " +
                "or (p.process = @process and p.position > @position) order by p.process, p.position limit @limit",
                r => new ParkedRow(
                    r.GetString(0), r.GetInt64(1), r.GetString(2), r.Text(3), Reactor.IsWaiting(r.GetString(4)),
                    Reactor.IsWaiting(r.GetString(4)) ? null : r.GetString(4), r.Moment(5)!.Value),
                ("process", process), ("position", position), ("limit", reading.Limit + 1L)),
            row => $"{row.Process}/{row.Position}");
    }

    /// <summary>Records who asked, then lets the Reactor go on; a retry of the request does the second again, which is
    /// harmless.</summary>
    private static async Task<Done> Retry(Post post)
    {
        var route = post.Http.Request.RouteValues;
        if (route["process"] is not string process || !ProcessPattern().IsMatch(process)
            || !long.TryParse(route["position"] as string, out var at) || at < 0)
            throw new ProblemException(Problem.NotFound);
        var done = await post.Run(
            ParkedWork.Boundary.Stream(process, $"{at}"),
            () => new ParkedCommand.Retry(Facts(post.Rows, process, at)),
            coordinator: false, $"{process}/{at}");
        if (done.Accepted) await Reactor.TryAgain(post.Log, process, at);
        return done;
    }

    private static ParkedFacts? Facts(Rows rows, string process, long position) => rows.One(
        "select key, (select count(*) from parked f where f.process = p.process and f.key = p.key " +
        "and f.position < p.position) from parked p where process = @process and position = @position",
        r => new ParkedFacts(r.GetString(0), r.GetInt64(1) == 0), ("process", process), ("position", position));

    [GeneratedRegex(@"^[a-z0-9.-]{1,100}\z")]
    private static partial Regex ProcessPattern();
}
