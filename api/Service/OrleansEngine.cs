using Federation.Grains;
using Federation.Grains.Orleans;
using Federation.Log;

namespace Federation.Api.Service;

/// <summary>The Orleans engine: grains and Processes live on silos, the gateway is their client.</summary>
internal static class Engine
{
    public const string Name = "Orleans";

    public static void AddEngine(this WebApplicationBuilder builder, Settings settings)
    {
        var cluster = ClusterSettings.Of(settings.Connection, name => builder.Configuration[name]);
        builder.Logging.AddFilter("Orleans", LogLevel.Error); // A silo that is away is told by answers and meters.
        builder.Services.AddSingleton(services =>
            new ClusterConnection(cluster, services.GetRequiredService<ILoggerFactory>()));
        builder.Services.AddHostedService<ConnectionService>();
        builder.Services.AddSingleton<IGrains>(services =>
        {
            var connection = services.GetRequiredService<ClusterConnection>();
            return new OrleansGrains(
                services.GetRequiredService<EventLog>(), () => connection.Grains,
                services.GetRequiredService<TimeProvider>());
        });
    }

    private sealed class ConnectionService(ClusterConnection connection) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stopping) => connection.Run(stopping);
    }
}
