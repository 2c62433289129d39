using System.Text.Json;
using Federation.Log;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Storage;

namespace Federation.Grains.Orleans;

/// <summary>How silos and gateways are set up. Every number here has its reason beside it.</summary>
public static class Cluster
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

    /// <summary>A starting silo waits this long for those it believes alive, then declares them dead.</summary>
    private static readonly TimeSpan Join = TimeSpan.FromSeconds(10);

    /// <summary>An idle grain goes: coming back costs a snapshot and at most 200 events, keeping it costs memory for
    /// ever. Long enough that a form filled in slowly meets a warm grain.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);

    /// <summary>How long an answer is waited for. What was on its way into a silo that died is asked again after it,
    /// by when the others know of the death or are about to; the caller's patience covers that second try.</summary>
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(5);

    /// <summary>A silo with its place in the cluster; <see cref="AddGrains"/> is what lives on it.</summary>
    public static ISiloBuilder AddFederation(this ISiloBuilder silo, ClusterSettings settings)
    {
        silo.Configure<ClusterOptions>(options => Name(options, settings));
        silo.ConfigureEndpoints(
            settings.Advertised ?? ClusterSettings.OwnAddress(), settings.SiloPort, settings.GatewayPort,
            listenOnAnyHostAddress: true);
        silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) =
            (Provider, Pooled(settings.Connection)));
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromSeconds(settings.ProbeSeconds);
            (options.NumMissedProbesLimit, options.NumVotesForDeathDeclaration) = (3, 2);
            (options.IAmAliveTablePublishTimeout, options.NumMissedTableIAmAliveLimit) = (Alive, 3);
            (options.TableRefreshTimeout, options.MaxJoinAttemptTime) = (Refresh, Join);
        });
        return silo.AddGrains(settings.Connection);
    }

    /// <summary>Grains, their snapshots, how long they stay, and what travels with their calls. The log is the
    /// host's.</summary>
    public static ISiloBuilder AddGrains(this ISiloBuilder silo, string connection)
    {
        silo.AddAdoNetGrainStorage(StreamGrain.Storage, options =>
        {
            (options.Invariant, options.ConnectionString) = (Provider, Pooled(connection));
            options.GrainStorageSerializer = new SnapshotJson();
        });
        silo.Configure<GrainCollectionOptions>(options =>
        {
            options.CollectionAge = Idle;
            // Above four fifths of the memory the longest idle go earlier: a silo never dies of what it remembers.
            options.EnableActivationSheddingOnMemoryPressure = true;
        });
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = Answer);
        silo.AddActivityPropagation();
        silo.AddIncomingGrainCallFilter<CallerFilter>().AddOutgoingGrainCallFilter<CallerFilter>();
        silo.Services.AddSingleton<GrainParts>();
        return silo;
    }

    public static IClientBuilder AddFederation(this IClientBuilder client, ClusterSettings settings)
    {
        client.Configure<ClusterOptions>(options => Name(options, settings));
        client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) =
            (Provider, Pooled(settings.Connection)));
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = Refresh);
        return client.AddCalls();
    }

    /// <summary>What a client's calls wait for and carry.</summary>
    public static IClientBuilder AddCalls(this IClientBuilder client)
    {
        client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = Answer);
        client.AddActivityPropagation();
        client.AddOutgoingGrainCallFilter<CallerFilter>();
        return client;
    }

    private static string Pooled(string connection) =>
        new NpgsqlConnectionStringBuilder(connection) { MaxPoolSize = ConnectionsMax, Enlist = false }.ToString();

    private static void Name(ClusterOptions options, ClusterSettings settings) =>
        (options.ClusterId, options.ServiceId) = (settings.ClusterId, ClusterSettings.ServiceId);

    /// <summary>Snapshots lie in Orleans' storage as the JSON that the log itself is written in.</summary>
    private sealed class SnapshotJson : IGrainStorageSerializer
    {
        public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, Json.Options));

        public T? Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input, Json.Options);
    }
}
