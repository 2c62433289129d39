using Federation.Grains;
using Federation.Grains.Engine;

namespace Federation.Api.Hosting;

/// <summary>Where grains live: in this process (alone, or as one of several), or on silos whose client it is; as
/// <c>Federation__Cluster</c> says.</summary>
internal static class Engine
{
    public static void AddEngine(this WebApplicationBuilder builder, Settings settings)
    {
        var node = NodeSettings.Of(settings.Connection, name => builder.Configuration[name]);
        // Neighbours that are away are told by answers and meters; who is alone has none to warn of.
        builder.Logging.AddFilter("Orleans", node.Part == Part.Join ? LogLevel.Warning : LogLevel.Error)
            .AddFilter(Node.Watchdog, LogLevel.Error);
        builder.Services.AddSingleton(node);
        builder.Services.AddSingleton(services => new Node(
            node, services.GetRequiredService<EventLog>(), services.GetRequiredService<ILoggerFactory>()));
        builder.Services.AddSingleton<IGrains>(services =>
        {
            var way = services.GetRequiredService<Node>();
            return new NodeGrains(
                services.GetRequiredService<EventLog>().Catalogue, () => way.Grains,
                services.GetRequiredService<TimeProvider>());
        });
        // The first to start is the last to stop: what is still being answered finds its grains.
        builder.Services.AddHostedService<NodeService>();
        if (node.Dashboard) builder.AddDashboard();
        if (!node.IsSilo) return;
        builder.Services.AddSingleton<Reactor>();
        builder.Services.AddHostedService<ReactorService>();
    }

    private sealed class NodeService(Node node) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stopping) => node.Run(stopping);
    }

    /// <summary>Runs the Processes for as long as the host runs.</summary>
    private sealed class ReactorService(Node node, Reactor reactor) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stopping)
        {
            await node.Up.WaitAsync(stopping);
            await Task.Run(() => reactor.Run(stopping), stopping);
        }
    }
}
