using Federation.Tests.Rig;
using Xunit.Abstractions;

namespace Federation.Tests.Faults;

/// <summary>Three silos and two gateways over one PostgreSQL, each a process: any of them may die, stand still or be
/// replaced, and so may the database; nothing is lost, nothing is doubled.</summary>
[Collection(nameof(Faults))]
public sealed class ClusterFaultTests(ITestOutputHelper output)
{
    private const int Gateways = 2, Silos = 3;

    /// <summary>From when silos that were all killed say that they are ready; the goal from their start is fifteen
    /// seconds, and is measured in the output.</summary>
    private static readonly TimeSpan AnsweringWithin = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task What_a_killed_silo_owned_goes_on_at_another()
    {
        await using var database = await TestDatabases.Create(BothDatabases.PostgreSql);
        await using var deployment = await Deployment.Of(database, Gateways, Silos);
        var run = await FaultRun.Begin(deployment, output);
        await run.Kill(deployment.Silos, 10);
        await run.Judge(mayComplain: true); // A silo tells of its dead neighbours.
    }

    [Fact]
    public async Task A_cluster_of_which_every_silo_was_killed_serves_again()
    {
        await using var database = await TestDatabases.Create(BothDatabases.PostgreSql);
        await using var deployment = await Deployment.Of(database, Gateways, Silos);
        var run = await FaultRun.Begin(deployment, output);
        await run.KillAll(deployment.Silos, 3, AnsweringWithin);
        await run.Judge(mayComplain: true);
    }

    [Fact]
    public async Task A_gateway_that_is_killed_costs_its_clients_one_more_try_at_the_other()
    {
        await using var database = await TestDatabases.Create(BothDatabases.PostgreSql);
        await using var deployment = await Deployment.Of(database, Gateways, Silos);
        var run = await FaultRun.Begin(deployment, output);
        await run.Kill(deployment.Gateways, 10);
        await run.Judge();
        run.SomeWereCutOff();
    }

    [Fact]
    public async Task A_database_server_that_is_killed_comes_back_to_a_cluster_that_waited()
    {
        await using var server = await PostgresServer.Start();
        var database = await server.Create();
        await using var deployment = await Deployment.Of(database, Gateways, Silos);
        var run = await FaultRun.Begin(deployment, output);
        await run.KillDatabase(server, 5);
        await run.Judge(mayComplain: true);
    }

    [Fact]
    public async Task An_owner_that_stood_still_while_others_took_over_writes_nothing_stale()
    {
        await using var database = await TestDatabases.Create(BothDatabases.PostgreSql);
        await using var deployment = await Deployment.Of(database, Gateways, Silos);
        var run = await FaultRun.Begin(deployment, output);
        await run.Freeze(5);
        await run.Judge(mayComplain: true);
    }

    [Fact]
    public async Task A_rolling_restart_under_load_fails_nobody_who_tries_once_more()
    {
        await using var database = await TestDatabases.Create(BothDatabases.PostgreSql);
        await using var deployment = await Deployment.Of(database, Gateways, Silos);
        var run = await FaultRun.Begin(deployment, output);
        await run.Roll([.. deployment.Silos, .. deployment.Gateways]);
        await run.Judge(mayComplain: true);
        run.OneRetryWasEnough();
    }
}
