using Federation.Grains;
using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>Versions of the product over one database, one after the other and side by side: tables only grow, and the
/// rows are always those that a fresh build of the running version would have.</summary>
public sealed class UpgradeTests
{
    private static readonly Table OlderPurses = new(
        "purses", [Column.Text("id")], [Column.Text("name"), Column.Number("balance")], "name");

    /// <summary>Before purses could be seen to be closed, and before there were days and sheets.</summary>
    private static readonly Catalogue Older = TestLog.Catalogue.With(Narrowed(OlderPurses));

    private static readonly Catalogue Newer = TestLog.Catalogue;

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_database_of_an_older_version_gets_the_columns_tables_and_rows_of_a_fresh_one(string kind)
    {
        await using var test = await TestLog.Open(kind, catalogue: Older);
        await using var fresh = await TestLog.Open(kind);
        foreach (var log in new[] { test.Log, fresh.Log })
        {
            await Use(log, "one");
            await Use(log, "two");
        }

        var progress = 0L;
        test.Reopen(Newer, at => progress = at);

        Assert.Equal(test.Log.StoredPosition(), progress);
        Assert.Equal(fresh.Log.Dump(), test.Log.Dump());
        Assert.Equal(1, Closed(test.Log, "one"));
        await Use(test.Log, "three");
        await test.Log.IsSound();
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_start_without_a_change_makes_no_rows_anew(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await Use(test.Log, "one");
        test.Reopen(Newer, at => Assert.Fail($"rebuilt to {at}"));
        Assert.False(await test.Log.PutRowsRight());
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task An_older_version_works_on_the_newer_tables_and_what_it_wrote_is_put_right_afterwards(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await Use(test.Log, "one");
        test.Reopen(Older, at => Assert.Fail($"the newer rows serve the older version, yet it rebuilt to {at}"));
        await Use(test.Log, "two");
        Assert.Equal(2, test.Log.BalanceOf("two"));

        test.Reopen(Newer);
        Assert.Equal(1, Closed(test.Log, "one"));
        Assert.Equal(1, Closed(test.Log, "two"));
        await test.Log.IsSound();
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Rows_of_a_projection_that_says_it_changed_are_made_anew_once(string kind)
    {
        var doubled = PurseRows.Projection with
        {
            Version = 2,
            Apply = e => PurseRows.Projection.Apply(e).Concat(PurseRows.Projection.Apply(e)),
        };
        await using var test = await TestLog.Open(kind);
        await Use(test.Log, "one");
        test.Reopen(Newer.With(doubled));
        Assert.Equal(4, test.Log.BalanceOf("one"));
        test.Reopen(Newer.With(doubled), at => Assert.Fail($"rebuilt to {at}"));
        await test.Log.IsSound();
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_key_type_or_unique_index_that_changed_stops_the_start_and_nothing_is_touched(string kind)
    {
        var bad = new (Table Table, string What)[]
        {
            (new("purses", [Column.Text("id"), Column.Text("part")], [Column.Text("more")]), "primary key (id)"),
            (new("purses", [Column.Text("id")], [Column.Text("balance"), Column.Text("more")]), "purses.balance"),
            (new("purses", [Column.Text("id")], [Column.Text("name"), Column.Text("more")], "unique name"), "unique"),
        };
        await using var test = await TestLog.Open(kind);
        await Use(test.Log, "one");
        foreach (var (table, what) in bad)
        {
            var other = Newer.With(new Projection("x", [table], _ => []));
            var fault = Assert.Throws<SchemaException>(() => test.Reopen(other));
            Assert.Contains(what, fault.Message);
            Assert.Contains("无法自动升级", fault.Message);
        }

        test.Reopen();
        Assert.ThrowsAny<System.Data.Common.DbException>(
            () => test.Log.Rows.All("select more from purses", r => r.Text(0)));
        await test.Log.IsSound();
    }

    [Fact]
    public async Task Old_and_new_write_in_turn_and_the_rows_are_put_right_when_the_last_old_one_is_gone()
    {
        await using var test = await TestLog.Open(BothDatabases.PostgreSql, catalogue: Older);
        await Use(test.Log, "before");
        var (old, young) = (test.Log, test.Another(Newer));
        Assert.Equal(1, Closed(young, "before")); // Its start made the rows anew, beside the older one.
        for (var round = 0; round < 5; round++)
        {
            await Use(old, $"old-{round}");
            await Use(young, $"young-{round}");
        }

        Assert.Equal(2, young.BalanceOf("old-4"));
        Assert.Equal(0, Closed(young, "old-4"));
        Assert.False(await young.PutRowsRight()); // The older one still writes: it would be for nothing.
        await Gone(old, young);
        Assert.True(await young.PutRowsRight());
        Assert.False(await young.PutRowsRight());
        for (var round = 0; round < 5; round++)
        {
            Assert.Equal(1, Closed(young, $"old-{round}"));
            Assert.Equal(1, Closed(young, $"young-{round}"));
        }

        await young.IsSound();
    }

    [Fact]
    public async Task An_old_process_that_wakes_after_the_rows_were_put_right_is_found_out()
    {
        await using var test = await TestLog.Open(BothDatabases.PostgreSql, catalogue: Older);
        await Use(test.Log, "before");
        var (old, young) = (test.Log, test.Another(Newer));
        Assert.False(await young.PutRowsRight());
        await Use(old, "late");
        await Use(young, "after");
        await young.Rebuild(); // As if nobody had known of the old one.
        Assert.Equal(1, Closed(young, "late"));
        await Use(old, "later");
        await Use(young, "last");
        await Gone(old, young);
        Assert.True(await young.PutRowsRight());
        Assert.Equal(1, Closed(young, "later"));
        await young.IsSound();
    }

    [Fact]
    public async Task An_older_version_leaves_streams_and_processes_to_the_newer_one_that_wrote_what_it_does_not_know()
    {
        var types = typeof(TestLog).Assembly.GetTypes();
        var before = new Catalogue([.. types.Where(t => t != typeof(PurseEvent.Scribbled))]);
        await using var test = await TestLog.Open(BothDatabases.PostgreSql, catalogue: before);
        var (old, young) = (test.Log, test.Another());
        using var stop = new CancellationTokenSource();
        var grains = await test.Grains(old);
        var oldReactor = new Reactor(old, grains, TimeProvider.System).Run(stop.Token);
        await young.Commit("a", 0, Ask.Deposit(Ask.Fresh(), 1, "share:x"));
        await Until.Soon(() => young.BalanceOf("x") == 1); // The older one holds the lease.

        var scribble = new PurseEvent.Scribbled([new(ChangeKind.Put, "r", 1, "a", 1)]);
        await young.Commit("a", 1, Ask.Accepted(Ask.Fresh(), scribble));
        await young.Commit("a", 2, Ask.Deposit(Ask.Fresh(), 1, "share:x"));
        var youngReactor = new Reactor(young, await test.Grains(young), TimeProvider.System).Run(stop.Token);
        await Until.Soon(() => young.BalanceOf("x") == 2);
        Assert.Empty(young.Rows.All("select key from parked", r => r.GetString(0)));

        var more = new PurseCommand.Deposit(1);
        await Assert.ThrowsAsync<UnknownNameException>(() => grains.Execute("purse/a", more, Ask.Fresh()));
        Assert.Equal(OutcomeKind.Accepted, (await grains.Execute("purse/b", more, Ask.Fresh())).Kind);
        await stop.CancelAsync();
        await Task.WhenAll(oldReactor, youngReactor).WaitAsync(Patience.Long);
        await young.IsSound();
    }

    /// <summary>A deposit and the end of a purse.</summary>
    private static async Task Use(EventLog log, string purse)
    {
        await log.Commit(purse, 0, Ask.Deposit(Ask.Fresh(), 2));
        await log.Commit(purse, 1, Ask.Accepted(Ask.Fresh(), new PurseEvent.Closed()));
    }

    private static long Closed(EventLog log, string purse) =>
        log.Rows.One("select closed from purses where id = @id", r => r.Number(0) ?? 0, ("id", purse));

    /// <summary>The server hears of it a moment later.</summary>
    private static async Task Gone(EventLog old, EventLog young)
    {
        old.Dispose();
        await Until.Soon(() => !young.Dialect.IsConnected([old.Shape.Name]));
    }

    private static Projection Narrowed(Table table) => new("purses", [table], e =>
        from change in PurseRows.Projection.Apply(e)
        where change.Table == PurseRows.All
        select change with
        {
            Table = table,
            Values = [.. change.Values.Where(v => table.Columns.Any(c => c.Name == v.Column))],
        });
}
