using System.Globalization;
using Federation.Grains.Local;
using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>The default engine above the log: turns, races, retries, and grains that are let go.</summary>
public sealed class LocalGrainsTests
{
    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Of_64_racers_for_the_last_coin_one_wins(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var grains = new LocalGrains(test.Log, crossing: true);
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
        var grains = new LocalGrains(test.Log, crossing: true);
        var outcomes = await Race(64, i => grains.Execute($"purse/p{i}", new PurseCommand.Rename("x"), Ask.Fresh()));
        Assert.Single(outcomes, o => o.Kind == OutcomeKind.Accepted);
        Assert.Equal(63, outcomes.Count(o => o.Refusal == Purses.Refusals.NameTaken));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Many_commands_of_one_turn_that_meet_taken_claims_are_each_refused(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var grains = new LocalGrains(test.Log);
        await Ok(grains.Execute("purse/holder", new PurseCommand.Rename("x"), Ask.Fresh()));
        var outcomes = await Race(40, _ => grains.Execute("purse/a", new PurseCommand.Rename("x"), Ask.Fresh()));
        Assert.All(outcomes, o => Assert.Equal(Purses.Refusals.NameTaken, o.Refusal));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Deliveries_of_one_key_at_once_have_one_effect_and_one_answer(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var grains = new LocalGrains(test.Log, crossing: true);
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
        var grains = new LocalGrains(test.Log);
        using var gate = await test.Log.Hold();
        var asks = Enumerable.Range(0, 500)
            .Select(_ => grains.Execute("purse/a", new PurseCommand.Deposit(1), Ask.Fresh())).ToArray();
        gate.Open();
        await Task.WhenAll(asks).WaitAsync(Patience.Long);

        // Each batch has a moment of its own: one for what was first taken, one for all that waited meanwhile.
        Assert.InRange(test.Log.Read("purse/a").Select(e => e.RecordedAt).Distinct().Count(), 1, 3);
        Assert.Equal(500, test.Log.VersionOf("purse/a"));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_fault_in_a_decider_costs_its_own_command_only(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var grains = new LocalGrains(test.Log);
        using var gate = await test.Log.Hold();
        var before = grains.Execute("purse/a", new PurseCommand.Deposit(1), Ask.Fresh());
        var faulty = grains.Execute("purse/a", new PurseCommand.Break(), Ask.Fresh());
        var after = grains.Execute("purse/a", new PurseCommand.Deposit(1), Ask.Fresh());
        gate.Open();
        await Ok(before);
        await Ok(after);
        await Assert.ThrowsAsync<InvalidOperationException>(() => faulty);
        await Ok(grains.Execute("purse/a", new PurseCommand.Deposit(1), Ask.Fresh()));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Grains_let_go_beyond_the_bound_come_back_equal(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var grains = new LocalGrains(test.Log, crossing: true, grainsMax: 20);
        for (var round = 1; round <= 3; round++)
        {
            await Race(100, i => grains.Execute($"purse/p{i}", new PurseCommand.Deposit(i), Ask.Fresh()));
            await grains.Execute("purse/sweep", new PurseCommand.Withdraw(1), Ask.Fresh());
        }

        for (var i = 0; i < 100; i++)
        {
            var text = i.ToString(CultureInfo.InvariantCulture);
            await Ok(grains.Execute($"purse/p{text}", new PurseCommand.Withdraw(3 * i), Ask.Fresh()));
            var empty = await grains.Execute($"purse/p{text}", new PurseCommand.Withdraw(1), Ask.Fresh());
            Assert.Equal(Purses.Refusals.TooLittle, empty.Refusal);
        }

        Assert.InRange(grains.Held, 1, 21);
    }

    [Fact]
    public async Task Nobody_may_post_date()
    {
        await using var test = await TestLog.Open(BothDatabases.Sqlite);
        var asked = Ask.Asked();
        var context = Ask.Fresh() with { Asked = asked with { On = asked.Today.AddDays(1) } };
        var outcome = await new LocalGrains(test.Log).Execute("purse/a", new PurseCommand.Deposit(1), context);
        Assert.Equal(Federation.Domain.Asked.Refusals.DayInFuture, outcome.Refusal);
    }

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
