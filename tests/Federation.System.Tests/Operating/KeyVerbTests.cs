using Federation.Tests.Faults;
using Federation.Tests.Rig;

namespace Federation.Tests.Operating;

/// <summary>Backups under a key of their own, and another master key, as an operator does both.</summary>
[Collection(nameof(Operating))]
public sealed class KeyVerbTests
{
    private const int Records = 30_000;

    [Fact]
    public async Task A_backup_under_a_key_of_its_own_opens_with_the_private_key_alone()
    {
        await using var database = await TestDatabases.Create(BothDatabases.Sqlite);
        await using var target = await TestDatabases.Create(BothDatabases.Sqlite);
        var carried = Path.Combine(target.Folder, "carried-away.key");
        await using (var gateway = await Gateway.Start(database))
        {
            await World.Founded(gateway);
            await Verb.Done("backup-keys", "--to", database.Folder);
            File.Move(Path.Combine(database.Folder, "backup.key"), carried);
            var folder = Directory.CreateDirectory(Path.Combine(database.Folder, "backups")).FullName;
            // The public key lies beside the master key's place: nobody has to say so.
            Assert.DoesNotContain("not encrypted", await Verb.Done(
                "backup", "--to", folder, "--database", database.ConnectionString));
            await gateway.Stop();
        }

        var file = Directory.GetFiles(Path.Combine(database.Folder, "backups"), "*.backup").Single();
        Assert.DoesNotContain("SQLite", System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)));
        Assert.DoesNotContain(Directory.GetFiles(database.Folder), name => name.EndsWith(".open"));
        string[] restore = ["restore", "--from", file, "--database", target.ConnectionString];
        await Verb.Refused(1, "private key", restore);
        await Verb.Done([.. restore, "--backup-key", carried]);
        Assert.Contains("完好 whole", await Verb.Done("verify", "--database", target.ConnectionString));
        await using var restored = await Gateway.Start(target);
        await restored.SignIn("admin");
    }

    [Fact]
    public async Task A_change_of_the_master_key_that_is_killed_is_finished_by_running_it_again()
    {
        await using var database = await TestDatabases.Create(BothDatabases.Sqlite);
        var (old, next) = (Path.Combine(database.Folder, "federation.key"), Path.Combine(database.Folder, "next.key"));
        await File.WriteAllTextAsync(old, Verb.MasterKey);
        using (var log = Oracle.Open(database))
            // No more at a time than the log's queue takes in, however slowly the machine writes.
            foreach (var some in Enumerable.Range(0, Records).Chunk(5_000))
                await Task.WhenAll(some.Select(n => Sealed(log, $"t{n:D6}")));
        string[] rekey = ["rekey", "--new-key", next, "--database", database.ConnectionString];
        using (var process = Verb.Begin("Federation.Silo", null, rekey))
        {
            // Thirty batches: it dies in the middle of them.
            while (await process.StandardOutput.ReadLineAsync() is { } line && line != "… 3000") { }
            process.Kill();
            await process.WaitForExitAsync();
        }

        var (code, said) = await Verb.Run(null, rekey);
        Assert.True(code == 0, said);
        using var opened = new Federation.Log.EventLog(
            Federation.Log.EventLog.DialectFor(database.ConnectionString), Federation.Log.Vault.Open(null, next),
            TimeProvider.System);
        opened.Start();
        Assert.Equal("words", Federation.Log.Secrets.Open(opened, "t029999"));
        Assert.Empty(Federation.Log.Checking.Inspect(opened));
    }

    private static Task Sealed(Federation.Log.EventLog log, string id)
    {
        var (cipher, wrapped) = log.Vault.Seal(id, "words");
        return log.Write(
            "insert into sealed (id, kind, owner, cipher, at) values (@id, 'text', 'o', @cipher, 1); " +
            "insert into sealed_keys (id, wrapped) values (@id, @wrapped)",
            ("id", id), ("cipher", cipher), ("wrapped", wrapped));
    }
}
