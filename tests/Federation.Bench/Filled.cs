using System.Diagnostics;
using Federation.Tests.Rig;

namespace Federation.Bench;

/// <summary>A database that the bench fills. When its row is done, and whoever served it was killed, the verb
/// <c>verify</c> says in the table's foot whether it is whole.</summary>
internal sealed class Filled : IAsyncDisposable
{
    private readonly Table _table;
    private readonly string _what;
    private readonly bool _ours;

    private Filled(TestDatabase database, string what, Table table, bool ours) =>
        (Database, _what, _table, _ours) = (database, $"{database.Kind}, {what}", table, ours);

    public TestDatabase Database { get; }

    /// <param name="what">Names it in the foot.</param>
    /// <param name="ours">False where another build filled it, whose rows this one's verb need not know.</param>
    public static async Task<Filled> Create(string kind, string what, Table table, bool ours = true) =>
        new(await TestDatabases.Create(kind), what, table, ours);

    public async ValueTask DisposeAsync()
    {
        if (_ours) await Verify();
        await Database.DisposeAsync();
    }

    private async Task Verify()
    {
        var start = new ProcessStartInfo("dotnet", [Server.Dll("Federation.Silo"), "verify"])
            { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ConnectionStrings__Federation"] = Database.ConnectionString;
        start.Environment["Federation__MasterKey"] = Server.MasterKey;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var (said, warned) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        var (whole, told) = (process.ExitCode == 0, (await said).TrimEnd());
        _table.Verified($"{_what}: {(whole ? told.Split('\n')[^1] : $"{told} {await warned}")}", whole);
    }
}
