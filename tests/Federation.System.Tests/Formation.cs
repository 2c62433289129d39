extern alias silo; // Both programs have a class Program.
using System.Net;
using Federation.Grains.Engine;
using Federation.Tests.Rig;
using Microsoft.AspNetCore.Builder;
using silo::Federation.Silo;
using EventLog = Federation.Log.EventLog;

namespace Federation.Tests;

/// <summary>How a product of the tests stands over its database: which processes there are, all of them in the process
/// of the tests.</summary>
/// <param name="Cluster">What its gateways are told: <c>Federation__Cluster</c>.</param>
public sealed record Formation(string Cluster, int Gateways, int Silos)
{
    /// <summary>Of one process of the product; here dozens share one, and each would let go for all of them.</summary>
    public const int MemoryMiB = 16_384;

    public static readonly Formation Alone = new("none", 1, 0);
    public static readonly Formation BehindGateways = new("client", 2, 3);
    public static readonly Formation Joined = new("join", 3, 0);

    /// <summary>The one of this run.</summary>
    public static Formation Chosen { get; } = BothDatabases.Cluster switch
    {
        null => Alone,
        "client" => BehindGateways,
        "join" => Joined,
        var other => throw new InvalidOperationException($"{BothDatabases.ClusterVariable}={other}: client or join."),
    };

    /// <summary>A cluster has no SQLite: what is tested on one database there is tested on its own.</summary>
    public string DatabaseFor(string kind) => this == Alone ? kind : BothDatabases.PostgreSql;

    /// <summary>What one more gateway is told.</summary>
    public (string Name, string Value)[] OfGateway() =>
    [
        ("Federation:Cluster", Cluster), ("Federation:MemoryMiB", $"{MemoryMiB}"),
        .. Cluster != "join" ? [] : new[]
        {
            ("Federation:AdvertisedAddress", "127.0.0.1"), ("Federation:SiloPort", $"{PostgresServer.FreePort()}"),
            // All tests share this process: one silo's end for want of processor time would be everybody's.
            ("Federation:ProbeSeconds", $"{NodeSettings.ProbeSecondsMax}"),
        },
    ];
}

/// <summary>The silos behind a product's gateways, as the verb <c>serve</c> builds them.</summary>
internal sealed class Silos : IAsyncDisposable
{
    private readonly WebApplication[] _apps;

    private Silos(WebApplication[] apps) => _apps = apps;

    public static async Task<Silos> Start(TestDatabase database, int count, bool dashboard)
    {
        var apps = Enumerable.Range(0, count).Select(_ => Build(database, dashboard)).ToArray();
        await Task.WhenAll(apps.Select(app => app.StartAsync()));
        return new(apps);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_apps.Select(app => app.StopAsync()));
        foreach (var app in _apps) await app.DisposeAsync();
    }

    private static WebApplication Build(TestDatabase database, bool dashboard)
    {
        var log = new EventLog(
            EventLog.DialectFor(database.ConnectionString), new(new byte[32]), TimeProvider.System);
        log.Start();
        var settings = new NodeSettings(
            database.ConnectionString, Part.Join, SiloPort: PostgresServer.FreePort(),
            GatewayPort: PostgresServer.FreePort(), Advertised: IPAddress.Loopback,
            ProbeSeconds: NodeSettings.ProbeSecondsMax, MemoryMiB: Formation.MemoryMiB, Dashboard: dashboard);
        return Serve.Build(
            log, settings, ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Error"]);
    }
}
