using System.Security.Cryptography;
using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>The master key is changed whole, whatever interrupts it, and the old one opens nothing more.</summary>
public sealed class RekeyTests
{
    private const int Records = 2_500;

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_change_that_is_interrupted_is_finished_by_the_same_two_keys(string kind)
    {
        await using var test = await Lived(kind);
        var (next, third) = (New(), New());
        var payload = test.Log.Vault.PayloadOf("POST", "/", "x"u8);
        test.Log.Dispose();
        using (var log = Over(test, test.Log.Vault))
            Ended(log, next);
        foreach (var vault in new[] { test.Log.Vault, next })
            using (var log = Over(test, vault))
                Assert.Contains("run rekey again", Assert.Throws<StartRefusedException>(() => log.Start()).Message);
        using (var log = Over(test, test.Log.Vault)) Assert.Throws<StartRefusedException>(() => log.Rekey(third));
        using (var log = Over(test, third)) Assert.Throws<StartRefusedException>(() => log.Rekey(next));

        using (var log = Over(test, test.Log.Vault)) Assert.Equal(new(Records - 1_000, 0), log.Rekey(next));
        using (var log = Over(test, test.Log.Vault)) // Nobody may have been told that it was done.
            Assert.Equal(new(0, 0), log.Rekey(next));
        using (var log = Over(test, test.Log.Vault))
            Assert.Contains("before it was changed", Assert.Throws<StartRefusedException>(() => log.Start()).Message);
        using (var log = Over(test, next))
        {
            log.Start();
            Assert.Equal(("words 0", "words 2499"), (log.Open("t0"), log.Open("t2499")));
            Assert.Null(log.Open("t7"));
            Assert.Empty(log.Inspect());
            Assert.Equal(payload, log.Vault.PayloadOf("POST", "/", "x"u8)); // What is sent again meets its outcome.
            Assert.Equal("rekey", log.Rows.One("select what from operator_acts", r => r.GetString(0)));
            await log.Write(Rowset.Put(log.Credentials, "bert", "bert", "hash", 2L));
            Assert.Empty(log.Inspect());
        }

        using (var log = Over(test, next)) log.Rekey(third); // And once more.
        using (var log = Over(test, third))
        {
            log.Start();
            Assert.Equal((payload, "words 1"), (log.Vault.PayloadOf("POST", "/", "x"u8), log.Open("t1")));
        }
    }

    [Fact]
    public async Task What_was_changed_behind_the_products_back_is_not_vouched_for_by_a_new_key()
    {
        await using var test = await Lived(BothDatabases.Sqlite);
        test.Log.Dispose();
        test.Run("update credentials set password = 'mine'");
        using var log = Over(test, test.Log.Vault);
        Assert.Contains("behind the product", Assert.Throws<StartRefusedException>(() => log.Rekey(New())).Message);
    }

    [Fact]
    public async Task A_backup_is_not_taken_in_the_middle()
    {
        await using var test = await Lived(BothDatabases.Sqlite);
        test.Log.Dispose();
        using (var log = Over(test, test.Log.Vault))
            Ended(log, New());
        using var from = EventLog.ToRead(test.Database.ConnectionString, test.Log.Vault, TestLog.Catalogue);
        Assert.Throws<StartRefusedException>(() => Backup.Take(from, test.Database.Folder));
    }

    /// <summary>In the middle: after the first batch.</summary>
    private static void Ended(EventLog log, Vault next) => Assert.Throws<OperationCanceledException>(
        () => log.Rekey(next, _ => throw new OperationCanceledException()));

    private static async Task<TestLog> Lived(string kind)
    {
        var test = await TestLog.Open(kind);
        var words = Enumerable.Range(0, Records + 1).Where(i => i != 7)
            .Select(i => new Attachment($"t{i}", "text", "o", $"words {i}"));
        await test.Log.Commit("a", 0, Ask.Deposit(Ask.Fresh() with { Attachments = [.. words] }));
        await test.Log.Write(
            Rowset.Put(test.Log.Credentials, "anna", "anna", "hash", 1L),
            Rowset.Put(test.Log.DataProtection, "k", test.Log.Vault.Close(Vault.DataProtection, "<key/>")));
        return test;
    }

    private static Vault New() => new(RandomNumberGenerator.GetBytes(32));

    private static EventLog Over(TestLog test, Vault vault) =>
        new(EventLog.DialectFor(test.Database.ConnectionString), vault, test.Log.Clock, TestLog.Catalogue);
}
