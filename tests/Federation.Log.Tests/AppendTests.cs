using System.Text.Json;
using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>Positions, keys and outcomes of the log alone, without any engine above it.</summary>
public sealed class AppendTests
{
    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Concurrent_streams_are_given_gapless_positions(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var positions = await Task.WhenAll(Enumerable.Range(0, 40).Select(purse => Task.Run(async () =>
        {
            var own = new List<long>();
            for (var version = 0; version < 25; version++)
            {
                var committed = await test.Log.Commit($"p{purse}", version, Ask.Deposit(Ask.Fresh()));
                own.Add(committed.Outcomes.Single().Position);
            }

            return own;
        })));
        Assert.All(positions, own => Assert.Equal(own.Order(), own));
        Assert.Equal(Enumerable.Range(1, 1_000).Select(p => (long)p), positions.SelectMany(p => p).Order());
        Assert.Equal(1_000, test.Log.Head.Position);
        await test.Log.IsSound();
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task The_same_key_and_payload_meet_the_stored_outcome_byte_for_byte(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var first = await test.Log.Commit("a", 0, Ask.Deposit(Ask.Key("k"), 5), Ask.Deposit(Ask.Fresh(), 6));
        var stored = Text(first.Outcomes[0]);
        Assert.Equal(stored, Text((await test.Log.Put("a", 2, Ask.Deposit(Ask.Key("k"), 5))).IsLost().Settled[0]));

        test.Reopen();
        Assert.Equal(stored, Text((await test.Log.Put("a", 0, Ask.Deposit(Ask.Key("k"), 5))).IsLost().Settled[0]));
        Assert.Equal((2, 11), (test.Log.StoredPosition(), test.Log.BalanceOf("a")));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task The_same_key_with_another_payload_is_told_so(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await test.Log.Commit("a", 0, Ask.Deposit(Ask.Key("k", "one")));
        var lost = (await test.Log.Put("a", 1, Ask.Deposit(Ask.Key("k", "two")))).IsLost();
        Assert.Equal(Outcome.OtherPayload, lost.Settled[0]);
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_key_belongs_to_its_asker(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await test.Log.Commit("a", 0, Ask.Deposit(Ask.Key("k", "one", "anna")));
        await test.Log.Commit("a", 1, Ask.Deposit(Ask.Key("k", "two", "bela")));
        Assert.Equal(2, test.Log.StoredPosition());
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_refusal_stores_nothing_and_may_be_decided_anew(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var refused = await test.Log.Commit("a", 0, Ask.Refused(Ask.Key("k"), Purses.Refusals.TooLittle));
        Assert.Equal(Purses.Refusals.TooLittle, refused.Outcomes.Single().Refusal);
        Assert.Equal(0, test.Log.StoredPosition());

        var accepted = await test.Log.Commit("a", 0, Ask.Deposit(Ask.Key("k")));
        Assert.Equal(OutcomeKind.Accepted, accepted.Outcomes.Single().Kind);
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_process_keeps_its_refusal_for_ever(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var context = Ask.Key("k") with { KeepsRefusal = true };
        var refused = await test.Log.Commit("a", 0, Ask.Refused(context, Purses.Refusals.TooLittle));
        test.Reopen();
        var again = (await test.Log.Put("a", 0, Ask.Deposit(context))).IsLost().Settled[0];
        Assert.Equal(Text(refused.Outcomes.Single()), Text(again));
        Assert.Equal((OutcomeKind.Refused, 0), (again.Kind, test.Log.StoredPosition()));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task An_accepted_command_that_changed_nothing_stores_its_key(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await test.Log.Commit("a", 0, Ask.Deposit(Ask.Fresh()));
        var nothing = await test.Log.Commit("a", 1, Ask.Accepted(Ask.Key("k")));
        Assert.Equal(new Outcome(OutcomeKind.Accepted, 1, 1), nothing.Outcomes.Single());

        await test.Log.Commit("a", 1, Ask.Deposit(Ask.Fresh()));
        var again = (await test.Log.Put("a", 2, Ask.Accepted(Ask.Key("k")))).IsLost().Settled[0];
        Assert.Equal(nothing.Outcomes.Single(), again);
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_known_key_is_answered_even_if_the_command_would_now_be_refused(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var accepted = await test.Log.Commit("a", 0, Ask.Deposit(Ask.Key("k")));
        var again = (await test.Log.Put("a", 1, Ask.Refused(Ask.Key("k"), Purses.Refusals.Closed))).IsLost();
        Assert.Equal(accepted.Outcomes.Single(), again.Settled[0]);
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_turn_cannot_hold_the_same_key_twice(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await Assert.ThrowsAsync<ArgumentException>(
            () => test.Log.Put("a", 0, Ask.Deposit(Ask.Key("k")), Ask.Deposit(Ask.Key("k"))));
        Assert.Equal(0, test.Log.StoredPosition());
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_key_used_twice_within_one_batch_counts_once(string kind)
    {
        await using var test = await TestLog.Open(kind);
        using var gate = await test.Log.Hold();
        var first = test.Log.Put("a", 0, Ask.Deposit(Ask.Key("k")));
        var twin = test.Log.Put("a", 1, Ask.Deposit(Ask.Key("k")));
        var other = test.Log.Put("b", 0, Ask.Deposit(Ask.Key("k", "other")));
        gate.Open();
        var outcome = Assert.IsType<MemberResult.Committed>(await first).Outcomes.Single();
        Assert.Equal(outcome, (await twin).IsLost().Settled[0]);
        Assert.Equal(Outcome.OtherPayload, (await other).IsLost().Settled[0]);
    }

    private static string Text(Outcome outcome) => JsonSerializer.Serialize(outcome, Json.Options);
}
