using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>Damage to the log is found and named by its position.</summary>
public sealed class VerifyTests
{
    private const int Events = 12, Damaged = 7;

    public static IEnumerable<object[]> Flips =>
        from kind in BothDatabases.All.Select(k => (string)k[0])
        from flip in new[]
        {
            "position = position + 1024", "stream = 'quurse/a'", "version = version + 64", "name = 'test.deposited.v0'",
            "day = replace(day, '-', '/')", "recorded_at = recorded_at + 1", "actor = 'enna'", "key = 'kez'",
            "body = replace(body, '7', '6')", "hash = (select hash from events where position = 1)",
        }
        select new object[] { kind, flip };

    [Theory, MemberData(nameof(Flips))]
    public async Task A_changed_column_of_one_event_is_named_by_its_position(string kind, string flip)
    {
        await using var test = await Twelve(kind);
        test.Tamper($"update events set {flip} where position = {Damaged}");
        Assert.Equal(Damaged, test.Log.Verify()[0].Position);
    }

    [Theory, InlineData("stream"), InlineData("name"), InlineData("day"), InlineData("actor"), InlineData("key"),
        InlineData("body"), InlineData("hash"), InlineData("position"), InlineData("version"), InlineData("recorded_at")]
    public async Task Any_one_byte_flipped_in_the_file_s_columns_is_named_by_its_position(string column)
    {
        await using var test = await Twelve(BothDatabases.Sqlite);
        var number = column is "position" or "version" or "recorded_at";
        foreach (var at in number ? [0, 8, 40] : new[] { 0, 2, 4 })
        {
            var type = column == "hash" ? "blob" : "text";
            var good = $"update events set {column} = (select {column} from kept) where position = {Damaged}";
            test.Tamper($"create table kept as select {column} from events where position = {Damaged}");
            var bytes = test.Log.Rows.One(
                $"select cast({column} as blob) from events where position = {Damaged}", r => (byte[])r[0])!;
            bytes[Math.Min(at, bytes.Length - 1)] ^= 1;
            var bad = number
                ? $"{column} = ({column} | {1L << at}) - ({column} & {1L << at})"
                : $"{column} = cast(x'{Convert.ToHexString(bytes)}' as {type})";
            test.Tamper($"update events set {bad} where position = {Damaged}");
            if (number && at == 0 && column == "position") Assert.NotEmpty(test.Log.Verify());
            Assert.Contains(test.Log.Verify(), d => d.Position == Damaged);
            test.Tamper(column == "position"
                ? $"update events set position = {Damaged} where stream = 'purse/a' and version = {Damaged}"
                : good);
            test.Tamper("drop table kept");
            Assert.Empty(test.Log.Verify());
        }
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Two_events_swapped_are_named(string kind)
    {
        await using var test = await Twelve(kind);
        test.Tamper(
            "update events set position = 1000 where position = 4; update events set position = 4 where position = 9; " +
            "update events set position = 9 where position = 1000");
        var positions = test.Log.Verify().Select(d => d.Position).ToArray();
        Assert.Equal(4, positions[0]);
        Assert.Contains(9, positions);
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_missing_event_is_named(string kind)
    {
        await using var test = await Twelve(kind);
        test.Tamper("delete from events where position = 5");
        Assert.Equal(5, test.Log.Verify()[0].Position);
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task The_last_event_dropped_is_named(string kind)
    {
        await using var test = await Twelve(kind);
        test.Tamper($"delete from events where position = {Events}");
        Assert.Equal(Events, Assert.Single(test.Log.Verify()).Position);
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_witness_shows_what_the_chain_alone_cannot(string kind)
    {
        await using var test = await Twelve(kind);
        var witness = test.Log.Witness();
        Assert.Empty(test.Log.Verify(witness));

        // A forger drops the end of the log, makes the head fit, and goes on writing.
        test.Tamper(
            $"delete from events where position > 10; update head set position = 10, " +
            "hash = (select hash from events where position = 10)");
        Assert.Empty(test.Log.Verify());
        Assert.Equal(11, Assert.Single(test.Log.Verify(witness)).Position);
        await test.Log.Commit("a", 10, Ask.Deposit(Ask.Key("k11")), Ask.Deposit(Ask.Key("forged")), Ask.Deposit(Ask.Fresh()));
        Assert.Empty(test.Log.Verify());
        Assert.Equal(Events, Assert.Single(test.Log.Verify(witness)).Position);
    }

    private static async Task<TestLog> Twelve(string kind)
    {
        var test = await TestLog.Open(kind);
        for (var i = 0; i < Events; i++) await test.Log.Commit("a", i, Ask.Deposit(Ask.Fresh(), i + 1));
        Assert.Empty(test.Log.Verify());
        return test;
    }
}
