using Federation.Log;
using Federation.Tests.Faults;
using Federation.Tests.Rig;

namespace Federation.Tests.Operating;

/// <summary>What an operator does with a town: backs it up while it runs, restores it, moves it, fills it.</summary>
[Collection(nameof(Operating))]
public sealed class VerbTests
{
    private const string Imported = """
        {"stream":"person/p1","command":"people.register","body":{"organisationId":"o1","roles":[]},"key":"i-1",
        """;

    [Theory]
    [InlineData(BothDatabases.Sqlite, BothDatabases.PostgreSql)]
    [InlineData(BothDatabases.PostgreSql, BothDatabases.Sqlite)]
    public async Task A_town_is_backed_up_while_it_runs_and_lives_on_in_another_database(string kind, string other)
    {
        await using var database = await TestDatabases.Create(kind);
        await using var target = await TestDatabases.Create(other);
        using var folder = new Folder();
        var (key, body, first) = (Guid.NewGuid(), (object?)null, (Answer?)null);
        await using (var gateway = await Gateway.Start(database))
        {
            var world = await World.Founded(gateway);
            body = RegistryWishes.Organisation("留下来的会", world.Villages[0]);
            first = await gateway.As(world.Tokens[1]).Post("/organisations", body, key);
            Assert.Contains("完好 whole", await Verb.Done("verify", "--database", database.ConnectionString));
            await Verb.Done(
                "backup", "--to", folder.Path, "--keep", "2", "--database", database.ConnectionString);
            Assert.False(gateway.Complained, gateway.Said);
        }

        var file = Assert.Single(Directory.GetFiles(folder.Path, "*.backup"));
        var said = await Verb.Done("restore", "--from", file, "--database", target.ConnectionString);
        Assert.Contains("Everybody has to sign in anew", said);
        Assert.Contains("Recovery codes used after that work again", said);
        await Verb.Refused(1, "not empty", "restore", "--from", file, "--database", target.ConnectionString);
        var head = (await Verb.Done("witness", "--database", target.ConnectionString)).Trim();
        await Verb.Done("verify", "--against", head, "--database", target.ConnectionString);

        await using var restored = await Gateway.Start(target);
        var again = await restored.As(await restored.SignIn("coordinator-1")).Post("/organisations", body, key);
        Assert.Equal((first!.Status, first.Text), (again.Status, again.Text));
        var read = await restored.As(await restored.SignIn("admin"))
            .Read($"/organisations/{(string)first.Json!["id"]!}");
        Assert.Equal("13912345678", (string?)read["contact"]?["phone"]);
        Assert.False(restored.Complained, restored.Said);
    }

