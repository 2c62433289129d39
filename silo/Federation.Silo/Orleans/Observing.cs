using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Federation.Silo.Orleans;

/// <summary>A silo's traces and metrics by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set: Orleans' own beside
/// ours. No bodies, no personal data.</summary>
internal sealed class Observing(IConfiguration configuration) : IHostedService
{
    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancel)
    {
        if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 }) return Task.CompletedTask;
        var resource = ResourceBuilder.CreateDefault().AddService("federation-silo");
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
            .AddSource("Microsoft.Orleans.*", "Federation.Grains", "Npgsql")
            .AddOtlpExporter().Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
            .AddMeter("Microsoft.Orleans", "System.Runtime", "Npgsql", "Federation.Log", "Federation.Grains")
            .AddOtlpExporter().Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancel)
    {
        _traces?.Dispose();
        _metrics?.Dispose();
        return Task.CompletedTask;
    }
}
