using Federation.Log;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Orleans.Hosting;

namespace Federation.Grains.Engine;

/// <summary>This process's part in what holds the grains: a silo, alone or among others, or a client of silos; tried
/// again until it is there, and while it is not, <see cref="Grains"/> is null.</summary>
/// <remarks>A host of its own inside the process: pages are served from the first second, before a silo is up, while
/// the database is away, and while a client knows no silo yet.</remarks>
public sealed class Node(NodeSettings settings, EventLog log, ILoggerFactory loggers)
{
    /// <summary>A category of Orleans' log that warns at a start of the machine's whole uptime.</summary>
    public const string Watchdog = "Orleans.Runtime.Watchdog";

    /// <summary>Reading a cold stream holds a thread while the database answers. From one a core on, the pool grows by
    /// one or two a second: neighbours that ask whether this silo lives would be answered too late.</summary>
    private const int ThreadsLeast = 16;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IGrainFactory? _grains;

    /// <summary>The way to all grains; null while there is none.</summary>
    public IGrainFactory? Grains => _grains;

    /// <summary>Completes when commands can be decided for the first time.</summary>
    public Task Up => _up.Task;

    /// <summary>What the host of the silo or client has; null while there is none.</summary>
    public IServiceProvider? Services { get; private set; }

    /// <summary>Takes its part, and keeps it until cancelled; then hands its grains over and leaves.</summary>
    public async Task Run(CancellationToken stopping)
    {
        await Task.Yield();
        if (settings.Part == Part.Join) ThreadPool.SetMinThreads(ThreadsLeast, ThreadsLeast);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (settings.IsSilo && settings.IsPostgres) await ClusterTables.Make(settings.Connection);
                // A client that is there before the first silo waits without complaints.
                if (settings.IsSilo || await HaveASilo(stopping)) await Stay(stopping);
                else await Task.WhenAny(Task.Delay(Pause, stopping));
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                // No table yet, no database, no silo, a port that was taken meanwhile: look again in a moment.
                if (stopping.IsCancellationRequested) return;
                loggers.CreateLogger<Node>().LogInformation(
                    "还没有连上 Not connected yet: {Fault} {Why}", fault.GetType().Name, fault.Message);
                await Task.WhenAny(Task.Delay(Pause, stopping));
            }
        }
    }

    /// <summary>Takes part for as long as some work lasts: for programs that come, command, and go.</summary>
    public static async Task<T> While<T>(NodeSettings settings, EventLog log, Func<IGrains, Task<T>> work)
    {
        var node = new Node(settings, log, NullLoggerFactory.Instance);
        using var leaving = new CancellationTokenSource();
        var running = node.Run(leaving.Token);
        try
        {
            await node.Up;
            return await work(new NodeGrains(log.Catalogue, () => node.Grains, log.Clock));
        }
        finally
        {
            await leaving.CancelAsync();
            await running;
        }
    }

    private Task<bool> HaveASilo(CancellationToken cancel) =>
        ClusterTables.HaveASilo(settings.Connection, settings.ClusterId, cancel);

    private async Task Stay(CancellationToken stopping)
    {
        using var host = Build();
        try
        {
            await host.StartAsync(stopping);
        }
        catch
        {
            // What of it has begun would go on over a host that is gone, and end the process.
            await host.StopAsync(CancellationToken.None);
            throw;
        }

        (Services, _grains) = (host.Services, host.Services.GetRequiredService<IGrainFactory>());
        _up.TrySetResult();
        await StayWithinMemory(stopping);
        (Services, _grains) = (null, null);
        await host.StopAsync(CancellationToken.None);
    }

    /// <summary>Above its bound Orleans lets idle grains go, but looks only when the oldest generation has been
    /// collected; on a machine with memory to spare that is put off and off. So it is asked for.</summary>
    private async Task StayWithinMemory(CancellationToken stopping)
    {
        using var look = new PeriodicTimer(Setup.Look);
        while (!stopping.IsCancellationRequested)
        {
            await Task.WhenAny(look.WaitForNextTickAsync(stopping).AsTask());
            if (settings.IsSilo && GC.GetTotalMemory(false) > settings.MemoryMiB * 1_048_576L)
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        }
    }

    private IHost Build()
    {
        var builder = new HostBuilder().ConfigureServices(services => services
            .AddSingleton<ILoggerFactory>(new Discreet(loggers))
            .AddSingleton<IHostLifetime, Inner>());
        return (settings.IsSilo
            ? builder.UseOrleans(silo => silo.AddFederation(settings, log))
            : builder.UseOrleansClient(client => client.AddFederation(settings, log))).Build();
    }

    /// <summary>Signals are the outer host's business: it ends this one in its turn.</summary>
    private sealed class Inner : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>The inner host calls a start that was broken off a failure of hosting; whether it was one is known,
    /// and told, here. Polly tells of every try.</summary>
    private sealed class Discreet(ILoggerFactory loggers) : ILoggerFactory
    {
        private static readonly string[] Unheard = ["Microsoft.Extensions.Hosting.Internal.Host", "Polly"];

        public ILogger CreateLogger(string categoryName) =>
            Unheard.Contains(categoryName) ? NullLogger.Instance : loggers.CreateLogger(categoryName);

        public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

        public void Dispose()
        {
            // The outer host's own factory lives on.
        }
    }
}
