using Federation.Grains;
using Federation.Grains.Local;
using Federation.Log;

namespace Federation.Api.Service;

/// <summary>The Local engine: grains, and the Processes, in this process.</summary>
internal static class Engine
{
    public const string Name = "Local";

    public static void AddEngine(this WebApplicationBuilder builder, Settings settings)
    {
        builder.Services.AddSingleton<IGrains>(services =>
            new LocalGrains(services.GetRequiredService<EventLog>(), settings.Crossing));
        builder.Services.AddSingleton<Reactor>();
        builder.Services.AddHostedService<ReactorService>();
    }

    /// <summary>Runs the Processes for as long as the host runs.</summary>
    private sealed class ReactorService(Reactor reactor) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stopping) =>
            Task.Run(() => reactor.Run(stopping), stopping);
    }
}
