using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;
using Microsoft.Data.Sqlite;

namespace Federation.Log.Tests;

/// <summary>A storage that fails is named, costs nothing that was acknowledged, and comes back by itself where it
/// can.</summary>
public sealed class StorageTests
{
    private const int CannotGrow = 1, MayGrow = 1_000_000;

    [Fact]
    public async Task On_a_full_disk_nothing_acknowledged_is_lost_and_writing_goes_on_when_there_is_room()
    {
        await using var test = await TestLog.Open(BothDatabases.Sqlite);
        await test.Log.Probe();
        Assert.True(File.Exists(ReserveOf(test)));
        await Grow(test, CannotGrow);
        var (kept, fault) = await UntilItFails(test);
        Assert.Equal(StorageFault.Full, fault);
        Assert.Equal(StorageFault.Full, test.Log.Storage.Fault);
        Assert.False(File.Exists(ReserveOf(test))); // Let go: the disk has room for sign-ins.

        // Refused at once, without trying; what is small is tried.
        Assert.Equal(StorageFault.Full, Assert.Throws<StorageException>(
            () => { _ = test.Log.Append(new("purse/late", 0, [Ask.Deposit(Ask.Fresh())])); }).Fault);
        await Assert.ThrowsAsync<StorageException>(async () => await test.Log.Write(
            Rowset.Put(Tables.Files, "f", "n", "t", new byte[Storage.SmallMax + 1], 0L, 0L)));
        Assert.Equal(kept, test.Log.StoredPosition()); // Reading goes on.

        await test.Log.Probe();
        Assert.True(test.Log.Storage.Refuses);
        await Grow(test, MayGrow);
        await test.Log.Probe();
        Assert.Null(test.Log.Storage.Fault);
        Assert.True(File.Exists(ReserveOf(test)));
        await test.Log.Commit("late", 0, Ask.Deposit(Ask.Fresh()));
        Assert.Equal(kept, test.Log.BalanceOf("a"));
        await test.Log.IsSound();
    }

    [Fact]
    public async Task While_a_disk_is_full_small_writes_go_through_the_reserve()
    {
        await using var test = await TestLog.Open(BothDatabases.Sqlite);
        await test.Log.Probe();
        await Grow(test, CannotGrow);
        await UntilItFails(test);
        await Grow(test, MayGrow); // As when the reserve was let go: there is a little room.
        Assert.Equal(1, await test.Log.Write(
            "insert into sign_in_failures (who, count, until) values ('anna', 1, 1)"));
        Assert.True(test.Log.Storage.Refuses); // Commands wait until the reserve is back.
    }

    [Fact]
    public async Task Another_program_that_holds_the_file_is_told_and_passes()
    {
        await using var test = await TestLog.Open(BothDatabases.Sqlite);
        await using (var other = new SqliteConnection(test.Database.ConnectionString + ";Pooling=false"))
        {
            other.Open();
            Schema.Run(other, "begin immediate");
            var fault = await Assert.ThrowsAsync<StorageException>(
                () => test.Log.Put("a", 0, Ask.Deposit(Ask.Fresh())));
            Assert.Equal(StorageFault.Locked, fault.Fault);
            Assert.True(test.Log.Storage.Refuses);
            Schema.Run(other, "rollback");
        }

        await test.Log.Probe();
        Assert.Null(test.Log.Storage.Fault);
        await test.Log.Commit("a", 0, Ask.Deposit(Ask.Fresh()));
        await test.Log.IsSound();
    }

    [Fact]
    public async Task A_damaged_file_stops_writing_until_a_new_start()
    {
        await using var test = await TestLog.Open(BothDatabases.Sqlite);
        for (var i = 0; i < 200; i++) await test.Log.Commit("a", i, Ask.Deposit(Ask.Fresh(), note: new('x', 200)));
        test.Log.Dispose();
        test.Run("pragma wal_checkpoint(truncate)");
        Overwrite(test);
        test.Reopen();
        var read = Assert.Throws<StorageException>(() => test.Log.Read("purse/a"));
        Assert.Equal(StorageFault.Malformed, read.Fault);
        await test.Log.Probe();
        Assert.Equal(StorageFault.Malformed, test.Log.Storage.Fault);
        Assert.Equal(StorageFault.Malformed, (await Assert.ThrowsAsync<StorageException>(
            () => test.Log.Put("b", 0, Ask.Deposit(Ask.Fresh())))).Fault);
    }

