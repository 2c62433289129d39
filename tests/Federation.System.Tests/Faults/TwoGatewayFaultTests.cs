using Federation.Tests.Rig;
using Xunit.Abstractions;

namespace Federation.Tests.Faults;

/// <summary>Two gateways of the Local engine over one PostgreSQL: either may die, stand still or be replaced, and so
/// may the database; nothing is lost, nothing is doubled.</summary>
[Collection(nameof(Faults))]
public sealed class TwoGatewayFaultTests(ITestOutputHelper output)
{
    /// <summary>Multiplies all counts; a release sets more.</summary>
    public const string Variable = "FEDERATION_TEST_FAULTS";

    private const int Gateways = 2;
    private static readonly TimeSpan AnsweringWithin = TimeSpan.FromSeconds(10);

    private static readonly int Times =
        int.TryParse(Environment.GetEnvironmentVariable(Variable), out var times) ? times : 1;

    [Fact]
    public async Task A_gateway_that_is_killed_costs_its_clients_one_more_try_at_the_other()
    {
        await using var database = await TestDatabases.Create(BothDatabases.PostgreSql);
        await using var deployment = await Deployment.Of(database, Gateways);
        var run = await FaultRun.Begin(deployment, output);
        await run.Kill(deployment.Gateways, 10 * Times);
        await run.KillAll(deployment.Gateways, 3 * Times, AnsweringWithin);
        await run.Judge();
        run.SomeWereCutOff();
    }

    [Fact]
    public async Task A_database_server_that_is_killed_comes_back_to_gateways_that_waited()
    {
        await using var server = await PostgresServer.Start();
        var database = await server.Create();
        await using var deployment = await Deployment.Of(database, Gateways);
        var run = await FaultRun.Begin(deployment, output);
        await run.KillDatabase(server, 5 * Times);
        await run.Judge();
    }

    [Fact]
    public async Task A_gateway_that_stood_still_while_the_other_went_on_writes_nothing_stale()
    {
        await using var database = await TestDatabases.Create(BothDatabases.PostgreSql);
        await using var deployment = await Deployment.Of(database, Gateways);
        var run = await FaultRun.Begin(deployment, output);
        await run.Freeze(5 * Times);
        await run.Judge();
        run.SomeWereCutOff();
    }

    [Fact]
    public async Task A_rolling_restart_under_load_fails_nobody_who_tries_once_more()
    {
        await using var database = await TestDatabases.Create(BothDatabases.PostgreSql);
        await using var deployment = await Deployment.Of(database, Gateways);
        var run = await FaultRun.Begin(deployment, output);
        for (var i = 0; i < Times; i++) await run.Roll(deployment.Gateways);
        await run.Judge();
        run.OneRetryWasEnough();
    }
}
