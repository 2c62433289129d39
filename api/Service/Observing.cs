using Federation.Api.Spine;
using Federation.Log;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Federation.Api.Service;

/// <summary>Traces and metrics by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set;
/// otherwise nothing is collected.</summary>
/// <remarks>The SDK's own builders in a hosted service, with the framework's activity sources and meters: request →
/// command → append, batch sizes, grain counts, listeners. No bodies, no personal data.</remarks>
internal sealed class Observing(IConfiguration configuration, IServiceProvider services) : IHostedService
{
    private TracerProvider? _traces;
    private MeterProvider? _metrics;
    private VitalsMeter? _vitals;

    public Task StartAsync(CancellationToken cancel)
    {
        if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 }) return Task.CompletedTask;
        var resource = ResourceBuilder.CreateDefault().AddService("federation");
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
            .AddSource("Microsoft.AspNetCore", Telemetry.Name, "Federation.Grains", "Npgsql").AddOtlpExporter().Build();
        _vitals = new(services.GetRequiredService<EventLog>());
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
            .AddMeter(
                "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
                "Microsoft.AspNetCore.RateLimiting", "System.Runtime", "Npgsql", "Microsoft.Orleans",
                Telemetry.Name, VitalsMeter.Name, "Federation.Log", "Federation.Grains")
            .AddOtlpExporter().Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancel)
    {
        _traces?.Dispose();
        _metrics?.Dispose();
        _vitals?.Dispose();
        return Task.CompletedTask;
    }
}

internal static class Wiring
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddHostedService<Observing>();
        // Request paths can hold user names; the framework's own request lines stay off.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // It warns of unencrypted keys; ours are closed by the vault before they are stored (KeysInDatabase).
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    }
}
