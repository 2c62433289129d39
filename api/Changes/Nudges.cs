using System.Text;

namespace Federation.Api.Changes;

/// <summary>One nudge for everyone: the position, and the areas that changed since the
/// last one. Nothing personal.</summary>
/// <remarks>One loop for all listeners: it reads the kinds of the new events once, at most once a second, and
/// completes one shared task; a listener costs a waiting task and nothing per command.</remarks>
public sealed class Nudges(EventLog log, IHostApplicationLifetime life, TimeProvider clock)
{
    private const int AreasReadMax = 2_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private TaskCompletionSource<Nudge> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _running;

    public sealed record Nudge(long Position, string[] Areas)
    {
        public byte[] Bytes { get; } = Encoding.UTF8.GetBytes(
            $"id: {Position}\nevent: change\n"
            + $"data: {{\"position\":{Position},\"areas\":[{string.Join(',', Areas.Select(a => $"\"{a}\""))}]}}\n\n");
    }

    public Task<Nudge> Next()
    {
        lock (_lock)
        {
            if (!_running)
            {
                _running = true;
                _ = Loop();
            }

            return _next.Task;
        }
    }

    /// <summary>What changed after a position, for a listener that resumes.</summary>
    public Nudge Since(long position)
    {
        var head = log.Head.Position;
        var kinds = head - position > AreasReadMax
            ? ["*"]
            : log.Rows.All(
                "select distinct stream from events where position > @after and position <= @upTo",
                r => AreaOf(r.GetString(0)), ("after", position), ("upTo", head))
                .Distinct().Order(StringComparer.Ordinal).ToArray();
        return new(head, kinds);
    }

    private async Task Loop()
    {
        var seen = log.Head.Position;
        while (!life.ApplicationStopping.IsCancellationRequested)
        {
            try
            {
                await log.Head.Moved(seen).WaitAsync(life.ApplicationStopping);
                var nudge = Since(seen);
                seen = nudge.Position;
                TaskCompletionSource<Nudge> next;
                lock (_lock) (next, _next) = (_next, new(TaskCreationOptions.RunContinuationsAsynchronously));
                next.SetResult(nudge);
                await Task.Delay(Pause, clock, life.ApplicationStopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (System.Data.Common.DbException)
            {
                await Task.WhenAny(Task.Delay(Pause, clock)); // The database is away; the next round tells everything.
            }
        }
    }

    /// <summary>The kind of stream, by the name its area has in the API and in the pages' live parts.</summary>
    private static string AreaOf(string stream) => stream.Split('/', 2)[0] switch
    {
        "action" => "joint-action",
        "published" => "published-figures",
        "challenge-group" => "challenge",
        var kind => kind,
    };
}

/// <summary><c>GET /changes</c>: server-sent events; <c>Last-Event-ID</c> resumes.</summary>
public static class Changes
{
    /// <summary>Listeners of one process; beyond it a page simply does not refresh itself.</summary>
    public const int ListenersMax = 5_000;

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(25);
    private static int _listeners;

    public static readonly Feature Feature = new("/changes", [], changes =>
        changes.Other("GET", "", Who.Everyone, Listen).WithMetadata(new TakesCookie()).DisableRateLimiting());

    static Changes() => Telemetry.Meter.CreateObservableGauge("federation.listeners", () => _listeners);

    private static async Task<IResult> Listen(HttpContext http)
    {
        if (Interlocked.Increment(ref _listeners) > ListenersMax)
        {
            Interlocked.Decrement(ref _listeners);
            return Problem.Busy.Answer(http);
        }

        var services = http.RequestServices;
        var life = services.GetRequiredService<IHostApplicationLifetime>();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted, life.ApplicationStopping);
        try
        {
            await Tell(
                http, services.GetRequiredService<Nudges>(), services.GetRequiredService<TimeProvider>(), either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The page was closed, or this process is stopping.
        }
        finally
        {
            Interlocked.Decrement(ref _listeners);
        }

        return Results.Empty;
    }

    /// <summary>What was missed, then every nudge as it comes, and a comment now and then so that nothing closes
    /// the connection.</summary>
    private static async Task Tell(HttpContext http, Nudges nudges, TimeProvider clock, CancellationToken cancel)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        var last = http.Request.Headers["Last-Event-ID"] is [{ } id] && long.TryParse(id, out var position)
            ? position
            : (long?)null;
        var next = nudges.Next();
        await http.Response.WriteAsync("retry: 3000\n\n", cancel);
        if (last is { } since && nudges.Since(since) is { Areas.Length: > 0 } missed)
            await Send(http, missed.Bytes, cancel);
        else
            await http.Response.Body.FlushAsync(cancel);
        while (true)
        {
            if (await Task.WhenAny(next, Task.Delay(Heartbeat, clock, cancel)) == next)
            {
                var nudge = await next;
                next = nudges.Next();
                await Send(http, nudge.Bytes, cancel);
            }
            else
            {
                await Send(http, ": \n\n"u8.ToArray(), cancel);
            }
        }
    }

    private static async Task Send(HttpContext http, byte[] bytes, CancellationToken cancel)
    {
        await http.Response.Body.WriteAsync(bytes, cancel);
        await http.Response.Body.FlushAsync(cancel);
    }
}
