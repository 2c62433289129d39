using Federation.Grains;
using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>A snapshot saves time and never decides anything.</summary>
public sealed class SnapshotTests
{
    private const string Snapshot = "select version from snapshots where stream = 'purse/a'";

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_long_stream_loads_from_its_snapshot_and_the_tail(string kind)
    {
        await using var test = await Thousand(kind);
        var version = test.Log.Rows.One(Snapshot, r => r.GetInt64(0));
        Assert.InRange(version, 1_000 - Snapshots<Purse>.Every, 1_000);

        // A snapshot that lies in its state alone proves that it is used, and that only the tail is folded onto it.
        test.Run("update snapshots set state = replace(state, '\"balance\":', '\"balance\":9000')");
        Assert.StartsWith("{\"balance\":9000", await Loaded(test));
        Assert.Contains("\"count\":1000", await Loaded(test));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_snapshot_that_differs_in_shape_hash_or_version_is_ignored(string kind)
    {
        await using var test = await Thousand(kind);
        var good = await Loaded(test);
        Assert.StartsWith("{\"balance\":1000,", good);
        test.Run("update snapshots set state = replace(state, '\"balance\":', '\"balance\":9')");
        test.Run("create table kept as select * from snapshots");
        Assert.NotEqual(good, await Loaded(test));
        foreach (var wrong in new[] { "shape = 'x'", "hash = (select hash from events where position = 3)",
            "version = version - 1", "version = version + 5000", "state = '{}'", "state = 'no JSON'" })
        {
            test.Run($"update snapshots set {wrong}");
            Assert.Equal(good, await Loaded(test));
            test.Run("delete from snapshots");
            test.Run("insert into snapshots select * from kept");
        }
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task An_owner_that_was_behind_reads_only_what_is_new(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var (one, other) = (new Aggregates(test.Log).Of("purse/a"), new Aggregates(test.Log).Of("purse/a"));
        await Deposit(one, 3);
        await Deposit(other, 3);
        await Deposit(one, 3);
        Assert.Equal((9, await one.StateAsJson()), (test.Log.BalanceOf("a"), await Loaded(test)));
    }

    private static async Task<TestLog> Thousand(string kind)
    {
        var test = await TestLog.Open(kind);
        var owner = new Aggregates(test.Log).Of("purse/a");
        for (var i = 0; i < 100; i++) await Deposit(owner, 10);
        await test.Log.Write(); // Snapshots go through the same queue: after this one they are stored.
        return test;
    }

    private static async Task Deposit(IAggregate owner, int times)
    {
        var turn = Enumerable.Range(0, times)
            .Select(_ => new Waiting(new PurseCommand.Deposit(1), Ask.Fresh())).ToArray();
        await owner.Turn(turn).WaitAsync(Patience.Long);
        foreach (var waiting in turn) Assert.Equal(OutcomeKind.Accepted, (await waiting.Outcome).Kind);
    }

    private static Task<string> Loaded(TestLog test) => new Aggregates(test.Log).Of("purse/a").StateAsJson();
}