    [Fact]
    public void What_SQLite_says_is_named()
    {
        using var folder = new Folder();
        using var dialect = new SqliteDialect($"Data Source={folder.Path}/x.db");
        using (var made = dialect.OpenWriter()) Schema.Run(made, "create table t (a)");
        using var reader = dialect.OpenReader();
        Assert.Equal(StorageFault.ReadOnly, FaultIn(() => Schema.Run(reader, "pragma query_only=off; drop table t")));
        Assert.Null(FaultIn(() => Schema.Run(reader, "select nothing")));
        File.WriteAllText($"{folder.Path}/y.db", new('?', 4_096));
        Assert.Equal(StorageFault.Malformed, FaultIn(
            () => Schema.Run(new SqliteDialect($"Data Source={folder.Path}/y.db", readOnly: true).OpenReader(),
                "select * from t")));
        Assert.Equal(StorageFault.CannotOpen, FaultIn(
            () => new SqliteDialect($"Data Source={folder.Path}/none/y.db", readOnly: true).OpenReader()));

        StorageFault? FaultIn(Action work) => dialect.FaultOf(Assert.Throws<SqliteException>(work));
    }

    [Fact]
    public async Task What_PostgreSQL_says_is_named_and_passes()
    {
        await using var test = await TestLog.Open(BothDatabases.PostgreSql);
        await test.Log.Commit("a", 0, Ask.Deposit(Ask.Fresh()));
        test.Run("create function no_room() returns trigger language plpgsql as " +
            "$$ begin raise exception 'no room' using errcode = '53100'; end $$; " +
            "create trigger no_room before insert on events execute function no_room()");
        var fault = await Assert.ThrowsAsync<StorageException>(() => test.Log.Put("a", 1, Ask.Deposit(Ask.Fresh())));
        Assert.Equal(StorageFault.Full, fault.Fault);
        Assert.True(test.Log.Storage.Refuses);
        test.Run("drop trigger no_room on events");
        await test.Log.Probe();
        Assert.Null(test.Log.Storage.Fault);
        await test.Log.Commit("a", 1, Ask.Deposit(Ask.Fresh()));
        await test.Log.IsSound();
    }

    [Fact]
    public async Task Each_change_of_state_is_told_once()
    {
        await using var test = await TestLog.Open(BothDatabases.Sqlite, new HastyClock());
        using var stop = new CancellationTokenSource();
        var told = new System.Collections.Concurrent.ConcurrentQueue<StorageFault?>();
        var watching = test.Log.Storage.Watch(test.Log, told.Enqueue, stop.Token);
        await Until.Soon(() => File.Exists(ReserveOf(test)));
        await Grow(test, CannotGrow);
        await UntilItFails(test);
        await Until.Soon(() => !told.IsEmpty);
        await Grow(test, MayGrow);
        await Until.Soon(() => told.Count == 2);
        await stop.CancelAsync();
        await watching;
        Assert.Equal([StorageFault.Full, null], told);
    }

    private static string ReserveOf(TestLog test) => Path.Combine(test.Database.Folder, "x.db.reserve");

    /// <summary>How many pages the file may have: SQLite says that the disk is full beyond it.</summary>
    private static Task Grow(TestLog test, int pages) => test.Log.Write($"pragma max_page_count={pages}");

    private static async Task<(long Kept, StorageFault Fault)> UntilItFails(TestLog test)
    {
        for (var i = 0L; ; i++)
        {
            try
            {
                await test.Log.Commit("a", i, Ask.Deposit(Ask.Fresh(), 1, new('x', 500)));
            }
            catch (StorageException full)
            {
                return (i, full.Fault);
            }
        }
    }

    /// <summary>The root of the index by which streams are read.</summary>
    private static void Overwrite(TestLog test)
    {
        long root;
        using (var log = EventLog.ToRead(test.Database.ConnectionString))
            root = log.Rows.One(
                "select rootpage from sqlite_master where name = 'events_stream_version'", r => r.GetInt64(0));
        using var file = new FileStream(Path.Combine(test.Database.Folder, "x.db"), FileMode.Open);
        file.Position = (root - 1) * 4_096;
        file.Write(Enumerable.Repeat((byte)0xA5, 4_096).ToArray());
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("federation-storage-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
