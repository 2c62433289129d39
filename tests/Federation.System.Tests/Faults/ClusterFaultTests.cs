using Federation.Tests.Rig;
using Xunit.Abstractions;

namespace Federation.Tests.Faults;

/// <summary>Several processes over one PostgreSQL: any of them may die, stand still or be replaced, and so may the
/// database; nothing is lost, nothing is doubled.</summary>
/// <remarks>The long form of <see cref="BriefFaultTests"/>, for <c>tests/run Cluster</c>.</remarks>
[Collection(nameof(Faults))]
public sealed class ClusterFaultTests(ITestOutputHelper output)
{
    /// <summary>From when holders that were all killed say that they are ready; the goal from their start is fifteen
    /// seconds, and is measured in the output.</summary>
    private static readonly TimeSpan AnsweringWithin = TimeSpan.FromSeconds(15);

    /// <summary>Gateways and silos: three silos behind two gateways, three gateways that hold the grains.</summary>
    public static IEnumerable<object[]> Formations => [[2, 3], [3, 0]];

    [Theory, MemberData(nameof(Formations))]
    public Task What_a_killed_process_owned_goes_on_at_another(int gateways, int silos) =>
        Under(gateways, silos, (run, deployment) => run.Kill(deployment.Holders, 10));

    [Theory, MemberData(nameof(Formations))]
    public Task A_cluster_of_which_all_that_hold_grains_were_killed_serves_again(int gateways, int silos) =>
        Under(gateways, silos, (run, deployment) => run.KillAll(deployment.Holders, 3, AnsweringWithin));

    [Fact]
    public async Task A_gateway_that_is_killed_costs_its_clients_one_more_try_at_the_other()
    {
        await using var database = await TestDatabases.Create(BothDatabases.PostgreSql);
        await using var deployment = await Deployment.Of(database, gateways: 2, silos: 3);
        var run = await FaultRun.Begin(deployment, output);
        await run.Kill(deployment.Gateways, 10);
        await run.Judge();
        run.SomeWereCutOff();
    }

    [Theory, MemberData(nameof(Formations))]
    public async Task A_database_server_that_is_killed_comes_back_to_a_cluster_that_waited(int gateways, int silos)
    {
        await using var server = await PostgresServer.Start();
        await using var database = await server.Create();
        await using var deployment = await Deployment.Of(database, gateways, silos);
        var run = await FaultRun.Begin(deployment, output);
        await run.KillDatabase(server, 5);
        await run.Judge(mayComplain: true);
    }

    [Theory, MemberData(nameof(Formations))]
    public Task An_owner_that_stood_still_while_others_took_over_writes_nothing_stale(int gateways, int silos) =>
        Under(gateways, silos, (run, _) => run.Freeze(5));

    [Theory, MemberData(nameof(Formations))]
    public async Task A_rolling_restart_under_load_fails_nobody_who_tries_once_more(int gateways, int silos)
    {
        await using var database = await TestDatabases.Create(BothDatabases.PostgreSql);
        await using var deployment = await Deployment.Of(database, gateways, silos);
        var run = await FaultRun.Begin(deployment, output);
        await run.Roll([.. deployment.All]);
        await run.Judge(mayComplain: true);
        run.OneRetryWasEnough();
    }

    /// <summary>Faults of which those that hold grains tell: of their dead neighbours.</summary>
    private async Task Under(int gateways, int silos, Func<FaultRun, Deployment, Task> faults)
    {
        await using var database = await TestDatabases.Create(BothDatabases.PostgreSql);
        await using var deployment = await Deployment.Of(database, gateways, silos);
        var run = await FaultRun.Begin(deployment, output);
        await faults(run, deployment);
        await run.Judge(mayComplain: true);
    }
}
