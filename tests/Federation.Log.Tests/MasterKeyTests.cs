using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>A wrong, missing or damaged master key and a file that another holds: told before anything is
/// changed.</summary>
public sealed class MasterKeyTests
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Another_key_is_refused_even_where_nothing_is_sealed_yet(string kind)
    {
        await using var test = await TestLog.Open(kind);
        test.Log.Dispose();
        using (var other = new EventLog(
            EventLog.DialectFor(test.Database.ConnectionString), new(new byte[32]), test.Log.Clock, TestLog.Catalogue))
            Assert.Contains("master key", Assert.Throws<StartRefusedException>(() => other.Start()).Message);
        test.Reopen();
        await test.Log.Commit("a", 0, Ask.Deposit(Ask.Fresh()));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_database_of_a_version_without_fingerprints_is_looked_at(string kind)
    {
        await using var test = await TestLog.Open(kind);
        await test.Log.Commit("a", 0, Ask.Deposit(Ask.Fresh() with { Attachments = [new("t", "text", "o", "x")] }));
        test.Tamper("drop table master_keys");
        Assert.Equal("x", test.Log.Open("t"));
        test.Run("delete from master_keys");
        test.Log.Dispose();
        using (var other = new EventLog(
            EventLog.DialectFor(test.Database.ConnectionString), new(new byte[32]), test.Log.Clock, TestLog.Catalogue))
            Assert.Throws<StartRefusedException>(() => other.Start());
        test.Reopen();
    }

    [Fact]
    public void No_key_is_made_beside_data_and_none_of_rubbish()
    {
        using var folder = new Folder();
        var file = Path.Combine(folder.Path, "federation.key");
        Assert.Contains("No new key", Assert.Throws<StartRefusedException>(
            () => Vault.Open(null, file, () => true)).Message);
        Assert.Empty(Directory.GetFiles(folder.Path));
        Vault.Open(null, file, () => false);
        File.WriteAllText(file, File.ReadAllText(file)[..20]);
        Assert.Contains(file, Assert.Throws<StartRefusedException>(() => Vault.Open(null, file)).Message);
        foreach (var rubbish in new[] { "", "%%%", "AAAA", new string('A', 88) })
        {
            File.WriteAllText(file, rubbish);
            Assert.Throws<StartRefusedException>(() => Vault.Open(null, file));
        }

        Assert.Throws<StartRefusedException>(() => Vault.Open("no key", file));
        Assert.Throws<StartRefusedException>(() => Vault.Open(null, Path.Combine(file, "below-a-file")));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task An_empty_database_has_no_data_and_one_that_was_started_has(string kind)
    {
        await using var database = await TestDatabases.Create(kind);
        Assert.False(EventLog.HasData(database.ConnectionString));
        await using var test = await TestLog.Open(kind);
        Assert.False(EventLog.HasData(test.Database.ConnectionString));
        await test.Log.Commit("a", 0, Ask.Deposit(Ask.Fresh()));
        Assert.True(EventLog.HasData(test.Database.ConnectionString));
    }

    [Fact]
    public async Task Another_name_of_the_file_does_not_get_round_its_lock()
    {
        await using var test = await TestLog.Open(BothDatabases.Sqlite);
        var folder = Directory.CreateDirectory(Path.Combine(test.Database.Folder, "elsewhere")).FullName;
        var (file, soft) = (Path.Combine(test.Database.Folder, "x.db"), Path.Combine(folder, "soft.db"));
        File.CreateSymbolicLink(soft, file);
        Refused(soft);
        using var link = System.Diagnostics.Process.Start("ln", [file, Path.Combine(folder, "hard.db")]);
        await link.WaitForExitAsync();
        Refused(Path.Combine(folder, "hard.db"));
        await test.Log.Commit("a", 0, Ask.Deposit(Ask.Fresh()));
        test.Log.Dispose();
        new SqliteDialect($"Data Source={soft}").Dispose(); // Once it has ended nobody is in the way.
        test.Reopen();

        static void Refused(string name) => Assert.Contains("Another process", Assert.Throws<StartRefusedException>(
            () => new SqliteDialect($"Data Source={name}")).Message);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named_as_such()
    {
        using var folder = new Folder();
        var file = Path.Combine(folder.Path, "a-file");
        File.WriteAllText(file, "");
        // Below what is no folder; and under a name that leaves no room for its lock's.
        foreach (var place in new[] { $"{file}/x.db", Path.Combine(folder.Path, new string('x', 253)) })
        {
            var said = Assert.Throws<StartRefusedException>(() => new SqliteDialect($"Data Source={place}")).Message;
            Assert.Contains("cannot be written", said);
            Assert.DoesNotContain("Another process", said);
        }
    }

    [Fact]
    public async Task Files_of_the_database_are_their_owners_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        await using var test = await TestLog.Open(BothDatabases.Sqlite);
        await test.Log.Commit("a", 0, Ask.Deposit(Ask.Fresh()));
        await test.Log.Probe();
        Modes(5);
        test.Log.Dispose();
        foreach (var file in Directory.GetFiles(test.Database.Folder))
            File.SetUnixFileMode(file, Owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        test.Reopen(); // As a version left it that did not mind.
        Modes(4);

        void Modes(int count)
        {
            var files = Directory.GetFiles(test.Database.Folder);
            Assert.True(files.Length >= count, string.Join(' ', files));
            Assert.All(files, file => Assert.True(
                OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == Owner, file));
        }
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("federation-keys-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