    [Fact]
    public async Task A_town_moves_to_postgresql_and_back_with_one_command_each()
    {
        await using var source = await TestDatabases.Create(BothDatabases.Sqlite);
        await using var postgres = await TestDatabases.Create(BothDatabases.PostgreSql);
        await using var back = await TestDatabases.Create(BothDatabases.Sqlite);
        var file = await ImportFile(source.Folder);
        await Verb.Done("import", "--from", file, "--database", source.ConnectionString);
        var head = (await Verb.Done("witness", "--database", source.ConnectionString)).Trim();

        await Verb.Done(
            "migrate", "--from", source.ConnectionString, "--database", postgres.ConnectionString);
        await Verb.Done("verify", "--against", head, "--database", postgres.ConnectionString);
        await Verb.Done("migrate", "--from", postgres.ConnectionString, "--database", back.ConnectionString);
        await Verb.Done("verify", "--against", head, "--database", back.ConnectionString);
        Assert.Contains("changed: none", await Verb.Done("rebuild", "--database", back.ConnectionString));
        using var log = Oracle.Open(back);
        Assert.Equal("""{"name":"王阿姨"}""", log.Open("p1"));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_town_is_not_moved_while_it_runs_and_at_once_when_it_stopped(string kind)
    {
        await using var source = await TestDatabases.Create(kind);
        await using var target = await TestDatabases.Create(BothDatabases.PostgreSql);
        await using var gateway = await Gateway.Start(source);
        await Verb.Refused(
            1, kind == BothDatabases.Sqlite ? "Another process" : "still runs",
            "migrate", "--from", source.ConnectionString, "--database", target.ConnectionString);
        Assert.True(await gateway.SaysReady());

        await gateway.Stop();
        await Verb.Done("migrate", "--from", source.ConnectionString, "--database", target.ConnectionString);
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_file_imported_twice_gives_the_same_town(string kind)
    {
        await using var database = await TestDatabases.Create(kind);
        using var folder = new Folder();
        var file = await ImportFile(folder.Path);
        Assert.Contains("2 accepted, 0 refused",
            await Verb.Done("import", "--from", file, "--database", database.ConnectionString));
        var head = await Verb.Done("witness", "--database", database.ConnectionString);
        Assert.Contains("2 accepted, 0 refused",
            await Verb.Done("import", "--from", file, "--database", database.ConnectionString));
        Assert.Equal(head, await Verb.Done("witness", "--database", database.ConnectionString));

        await File.AppendAllTextAsync(file, Imported.Replace("i-1", "i-3").Trim() + "\"oops\":1}\n");
        await File.AppendAllTextAsync(file, Imported.Replace("people.register", "no.such").Trim() + "\"on\":null}\n");
        await Verb.Refused(
            1, "line 3", "import", "--from", file, "--database", database.ConnectionString);
        await File.WriteAllTextAsync(file, Imported.Replace("o1", "o2").Trim() + "\"on\":null}\n");
        await Verb.Refused(
            1, "another body", "import", "--from", file, "--database", database.ConnectionString);
        Assert.Equal(head, await Verb.Done("witness", "--database", database.ConnectionString));
    }

    [Fact]
    public async Task What_cannot_go_well_is_refused_in_one_line()
    {
        await using var database = await TestDatabases.Create(BothDatabases.Sqlite);
        using var folder = new Folder();
        var file = await ImportFile(folder.Path);
        await Verb.Done("import", "--from", file, "--database", database.ConnectionString);
        await Verb.Done("backup", "--to", folder.Path, "--database", database.ConnectionString);
        var backup = Directory.GetFiles(folder.Path, "*.backup").Single();
        var target = $"Data Source={Path.Combine(folder.Path, "new", "x.db")}";

        await Verb.Refused(2, "用法", "mend", "--database", target);
        await Verb.Refused(2, "--keeep", "backup", "--keeep", "3", "--database", target);
        await Verb.Refused(2, "--database", "verify");
        await Verb.Refused(1, "失败", "verify", "--database", target);
        await Verb.Refused(
            1, "disk", "backup", "--to", folder.Path + "/gone", "--database", database.ConnectionString);
        await Verb.RefusedWith(null, 2, "master key", "restore", "--from", backup, "--database", target);
        var otherKey = Convert.ToBase64String(Enumerable.Repeat((byte)7, 32).ToArray());
        await Verb.RefusedWith(otherKey, 1, "master key", "restore", "--from", backup, "--database", target);
        await using (var cut = File.OpenWrite(backup)) cut.SetLength(cut.Length / 2);
        await Verb.Refused(1, "damaged", "restore", "--from", backup, "--database", target);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "new")));
    }

    private static async Task<string> ImportFile(string folder)
    {
        var file = Path.Combine(folder, "town.jsonl");
        await File.WriteAllTextAsync(file, Imported.Trim() + """
            "on":"2024-03-01","attachments":[{"id":"p1","kind":"person","owner":"o1","plain":"{\"name\":\"王阿姨\"}"}]}
            {"stream":"person/p2","command":"people.register","body":{"organisationId":"o1","roles":[]},"key":"i-2"}

            """);
        return file;
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("federation-backups-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
