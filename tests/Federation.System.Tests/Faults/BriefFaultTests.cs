using Federation.Tests.Rig;
using Xunit.Abstractions;

namespace Federation.Tests.Faults;

/// <summary>A few faults of everything that several processes can suffer, in every run of the tests;
/// <see cref="ClusterFaultTests"/> has many of each, and joined processes too.</summary>
[Collection(nameof(Faults))]
public sealed class BriefFaultTests(ITestOutputHelper output)
{
    private static readonly TimeSpan AnsweringWithin = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Nothing_is_lost_or_doubled_whoever_dies()
    {
        await using var database = await TestDatabases.Create(BothDatabases.PostgreSql);
        await using var deployment = await Deployment.Of(database, gateways: 2, silos: 3);
        var run = await FaultRun.Begin(deployment, output);
        await run.Kill(deployment.Holders, 3);
        await run.Kill(deployment.Gateways, 2);
        await run.KillAll(deployment.Holders, 1, AnsweringWithin);
        await run.Judge(mayComplain: true);
        run.SomeWereCutOff();
    }
}
