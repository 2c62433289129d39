using System.Text;

namespace Federation.Bench.Yardsticks;

/// <summary>What a session report is made of, for both yardsticks.</summary>
internal sealed record ReportIn(PersonTimesIn PersonTimes, int Volunteers, int Minutes, MaterialIn[] Materials);

internal sealed record PersonTimesIn(int Value, string Precision);

internal sealed record MaterialIn(string Name, int Count, string Precision);

/// <summary>Ceiling R: the same web server with nothing behind it. It gives back bytes from memory, or the body it
/// parsed.</summary>
internal static class CeilingR
{
    public static async Task Serve(int port)
    {
        var app = Bare(port).Build();
        var bytes = Array.Empty<byte>();
        app.MapGet("/health/ready", () => "ready");
        app.MapPut("/bytes", async (HttpContext http) =>
        {
            using var buffer = new MemoryStream();
            await http.Request.Body.CopyToAsync(buffer);
            bytes = buffer.ToArray();
        });
        app.MapGet("/bytes", (HttpContext http) =>
        {
            http.Response.ContentType = "application/json; charset=utf-8";
            http.Response.ContentLength = bytes.Length;
            return http.Response.Body.WriteAsync(bytes).AsTask();
        });
        app.MapPost("/echo", (ReportIn report) => report);
        app.MapGet("/changes", Listen);
        app.MapPost("/change", Tell);
        await app.RunAsync();
    }

    private static TaskCompletionSource<byte[]> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private static long _told;

    /// <summary>Open pages that listen, with nothing behind them either: the same bytes for each.</summary>
    private static async Task Listen(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        var next = _next.Task;
        await http.Response.BodyWriter.WriteAsync("retry: 3000\n\n"u8.ToArray());
        while (!http.RequestAborted.IsCancellationRequested)
        {
            var bytes = await next;
            next = _next.Task;
            await http.Response.BodyWriter.WriteAsync(bytes);
        }
    }

    private static IResult Tell()
    {
        var position = Interlocked.Increment(ref _told);
        var bytes = Encoding.UTF8.GetBytes(
            $"id: {position}\nevent: change\ndata: {{\"position\":{position},\"areas\":[\"joint-action\"]}}\n\n");
        var next = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _next, next).SetResult(bytes);
        return Results.Json(new { position });
    }

    /// <summary>The web server without logging and without anything a yardstick does not need.</summary>
    public static WebApplicationBuilder Bare(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.AddServerHeader = false);
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        return builder;
    }
}
