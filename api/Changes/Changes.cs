using System.Globalization;

namespace Federation.Api.Changes;

/// <summary><c>GET /changes</c>: server-sent events; <c>Last-Event-ID</c> resumes.</summary>
public static class Changes
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(25);

    public static readonly Feature Feature = new("/changes", [], changes =>
        changes.Other("GET", "", Who.Everyone, Listen).WithMetadata(new TakesCookie()).DisableRateLimiting());

    private static async Task<IResult> Listen(HttpContext http)
    {
        var last = LastSeen(http);
        var services = http.RequestServices;
        using var place = services.GetRequiredService<Listeners>().Enter(http);
        var life = services.GetRequiredService<IHostApplicationLifetime>();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted, life.ApplicationStopping);
        try
        {
            var (nudges, clock) = (services.GetRequiredService<Nudges>(), services.GetRequiredService<TimeProvider>());
            await Tell(http, last, nudges, clock, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The page was closed, or this process is stopping.
        }

        return Results.Empty;
    }

    /// <summary>What was missed, then every nudge as it comes, and a comment now and then so that nothing closes
    /// the connection.</summary>
    private static async Task Tell(
        HttpContext http, long? last, Nudges nudges, TimeProvider clock, CancellationToken cancel)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
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

    /// <summary>The position that a listener has seen; what cannot be one is refused before anything is read.</summary>
    private static long? LastSeen(HttpContext http) => http.Request.Headers["Last-Event-ID"] switch
    {
        [] or [""] => null,
        [{ } id] when long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var seen) => seen,
        _ => throw Reading.Wrong("Last-Event-ID", "“Last-Event-ID”须为位置号。", "'Last-Event-ID' is a position."),
    };

    private static async Task Send(HttpContext http, byte[] bytes, CancellationToken cancel)
    {
        await http.Response.Body.WriteAsync(bytes, cancel);
        await http.Response.Body.FlushAsync(cancel);
    }
}
