using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Federation.Log;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Hosting;
using Orleans.Serialization.Configuration;
using Orleans.Storage;

namespace Federation.Grains.Engine;

/// <summary>How silos and clients are set up. Every number here has its reason beside it.</summary>
public static class Setup
{
    private const string Provider = "Npgsql";

    /// <summary>Connections of one node for membership and snapshots; the log has its own.</summary>
    private const int ConnectionsMax = 10;

    /// <summary>A silo writes this often that it lives. Only after three omissions does a starting one begin to probe
    /// it, and it joins once the silent ones are declared dead: so a cluster that was killed as a whole is back within
    /// fifteen seconds, not Orleans' usual minutes.</summary>
    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(1);

    /// <summary>Gateways and silos read the membership this often, beside the gossip.</summary>
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(2);

    /// <summary>What a start may take from its first sign to taking part. Who takes longer is declared dead by the
    /// others and ends, so it is long: on a machine short of processor time a dozen seconds go by. Dead neighbours in
    /// the table do not wait for it: the starting one finds them silent, and declares them dead, within ten.</summary>
    private static readonly TimeSpan Join = TimeSpan.FromMinutes(2);

    /// <summary>An idle grain goes: coming back costs a snapshot and at most 200 events, keeping it costs memory for
    /// ever. Long enough that a form filled in slowly meets a warm grain.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);

    /// <summary>How long an answer is waited for. What was on its way into a silo that died is asked again after it.
    /// The others know of the death after some six to eight seconds, and the caller's patience of ten covers a try
    /// after that. With five seconds the second try could come just before, and its end after that patience.</summary>
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(3);

    /// <summary>How often the memory is looked at: at full speed ten thousand grains come between two looks, some tens
    /// of MiB.</summary>
    internal static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Of what the process is granted, in percent: a silo never dies of what it remembers.</summary>
    private const double GrantedMax = 80;

    /// <summary>Down to this part of the bound, so that not every look lets some go.</summary>
    private const double Relief = 0.9;

    /// <summary>A silo with its place among others, or alone; <see cref="AddGrains"/> is what lives on it.</summary>
    public static ISiloBuilder AddFederation(this ISiloBuilder silo, NodeSettings settings, EventLog log) =>
        (settings.Part == Part.None ? silo.StayAlone() : silo.JoinOthers(settings)).AddGrains(settings, log);

    /// <summary>Grains, their snapshots, how long they stay, and what travels with their calls.</summary>
    public static ISiloBuilder AddGrains(this ISiloBuilder silo, NodeSettings settings, EventLog log)
    {
        silo.Services.AddSingleton(log).AddSingleton<GrainParts>();
        silo.Services.AddCrossing(log);
        if (settings.IsPostgres) silo.AddAdoNetGrainStorage(StreamGrain.Storage, options =>
        {
            (options.Invariant, options.ConnectionString) = (Provider, Pooled(settings));
            options.GrainStorageSerializer = new SnapshotJson();
        });
        else silo.Services.AddKeyedSingleton<IGrainStorage>(StreamGrain.Storage, new LogStorage(log));
        silo.Configure<GrainCollectionOptions>(options =>
        {
            options.CollectionAge = Idle;
            (options.EnableActivationSheddingOnMemoryPressure, options.MemoryUsagePollingPeriod) = (true, Look);
            options.MemoryUsageLimitPercentage = Math.Min(GrantedMax, PercentOf(settings.MemoryMiB));
            options.MemoryUsageTargetPercentage = options.MemoryUsageLimitPercentage * Relief;
        });
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = Answer);
        if (settings.Traced)
        {
            silo.AddActivityPropagation();
            silo.AddIncomingGrainCallFilter<CallerFilter>().AddOutgoingGrainCallFilter<CallerFilter>();
        }

