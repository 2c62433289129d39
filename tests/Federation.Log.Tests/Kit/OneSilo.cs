using System.Net;
using Federation.Grains;
using Federation.Grains.Engine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Orleans.Placement;
using Orleans.Runtime;

namespace Federation.Log.Tests.Kit;

/// <summary>The grain of these tests' boundary.</summary>
[GrainType("purse"), RandomPlacement]
public sealed class PurseGrain(GrainParts parts) : StreamGrain(parts);

/// <summary>All grains of a log in one process, as the gateway of one machine has them.</summary>
public sealed class OneSilo : IGrains, IAsyncDisposable
{
    private static readonly TimeSpan IdleAtOnce = TimeSpan.Zero;
    private readonly CancellationTokenSource _leaving = new();
    private readonly Node _node;
    private readonly NodeGrains _grains;
    private readonly Task _running;

    private OneSilo(EventLog log, NodeSettings settings)
    {
        _node = new(settings, log, NullLoggerFactory.Instance);
        _grains = new(log.Catalogue, () => _node.Grains, TimeProvider.System);
        _running = _node.Run(_leaving.Token);
    }

    public static async Task<OneSilo> Over(
        EventLog log, string connection, Func<NodeSettings, NodeSettings>? settings = null)
    {
        var alone = NodeSettings.Alone(connection);
        var silo = new OneSilo(log, settings?.Invoke(alone) ?? alone);
        await silo._node.Up.WaitAsync(Patience.Long);
        return silo;
    }

    public Task<Outcome> Execute(string stream, object command, CommandContext context) =>
        _grains.Execute(stream, command, context);

    /// <summary>Where Orleans listens for neighbours, though there are none.</summary>
    public IPEndPoint Listens => _node.Services!.GetRequiredService<ILocalSiloDetails>().SiloAddress.Endpoint;

    /// <summary>Purses that are in memory now.</summary>
    public async Task<int> Held()
    {
        var kinds = await Management.GetSimpleGrainStatistics();
        return kinds.Where(k => k.GrainType.Contains(nameof(PurseGrain))).Sum(k => k.ActivationCount);
    }

    /// <summary>Lets all go that have nothing to do.</summary>
    public Task LetGo() => Management.ForceActivationCollection(IdleAtOnce);

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _running.WaitAsync(Patience.Long);
        _leaving.Dispose();
    }

    private IManagementGrain Management => _node.Grains!.GetGrain<IManagementGrain>(0);
}
