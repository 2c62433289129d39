using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Orleans.Hosting;

namespace Federation.Grains.Orleans;

/// <summary>A gateway's way into the cluster: found whenever a silo answers, and found again.</summary>
/// <remarks>A host of its own: the gateway starts, and serves what it reads, while there is no silo yet.</remarks>
public sealed class ClusterConnection(ClusterSettings settings, ILoggerFactory loggers)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private volatile IGrainFactory? _grains;

    /// <summary>Null until the first silo was found.</summary>
    public IGrainFactory? Grains => _grains;

    /// <summary>Connects, and stays until cancelled.</summary>
    public async Task Run(CancellationToken stopping)
    {
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                // A gateway that is there before the first silo waits without complaints.
                if (await ClusterTables.HaveASilo(settings.Connection, settings.ClusterId, stopping))
                    await Stay(stopping);
                else await Task.WhenAny(Task.Delay(Pause, stopping));
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                // No table yet, no database, no silo: look again in a moment.
                if (stopping.IsCancellationRequested) return;
                loggers.CreateLogger<ClusterConnection>().LogInformation(
                    "还没有连上集群 Not connected to the cluster yet: {Fault}", fault.GetType().Name);
                await Task.WhenAny(Task.Delay(Pause, stopping));
            }
        }
    }

    private async Task Stay(CancellationToken stopping)
    {
        using var host = Build();
        await host.StartAsync(stopping);
        _grains = host.Services.GetRequiredService<IClusterClient>();
        await Task.WhenAny(Task.Delay(Timeout.Infinite, stopping));
        _grains = null;
        await host.StopAsync(CancellationToken.None);
    }

    private IHost Build() => new HostBuilder()
        .ConfigureServices(services => services.AddSingleton<ILoggerFactory>(new Discreet(loggers)))
        .UseOrleansClient(client => client.AddFederation(settings))
        .Build();

    /// <summary>The inner host calls a start that was broken off a failure of hosting; whether it was one is known,
    /// and told, here.</summary>
    private sealed class Discreet(ILoggerFactory loggers) : ILoggerFactory
    {
        private const string Hosting = "Microsoft.Extensions.Hosting.Internal.Host";

        public ILogger CreateLogger(string categoryName) =>
            categoryName == Hosting ? NullLogger.Instance : loggers.CreateLogger(categoryName);

        public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

        public void Dispose()
        {
            // The gateway's own factory lives on.
        }
    }
}
