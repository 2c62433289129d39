using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>A log goes from one database to another whole or not at all.</summary>
public sealed class CopyTests
{
    private const int Events = 12;

    public static IEnumerable<object[]> Directions =>
        from source in BothDatabases.All from target in BothDatabases.All select new[] { source[0], target[0] };

    [Theory, MemberData(nameof(Directions))]
    public async Task A_copy_holds_all_that_no_rebuild_can_make_byte_for_byte(string kind, string targetKind)
    {
        await using var test = await Lived(kind);
        await using var target = await TestDatabases.Create(targetKind);
        var copied = Copied(test, target);

        Assert.Equal(test.Log.Witness(), (copied.Position, copied.Hash));
        using var log = Opened(test, target);
        foreach (var table in Copy.Carried) Assert.Equal(Rows(test.Log, table), Rows(log, table));
        Assert.Equal(test.Log.Dump(), log.Dump());
        Assert.Equal("王阿姨", log.Open("t1"));
        Assert.Null(log.Open("t2"));
        await log.IsSound();
    }

    [Theory, MemberData(nameof(Directions))]
    public async Task After_a_copy_a_retry_meets_its_outcome_and_a_claim_is_still_held(string kind, string targetKind)
    {
        await using var test = await Lived(kind);
        await using var target = await TestDatabases.Create(targetKind);
        Copied(test, target);

        using var log = Opened(test, target);
        var again = (await log.Put("a", Events, Ask.Deposit(Ask.Key("k1")))).IsLost();
        Assert.Equal(test.Log.OutcomeOf("anna", "k1", "p"), again.Settled[0]);
        var taken = (await log.Put("other", 0, Ask.Rename(Ask.Fresh(), "钱包"))).IsLost();
        Assert.Equal("name-taken", taken.Settled[0].Refusal!.Code);
        await log.Commit("a", Events, Ask.Deposit(Ask.Fresh()));
        await log.IsSound();
    }

    [Theory, MemberData(nameof(Directions))]
    public async Task A_copy_that_stops_on_its_way_leaves_an_empty_database_that_can_be_filled(
        string kind, string targetKind)
    {
        await using var test = await Lived(kind);
        await using var target = await TestDatabases.Create(targetKind);
        test.Tamper("update head set position = position + 1"); // Found when all events have passed.
        Assert.Contains("damaged", Assert.Throws<CopyRefusedException>(() => Copied(test, target)).Message);
        test.Tamper($"update events set body = replace(body, '7', '8') where position = 7");
        Assert.Contains(" 7", Assert.Throws<CopyRefusedException>(() => Copied(test, target)).Message);
        using (var log = Opened(test, target))
        {
            Assert.Equal(0, log.StoredPosition());
            Table[] started = [Tables.Head, Tables.MasterKeys, Tables.Guards];
            foreach (var table in Copy.Carried.Except(started)) Assert.Empty(Rows(log, table));
        }

        test.Tamper("update head set position = position - 1; " +
            "update events set body = replace(body, '8', '7') where position = 7");
        Assert.Equal(test.Log.StoredPosition(), Copied(test, target).Position);
    }

