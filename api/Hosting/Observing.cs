using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Federation.Api.Hosting;

/// <summary>Traces and metrics by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; otherwise nothing is
/// collected.</summary>
/// <remarks>The framework's activity sources and meters beside Orleans' and ours: request → command → append, batch
/// sizes, grain counts, listeners. No bodies, no personal data: the library that instruments requests is not used, for
/// it records their paths, which can hold what somebody typed; see <see cref="Telemetry.NameRequest"/>.</remarks>
internal static class Observing
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        // Request paths can hold user names; the framework's own request lines stay off.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // It warns of unencrypted keys; ours are closed by the vault before they are stored (KeysInDatabase).
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 }) return;
        builder.Services.AddSingleton<VitalsMeter>();
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("federation"))
            .WithTracing(traces => traces
                .AddSource("Microsoft.AspNetCore", "Microsoft.Orleans.*", Telemetry.Name, "Federation.Grains", "Npgsql")
                .AddOtlpExporter())
            .WithMetrics(metrics => metrics
                .AddMeter(
                    "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
                    "Microsoft.AspNetCore.RateLimiting", "System.Runtime", "Npgsql", "Microsoft.Orleans",
                    Telemetry.Name, VitalsMeter.Name, "Federation.Log", "Federation.Grains")
                .AddInstrumentation(services => services.GetRequiredService<VitalsMeter>())
                .AddOtlpExporter());
    }
}
