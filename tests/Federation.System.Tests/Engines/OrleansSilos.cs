extern alias silo; // Both programs have a class Program.
using System.Net;
using System.Net.Sockets;
using Federation.Grains.Orleans;
using Federation.Tests.Rig;
using Microsoft.AspNetCore.Builder;
using silo::Federation.Silo.Orleans;
using EventLog = Federation.Log.EventLog;

namespace Federation.Tests;

/// <summary>Three silos over one database, as the verb <c>serve</c> builds them, in the process of the tests; two
/// gateways are their clients.</summary>
internal sealed class Silos : IAsyncDisposable
{
    /// <summary>Gateways over one database.</summary>
    public const int Gateways = 2;

    /// <summary>Silos of a deployment, whether in this process or each in one of its own.</summary>
    public const int Processes = 3;

    private readonly WebApplication[] _apps;

    private Silos(WebApplication[] apps) => _apps = apps;

    public static async Task<Silos> Start(TestDatabase database)
    {
        await ClusterTables.Make(database.ConnectionString);
        var apps = Enumerable.Range(0, Processes).Select(_ => Build(database)).ToArray();
        await Task.WhenAll(apps.Select(app => app.StartAsync()));
        return new(apps);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_apps.Select(app => app.StopAsync()));
        foreach (var app in _apps) await app.DisposeAsync();
    }

    private static WebApplication Build(TestDatabase database)
    {
        var log = new EventLog(
            EventLog.DialectFor(database.ConnectionString), new(new byte[32]), TimeProvider.System);
        log.Start();
        var settings = new ClusterSettings(
            database.ConnectionString, SiloPort: FreePort(), GatewayPort: FreePort(), Advertised: IPAddress.Loopback,
            // All tests share this process: one silo's end for want of processor time would be everybody's.
            ProbeSeconds: ClusterSettings.ProbeSecondsMax);
        return Serve.Build(
            log, _ => settings, ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Error"]);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
