using System.Text.RegularExpressions;

namespace Federation.Deploy.Tests;

/// <summary>Every setting that the product reads, found in its code and scripts.</summary>
public static class KnownSettings
{
    /// <summary>The product's own, as environment variables.</summary>
    public static IReadOnlySet<string> Own { get; } = new SortedSet<string>(
        Deployment.Code.SelectMany(file => Regex.Matches(file.Content, "\"(Federation(?::|__)\\w+)\"")
                .Concat(Regex.Matches(file.Content, "\"(FEDERATION_[A-Z_]+)\"")))
            .Select(m => m.Groups[1].Value.Replace(":", "__"))
            .Concat(Deployment.Scripts
                .SelectMany(script => Regex.Matches(script.Content, @"\$\{(FEDERATION_[A-Z_]+):-"))
                .Select(m => m.Groups[1].Value))
            .Append("ConnectionStrings__Federation").Append("Sample"),
        StringComparer.Ordinal);

    /// <summary>With those of the platform that the deployment uses.</summary>
    public static IReadOnlySet<string> All { get; } = new HashSet<string>(
    [
        .. Own, "ASPNETCORE_URLS", "OTEL_EXPORTER_OTLP_ENDPOINT", "DOTNET_EnableDiagnostics",
        "DOTNET_CLI_TELEMETRY_OPTOUT", "DOTNET_NOLOGO",
    ]);
}
