using System.Collections.Concurrent;
using Federation.Grains;
using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>Two owners of one stream, in one process or in two: harmless, for the log decides.</summary>
public sealed class TwoOwnersTests
{
    [Fact]
    public async Task A_node_that_stands_still_inside_a_batch_does_not_hold_up_the_others()
    {
        await using var test = await TestLog.Open(BothDatabases.PostgreSql);
        var other = test.Another();
        using var gate = await test.Log.Hold(); // It has the head's lock and goes no further.
        await other.Commit("a", 0, Ask.Deposit(Ask.Fresh(), 2));
        gate.Open();
        await test.Log.Commit("a", 1, Ask.Deposit(Ask.Fresh(), 3));
        Assert.Equal(5, other.BalanceOf("a"));
        Assert.Equal(3, other.StoredPosition()); // What the one had begun went in afterwards, once.
        await other.IsSound();
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Two_aggregates_over_one_stream_recover_and_lose_nothing(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var aggregates = new Aggregates(test.Log);
        IAggregate[] owners = [aggregates.Of("purse/a", null, _ => { }), aggregates.Of("purse/a", null, _ => { })];
        var outcomes = new ConcurrentBag<Outcome>();
        await Task.WhenAll(owners.Select(owner => Task.Run(async () =>
        {
            for (var turn = 0; turn < 60; turn++)
            {
                Waiting[] waiting = [Deposit(), Deposit(), Deposit()];
                await owner.Turn(waiting).WaitAsync(Patience.Long);
                foreach (var one in waiting) outcomes.Add(await one.Outcome);
            }
        })));
        var accepted = outcomes.Count(o => o.Kind == OutcomeKind.Accepted);
        Assert.All(outcomes, o => Assert.True(o.Kind is OutcomeKind.Accepted or OutcomeKind.Busy));
        Assert.InRange(accepted, 180, 360);
        Assert.Equal(accepted, test.Log.BalanceOf("a"));
        Assert.Equal(accepted, test.Log.VersionOf("purse/a"));

        // Whoever was behind catches up by its next turn, and both then say the same.
        foreach (var owner in owners) await owner.Turn([new(new PurseCommand.Withdraw(1_000_000), Ask.Fresh())]);
        Assert.Equal(await owners[0].StateAsJson(), await owners[1].StateAsJson());
        await test.Log.IsSound();

        static Waiting Deposit() => new(new PurseCommand.Deposit(1), Ask.Fresh());
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_stale_owner_never_overdraws(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var aggregates = new Aggregates(test.Log);
        var (mine, yours) = (aggregates.Of("purse/a", null, _ => { }), aggregates.Of("purse/a", null, _ => { }));
        await Turn(mine, new PurseCommand.Deposit(10));
        await Turn(yours, new PurseCommand.Withdraw(7));
        var late = await Turn(mine, new PurseCommand.Withdraw(7));
        Assert.Equal(Purses.Refusals.TooLittle, late.Refusal);
        Assert.Equal(3, test.Log.BalanceOf("a"));
    }

    [Fact]
    public async Task Two_processes_over_one_database_write_gapless_and_each_effect_once()
    {
        await using var test = await TestLog.Open(BothDatabases.PostgreSql);
        EventLog[] logs = [test.Log, test.Another()];
        IGrains[] grains = [await test.Grains(logs[0]), await test.Grains(logs[1])];
        var outcomes = new ConcurrentBag<(int Key, Outcome Outcome)>();

        // Every command is sent to both processes under the same key, as a client does whose first answer was lost.
        await Task.WhenAll(Enumerable.Range(0, 32).Select(client => Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                var key = (client * 40) + i;
                var asks = grains.Select(g => AskTillSettled(g, $"purse/p{key % 7}", key)).ToArray();
                foreach (var outcome in await Task.WhenAll(asks)) outcomes.Add((key, outcome));
            }
        })).ToArray()).WaitAsync(Patience.Long);

        Assert.All(outcomes.GroupBy(o => o.Key), g => Assert.Single(g.Select(o => o.Outcome).Distinct()));
        Assert.Equal(1_280, test.Log.StoredPosition());
        Assert.Equal(1_280, Enumerable.Range(0, 7).Sum(p => test.Log.BalanceOf($"p{p}")));
        await test.Log.IsSound();
        Assert.Empty(logs[1].Verify());
    }

    private static async Task<Outcome> AskTillSettled(IGrains grains, string stream, int key)
    {
        while (true)
        {
            var outcome = await grains.Execute(stream, new PurseCommand.Deposit(1), Ask.Key($"k{key}"));
            if (outcome.Kind != OutcomeKind.Busy) return outcome;
        }
    }

    private static async Task<Outcome> Turn(IAggregate owner, PurseCommand command)
    {
        var waiting = new Waiting(command, Ask.Fresh());
        await owner.Turn([waiting]).WaitAsync(Patience.Long);
        return await waiting.Outcome;
    }
}
