using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>What neighbours in a batch do to each other: nothing, unless they want the same thing.</summary>
public sealed class BatchTests
{
    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_stale_member_loses_and_its_neighbours_commit(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await test.Log.Commit("a", 0, Ask.Deposit(Ask.Fresh()));
        using var gate = await test.Log.Hold();
        var before = test.Log.Put("b", 0, Ask.Deposit(Ask.Fresh(), 10));
        var stale = test.Log.Put("a", 0, Ask.Deposit(Ask.Fresh(), 20));
        var after = test.Log.Put("c", 0, Ask.Deposit(Ask.Fresh(), 30));
        gate.Open();
        Assert.Equal((1, 0), ((await stale).IsLost().StoredVersion, (await stale).IsLost().Settled.Count));
        Assert.IsType<MemberResult.Committed>(await before);
        Assert.IsType<MemberResult.Committed>(await after);
        Assert.Equal((1, 10, 30), (test.Log.BalanceOf("a"), test.Log.BalanceOf("b"), test.Log.BalanceOf("c")));
        await test.Log.IsSound();
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Two_members_of_one_stream_follow_each_other_in_one_batch(string kind)
    {
        await using var test = await TestLog.Open(kind);
        using var gate = await test.Log.Hold();
        var first = test.Log.Put("a", 0, Ask.Deposit(Ask.Fresh()), Ask.Deposit(Ask.Fresh()));
        var second = test.Log.Put("a", 2, Ask.Deposit(Ask.Fresh()));
        var rival = test.Log.Put("a", 2, Ask.Deposit(Ask.Fresh()));
        gate.Open();
        Assert.Equal(2, Assert.IsType<MemberResult.Committed>(await first).Version);
        Assert.Equal(3, Assert.IsType<MemberResult.Committed>(await second).Version);
        Assert.Equal(3, (await rival).IsLost().StoredVersion);
        Assert.Equal([1, 2, 3], test.Log.Read("purse/a").Select(e => e.Version));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_basis_that_moved_is_told(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await test.Log.Commit("fact", 0, Ask.Deposit(Ask.Fresh()));
        var good = Ask.Fresh() with { Basis = [new("purse/fact", 1), new("purse/never", 0)] };
        await test.Log.Commit("a", 0, Ask.Deposit(good));

        var bad = Ask.Key("k") with { Basis = [new("purse/fact", 0)] };
        Assert.Equal(Outcome.BasisMoved, (await test.Log.Put("a", 1, Ask.Deposit(bad))).IsLost().Settled[0]);
        var read = bad with { Basis = [new("purse/fact", 1)] };
        await test.Log.Commit("a", 1, Ask.Deposit(read));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_basis_of_all_streams_that_begin_so_moves_with_each_of_them_also_a_new_one(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await test.Log.Commit("food/one", 0, Ask.Deposit(Ask.Fresh()), Ask.Deposit(Ask.Fresh()));
        foreach (var other in new[] { "food", "food-2/one", "foo/one", "food0" })
            await test.Log.Commit(other, 0, Ask.Deposit(Ask.Fresh()));
        Assert.Equal(2, test.Log.VersionOf("purse/food/*"));
        CommandContext On(long version) => Ask.Fresh() with { Basis = [new("purse/food/*", version)] };
        await test.Log.Commit("a", 0, Ask.Deposit(On(2)));
        Assert.Equal(Outcome.BasisMoved, (await test.Log.Put("a", 1, Ask.Deposit(On(1)))).IsLost().Settled[0]);

        using var gate = await test.Log.Hold();
        var begun = test.Log.Put("food/two", 0, Ask.Deposit(Ask.Fresh()));
        var rests = test.Log.Put("a", 1, Ask.Deposit(On(2)));
        var beside = test.Log.Put("b", 0, Ask.Deposit(On(3)));
        gate.Open();
        Assert.IsType<MemberResult.Committed>(await begun);
        Assert.Equal(Outcome.BasisMoved, (await rests).IsLost().Settled[0]);
        Assert.IsType<MemberResult.Committed>(await beside);
        Assert.Equal(3, test.Log.VersionOf("purse/food/*"));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_basis_that_moves_within_the_batch_is_told(string kind)
    {
        await using var test = await TestLog.Open(kind);
        using var gate = await test.Log.Hold();
        var fact = test.Log.Put("fact", 0, Ask.Deposit(Ask.Fresh()));
        var rests = test.Log.Put("a", 0, Ask.Deposit(Ask.Fresh() with { Basis = [new("purse/fact", 0)] }));
        gate.Open();
        Assert.IsType<MemberResult.Committed>(await fact);
        Assert.Equal(Outcome.BasisMoved, (await rests).IsLost().Settled[0]);
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_taken_claim_refuses_with_its_own_refusal(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await test.Log.Commit("a", 0, Ask.Rename(Ask.Fresh(), "x"));
        var lost = (await test.Log.Put("b", 0, Ask.Rename(Ask.Key("k"), "x"))).IsLost();
        Assert.Equal(new Outcome(OutcomeKind.Refused, 0, 1, Purses.Refusals.NameTaken), lost.Settled[0]);
        await test.Log.Commit("b", 0, Ask.Rename(Ask.Key("k"), "y"));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_claim_is_given_once_within_one_batch(string kind)
    {
        await using var test = await TestLog.Open(kind);
        using var gate = await test.Log.Hold();
        var asks = Enumerable.Range(0, 20)
            .Select(i => test.Log.Put($"p{i}", 0, Ask.Rename(Ask.Fresh(), "x"))).ToArray();
        gate.Open();
        var results = await Task.WhenAll(asks);
        Assert.IsType<MemberResult.Committed>(results[0]);
        Assert.All(results.Skip(1), r => Assert.Equal(Purses.Refusals.NameTaken, r.IsLost().Settled[0].Refusal));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_claim_given_up_is_free_at_once_and_only_its_holder_can_give_it_up(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await test.Log.Commit("a", 0, Ask.Rename(Ask.Fresh(), "x"));
        await test.Log.Commit("thief", 0, Ask.Rename(Ask.Fresh(), "own", before: "x"));
        (await test.Log.Put("b", 0, Ask.Rename(Ask.Fresh(), "x"))).IsLost();

        using var gate = await test.Log.Hold();
        var gives = test.Log.Put("a", 1, Ask.Rename(Ask.Fresh(), "z", before: "x"));
        var takes = test.Log.Put("b", 0, Ask.Rename(Ask.Fresh(), "x"));
        gate.Open();
        Assert.IsType<MemberResult.Committed>(await gives);
        Assert.IsType<MemberResult.Committed>(await takes);
        Assert.Equal(["own>purse/thief", "x>purse/b", "z>purse/a"], HeldNames(test.Log));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_claim_made_and_given_up_within_one_batch_is_free(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await test.Log.Commit(
            "a", 0, Ask.Rename(Ask.Fresh(), "x"), Ask.Rename(Ask.Fresh(), "y", before: "x"),
            Ask.Rename(Ask.Fresh(), "x", before: "y"), Ask.Rename(Ask.Fresh(), "z", before: "x"));
        Assert.Equal(["z>purse/a"], HeldNames(test.Log));
        await test.Log.Commit("b", 0, Ask.Rename(Ask.Fresh(), "x"));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_process_that_met_a_taken_claim_keeps_that_refusal(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await test.Log.Commit("a", 0, Ask.Rename(Ask.Fresh(), "x"));
        var context = Ask.Key("k") with { KeepsRefusal = true };
        var refused = (await test.Log.Put("b", 0, Ask.Rename(context, "x"))).IsLost().Settled[0];
        await test.Log.Commit("a", 1, Ask.Rename(Ask.Fresh(), "y", before: "x"));
        Assert.Equal(refused, (await test.Log.Put("b", 0, Ask.Rename(context, "x"))).IsLost().Settled[0]);
    }

    private static IReadOnlyList<string> HeldNames(EventLog log) => log.Rows.All(
        "select value, stream from claims order by value", r => $"{r.GetString(0)}>{r.GetString(1)}");
}