    [Theory, MemberData(nameof(Directions))]
    public async Task A_target_that_holds_anything_is_refused_and_left_as_it_was(string kind, string targetKind)
    {
        await using var test = await Lived(kind);
        await using var target = await TestDatabases.Create(targetKind);
        Copied(test, target);
        await test.Log.Commit("b", 0, Ask.Deposit(Ask.Fresh()));
        Assert.Contains("not empty", Assert.Throws<CopyRefusedException>(() => Copied(test, target)).Message);
        using var log = Opened(test, target);
        Assert.Equal(test.Log.StoredPosition() - 1, log.StoredPosition());
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_backup_is_taken_beside_the_writer_and_restored_on_either_database(string kind)
    {
        await using var test = await Lived(kind);
        using var folder = new Folder();
        var writing = KeepWriting(test.Log);
        var (file, manifest) = Taken(test, folder.Path);
        await writing;

        Assert.InRange(manifest.Position, Events, test.Log.StoredPosition());
        foreach (var targetKind in BothDatabases.All.Select(row => (string)row[0]))
        {
            await using var target = await TestDatabases.Create(targetKind);
            var copied = Restored(test, file, target);
            Assert.Equal((manifest.Position, manifest.Hash), (copied.Position, copied.Hash));
            using var log = Opened(test, target);
            Assert.Empty(log.Verify((manifest.Position, manifest.Hash)));
            Assert.Equal("王阿姨", log.Open("t1"));
            await log.IsSound();
        }
    }

    [Fact]
    public async Task What_was_erased_after_the_backup_stays_erased_when_it_is_restored()
    {
        await using var test = await Lived(BothDatabases.Sqlite);
        using var folder = new Folder();
        var (old, _) = Taken(test, folder.Path);
        await test.Log.Erase("t1", "anna");
        Taken(test, folder.Path); // Its manifest knows.
        await using var target = await TestDatabases.Create(BothDatabases.PostgreSql);
        Restored(test, old, target);
        using var log = Opened(test, target);
        Assert.Null(log.Open("t1"));
        Assert.Equal("留下", log.Open("t3"));
        Assert.Equal(["t1", "t2"], log.Rows.All("select id from erased order by id", r => r.GetString(0)));
        Assert.Equal(0, await log.EraseAgain());
    }

    [Fact]
    public async Task A_restore_revives_no_sign_in_and_tells_whose_password_is_the_old_one_again()
    {
        await using var test = await Lived(BothDatabases.Sqlite);
        using var folder = new Folder();
        await test.Log.Write(
            Rowset.Put(Tables.Sessions, new byte[] { 1 }, "anna", long.MaxValue, 1L),
            Rowset.Put(Tables.Failures, "bert", 5L, long.MaxValue),
            Rowset.Put(Tables.Credentials, "bert", "bert", "hash", 8L));
        var (old, manifest) = Taken(test, folder.Path);
        Assert.Equal(8, manifest.Passwords["bert"]);
        await test.Log.Write("delete from sign_ins"); // Signed out.
        await test.Log.Write(Rowset.Put(Tables.Credentials, "bert", "bert", "leaked no more", 9L));
        Taken(test, folder.Path);

        await using var target = await TestDatabases.Create(BothDatabases.Sqlite);
        Restored(test, old, target);
        using var log = Opened(test, target);
        Assert.Equal(0, log.Rows.One(
            "select (select count(*) from sign_ins) + (select count(*) from sign_in_failures)", r => r.GetInt64(0)));
        Assert.Equal([("bert", true), ("anna", false)],
            Backup.Passwords(old, log).Select(p => (p.UserName, p.ChangedSince)));
        Assert.Equal("restore", log.Rows.One("select what from operator_acts", r => r.GetString(0)));
        Assert.Equal("restored", log.Rows.One("select what from trail", r => r.GetString(0)));
        using var file = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={old};Pooling=false;Mode=ReadOnly");
        file.Open();
        Assert.Empty(Maintenance.Read(file, "select 1 from sqlite_master where name like 'sign_in%'"));
    }

    [Fact]
    public async Task A_town_that_moves_keeps_its_sign_ins()
    {
        await using var test = await Lived(BothDatabases.Sqlite);
        await test.Log.Write(Rowset.Put(Tables.Sessions, new byte[] { 1 }, "anna", long.MaxValue, 1L));
        await using var target = await TestDatabases.Create(BothDatabases.Sqlite);
        using (var from = EventLog.ToRead(test.Database.ConnectionString, test.Log.Vault, TestLog.Catalogue))
        using (var to = Closed(test, target)) new Copy(from, to) { SignIns = true }.Run();
        using var log = Opened(test, target);
        Assert.Equal(1, log.Rows.One("select count(*) from sign_ins", r => r.GetInt64(0)));
    }

    [Fact]
    public async Task A_backup_that_is_not_what_its_manifest_says_is_refused_before_anything_is_touched()
    {
        await using var test = await Lived(BothDatabases.Sqlite);
        using var folder = new Folder();
        var (file, _) = Taken(test, folder.Path);
        var (bytes, words) = (File.ReadAllBytes(file), File.ReadAllText(file + ".json"));

        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
        Refuses("damaged");
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
        File.WriteAllText(file + ".json", words.Replace("\"product\": \"1.", "\"product\": \"9."));
        Refuses("newer");
        File.WriteAllText(file + ".json", words[..^20]);
        Refuses("manifest");
        File.Delete(file + ".json");
        Refuses("manifest");
        File.WriteAllText(file + ".json", words);
        Assert.Contains("master key", Assert.Throws<CopyRefusedException>(
            () => Backup.Check(file, new(new byte[32]))).Message);
        Assert.Equal(test.Log.StoredPosition(), Backup.Check(file, test.Log.Vault).Position);

        void Refuses(string why) => Assert.Contains(
            why, Assert.Throws<CopyRefusedException>(() => Backup.Check(file, test.Log.Vault)).Message);
    }

    [Fact]
    public async Task A_backup_under_a_wrong_key_or_into_no_folder_is_refused_and_leaves_nothing_behind()
    {
        await using var test = await Lived(BothDatabases.Sqlite);
        using var folder = new Folder();
        using (var from = EventLog.ToRead(test.Database.ConnectionString, new(new byte[32]), TestLog.Catalogue))
            Assert.Throws<CopyRefusedException>(() => Backup.Take(from, folder.Path));
        Assert.Empty(Directory.GetFiles(folder.Path));
        var missing = Path.Combine(folder.Path, "unplugged");
        Assert.Contains("disk", Assert.Throws<CopyRefusedException>(() => Taken(test, missing)).Message);
        Assert.False(Directory.Exists(missing));
    }

    [Fact]
    public async Task Only_the_newest_backups_are_kept()
    {
        await using var test = await Lived(BothDatabases.Sqlite);
        using var folder = new Folder();
        var files = Enumerable.Range(0, 4).Select(_ => Taken(test, folder.Path).File).ToArray();
        Assert.Equal(2, Backup.Keep(folder.Path, 2));
        Assert.Equal(
            [files[2], files[2] + ".json", files[3], files[3] + ".json"], Directory.GetFiles(folder.Path).Order());
        // Password hashes are in them.
        foreach (var file in Directory.GetFiles(folder.Path))
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    private static async Task<TestLog> Lived(string kind)
    {
        var test = await TestLog.Open(kind);
        for (var i = 0; i < Events - 1; i++)
            await test.Log.Commit("a", i, Ask.Deposit(Ask.Key($"k{i}") with
            {
                Attachments = i == 0 ? [Words("t1", "王阿姨"), Words("t2", "别的"), Words("t3", "留下")] : [],
            }, i + 1));
        await test.Log.Commit("a", Events - 1, Ask.Rename(Ask.Fresh(), "钱包"));
        await test.Log.Erase("t2", "anna");
        await test.Log.Write(
            Rowset.Put(Tables.Due, "d1", 5L, "purse/a", "test.deposit", "{}"),
            Rowset.Put(Tables.ProcessPositions, "test-sharing.v1", 3L),
            Rowset.Put(Tables.Parked, "test-sharing.v1", 4L, "a", "why", 6L),
            Rowset.Put(Tables.Files, "f", "名.bin", "x/y", new byte[] { 0, 1, 255 }, 7L, 1L),
            Rowset.Put(Tables.Credentials, "anna", "anna", null, 8L));
        return test;
    }

    private static Attachment Words(string id, string plain) => new(id, "text", "owner", plain);

    private static async Task KeepWriting(EventLog log)
    {
        for (var i = 0; i < 300; i++) await log.Commit("busy", i, Ask.Deposit(Ask.Fresh()));
    }

    private static Copied Copied(TestLog test, TestDatabase target)
    {
        using var from = EventLog.ToRead(test.Database.ConnectionString, test.Log.Vault, TestLog.Catalogue);
        using var to = Closed(test, target);
        return new Copy(from, to).Run();
    }

    private static (string File, Manifest Manifest) Taken(TestLog test, string folder)
    {
        using var from = EventLog.ToRead(test.Database.ConnectionString, test.Log.Vault, TestLog.Catalogue);
        return Backup.Take(from, folder);
    }

    private static Copied Restored(TestLog test, string file, TestDatabase target)
    {
        using var to = Closed(test, target);
        return Backup.Restore(file, Backup.Check(file, to.Vault), to, []);
    }

    private static EventLog Closed(TestLog test, TestDatabase target) =>
        new(EventLog.DialectFor(target.ConnectionString), test.Log.Vault, test.Log.Clock, TestLog.Catalogue);

    private static EventLog Opened(TestLog test, TestDatabase target)
    {
        var log = Closed(test, target);
        log.Start();
        return log;
    }

    private static IReadOnlyList<string> Rows(EventLog log, Table table)
    {
        var columns = string.Join(", ", table.Key.Concat(table.Columns).Select(c => c.Name));
        return log.Rows.All($"select {columns} from {table.Name} order by {Schema.KeyOf(table)}", row =>
            string.Join('|', Enumerable.Range(0, row.FieldCount).Select(i =>
                row.IsDBNull(i) ? "null" : row[i] is byte[] bytes ? Convert.ToHexString(bytes) : $"{row[i]}")));
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("federation-backups-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