        return silo.AddCounting(settings.Dashboard);
    }

    /// <summary>What the dashboard shows is counted on every silo, or nothing of it is there: then its grains are not
    /// even known, so that among silos of both kinds they live where they can count.</summary>
    private static ISiloBuilder AddCounting(this ISiloBuilder silo, bool wanted)
    {
        if (wanted) return silo.AddDashboard(options => options.HideTrace = true);
        silo.Services.PostConfigure<TypeManifestOptions>(known => known.InterfaceImplementations.RemoveWhere(
            grain => grain.Assembly == typeof(DashboardOptions).Assembly));
        return silo;
    }

    /// <summary>A client of the silos that the membership names.</summary>
    public static IClientBuilder AddFederation(this IClientBuilder client, NodeSettings settings, EventLog log)
    {
        client.Configure<ClusterOptions>(options => Name(options, settings));
        client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) =
            (Provider, Pooled(settings)));
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = Refresh);
        return client.AddCalls(settings, log);
    }

    /// <summary>What a client's calls wait for and carry.</summary>
    public static IClientBuilder AddCalls(this IClientBuilder client, NodeSettings settings, EventLog log)
    {
        client.Services.AddCrossing(log);
        client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = Answer);
        if (settings.Traced) client.AddActivityPropagation().AddOutgoingGrainCallFilter<CallerFilter>();
        return client;
    }

    /// <summary>What the codec needs to know, and permanent names for the types that cross.</summary>
    private static void AddCrossing(this IServiceCollection services, EventLog log) => services
        .AddSingleton(log.Catalogue)
        .Configure<TypeManifestOptions>(options =>
        {
            options.WellKnownTypeAliases["federation.letter"] = typeof(Letter);
            options.WellKnownTypeAliases["federation.outcome"] = typeof(Outcome);
            options.WellKnownTypeAliases["federation.unknown-name"] = typeof(UnknownNameException);
        });

    private static ISiloBuilder JoinOthers(this ISiloBuilder silo, NodeSettings settings)
    {
        silo.Configure<ClusterOptions>(options => Name(options, settings));
        silo.ConfigureEndpoints(
            settings.Advertised ?? NodeSettings.OwnAddress(), settings.SiloPort, settings.GatewayPort,
            listenOnAnyHostAddress: true);
        silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) =
            (Provider, Pooled(settings)));
        return silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromSeconds(settings.ProbeSeconds);
            (options.NumMissedProbesLimit, options.NumVotesForDeathDeclaration) = (3, 2);
            (options.IAmAliveTablePublishTimeout, options.NumMissedTableIAmAliveLimit) = (Alive, 3);
            (options.TableRefreshTimeout, options.MaxJoinAttemptTime) = (Refresh, Join);
        });
    }

    /// <summary>The only silo there is. Orleans listens for neighbours all the same: on loopback, on a port that is
    /// free, and whoever connects there is turned away at once, for nobody proves who he is.</summary>
    private static ISiloBuilder StayAlone(this ISiloBuilder silo)
    {
        silo.UseLocalhostClustering(FreePort(), gatewayPort: 0, null, NodeSettings.ServiceId, "alone");
        return silo.Configure<SiloConnectionOptions>(options => options.ConfigureSiloInboundConnection(
            connection => connection.Use(_ => stranger =>
            {
                stranger.Abort();
                return Task.CompletedTask;
            })));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Of what the process is granted, which is known only once anything was collected.</summary>
    private static double PercentOf(int mebibytes)
    {
        if (GC.CollectionCount(0) == 0) GC.Collect(0);
        return 100.0 * mebibytes * 1_048_576 / GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    }

    private static string Pooled(NodeSettings settings) =>
        new NpgsqlConnectionStringBuilder(settings.Connection) { MaxPoolSize = ConnectionsMax, Enlist = false }
            .ToString();

    private static void Name(ClusterOptions options, NodeSettings settings) =>
        (options.ClusterId, options.ServiceId) = (settings.ClusterId, NodeSettings.ServiceId);

    /// <summary>Snapshots lie in Orleans' storage as the JSON that the log itself is written in.</summary>
    private sealed class SnapshotJson : IGrainStorageSerializer
    {
        public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, Json.Options));

        public T? Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input, Json.Options);
    }
}
