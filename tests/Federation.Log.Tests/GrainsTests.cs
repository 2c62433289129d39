using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Federation.Grains;
using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>Grains above the log: turns, races, retries, and grains that are let go.</summary>
public sealed class GrainsTests
{
    /// <summary>Sooner than Orleans would give up waiting for a neighbour's first word.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(3);

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Of_64_racers_for_the_last_coin_one_wins(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var grains = await test.Grains();
        for (var round = 0; round < 20; round++)
        {
            var stream = $"purse/r{round}";
            await Ok(grains.Execute(stream, new PurseCommand.Deposit(1), Ask.Fresh()));
            var outcomes = await Race(64, _ => grains.Execute(stream, new PurseCommand.Withdraw(1), Ask.Fresh()));
            Assert.Single(outcomes, o => o.Kind == OutcomeKind.Accepted);
            Assert.Equal(63, outcomes.Count(o => o.Refusal == Purses.Refusals.TooLittle));
        }
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Of_64_grains_that_want_one_name_one_is_given_it(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var grains = await test.Grains();
        var outcomes = await Race(64, i => grains.Execute($"purse/p{i}", new PurseCommand.Rename("x"), Ask.Fresh()));
        Assert.Single(outcomes, o => o.Kind == OutcomeKind.Accepted);
        Assert.Equal(63, outcomes.Count(o => o.Refusal == Purses.Refusals.NameTaken));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Many_commands_of_one_turn_that_meet_taken_claims_are_each_refused(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var grains = await test.Grains();
        await Ok(grains.Execute("purse/holder", new PurseCommand.Rename("x"), Ask.Fresh()));
        var outcomes = await Race(40, _ => grains.Execute("purse/a", new PurseCommand.Rename("x"), Ask.Fresh()));
        Assert.All(outcomes, o => Assert.Equal(Purses.Refusals.NameTaken, o.Refusal));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Deliveries_of_one_key_at_once_have_one_effect_and_one_answer(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var grains = await test.Grains();
        for (var round = 0; round < 50; round++)
        {
            var context = Ask.Key($"k{round}");
            var outcomes = await Race(20, _ => grains.Execute("purse/a", new PurseCommand.Deposit(1), context));
            Assert.Equal(OutcomeKind.Accepted, Assert.Single(outcomes.Distinct()).Kind);
            var other = await grains.Execute("purse/a", new PurseCommand.Deposit(2), Ask.Key($"k{round}", "other"));
            Assert.Equal(OutcomeKind.OtherPayload, other.Kind);
        }

        Assert.Equal(50, test.Log.BalanceOf("a"));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_turn_takes_everything_that_waits(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var inbox = Inbox(test);
        using var gate = await test.Log.Hold();
        var asks = Enumerable.Range(0, 500)
            .Select(_ => inbox.Ask(new(new PurseCommand.Deposit(1), Ask.Fresh()))).ToArray();
        gate.Open();
        await Task.WhenAll(asks).WaitAsync(Patience.Long);

        // Each batch has a moment of its own: one for what was first taken, one for all that waited meanwhile.
        Assert.Equal(2, test.Log.Read("purse/a").Select(e => e.RecordedAt).Distinct().Count());
        Assert.Equal(500, test.Log.VersionOf("purse/a"));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_fault_in_a_decider_costs_its_own_command_only(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var inbox = Inbox(test);
        using var gate = await test.Log.Hold();
        var first = inbox.Ask(new(new PurseCommand.Deposit(1), Ask.Fresh()));
        var before = inbox.Ask(new(new PurseCommand.Deposit(1), Ask.Fresh()));
        var faulty = inbox.Ask(new(new PurseCommand.Break(), Ask.Fresh()));
        var after = inbox.Ask(new(new PurseCommand.Deposit(1), Ask.Fresh()));
        gate.Open();
        foreach (var ask in new[] { first, before, after }) await Ok(ask);
        await Assert.ThrowsAsync<InvalidOperationException>(() => faulty);
        await Ok(inbox.Ask(new(new PurseCommand.Deposit(1), Ask.Fresh())));
    }

    [Fact]
    public async Task A_fault_in_a_decider_is_told_without_what_it_was_about()
    {
        await using var test = await TestLog.Open(BothDatabases.Sqlite);
        var grains = await test.Grains();
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(
            () => grains.Execute("purse/a", new PurseCommand.Break(), Ask.Fresh()));
        Assert.Equal("The grain of purse/a failed; its silo has logged why.", fault.Message);
        await Ok(grains.Execute("purse/a", new PurseCommand.Deposit(1), Ask.Fresh()));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Grains_that_were_let_go_come_back_equal(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var grains = await test.Grains();
        for (var round = 1; round <= 3; round++)
        {
            await Race(100, i => grains.Execute($"purse/p{i}", new PurseCommand.Deposit(i), Ask.Fresh()));
            Assert.Equal(100, await grains.Held());
            await grains.LetGo();
            Assert.Equal(0, await grains.Held());
        }

        for (var i = 0; i < 100; i++)
        {
            var text = i.ToString(CultureInfo.InvariantCulture);
            await Ok(grains.Execute($"purse/p{text}", new PurseCommand.Withdraw(3 * i), Ask.Fresh()));
            var empty = await grains.Execute($"purse/p{text}", new PurseCommand.Withdraw(1), Ask.Fresh());
            Assert.Equal(Purses.Refusals.TooLittle, empty.Refusal);
        }
    }

    [Fact]
    public async Task Above_the_memory_it_may_hold_a_process_lets_idle_grains_go_by_itself()
    {
        await using var test = await TestLog.Open(BothDatabases.Sqlite);
        var grains = await test.Grains(settings: alone => alone with { MemoryMiB = 1 }); // It always holds more.
        await Race(100, i => grains.Execute($"purse/p{i}", new PurseCommand.Deposit(1), Ask.Fresh()));
        Assert.NotEqual(0, await grains.Held());
        using var limit = new CancellationTokenSource(Patience.Long);
        while (await grains.Held() > 10) limit.Token.ThrowIfCancellationRequested();
        await Ok(grains.Execute("purse/p7", new PurseCommand.Withdraw(1), Ask.Fresh()));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_long_stream_comes_back_from_the_snapshot_that_its_grain_kept(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var grains = await test.Grains();
        for (var i = 0; i < 3; i++)
            await Race(100, _ => grains.Execute("purse/a", new PurseCommand.Deposit(1), Ask.Fresh()));
        await test.Log.Write(); // Snapshots on SQLite go through the same queue: after this one they are stored.
        using var limit = new CancellationTokenSource(Patience.Long);
        while (Kept(test) == 0) limit.Token.ThrowIfCancellationRequested();
        await grains.LetGo();

        // Without its beginning the stream can only be known from the snapshot.
        test.Run("delete from events where stream = 'purse/a' and version <= 100");
        await Ok(grains.Execute("purse/a", new PurseCommand.Withdraw(300), Ask.Fresh()));
        Assert.Equal(301, test.Log.VersionOf("purse/a"));
    }

    [Fact]
    public async Task Whoever_connects_to_a_silo_that_is_alone_is_turned_away_at_once()
    {
        await using var test = await TestLog.Open(BothDatabases.Sqlite);
        var listens = (await test.Grains()).Listens;
        Assert.Equal(IPAddress.Loopback, listens.Address);
        using var stranger = new TcpClient();
        await stranger.ConnectAsync(listens);
        using var limit = new CancellationTokenSource(AtOnce);
        try
        {
            Assert.Equal(0, await stranger.GetStream().ReadAsync(new byte[1], limit.Token));
        }
        catch (IOException)
        {
            return; // Reset: turned away, too.
        }
    }

    [Fact]
    public async Task Nobody_may_post_date()
    {
        await using var test = await TestLog.Open(BothDatabases.Sqlite);
        var asked = Ask.Asked();
        var context = Ask.Fresh() with { Asked = asked with { On = asked.Today.AddDays(1) } };
        var outcome = await (await test.Grains()).Execute("purse/a", new PurseCommand.Deposit(1), context);
        Assert.Equal(Federation.Domain.Asked.Refusals.DayInFuture, outcome.Refusal);
    }

    private static Inbox Inbox(TestLog test) =>
        new(new Aggregates(test.Log).Of("purse/a", null, _ => { }), test.Log);

    private static long Kept(TestLog test) => test.Log.Rows.One(
        $"select count(*) from {(test.Database.Kind == BothDatabases.Sqlite ? "snapshots" : "grain_states")}",
        r => r.GetInt64(0));

    private static async Task<Outcome[]> Race(int racers, Func<int, Task<Outcome>> ask)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asks = Enumerable.Range(0, racers).Select(i => Task.Run(async () =>
        {
            await start.Task;
            return await ask(i);
        })).ToArray();
        start.SetResult();
        return await Task.WhenAll(asks).WaitAsync(Patience.Long);
    }

    private static async Task Ok(Task<Outcome> ask) => Assert.Equal(OutcomeKind.Accepted, (await ask).Kind);
}
