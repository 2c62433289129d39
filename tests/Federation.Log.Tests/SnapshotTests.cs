using Federation.Grains;
using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>A snapshot saves time and never decides anything.</summary>
public sealed class SnapshotTests
{
    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_long_stream_loads_from_its_snapshot_and_the_tail(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var kept = await Thousand(test);
        Assert.InRange(kept.Version, 1_000 - Snapshots<Purse>.Every, 1_000);

        // A snapshot that lies in its state alone proves that it is used, and that only the tail is folded onto it.
        var lying = kept with { State = kept.State.Replace("\"balance\":", "\"balance\":9000") };
        Assert.StartsWith("{\"balance\":9000", await Loaded(test, lying));
        Assert.Contains("\"count\":1000", await Loaded(test, lying));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_snapshot_that_differs_in_shape_hash_or_version_is_ignored(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var kept = await Thousand(test);
        var good = await Loaded(test, null);
        Assert.StartsWith("{\"balance\":1000,", good);
        var lying = kept with { State = kept.State.Replace("\"balance\":", "\"balance\":9") };
        Assert.NotEqual(good, await Loaded(test, lying));
        var elsewhere = test.Log.Rows.One("select hash from events where position = 3", r => (byte[])r[0])!;
        foreach (var wrong in new[]
        {
            lying with { Shape = "x" }, lying with { Hash = elsewhere }, lying with { Version = kept.Version - 1 },
            lying with { Version = kept.Version + 5_000 },
            lying with { State = "{}" }, lying with { State = "no JSON" },
        })
            Assert.Equal(good, await Loaded(test, wrong));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task An_owner_that_was_behind_reads_only_what_is_new(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var (one, other) = (Owner(test, null, _ => { }), Owner(test, null, _ => { }));
        await Deposit(one, 3);
        await Deposit(other, 3);
        await Deposit(one, 3);
        Assert.Equal((9, await one.StateAsJson()), (test.Log.BalanceOf("a"), await Loaded(test, null)));
    }

    /// <summary>A stream of a thousand events, and the last snapshot that its owner made.</summary>
    private static async Task<Snapshot> Thousand(TestLog test)
    {
        Snapshot? last = null;
        var owner = Owner(test, null, made => last = made);
        for (var i = 0; i < 100; i++) await Deposit(owner, 10);
        return last!;
    }

    private static async Task Deposit(IAggregate owner, int times)
    {
        var turn = Enumerable.Range(0, times)
            .Select(_ => new Waiting(new PurseCommand.Deposit(1), Ask.Fresh())).ToArray();
        await owner.Turn(turn).WaitAsync(Patience.Long);
        foreach (var waiting in turn) Assert.Equal(OutcomeKind.Accepted, (await waiting.Outcome).Kind);
    }

    private static Task<string> Loaded(TestLog test, Snapshot? kept) => Owner(test, kept, _ => { }).StateAsJson();

    private static IAggregate Owner(TestLog test, Snapshot? kept, Action<Snapshot> keep) =>
        new Aggregates(test.Log).Of("purse/a", kept, keep);
}
