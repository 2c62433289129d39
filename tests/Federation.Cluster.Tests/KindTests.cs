using System.Reflection;
using Federation.Domain;
using Federation.Grains;
using Federation.Grains.Engine;
using Federation.Log;
using Federation.Tests.Golden;
using Federation.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Placement;
using Orleans.Runtime;
using EventLog = Federation.Log.EventLog;

namespace Federation.Cluster.Tests;

/// <summary>Every kind of stream has a grain of its own, and it decides in the cluster as it does in one
/// process.</summary>
public sealed class KindTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 4, 0, 0, TimeSpan.Zero);

    public static IEnumerable<object[]> Kinds => Catalogue.Product.Boundaries.Select(b => new object[] { b.Kind });

    private static IEnumerable<Type> Grains =>
        typeof(StreamGrain).Assembly.GetTypes().Where(t => t.BaseType == typeof(StreamGrain));

    [Fact]
    public void The_kinds_of_grains_are_the_kinds_of_streams() => Assert.Equal(
        Catalogue.Product.Boundaries.Select(b => b.Kind).Order(StringComparer.Ordinal),
        Grains.Select(KindOf).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Kinds))]
    public void A_kind_says_where_it_is_placed(string kind) => Assert.IsAssignableFrom<PlacementAttribute>(
        Grains.Single(t => KindOf(t) == kind).GetCustomAttribute<PlacementAttribute>());

    /// <summary>Its grains would be placed on it and fail, for what they stand on is not there.</summary>
    [Fact]
    public void A_silo_without_the_dashboard_knows_no_grain_of_it()
    {
        var silo = cluster.Silos.Silos[0].ServiceProvider.GetRequiredService<IClusterManifestProvider>();
        var known = silo.Current.AllGrainManifests.SelectMany(m => m.Grains.Keys).Select(k => k.ToString()!).ToArray();
        Assert.Contains("account", known);
        Assert.DoesNotContain(known, kind => kind.Contains("dashboard") || kind.Contains("silograin"));
    }

    /// <summary>Every command of the kind, accepted or refused, one after the other on one stream.</summary>
    [Theory, MemberData(nameof(Kinds))]
    public async Task A_kind_answers_in_the_cluster_as_in_one_process(string kind)
    {
        await using var database = await TestDatabases.Create(BothDatabases.PostgreSql);
        using var log = new EventLog(
            EventLog.DialectFor(database.ConnectionString), new(new byte[32]), TimeProvider.System);
        log.Start();
        var (stream, told) = ($"{kind}/first/2026-03", 0);
        var boundary = Catalogue.Product.BoundaryOf(stream);
        await Node.While(NodeSettings.Alone(database.ConnectionString), log, async alone =>
        {
            foreach (var type in boundary.Command.GetNestedTypes().OrderBy(t => t.Name, StringComparer.Ordinal))
            {
                var (command, key) = (Samples.Of(type), $"{kind}.{type.Name}");
                var here = await alone.Execute(stream, command, Asked(key));
                var there = await cluster.Grains.Execute(stream, command, Asked(key));
                Assert.Equal((here.Kind, here.Version, here.Refusal), (there.Kind, there.Version, there.Refusal));
                told++;
            }

            return told;
        });
        Assert.True(told > 0, $"{kind} has no command.");
        Assert.Equal(log.VersionOf(stream), cluster.Log.VersionOf(stream));
        Assert.Equal(
            log.Read(stream).Select(e => (e.Version, e.Name, e.Body)),
            cluster.Log.Read(stream).Select(e => (e.Version, e.Name, e.Body)));
    }

    private static string KindOf(Type grain) => (string)grain.GetCustomAttributesData()
        .Single(a => a.AttributeType == typeof(GrainTypeAttribute)).ConstructorArguments[0].Value!;

    private static CommandContext Asked(string key) =>
        new(key, "payload", new("tester", new(true, [], Administrator: true), Now, Days.Of(Now)));
}
