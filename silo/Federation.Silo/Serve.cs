using Federation.Grains;
using Federation.Grains.Engine;
using Federation.Log;
using Federation.Silo.Verbs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Federation.Silo;

/// <summary>The verb <c>serve</c>: one silo of the cluster, until it is asked to end.</summary>
public static class Serve
{
    private const string UsualAddress = "http://localhost:5081";

    /// <summary>What a supervisor grants between asking it to end and ending it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>Joins, decides, and on SIGTERM is not ready, hands its grains over and ends.</summary>
    internal static async Task<int> Run(Options options, string[] args)
    {
        var given = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        // Before anything is opened or made: a wrong setting costs nothing.
        var settings = NodeSettings.Of(options.Database, name => given[name], Part.Join);
        using var log = options.OpenLog(options.VaultMade());
        await Build(log, settings, args).RunAsync();
        return 0;
    }

    /// <summary>A silo that is not started yet.</summary>
    public static WebApplication Build(EventLog log, NodeSettings settings, string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        if (string.IsNullOrEmpty(builder.Configuration["urls"])) builder.WebHost.UseUrls(UsualAddress);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Orleans", LogLevel.Warning).AddFilter(Node.Watchdog, LogLevel.Error);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Grace);
        builder.Services.AddSingleton(_ => log);
        builder.Services.AddSingleton(services =>
            new Node(settings, log, services.GetRequiredService<ILoggerFactory>()));
        builder.Services.AddHostedService<Work>();
        if (settings.Traced) AddTelemetry(builder.Services);
        var app = builder.Build();
        app.MapGet("/health/live", () => Results.Text("live"));
        app.MapGet("/health/ready", Ready);
        return app;
    }

    /// <summary>Ready: it has joined, it reads and writes its database, and is not stopping.</summary>
    private static IResult Ready(Node node, EventLog log, IHostApplicationLifetime life)
    {
        if (node.Grains is null || life.ApplicationStopping.IsCancellationRequested)
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
    }

    private static void Tell(ILogger logger, StorageFault? fault)
    {
        if (fault is null) logger.LogWarning("存储恢复正常 The storage works again");
        else logger.LogCritical("{Code}: {Zh} {En}", fault.Code, fault.Zh, fault.En);
    }

    /// <summary>A silo's traces and metrics by OTLP: Orleans' own beside ours. No bodies, no personal data.</summary>
    private static void AddTelemetry(IServiceCollection services) => services.AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService("federation-silo"))
        .WithTracing(traces => traces
            .AddSource("Microsoft.Orleans.*", "Federation.Grains", "Npgsql").AddOtlpExporter())
        .WithMetrics(metrics => metrics
            .AddMeter("Microsoft.Orleans", "System.Runtime", "Npgsql", "Federation.Log", "Federation.Grains")
            .AddOtlpExporter());

    /// <summary>The silo; and once it has joined, the Processes and what falls due, if it holds the lease. What works
    /// on the grains ends before they leave.</summary>
    private sealed class Work(EventLog log, Node node, ILogger<Storage> logger) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stopping)
        {
            using var leaving = new CancellationTokenSource();
            var silo = node.Run(leaving.Token);
            await Task.WhenAny(node.Up, Task.Delay(Timeout.Infinite, stopping));
            var reactor = new Reactor(log, new NodeGrains(log.Catalogue, () => node.Grains, log.Clock), log.Clock);
            await Task.WhenAll(
                log.Follow(stopping), reactor.Run(stopping),
                log.Storage.Watch(log, fault => Tell(logger, fault), stopping));
            await leaving.CancelAsync();
            await silo;
        }
    }
}
