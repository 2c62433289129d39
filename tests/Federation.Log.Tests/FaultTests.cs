using System.Data.Common;
using Federation.Grains;
using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;
using Npgsql;

namespace Federation.Log.Tests;

/// <summary>Faults cost those they belong to, and nobody else.</summary>
public sealed class FaultTests
{
    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_projection_that_throws_fails_only_its_member(string kind)
    {
        await using var test = await TestLog.Open(kind);
        using var gate = await test.Log.Hold();
        var neighbours = Enumerable.Range(0, 20)
            .Select(i => test.Log.Put($"p{i}", 0, Ask.Deposit(Ask.Fresh()))).ToList();
        var offender = test.Log.Put("bad", 0, Ask.Deposit(Ask.Fresh(), 1, PurseRows.Indigestible));
        neighbours.AddRange(Enumerable.Range(20, 20).Select(i => test.Log.Put($"p{i}", 0, Ask.Deposit(Ask.Fresh()))));
        gate.Open();
        foreach (var neighbour in neighbours) Assert.IsType<MemberResult.Committed>(await neighbour);
        await Assert.ThrowsAsync<FormatException>(() => offender);
        await test.Log.Commit("bad", 0, Ask.Deposit(Ask.Fresh()));
        await test.Log.IsSound();
    }

    [Fact]
    public async Task Text_that_PostgreSQL_cannot_hold_fails_only_its_member()
    {
        await using var test = await TestLog.Open(BothDatabases.PostgreSql);
        using var gate = await test.Log.Hold();
        var before = test.Log.Put("a", 0, Ask.Deposit(Ask.Fresh()));
        var offender = test.Log.Put("b", 0, Ask.Rename(Ask.Fresh(), "nul \0 byte"));
        var after = test.Log.Put("c", 0, Ask.Deposit(Ask.Fresh()));
        gate.Open();
        await Assert.ThrowsAsync<PostgresException>(() => offender);
        Assert.IsType<MemberResult.Committed>(await before);
        Assert.IsType<MemberResult.Committed>(await after);
        await test.Log.IsSound();
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_plain_write_that_fails_costs_no_command(string kind)
    {
        await using var test = await TestLog.Open(kind);
        using var gate = await test.Log.Hold();
        var command = test.Log.Put("a", 0, Ask.Deposit(Ask.Fresh()));
        var wrong = test.Log.Write("insert into no_such_table values (1)");
        var right = test.Log.Write("update purses set balance = balance where id = @id", ("id", "nobody"));
        gate.Open();
        Assert.IsType<MemberResult.Committed>(await command);
        Assert.Equal(0, await right);
        await Assert.ThrowsAnyAsync<DbException>(() => wrong);
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Maintenance_that_throws_leaves_the_writer_at_work(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await test.Log.Commit("a", 0, Ask.Deposit(Ask.Fresh(), 3));
        await Assert.ThrowsAsync<TimeoutException>(() => test.Log.Rebuild(_ => throw new TimeoutException()));
        Assert.Equal(3, test.Log.BalanceOf("a"));
        await test.Log.Commit("a", 1, Ask.Deposit(Ask.Fresh()));
        await test.Log.IsSound();
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_reader_whose_row_cannot_be_read_gives_its_connection_back(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await test.Log.Commit("a", 0, Ask.Deposit(Ask.Fresh(), 3));
        for (var i = 0; i < 200; i++)
            Assert.Throws<FormatException>(() => test.Log.Rows.All<int>("select 1", _ => throw new FormatException()));
        Assert.Equal(3, test.Log.BalanceOf("a"));
    }

    [Fact]
    public async Task A_killed_server_connection_loses_nothing_acknowledged_and_doubles_nothing()
    {
        await using var test = await TestLog.Open(BothDatabases.PostgreSql);
        var grains = await test.Grains();
        var clients = Enumerable.Range(0, 32).Select(client => Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++) await AskTillAnswered(grains, $"purse/p{(client + i) % 11}", $"{client}.{i}");
        })).ToArray();
        var killing = Task.Run(async () =>
        {
            var kills = 0;
            for (var next = 150L; next < 1_700; next += 150)
            {
                await Until.True(test.Log, () => test.Log.Head.Position >= next);
                kills += await KillWriter(test);
            }

            return kills;
        });
        await Task.WhenAll(clients).WaitAsync(Patience.Long);
        Assert.InRange(await killing.WaitAsync(Patience.Long), 5, int.MaxValue);
        Assert.Equal(32 * 60, test.Log.StoredPosition());
        Assert.Equal(32 * 60, Enumerable.Range(0, 11).Sum(p => test.Log.BalanceOf($"p{p}")));
        await test.Log.IsSound();
    }

    /// <summary>As a client does: what was not answered is asked again under the same key.</summary>
    private static async Task AskTillAnswered(IGrains grains, string stream, string key)
    {
        while (true)
        {
            try
            {
                var outcome = await grains.Execute(stream, new PurseCommand.Deposit(1), Ask.Key(key));
                if (outcome.Kind == OutcomeKind.Accepted) return;
                Assert.Equal(OutcomeKind.Busy, outcome.Kind);
            }
            catch (Exception e) when (e is DbException or InvalidOperationException)
            {
                continue; // Unknown: only the same key asked again can tell.
            }
        }
    }

    private static async Task<int> KillWriter(TestLog test)
    {
        await using var own = new NpgsqlConnection(test.Database.ConnectionString + ";Pooling=false");
        await own.OpenAsync();
        await using var kill = new NpgsqlCommand(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() " +
            "and pid <> pg_backend_pid()", own);
        return (int)(long)(await kill.ExecuteScalarAsync())!;
    }
}
