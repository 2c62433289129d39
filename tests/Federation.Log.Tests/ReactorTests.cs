using Federation.Domain;
using Federation.Grains;
using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>What follows from events happens once, in order, at its time, whoever runs it and however often.</summary>
public sealed class ReactorTests
{
    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Effects_happen_once_with_two_reactors_at_once_and_restarts_in_between(string kind)
    {
        await using var test = await TestLog.Open(kind);
        for (var i = 0; i < 12; i++)
        {
            var shares = Enumerable.Range(0, 50).Select(n => Ask.Deposit(Ask.Fresh(), 1, $"share:to{n % 5}")).ToArray();
            await test.Log.Commit($"from{i}", 0, shares);
        }

        for (var interrupted = 0; interrupted < 3; interrupted++)
        {
            using var stop = new CancellationTokenSource();
            var running = Task.WhenAll((await New(test)).Advance(stop.Token), (await New(test)).Advance(stop.Token));
            var goal = test.Log.Head.Position + 40;
            await Until.True(test.Log, () => test.Log.Head.Position >= goal);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Patience.Long));
            test.Reopen();
        }

        using var end = new CancellationTokenSource();
        var both = Task.WhenAll((await New(test)).Run(end.Token), (await New(test)).Run(end.Token));
        await Until.True(test.Log, () => Shared(test) >= 600);
        await end.CancelAsync();
        await both.WaitAsync(Patience.Long);
        await Settle(test);
        Assert.Equal((600, 1_200), (Shared(test), test.Log.StoredPosition()));
        await test.Log.IsSound();

        // And if everything ever reacted to came once more, nothing would come of it.
        await test.Log.Write("delete from process_positions");
        await Settle(test);
        Assert.Equal(1_200, test.Log.StoredPosition());
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task What_is_no_Processs_event_is_passed_and_noted_once_there_is_nothing_else(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await test.Log.Commit("a", 0, Ask.Rename(Ask.Fresh(), $"n{Guid.NewGuid():N}"));
        var reactor = await New(test);
        Assert.False(await reactor.Advance(default));
        Assert.Null(Noted());
        Assert.False(await reactor.Advance(default));
        Assert.Equal(1, Noted());

        await test.Log.Commit("a", 1, Ask.Deposit(Ask.Fresh(), 1, "share:x"));
        await Settle(test);
        Assert.Equal((1, 3), (test.Log.BalanceOf("x"), Noted())); // What came of it is passed, too.

        long? Noted() => test.Log.Rows.All("select position from process_positions", r => r.GetInt64(0))
            is [var position] ? position : null;
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_failing_event_is_parked_and_later_ones_of_its_key_wait_while_others_go_on(string kind)
    {
        var clock = new HastyClock();
        await using var test = await TestLog.Open(kind, clock);
        await test.Log.Commit("a", 0,
            Ask.Deposit(Ask.Fresh(), 1, "share:x|k1"), Ask.Deposit(Ask.Fresh(), 1, "poison:|k1"),
            Ask.Deposit(Ask.Fresh(), 1, "share:x|k1"), Ask.Deposit(Ask.Fresh(), 1, "share:y|k2"));
        await Settle(test, clock);
        Assert.Equal((1, 1), (test.Log.BalanceOf("x"), test.Log.BalanceOf("y")));
        Assert.Equal(["2 k1", "3 k1"], Parked(test));

        var version = test.Log.VersionOf("purse/a");
        await test.Log.Commit(
            "a", version, Ask.Deposit(Ask.Fresh(), 1, "share:x|k1"), Ask.Deposit(Ask.Fresh(), 1, "share:y|k2"));
        await Settle(test, clock);
        Assert.Equal((1, 2), (test.Log.BalanceOf("x"), test.Log.BalanceOf("y")));
        Assert.Equal(3, Parked(test).Count);
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_refused_effect_is_replaced_and_its_refusal_stands(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await test.Log.Commit("poor", 0, Ask.Deposit(Ask.Fresh(), 1));
        await test.Log.Commit("a", 0, Ask.Deposit(Ask.Fresh(), 5, "take:poor:instead"));
        await Settle(test);
        Assert.Equal((1, 5), (test.Log.BalanceOf("poor"), test.Log.BalanceOf("instead")));

        // Rich by now, yet the same event handled once more meets the refusal it was given.
        await test.Log.Commit("poor", 1, Ask.Deposit(Ask.Fresh(), 100));
        await test.Log.Write("delete from process_positions");
        await Settle(test);
        Assert.Equal((101, 5), (test.Log.BalanceOf("poor"), test.Log.BalanceOf("instead")));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task What_falls_due_happens_at_its_time_and_once(string kind)
    {
        var clock = new HastyClock();
        await using var test = await TestLog.Open(kind, clock);
        await test.Log.Commit("a", 0,
            Ask.Deposit(Ask.Fresh(), 1, "later:x:60"), Ask.Deposit(Ask.Fresh(), 1, "later:x:0"),
            Ask.Deposit(Ask.Fresh(), 1, "later:y:120"));
        await Settle(test, clock);
        Assert.Equal(1, test.Log.BalanceOf("x"));

        clock.Pass(TimeSpan.FromSeconds(59));
        Assert.False(await (await New(test, clock)).Advance(default));
        Assert.Equal(1, test.Log.BalanceOf("x"));
        test.Reopen();

        // The Reactor stopped before it had noted how far it was: by now the event's effect is due at once.
        clock.Pass(TimeSpan.FromSeconds(1));
        await test.Log.Write("delete from process_positions");
        await Settle(test, clock);
        Assert.Equal((2, 0), (test.Log.BalanceOf("x"), test.Log.BalanceOf("y")));
        await test.Log.Write("delete from process_positions");
        clock.Pass(TimeSpan.FromSeconds(60));
        await Settle(test, clock);
        Assert.Equal((2, 1), (test.Log.BalanceOf("x"), test.Log.BalanceOf("y")));
        Assert.Equal(0, Count(test, "due"));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Due_work_that_fails_is_parked_and_holds_up_nobody(string kind)
    {
        var clock = new HastyClock();
        await using var test = await TestLog.Open(kind, clock);
        await test.Log.Commit(
            "a", 0, Ask.Deposit(Ask.Fresh(), 1, "later-poison:0"), Ask.Deposit(Ask.Fresh(), 1, "later:x:1"));
        clock.Pass(TimeSpan.FromSeconds(1));
        await Settle(test, clock);
        Assert.Equal(1, test.Log.BalanceOf("x"));
        Assert.Equal(["0 nowhere/at-all"], Parked(test));
        Assert.Equal(1, Count(test, "due"));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_parked_event_tried_again_goes_first_and_what_waited_follows_in_order(string kind)
    {
        var (clock, cold, flu) = (new HastyClock(), $"cold-{kind}", $"flu-{kind}");
        await using var test = await TestLog.Open(kind, clock);
        (PurseProcess.Sick[cold], PurseProcess.Sick[flu]) = (true, true);
        await test.Log.Commit("a", 0,
            Ask.Deposit(Ask.Fresh(), 1, $"sick:x:{cold}|k1"), Ask.Deposit(Ask.Fresh(), 10, "share:x|k1"),
            Ask.Deposit(Ask.Fresh(), 100, $"sick:x:{flu}|k1"), Ask.Deposit(Ask.Fresh(), 1_000, "share:x|k1"));
        await Settle(test, clock);
        Assert.Equal(["1 k1", "2 k1", "3 k1", "4 k1"], Parked(test));

        // Still ill: it stays where it was, and so does all behind it, whichever is asked for.
        await Reactor.TryAgain(test.Log, "test-sharing.v1", 2);
        await Reactor.TryAgain(test.Log, "test-sharing.v1", 1);
        await Settle(test, clock);
        Assert.Equal((0, 4), (test.Log.BalanceOf("x"), Parked(test).Count));

        PurseProcess.Sick.Remove(cold, out _);
        await Reactor.TryAgain(test.Log, "test-sharing.v1", 1);
        await Settle(test, clock);
        Assert.Equal(["3 k1", "4 k1"], Parked(test));

        await test.Log.Commit(
            "a", test.Log.VersionOf("purse/a"), Ask.Deposit(Ask.Fresh(), 10_000, "share:x|k1"));
        await Settle(test, clock);
        PurseProcess.Sick.Remove(flu, out _);
        await Reactor.TryAgain(test.Log, "test-sharing.v1", 3);
        await Settle(test, clock);
        Assert.Equal([1, 10, 100, 1_000, 10_000], DepositsOf(test, "x"));
        Assert.Empty(Parked(test));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task What_fell_due_and_failed_is_tried_again_at_once_when_asked_for(string kind)
    {
        var clock = new HastyClock();
        await using var test = await TestLog.Open(kind, clock);
        await test.Log.Commit("a", 0, Ask.Deposit(Ask.Fresh(), 1, "later-poison:0"));
        clock.Pass(TimeSpan.FromSeconds(1));
        await Settle(test, clock);
        Assert.False(await (await New(test, clock)).Advance(default));

        await test.Log.Write("update due set name = 'test.deposit', stream = 'purse/x'"); // The cause is mended.
        await Reactor.TryAgain(test.Log, "test-sharing.v1.1.0", 0);
        await Settle(test, clock);
        Assert.Equal((1, 0L), (test.Log.BalanceOf("x"), Count(test, "due") + Count(test, "parked")));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task What_falls_due_and_is_refused_is_over(string kind)
    {
        var clock = new HastyClock();
        await using var test = await TestLog.Open(kind, clock);
        await test.Log.Commit("a", 0, Ask.Deposit(Ask.Fresh(), 1, "later-take:x:0"));
        clock.Pass(TimeSpan.FromSeconds(1));
        await Settle(test, clock);
        Assert.Equal((0, 0L), (test.Log.VersionOf("purse/x"), Count(test, "due") + Count(test, "parked")));
    }

    [Fact]
    public void An_effect_has_an_answer_to_a_refusal_or_a_later_time_never_both()
    {
        Assert.All(typeof(Effect).GetProperties(), property => Assert.False(property.CanWrite));
        Assert.DoesNotContain(
            typeof(Effect).GetConstructors().SelectMany(c => c.GetParameters()), p => p.Name is "at" or "At");
        Assert.Null(Effect.Later("purse/x", new PurseCommand.Deposit(1), DateTimeOffset.MaxValue).IfRefused);
    }

    private static IEnumerable<long> DepositsOf(TestLog test, string purse) =>
        test.Log.Read($"purse/{purse}").Select(e => ((PurseEvent.Deposited)e.Body).Amount);

    /// <summary>Each step by a Reactor that remembers nothing of the one before.</summary>
    private static async Task Settle(TestLog test, TimeProvider? clock = null)
    {
        while (await (await New(test, clock)).Advance(default)) { }
    }

    private static async Task<Reactor> New(TestLog test, TimeProvider? clock = null) =>
        new(test.Log, await test.Grains(), clock ?? TimeProvider.System);

    private static long Shared(TestLog test) => Enumerable.Range(0, 5).Sum(n => test.Log.BalanceOf($"to{n}"));

    private static long Count(TestLog test, string table) =>
        test.Log.Rows.One($"select count(*) from {table}", r => r.GetInt64(0));

    private static IReadOnlyList<string> Parked(TestLog test) => test.Log.Rows.All(
        "select position, key from parked order by position", r => $"{r.GetInt64(0)} {r.GetString(1)}");
}
