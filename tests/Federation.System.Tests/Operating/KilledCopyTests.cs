using Federation.Tests.Faults;
using Federation.Tests.Rig;
using Npgsql;

namespace Federation.Tests.Operating;

/// <summary>A move that is killed half way leaves an empty database, never half a town.</summary>
[Collection(nameof(Operating))]
public sealed class KilledCopyTests
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20), Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_move_that_is_killed_after_the_events_is_begun_again_on_the_same_database()
    {
        await using var source = await TestDatabases.Create(BothDatabases.Sqlite);
        await using var target = await TestDatabases.Create(BothDatabases.PostgreSql);
        await using (var gateway = await Gateway.Start(source))
        {
            await World.Founded(gateway);
            await gateway.Stop();
        }

        Oracle.Open(target).Dispose(); // Its tables; the town that they are for is still to come.
        string[] move = ["migrate", "--from", source.ConnectionString, "--database", target.ConnectionString];
        await KilledAtTheCredentials(target, move);

        Assert.Equal((0L, 0L), (await Count(target, "events"), await Count(target, "sealed_keys")));
        await Verb.Done(move);
        var head = (await Verb.Done("witness", "--database", source.ConnectionString)).Trim();
        await Verb.Done("verify", "--against", head, "--database", target.ConnectionString);
        Assert.Contains("changed: none", await Verb.Done("rebuild", "--database", target.ConnectionString));
    }

    /// <summary>The copy writes its tables in order: at a table late in that order it is made to wait, so that all
    /// events are written by then, and dies there.</summary>
    private static async Task KilledAtTheCredentials(TestDatabase target, string[] move)
    {
        await using var gate = await target.Connect();
        await using var held = await gate.BeginTransactionAsync();
        await Tell(gate, "lock table credentials in share mode");
        using var process = Verb.Begin(Verb.MasterKey, move);
        using var limit = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(LookEvery);
        const string waiting =
            "select count(*) from pg_locks where not granted and relation = 'credentials'::regclass";
        while (await Number(gate, waiting) == 0)
        {
            Assert.False(process.HasExited, "It ended without coming to the credentials.");
            await look.WaitForNextTickAsync(limit.Token);
        }

        process.Kill();
        await process.WaitForExitAsync(limit.Token);
        await held.RollbackAsync();
    }

    private static async Task<long> Count(TestDatabase target, string table)
    {
        await using var connection = await target.Connect();
        return await Number(connection, $"select count(*) from {table}");
    }

    private static async Task Tell(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> Number(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
