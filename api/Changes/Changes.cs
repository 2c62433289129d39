using System.Globalization;

namespace Federation.Api.Changes;

/// <summary><c>GET /changes</c>: server-sent events; <c>Last-Event-ID</c> resumes.</summary>
public static class Changes
{
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
            await Tell(http, last, services.GetRequiredService<Nudges>(), either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The page was closed, or this process is stopping.
        }

        return Results.Empty;
    }

    /// <summary>What was missed, then whatever all are sent. The bytes are made once for everybody: here they are only
    /// written.</summary>
    private static async Task Tell(HttpContext http, long? last, Nudges nudges, CancellationToken cancel)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        var next = nudges.Next();
        await http.Response.WriteAsync("retry: 3000\n\n", cancel);
        if (last is { } since && nudges.Since(since) is { Areas.Length: > 0 } missed)
            await http.Response.BodyWriter.WriteAsync(missed.Bytes, cancel);
        else
            await http.Response.Body.FlushAsync(cancel);
        while (true)
        {
            var sent = await next.WaitAsync(cancel);
            next = sent.Next;
            await http.Response.BodyWriter.WriteAsync(sent.Bytes, cancel);
        }
    }

    /// <summary>The position that a listener has seen; what cannot be one is refused before anything is read.</summary>
    private static long? LastSeen(HttpContext http) => http.Request.Headers["Last-Event-ID"] switch
    {
        [] or [""] => null,
        [{ } id] when long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var seen) => seen,
        _ => throw Reading.Wrong("Last-Event-ID", "“Last-Event-ID”须为位置号。", "'Last-Event-ID' is a position."),
    };
}
