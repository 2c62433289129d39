using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

#pragma warning disable IDE0060 // Signatures have no bodies to use what they are given.

// See Grains.cs: hand-written signatures, which prove nothing about Orleans.

namespace Orleans.Configuration
{
    public sealed class ClusterOptions
    {
        public string ClusterId { get; set; } = "";

        public string ServiceId { get; set; } = "";
    }

    public sealed class ClusterMembershipOptions
    {
        public TimeSpan ProbeTimeout { get; set; }

        public int NumMissedProbesLimit { get; set; }

        public int NumVotesForDeathDeclaration { get; set; }

        public TimeSpan IAmAliveTablePublishTimeout { get; set; }

        public int NumMissedTableIAmAliveLimit { get; set; }

        public TimeSpan TableRefreshTimeout { get; set; }

        public TimeSpan MaxJoinAttemptTime { get; set; }
    }

    public sealed class GrainCollectionOptions
    {
        public TimeSpan CollectionAge { get; set; }

        public bool EnableActivationSheddingOnMemoryPressure { get; set; }
    }

    public sealed class SiloMessagingOptions
    {
        public TimeSpan ResponseTimeout { get; set; }
    }

    public sealed class ClientMessagingOptions
    {
        public TimeSpan ResponseTimeout { get; set; }
    }

    public sealed class GatewayOptions
    {
        public TimeSpan GatewayListRefreshPeriod { get; set; }
    }

    public sealed class AdoNetOptions
    {
        public string Invariant { get; set; } = "";

        public string ConnectionString { get; set; } = "";

        public Storage.IGrainStorageSerializer GrainStorageSerializer { get; set; } = null!;
    }
}

namespace Orleans.Hosting
{
    using Orleans.Configuration;

    public interface ISiloBuilder
    {
        IServiceCollection Services { get; }
    }

    public interface IClientBuilder
    {
        IServiceCollection Services { get; }
    }

    public static class Extensions
    {
        public static IHostBuilder UseOrleans(this IHostBuilder host, Action<ISiloBuilder> configure) => host;

        public static IHostBuilder UseOrleansClient(this IHostBuilder host, Action<IClientBuilder> configure) => host;

        public static ISiloBuilder Configure<T>(this ISiloBuilder silo, Action<T> configure) where T : class => silo;

        public static IClientBuilder Configure<T>(this IClientBuilder client, Action<T> configure) where T : class =>
            client;

        public static ISiloBuilder ConfigureEndpoints(
            this ISiloBuilder silo, IPAddress advertisedIP, int siloPort, int gatewayPort,
            bool listenOnAnyHostAddress = false) => silo;

        public static ISiloBuilder UseAdoNetClustering(this ISiloBuilder silo, Action<AdoNetOptions> configure) => silo;

        public static IClientBuilder UseAdoNetClustering(
            this IClientBuilder client, Action<AdoNetOptions> configure) => client;

        public static ISiloBuilder AddAdoNetGrainStorage(
            this ISiloBuilder silo, string name, Action<AdoNetOptions> configure) => silo;

        public static ISiloBuilder AddActivityPropagation(this ISiloBuilder silo) => silo;

        public static IClientBuilder AddActivityPropagation(this IClientBuilder client) => client;

        public static ISiloBuilder AddIncomingGrainCallFilter<T>(this ISiloBuilder silo)
            where T : class, IIncomingGrainCallFilter => silo;

        public static ISiloBuilder AddOutgoingGrainCallFilter<T>(this ISiloBuilder silo)
            where T : class, IOutgoingGrainCallFilter => silo;

        public static IClientBuilder AddOutgoingGrainCallFilter<T>(this IClientBuilder client)
            where T : class, IOutgoingGrainCallFilter => client;
    }
}
