using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>Damage to the log is found and named by its position.</summary>
public sealed class VerifyTests
{
    private const int Events = 12, Damaged = 7;

    private static readonly string[] Texts = ["stream", "name", "day", "actor", "key", "body"];
    private static readonly string[] Numbers = ["position", "version", "recorded_at"];

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task One_byte_flipped_in_any_column_of_one_event_is_named_by_its_position(string kind)
    {
        await using var test = await Twelve(kind);
        test.Run("create table kept as select * from events");
        foreach (var flip in Flips(test))
        {
            test.Run($"update events set {flip} where position = {Damaged}");
            Assert.True(test.Log.Verify().Any(d => d.Position == Damaged), $"not seen: {flip}");
            test.Run("delete from events");
            test.Run("insert into events select * from kept");
        }

        Assert.Empty(test.Log.Verify());
    }

    [Fact]
    public async Task Who_reads_a_whole_log_may_think_between_two_answers_for_as_long_as_it_takes()
    {
        await using var test = await Twelve(BothDatabases.PostgreSql);
        using var snapshot = test.Log.Dialect.OpenSnapshot();
        using var command = snapshot.CreateCommand();
        command.CommandText = "show idle_in_transaction_session_timeout";
        Assert.Equal("0", command.ExecuteScalar());
    }

    /// <summary>Of each text the first, a middle and the last byte; of each number a low, a middle and a high
    /// bit.</summary>
    private static IEnumerable<string> Flips(TestLog test)
    {
        var sqlite = test.Database.Kind == BothDatabases.Sqlite;
        var row = test.Log.Rows.One(
            $"select * from events where position = {Damaged}",
            r => Enumerable.Range(0, r.FieldCount).ToDictionary(r.GetName, r.GetValue))!;
        foreach (var column in Numbers)
        foreach (var bit in new[] { 3, 8, 40 })
            yield return $"{column} = {(long)row[column] ^ (1L << bit)}";
        foreach (var column in Texts.Append("hash"))
        {
            var bytes = row[column] as byte[] ?? System.Text.Encoding.UTF8.GetBytes((string)row[column]);
            foreach (var at in new[] { 0, bytes.Length / 2, bytes.Length - 1 })
            {
                var hex = Convert.ToHexString(bytes.Select((b, i) => i == at ? (byte)(b ^ 1) : b).ToArray());
                yield return column == "hash" ? sqlite ? $"hash = x'{hex}'" : $"hash = '\\x{hex}'"
                    : sqlite ? $"{column} = cast(x'{hex}' as text)"
                    : $"{column} = convert_from('\\x{hex}', 'UTF8')";
            }
        }
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Two_events_swapped_are_named(string kind)
    {
        await using var test = await Twelve(kind);
        test.Tamper(
            "update events set position = 1000 where position = 4; " +
            "update events set position = 4 where position = 9; update events set position = 9 where position = 1000");
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
        await test.Log.Commit(
            "a", 10, Ask.Deposit(Ask.Key("k11")), Ask.Deposit(Ask.Key("forged")), Ask.Deposit(Ask.Fresh()));
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
