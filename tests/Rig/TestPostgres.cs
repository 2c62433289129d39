using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Federation.Tests.Rig;

/// <summary>The PostgreSQL server of this test run: the one <c>tests/run</c> started, or else a private one.</summary>
/// <remarks>The private one is kept by the script <c>tests/Rig/postgres</c>, which stops it when the pipe to it closes:
/// that happens when this process ends, in whatever way.</remarks>
public static class TestPostgres
{
    /// <summary>Where <c>tests/run</c> says which server to use.</summary>
    public const string Variable = "FEDERATION_TEST_POSTGRES";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private static readonly Lazy<Task<string>> Started = new(Start);

    /// <summary>Holds the pipe open for as long as this process lives.</summary>
    private static Process? _keeper;

    /// <summary>Connection string of a database from which others can be created.</summary>
    public static Task<string> Server() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? Task.FromResult(given) : Started.Value;

    private static async Task<string> Start()
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Root, "tests/Rig/postgres"), $"{FreePort()}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _keeper = Process.Start(start) ?? throw new InvalidOperationException("bash could not be started.");

        using var limit = new CancellationTokenSource(StartLimit);
        return await _keeper.StandardOutput.ReadLineAsync(limit.Token)
            ?? throw new InvalidOperationException(await _keeper.StandardError.ReadToEndAsync(limit.Token));
    }

    /// <summary>A loopback port that nobody listens at now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
