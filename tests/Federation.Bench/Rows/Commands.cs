using Federation.Bench.Yardsticks;
using Federation.Tests.Rig;

namespace Federation.Bench.Rows;

/// <summary>P2, P3, P4: a durable command. It is the report (or correction) of a session: decided, logged,
/// hash-chained, counted into every figure it belongs to.</summary>
internal static class Commands
{
    private const int Sessions = 2_048;
    private const string Product = "product", R = "R POST", Ef = "CRUD-EF write", Pgbench = "pgbench -N";
    private const string Former = "the other build";
    private const string Hot = "CRUD-EF, 64 rows", Allowed = "2 × bare commit + 1 ms", Bare = "bare commit";

    public static async Task Measure(Options options, string kind, Table table)
    {
        await using var database = await TestDatabases.Create(kind);
        await using var rows = await TestDatabases.Create(kind);
        await using var gateway = await Server.Gateway(database);
        await using var ceiling = await Server.CeilingR();
        await using var crud = await Server.CrudEf(rows);
        using var town = new Town(gateway);
        await town.SetUp();
        await town.Plan("p2", 0, Sessions);
        await using var former = await Other.Start(options, kind);
        if (options.Wants("P2")) await Spread(options, kind, table, town, former, (gateway, ceiling, crud));
        if (options.Wants("P3")) await OneGrain(options, kind, table, town, former, (gateway, crud));
        if (options.Wants("P4")) await Lone(options, kind, table, town, former, gateway);
        table.Memory([("product", gateway), .. former is null ? [] : new[] { (Former, former.Gateway) }]);
    }

    /// <summary>Another build of the gateway, with a town of its own.</summary>
    private sealed record Other(TestDatabase Database, Server Gateway, Town Town) : IAsyncDisposable
    {
        public static async Task<Other?> Start(Options options, string kind)
        {
            if (options.Former is null) return null;
            var database = await TestDatabases.Create(kind);
            var gateway = await Server.Gateway(database, folder: options.Former);
            var town = new Town(gateway);
            await town.SetUp();
            await town.Plan("p2", 0, Sessions);
            return new(database, gateway, town);
        }

        /// <summary>One more system to measure, when there is one.</summary>
        public static (string, Func<Task<double>>)[] Beside(Other? other, Func<Other, Task<double>> measure) =>
            other is null ? [] : [(Former, () => measure(other))];

        public async ValueTask DisposeAsync()
        {
            Town.Dispose();
            await Gateway.DisposeAsync();
            await Database.DisposeAsync();
        }
    }

    private static async Task Spread(
        Options options, string kind, Table table, Town town, Other? former,
        (Server Gateway, Server R, Server Ef) servers)
    {
        await using var bench = await TestDatabases.Create(kind);
        var postgres = kind == BothDatabases.PostgreSql;
        if (postgres) await Databases.PreparePgbench(bench);
        var reports = Scripts.Report(Town.ReportPaths("p2", Sessions), town.Staff);
        var figures = await table.Rounds(
        [
            (Product, () => servers.Gateway.Rate(reports, options.Seconds)),
            (R, () => servers.R.Rate(Scripts.Report(["/echo"], town.Staff), options.Seconds)),
            (Ef, () => servers.Ef.Rate(Scripts.Report(["/reports"], town.Staff), options.Seconds)),
            .. postgres
                ? new (string, Func<Task<double>>)[] { (Pgbench, () => Databases.PgbenchRate(bench, options.Seconds)) }
                : [],
            .. Other.Beside(former, other => other.Gateway.Rate(
                Scripts.Report(Town.ReportPaths("p2", Sessions), other.Town.Staff), options.Seconds)),
        ]);
        table.Row(
            "P2", $"{kind}: reports of sessions over {Sessions:#,0} grains", "/s", figures,
            new(R, postgres ? 0.2 : 0.25), new(Ef, postgres ? 2 : 4), new(Pgbench, null));
        table.Costs([
            ("product", servers.Gateway), ("R", servers.R), ("CRUD-EF", servers.Ef),
            .. former is null ? [] : new[] { (Former, former.Gateway) },
        ]);
    }

    private static async Task OneGrain(
        Options options, string kind, Table table, Town town, Other? former, (Server Gateway, Server Ef) servers)
    {
        using (var http = servers.Ef.Http()) await http.PostAsync($"/seed?from=0&to={CrudEf.HotRows}", null);
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
    }

    private static async Task Lone(Options options, string kind, Table table, Town town, Other? former, Server gateway)
    {
        await using var database = await TestDatabases.Create(kind);
        using var bare = Databases.Bare(database);
        var figures = await table.Rounds(
        [
            (Product, () => OfRound(gateway, town)),
            (Bare, () => Task.FromResult(Median(Databases.BareCommits(bare, options.Seconds)))),
            .. Other.Beside(former, other => OfRound(other.Gateway, other.Town)),
        ]);
        var allowed = new Figures(Allowed, [.. figures[1].Rounds.Select(ms => 2 * ms + 1)]);
        table.Row(
            "P4", $"{kind}: a lone command, median of a round", " ms", [.. figures, allowed],
            new Goal(Allowed, 1, AtMost: true));

        async Task<double> OfRound(Server server, Town of) => Median(await Load.Alone(
            server.Port, Scripts.Report(Town.ReportPaths("p2", Sessions), of.Staff), options.Seconds));

        static double Median(double[] sorted) => sorted[sorted.Length / 2];
    }
}
