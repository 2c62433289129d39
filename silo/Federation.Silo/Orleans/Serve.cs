using Federation.Grains;
using Federation.Grains.Orleans;
using Federation.Log;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;
using EventLog = Federation.Log.EventLog;

namespace Federation.Silo.Orleans;

/// <summary>The verb <c>serve</c>: one silo of the cluster, until it is asked to end.</summary>
public static class Serve
{
    private const string UsualAddress = "http://localhost:5081";

    /// <summary>What a supervisor grants between asking it to end and ending it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>Joins, decides, and on SIGTERM is not ready, hands its grains over and ends.</summary>
    /// <param name="log">Opened and started; disposed of at the end.</param>
    public static async Task Run(EventLog log, string connection, string[] args)
    {
        var app = Build(log, settings => ClusterSettings.Of(connection, settings), args);
        await ClusterTables.Make(connection);
        await app.RunAsync();
    }

    /// <summary>A silo that is not started yet.</summary>
    /// <param name="cluster">Made from the settings that arguments and environment give.</param>
    public static WebApplication Build(
        EventLog log, Func<Func<string, string?>, ClusterSettings> cluster, string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        if (string.IsNullOrEmpty(builder.Configuration["urls"])) builder.WebHost.UseUrls(UsualAddress);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // The health address answers while the silo is still joining: alive, not ready.
        builder.Services.Configure<HostOptions>(options =>
            (options.ServicesStartConcurrently, options.ShutdownTimeout) = (true, Grace));
        var settings = cluster(name => builder.Configuration[name]);
        builder.Services.AddSingleton(_ => log);
        builder.Services.AddSingleton(log.Clock);
        builder.Host.UseOrleans(silo => silo.AddFederation(settings));
        builder.Services.AddSingleton<IGrains>(services => new OrleansGrains(
            log, services.GetRequiredService<IGrainFactory>, log.Clock));
        builder.Services.AddSingleton<Reactor>();
        builder.Services.AddHostedService<Work>();
        builder.Services.AddHostedService<Observing>();
        var app = builder.Build();
        app.MapGet("/health/live", () => Results.Text("live"));
        app.MapGet("/health/ready", (IHostApplicationLifetime life) => Ready(log, life));
        return app;
    }

    /// <summary>Ready: it has joined, it reads its database, and is not stopping.</summary>
    private static IResult Ready(EventLog log, IHostApplicationLifetime life)
    {
        if (!life.ApplicationStarted.IsCancellationRequested || life.ApplicationStopping.IsCancellationRequested)
            return Results.Text("not ready", statusCode: 503);
        try
        {
            return Results.Text($"ready at {log.StoredPosition()}");
        }
        catch (System.Data.Common.DbException)
        {
            return Results.Text("the database does not answer", statusCode: 503);
        }
    }

    /// <summary>The Processes and what falls due: the silo that holds the lease works them off.</summary>
    private sealed class Work(EventLog log, Reactor reactor, IHostApplicationLifetime life) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stopping)
        {
            var joined = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var told = life.ApplicationStarted.Register(joined.SetResult);
            await Task.WhenAny(joined.Task, Task.Delay(Timeout.Infinite, stopping));
            await Task.WhenAll(log.Follow(stopping), reactor.Run(stopping));
        }
    }
}
