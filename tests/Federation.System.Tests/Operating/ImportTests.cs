using System.IO.Compression;
using System.Text;
using Federation.Log;
using Federation.Tests.Faults;
using Federation.Tests.Rig;

namespace Federation.Tests.Operating;

/// <summary>Many commands from many files: in order, once, and on from where it was.</summary>
[Collection(nameof(Operating))]
public sealed class ImportTests
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5), Patience = TimeSpan.FromMinutes(2);

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_folder_is_imported_in_the_order_of_its_names_and_a_second_time_changes_nothing(string kind)
    {
        await using var database = await TestDatabases.Create(kind);
        using var folder = new ImportFolder();
        // By their names the roles come after the person; in no other order is it known. A mark at the beginning and
        // ends of lines as other systems write them are no fault.
        folder.Write("10.jsonl.gz", Roles("p1", "k-2", "mentor"), Roles("p1", "k-3", "leader"));
        folder.Write("09.jsonl", "\uFEFF" + Person("p1", "k-1") + "\r", "", Person("p2", "k-4"));
        folder.Write("notes.txt", "nothing of an import's");
        string[] import = ["import", "--from", folder.Path, "--database", database.ConnectionString];

        Assert.Contains("4 accepted, 0 refused; position 4 ", await Verb.Done(import));
        var head = await Verb.Done("witness", "--database", database.ConnectionString);
        Assert.Contains("4 accepted, 0 refused; position 4 ", await Verb.Done(import));
        Assert.Equal(head, await Verb.Done("witness", "--database", database.ConnectionString));
        await Verb.Done("verify", "--database", database.ConnectionString);
        using var log = Oracle.Open(database);
        Assert.Equal(
            ["k-1", "k-2", "k-3"], log.Read("person/p1").Select(e => e.Key));
        Assert.Empty(Notes(log));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task What_is_refused_is_told_with_its_file_and_line_and_the_rest_goes_on(string kind)
    {
        await using var database = await TestDatabases.Create(kind);
        using var folder = new ImportFolder();
        folder.Write("a.jsonl", Person("p1", "k-1"), Roles("nobody", "k-2", "leader"), Person("p2", "k-3"));
        folder.Write("b.jsonl.gz", Person("p2", "k-3"), Person("p3", "k-1"), Person("p4", "k-4"));

        var (code, said) = await Verb.Run(
            Verb.MasterKey, "import", "--from", folder.Path, "--database", database.ConnectionString);

        Assert.Equal(1, code);
        Assert.Contains("4 accepted, 2 refused; position 3 ", said); // The same line again is answered as before.
        Assert.Contains("a.jsonl 第 2 行 line 2: not-found", said);
        Assert.Contains("b.jsonl.gz 第 2 行 line 2: 键已用于别的内容", said);
    }

    [Fact]
    public async Task A_fault_in_the_last_line_of_the_last_file_keeps_all_from_being_imported()
    {
        await using var database = await TestDatabases.Create(BothDatabases.Sqlite);
        using var folder = new ImportFolder();
        folder.Write("a.jsonl", Person("p1", "k-1"));
        folder.Write("b.jsonl.gz", Person("p2", "k-2"), Person("p3", "").Replace("organisationId", "organisation"));
        string[] import = ["import", "--from", folder.Path, "--database", database.ConnectionString];
        await Verb.Refused(1, "b.jsonl.gz 第 2 行 line 2: ", import);
        folder.Write("b.jsonl.gz", Person("p2", ""));
        await Verb.Refused(1, "the key is empty", import);
        Assert.Equal(0, Oracle.Open(database).StoredPosition());
    }

    /// <summary>Killed as soon as it has noted anything: most lines are still to come, and some are in the log that the
    /// note does not tell of.</summary>
    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task An_import_that_is_killed_goes_on_where_it_was(string kind)
    {
        const int lines = 40_000;
        await using var database = await TestDatabases.Create(kind);
        using var folder = new ImportFolder();
        folder.Write("a.jsonl", [.. Enumerable.Range(0, lines / 2).Select(n => Person($"p{n}", $"k-{n}"))]);
        folder.Write("b.jsonl.gz", [.. Enumerable.Range(lines / 2, lines / 2).Select(n => Person($"p{n}", $"k-{n}"))]);
        Oracle.Open(database).Dispose(); // Its tables, to look into.
        string[] import = ["import", "--from", folder.Path, "--database", database.ConnectionString];
        using (var process = Verb.Begin(Verb.MasterKey, import))
        {
            using var log = EventLog.ToRead(database.ConnectionString);
            using var limit = new CancellationTokenSource(Patience);
            using var look = new PeriodicTimer(LookEvery);
            while (Notes(log).GetValueOrDefault("accepted") == 0)
            {
                Assert.False(process.HasExited, "It ended without a note.");
                await look.WaitForNextTickAsync(limit.Token);
            }

            process.Kill();
            await process.WaitForExitAsync(limit.Token);
            Assert.InRange(log.StoredPosition(), 1, lines - 1);
        }

        var said = await Verb.Done(import);
        Assert.Contains("接着上次导入 going on after", said);
        Assert.Contains($"{lines} accepted, 0 refused; position {lines} ", said);
        await Verb.Done("verify", "--database", database.ConnectionString);
    }

    private static Dictionary<string, long> Notes(EventLog log) => log.Rows.All(
        "select process, position from process_positions where process like 'import.%'",
        r => (Name: r.GetString(0), Position: r.GetInt64(1))).ToDictionary(n => n.Name.Split('.')[2], n => n.Position);

    private static string Person(string id, string key) =>
        Line(id, key, "register", """{"organisationId":"o1","roles":[]}""");

    private static string Roles(string id, string key, string role) =>
        Line(id, key, "change-roles", $$"""{"roles":["{{role}}"]}""");

    private static string Line(string id, string key, string command, string body) =>
        $$"""{"stream":"person/{{id}}","command":"people.{{command}}","body":{{body}},"key":"{{key}}"}""";
}

/// <summary>Files to import, gone after the test.</summary>
internal sealed class ImportFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("federation-import-").FullName;

    public void Write(string name, params string[] lines)
    {
        using Stream file = File.Create(System.IO.Path.Combine(Path, name));
        using var content = name.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionLevel.Fastest) : file;
        content.Write(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
