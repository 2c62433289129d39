namespace Federation.Api.Hosting;

/// <summary>Alive: the process answers. Ready: it reads and writes its database, has found its grains and loaded its
/// first data, and is not stopping.</summary>
public sealed class Readiness
{
    private volatile bool _loaded;
    public bool Loaded => _loaded;
    public void Ready() => _loaded = true;
}

public static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder root)
    {
        var everyone = new AllowedTo(Who.Everyone);
        root.MapGet("/health/live", () => Results.Text("live")).WithMetadata(everyone).DisableRateLimiting();
        root.MapGet("/health/ready", (EventLog log, Readiness readiness, IHostApplicationLifetime life) =>
        {
            if (!readiness.Loaded || life.ApplicationStopping.IsCancellationRequested)
                return Results.Text("not ready", statusCode: 503);
            if (log.Storage.Fault is { } fault)
                return Results.Text($"{fault.Code}: {fault.Zh} {fault.En}", statusCode: 503);
            try
            {
                return Results.Text($"ready at {log.StoredPosition()}");
            }
            catch (System.Data.Common.DbException)
            {
                return Results.Text("the database does not answer", statusCode: 503);
            }
        }).WithMetadata(everyone).DisableRateLimiting();
    }
}
