using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>What verify looks at beside the chain: every damage is told by its table and key, and what is whole is
/// not.</summary>
public sealed class CheckTests
{
    /// <summary>Of a file of two pieces.</summary>
    private const int Sent = KeptFiles.PartBytes + 1;

    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    public static IEnumerable<object[]> Damages =>
        from kind in BothDatabases.All
        from damage in new (string Sql, string[] Told)[]
        {
            ("update purses set balance = 7 where id = 'a'", ["purses a", "not what the log says"]),
            ("delete from purses where id = 'a'", ["purses a", "missing"]),
            ("insert into purses (id, balance) values ('z', 1)", ["purses z", "not in the log"]),
            ("update sealed_keys set wrapped = (select wrapped from sealed_keys where id = 't2')",
                ["person: ", "1 of 1 do not open, such as t1"]),
            ("update sealed_keys set wrapped = null where id = 't1'", ["person: ", "lost their keys"]),
            ("delete from sealed where id = 't1'", ["1 records are gone, such as t1"]),
            ("update file_parts set cipher = (select wrapped from sealed_keys where id = 't1') where part = 1",
                ["files: ", "1 of 1 do not open or lack a piece, such as f"]),
            ("delete from file_parts where part = 0", ["files: ", "1 of 1 do not open or lack a piece, such as f"]),
            ("update files set stored = 'gone'", ["files: ", "1 of 1 do not open or lack a piece, such as f"]),
            ("update data_protection_keys set xml = 'AAAA'", ["data_protection_keys k", "does not open"]),
            ("update credentials set password = 'mine' where account = 'anna'", ["anna", "behind the product's back"]),
            ("update credentials set user_name = 'x' where account = 'anna'", ["anna", "behind the product's back"]),
            ("delete from credentials where account = 'anna'", ["anna", "its row is gone"]),
            ("insert into credentials values ('eve', 'eve', 'hash', 1)", ["eve", "behind the product's back"]),
            ("delete from guards where name = 'credentials' and key = ''", ["mark is gone"]),
            ("delete from personal_reads", ["personal_reads", "changed or taken away"]),
            ("delete from personal_reads where whose = 'p2'", ["personal_reads", "changed or taken away"]),
            ("update personal_reads set account = 'eve'", ["personal_reads", "changed or taken away"]),
            ("delete from personal_reads; delete from guards where name = 'personal_reads' and key <> ''",
                ["latest hours are gone"]),
        }
        select new object[] { kind[0], damage.Sql, damage.Told };

    [Theory, MemberData(nameof(Damages))]
    public async Task A_damage_beside_the_chain_is_told(string kind, string sql, string[] told)
    {
        await using var test = await Lived(kind);
        Assert.Empty(Told(test));
        test.Run(sql);
        var damage = Told(test);
        Assert.True(
            Array.Exists(damage, what => Array.TrueForAll(told, what.Contains)),
            $"Told of \"{sql}\": {string.Join('\n', damage)}");
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task What_ran_out_and_what_was_erased_is_no_damage(string kind)
    {
        await using var test = await Lived(kind);
        await test.Log.Erase("t1", "anna");
        await test.Log.EraseFile("f", "anna");
        var old = Micros.Of(Now - Guards.ReadsKept);
        await Read(test.Log, "p0", Now - Guards.ReadsKept - TimeSpan.FromHours(2));
        await Read(test.Log, "p4", Now + TimeSpan.FromHours(1)); // The next hour.
        Assert.True(await test.Log.Write("delete from personal_reads where at < @old", ("old", old)) > 0);
        test.Reopen();
        await Read(test.Log, "p5", Now + TimeSpan.FromHours(2));
        Assert.Empty(Told(test));
    }

    [Fact]
    public async Task A_database_of_a_version_without_guards_is_taken_as_it_is_once()
    {
        await using var test = await Lived(BothDatabases.Sqlite);
        test.Tamper("drop table guards");
        Assert.Empty(Told(test));
        test.Run("update credentials set password = 'mine' where account = 'anna'");
        Assert.Single(Told(test));
    }

    [Fact]
    public async Task Overwritten_pages_are_told()
    {
        await using var test = await Lived(BothDatabases.Sqlite);
        test.Log.Dispose();
        test.Run("pragma wal_checkpoint(truncate)");
        var file = Path.Combine(test.Database.Folder, "x.db");
        foreach (var table in new[] { "purses", "personal_reads", "sealed" })
        {
            var whole = File.ReadAllBytes(file);
            var root = Root(test, table);
            using (var write = new FileStream(file, FileMode.Open))
            {
                write.Position = (root - 1) * 4_096L;
                write.Write(Enumerable.Repeat((byte)0xA5, 4_096).ToArray());
            }

            using (var log = EventLog.ToRead(test.Database.ConnectionString, test.Log.Vault, TestLog.Catalogue))
                Assert.Contains(log.Inspect(), damage => damage.What.StartsWith("数据库 database"));
            File.WriteAllBytes(file, whole);
        }

        test.Reopen();
    }

    private static async Task<TestLog> Lived(string kind)
    {
        var test = await TestLog.Open(kind);
        await test.Log.Commit("a", 0, Ask.Deposit(Ask.Fresh() with
        {
            Attachments = [new("t1", "person", "o", "王阿姨"), new("t2", "text", "o", "别的")],
        }));
        await test.Log.Write(
            Rowset.Put(test.Log.Credentials, "anna", "anna", "hash", 1L),
            Rowset.Put(test.Log.Credentials, "bert", "bert", "hash", 1L),
            Rowset.Put(test.Log.DataProtection, "k", test.Log.Vault.Close(Vault.DataProtection, "<key/>")));
        using var content = new MemoryStream(new byte[Sent]);
        await test.Log.Keep(new("f", "计划.pdf", "application/pdf", Sent, "anna"), content, Sent);
        await Read(test.Log, "p1", Now);
        await Read(test.Log, "p2", Now);
        await Read(test.Log, "p3", Now - TimeSpan.FromHours(30));
        return test;
    }

    private static Task Read(EventLog log, string whose, DateTimeOffset at) => log.Write(Rowset.Put(
        log.PersonalReads, "anna", "person", whose, "why", Guards.HourOf(at), Micros.Of(at), "/people/{id}"));

    private static string[] Told(TestLog test) => [.. test.Log.Inspect().Select(damage => damage.What)];

    private static long Root(TestLog test, string table)
    {
        using var log = EventLog.ToRead(test.Database.ConnectionString);
        return log.Rows.One(
            "select rootpage from sqlite_master where name = @table", r => r.GetInt64(0), ("table", table));
    }
}
