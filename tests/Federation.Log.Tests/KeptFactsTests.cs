using Federation.Domain;
using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>What a node remembers of streams saves statements and decides nothing: the append does.</summary>
public sealed class KeptFactsTests
{
    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_fact_is_read_once_for_each_version_of_its_stream(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await test.Log.Commit("a", 0, Ask.Deposit(Ask.Fresh(), 5));
        var reads = 0;
        Assert.Equal((5, 5, 1), (Balance(), Balance(), reads));
        await test.Log.Commit("a", 1, Ask.Deposit(Ask.Fresh(), 2));
        Assert.Equal((7, 7, 2), (Balance(), Balance(), reads));

        long Balance() => test.Log.Facts.Of("purse/a", test.Log.LikelyVersionOf("purse/a"), "balance", () =>
        {
            reads++;
            return test.Log.BalanceOf("a");
        });
    }

    [Fact]
    public async Task What_another_node_moved_is_remembered_as_it_was_and_no_command_may_rest_on_it()
    {
        await using var test = await TestLog.Open(BothDatabases.PostgreSql);
        var other = test.Another();
        await test.Log.Commit("a", 0, Ask.Deposit(Ask.Fresh()));
        await other.Commit("a", 1, Ask.Deposit(Ask.Fresh()));
        Assert.Equal((1, 2), (test.Log.LikelyVersionOf("purse/a"), test.Log.VersionOf("purse/a")));

        var lost = (await test.Log.Put("b", 0, Ask.Deposit(Resting(1)))).IsLost();
        Assert.Equal(OutcomeKind.BasisMoved, lost.Settled[0].Kind);
        Assert.Equal(2, test.Log.LikelyVersionOf("purse/a")); // Read meanwhile, and so remembered.
        await test.Log.Commit("b", 0, Ask.Deposit(Resting(2)));

        static CommandContext Resting(long version) => Ask.Fresh() with { Basis = [new("purse/a", version)] };
    }

    [Fact]
    public async Task Where_one_process_writes_no_version_is_asked_for_twice()
    {
        await using var test = await TestLog.Open(BothDatabases.Sqlite);
        await test.Log.Commit("a", 0, Ask.Deposit(Ask.Fresh()));
        test.Reopen();
        var statements = new List<string>();
        test.Log.Rows.Listener = statements.Add;
        Assert.Equal((1, 1), (test.Log.VersionOf("purse/a"), test.Log.VersionOf("purse/a")));
        Assert.Single(statements);
        await test.Log.Commit("a", 1, Ask.Deposit(Ask.Fresh()));
        Assert.Equal(2, test.Log.VersionOf("purse/a"));
        Assert.Single(statements);
    }
}
