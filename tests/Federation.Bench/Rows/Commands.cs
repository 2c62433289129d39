using Federation.Bench.Yardsticks;
using Federation.Tests.Rig;

namespace Federation.Bench.Rows;

/// <summary>P2, P3, P4: a durable command. It is the report (or correction) of a session: decided, logged,
/// hash-chained, counted into every figure it belongs to.</summary>
internal static class Commands
{
    private const string Product = "product", R = "R POST", Ef = "CRUD-EF write", Pgbench = "pgbench -N";
    private const string Former = "the other build";
    private const string Hot = "CRUD-EF, 64 rows", Allowed = "2 × bare commit + 1 ms", Bare = "bare commit";

    public static async Task Measure(Options options, string kind, Table table)
    {
        await using var filled = await Filled.Create(kind, "P2 to P4", table);
        await using var rows = await TestDatabases.Create(kind);
        await using var gateway = await Server.Gateway(filled.Database);
        await using var ceiling = await Server.CeilingR();
        await using var crud = await Server.CrudEf(rows);
        using var town = new Town(gateway);
        await town.SetUp();
        await town.Plan("p2", 0, options.Sessions);
        await using var former = await Other.Start(options, kind, table);
        if (options.Wants("P2")) await Spread(options, kind, table, town, former, (gateway, ceiling, crud));
        if (options.Wants("P3")) await OneGrain(options, kind, table, town, former, (gateway, crud));
        if (options.Wants("P4")) await Lone(options, kind, table, town, former, (gateway, crud));
        table.Memory(
            "P2", $"{kind}: all commands",
            [("product", gateway), .. former is null ? [] : new[] { (Former, former.Gateway) }]);
    }

    /// <summary>Milliseconds of one client's command, in the middle of many.</summary>
    public static async Task<double> Lone(Server server, Script script, Options options) =>
        Times.Of(await Load.Alone(server.Port, script, options.Seconds)).P50;

    /// <summary>Another build of the gateway, with a town of its own.</summary>
    private sealed record Other(Filled Filled, Server Gateway, Town Town) : IAsyncDisposable
    {
        public static async Task<Other?> Start(Options options, string kind, Table table)
        {
            if (options.Former is null) return null;
            var filled = await Filled.Create(kind, "P2 to P4 of the other build", table, ours: false);
            var gateway = await Server.Gateway(filled.Database, folder: options.Former);
            var town = new Town(gateway);
            await town.SetUp();
            await town.Plan("p2", 0, options.Sessions);
            return new(filled, gateway, town);
        }

        /// <summary>One more system to measure, when there is one.</summary>
        public static (string, Func<Task<double>>)[] Beside(Other? other, Func<Other, Task<double>> measure) =>
            other is null ? [] : [(Former, () => measure(other))];

        public async ValueTask DisposeAsync()
        {
            Town.Dispose();
            await Gateway.DisposeAsync();
            await Filled.DisposeAsync();
        }
    }

    private static async Task Spread(
        Options options, string kind, Table table, Town town, Other? former,
        (Server Gateway, Server R, Server Ef) servers)
    {
        await using var bench = await TestDatabases.Create(kind);
        var postgres = kind == BothDatabases.PostgreSql;
        if (postgres) await Databases.PreparePgbench(bench);
        var paths = Town.ReportPaths("p2", options.Sessions);
        var reports = Scripts.Report(paths, town.Staff);
        var (bare, rows) = (Scripts.Report(["/echo"], town.Staff), Scripts.Report(["/reports"], town.Staff));
        var figures = await table.Rounds(
        [
            (Product, () => servers.Gateway.Rate(reports, options.Seconds)),
            (R, () => servers.R.Rate(bare, options.Seconds)),
            (Ef, () => servers.Ef.Rate(rows, options.Seconds)),
            .. postgres
                ? new (string, Func<Task<double>>)[]
                    { (Pgbench, () => Databases.PgbenchRate(bench, Load.Clients, options.Seconds)) }
                : [],
            .. Other.Beside(
                former, other => other.Gateway.Rate(Scripts.Report(paths, other.Town.Staff), options.Seconds)),
        ]);
        var what = $"{kind}: reports of sessions over {options.Sessions:#,0} grains";
        table.Row("P2", what, "/s", figures, new(R, postgres ? 0.2 : 0.25), new(Ef, postgres ? 2 : 4));
        table.Costs("P2", what, [
            ("product", servers.Gateway), ("R", servers.R), ("CRUD-EF", servers.Ef),
            .. former is null ? [] : new[] { (Former, former.Gateway) },
        ]);
        await OpenLoop.Measure(
            options, table, "P2", what, (servers.Gateway, reports, figures[0]), (servers.R, bare),
            (servers.Ef, rows, figures[2]));
    }

    private static async Task OneGrain(
        Options options, string kind, Table table, Town town, Other? former, (Server Gateway, Server Ef) servers)
    {
        using (var http = servers.Ef.Http())
            await http.PostAsync($"/seed?town={Town.Code}&from=0&to={CrudEf.HotRows}", null);
        var hot = Enumerable.Range(1, CrudEf.HotRows).Select(n => $"/rows/{n}/report").ToArray();
        var one = Scripts.Report([Town.ReportPath("p2-0")], [town.Staff[0]]);
        var figures = await table.Rounds(
        [
            (Product, () => servers.Gateway.Rate(one, options.Seconds)),
            (Hot, () => servers.Ef.Rate(Scripts.Report(hot, town.Staff), options.Seconds)),
            .. Other.Beside(former, other => other.Gateway.Rate(
                Scripts.Report([Town.ReportPath("p2-0")], [other.Town.Staff[0]]), options.Seconds)),
        ]);
        table.Row("P3", $"{kind}: corrections of one report by all clients", "/s", figures, new Goal(Hot, 1));
        table.Costs("P3", $"{kind}: the same", ("product", servers.Gateway), ("CRUD-EF", servers.Ef));
    }

    private static async Task Lone(
        Options options, string kind, Table table, Town town, Other? former, (Server Gateway, Server Ef) servers)
    {
        await using var database = await TestDatabases.Create(kind);
        using var bare = Databases.Bare(database);
        var paths = Town.ReportPaths("p2", options.Sessions);
        var figures = await table.Rounds(
        [
            (Product, () => Lone(servers.Gateway, Scripts.Report(paths, town.Staff), options)),
            (Bare, () => Task.FromResult(Times.Of(Databases.BareCommits(bare, options.Seconds)).P50)),
            (Ef, () => Lone(servers.Ef, Scripts.Report(["/reports"], town.Staff), options)),
            .. Other.Beside(
                former, other => Lone(other.Gateway, Scripts.Report(paths, other.Town.Staff), options)),
        ]);
        var allowed = new Figures(Allowed, [.. figures[1].Rounds.Select(ms => 2 * ms + 1)]);
        table.Row(
            "P4", $"{kind}: a lone command, median of a round", " ms", [.. figures, allowed],
            new Goal(Allowed, 1, AtMost: true));
    }
}
