using System.Text;
using Federation.Domain;
using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>People and free text: readable with the key, gone without it, and the log whole all the same.</summary>
public sealed class SecretsTests
{
    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_sealed_record_opens_until_it_is_erased_and_the_log_stays_whole(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await test.Log.Commit(
            "a", 0, Ask.Deposit(Telling("t1", "王阿姨，电话 13800000000")), Ask.Deposit(Telling("t2", "别的")));
        Assert.Equal("王阿姨，电话 13800000000", test.Log.Open("t1"));
        Assert.Equal(["t1", "t2"], test.Log.OpenAllOf("owner").Keys.Order());

        await test.Log.Erase("t1", "anna");
        test.Reopen();
        Assert.Null(test.Log.Open("t1"));
        Assert.Equal("别的", test.Log.Open("t2"));
        await test.Log.IsSound();
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Another_master_key_is_noticed_as_soon_as_anything_is_sealed(string kind)
    {
        await using var test = await TestLog.Open(kind);
        using var other = EventLog.ToRead(test.Database.ConnectionString, new(new byte[32]), TestLog.Catalogue);
        Assert.True(other.KeyFits());
        await test.Log.Commit("a", 0, Ask.Deposit(Telling("t1", "王阿姨")));
        Assert.True(test.Log.KeyFits());
        Assert.False(other.KeyFits());
        await test.Log.Erase("t1", "anna");
        await test.Log.Write(Rowset.Put(
            test.Log.DataProtection, "k", test.Log.Vault.Close(Vault.DataProtection, "<key/>")));
        Assert.True(test.Log.KeyFits());
        Assert.False(other.KeyFits());
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_refused_or_empty_command_seals_nothing(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await test.Log.Commit(
            "a", 0, Ask.Refused(Telling("t1", "x"), Purses.Refusals.Closed), Ask.Accepted(Telling("t2", "x")));
        Assert.Null(test.Log.Open("t1"));
        Assert.Null(test.Log.Open("t2"));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_record_written_twice_in_one_turn_keeps_the_later_words(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await test.Log.Commit("a", 0, Ask.Deposit(Telling("t1", "old")), Ask.Deposit(Telling("t1", "new")));
        Assert.Equal("new", test.Log.Open("t1"));
    }

    [Fact]
    public async Task Nothing_of_an_erased_key_is_left_in_the_files()
    {
        await using var test = await TestLog.Open(BothDatabases.Sqlite);
        for (var i = 0; i < 40; i++)
            await test.Log.Commit("a", i, Ask.Deposit(Telling($"t{i}", $"words {i}")));
        var wrapped = test.Log.Rows.One("select wrapped from sealed_keys where id = 't17'", r => (byte[])r[0])!;
        Assert.NotEmpty(FilesWith(test, wrapped));

        // A reader in the middle of older pages: erasing waits for it to end.
        var (reading, read) = (new TaskCompletionSource(), new TaskCompletionSource());
        var reader = Task.Run(() => test.Log.Rows.Each("select position from events where position = 1", _ =>
        {
            reading.SetResult();
            read.Task.Wait(Patience.Long);
        }));
        await reading.Task.WaitAsync(Patience.Long);
        var erasing = test.Log.Erase("t17", "anna");
        await Until.Soon(() => test.Log.Open("t17") is null);
        Assert.False(erasing.IsCompleted);
        read.SetResult();
        await Task.WhenAll(reader, erasing).WaitAsync(Patience.Long);
        Assert.Empty(FilesWith(test, wrapped));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task After_a_restore_what_was_erased_is_erased_again(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await test.Log.Commit("a", 0, Ask.Deposit(Telling("t1", "x")), Ask.Deposit(Telling("t2", "y")));
        test.Run("create table backup as select * from sealed_keys");
        await test.Log.Erase("t1", "anna");
        test.Tamper("delete from sealed_keys; insert into sealed_keys select * from backup; drop table backup");
        Assert.Equal("x", test.Log.Open("t1"));

        Assert.Equal(1, await test.Log.EraseAgain());
        Assert.Equal((null, "y"), (test.Log.Open("t1"), test.Log.Open("t2")));
        Assert.Equal(0, await test.Log.EraseAgain());
    }

    [Fact]
    public async Task Of_many_that_start_at_once_one_makes_the_master_key_and_all_have_it()
    {
        for (var round = 0; round < 20; round++)
        {
            var folder = Directory.CreateTempSubdirectory("federation-test-");
            var file = Path.Combine(folder.FullName, "federation.key");
            var vaults = await Task.WhenAll(
                Enumerable.Range(0, 8).Select(_ => Task.Run(() => Vault.Open(null, file))));
            Assert.Single(vaults.Select(v => v.PayloadOf("POST", "/", "x"u8)).Distinct());
            Assert.Equal("federation.key", Assert.Single(folder.GetFiles()).Name);
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_command_through_a_grain_brings_its_attachments_along()
    {
        await using var test = await TestLog.Open(BothDatabases.Sqlite);
        var grains = await test.Grains();
        await grains.Execute("purse/a", new PurseCommand.Deposit(1), Telling("t1", "what was told"));
        Assert.Equal("what was told", test.Log.Open("t1"));
        Assert.Empty(FilesWith(test, Encoding.UTF8.GetBytes("what was told")));
    }

    private static CommandContext Telling(string id, string words) =>
        Ask.Fresh() with { Attachments = [new(id, "text", "owner", words)] };

    private static string[] FilesWith(TestLog test, byte[] bytes) =>
        [.. Directory.GetFiles(test.Database.Folder)
            .Where(f => !f.EndsWith(".lock") && Read(f).AsSpan().IndexOf(bytes) >= 0)];

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
