using Federation.Bench.Yardsticks;
using Federation.Tests.Rig;

namespace Federation.Bench.Rows;

/// <summary>P2, P3, P4: a durable command. It is the report (or correction) of a session: decided, logged,
/// hash-chained, counted into every figure it belongs to.</summary>
internal static class Commands
{
    private const int Sessions = 2_048;
    private const string Product = "product", R = "R POST", Ef = "CRUD-EF write", Pgbench = "pgbench -N";
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
        if (options.Wants("P2")) await Spread(options, kind, table, town, (gateway, ceiling, crud));
        if (options.Wants("P3")) await OneGrain(options, kind, table, town, (gateway, crud));
        if (options.Wants("P4")) await Lone(options, kind, table, town, gateway);
    }

    private static async Task Spread(
        Options options, string kind, Table table, Town town, (Server Gateway, Server R, Server Ef) servers)
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
        ]);
        table.Row(
            "P2", $"{kind}: reports of sessions over {Sessions:#,0} grains", "/s", figures,
            new(R, postgres ? 0.25 : 0.35), new(Ef, postgres ? 3 : 6), new(Pgbench, 2));
        table.Costs(("product", servers.Gateway), ("R", servers.R), ("CRUD-EF", servers.Ef));
    }

    private static async Task OneGrain(
        Options options, string kind, Table table, Town town, (Server Gateway, Server Ef) servers)
    {
        using (var http = servers.Ef.Client()) await http.PostAsync($"/seed?from=0&to={CrudEf.HotRows}", null);
        var hot = Enumerable.Range(1, CrudEf.HotRows).Select(n => $"/rows/{n}/report").ToArray();
        var one = Scripts.Report([Town.ReportPath("p2-0")], [town.Staff[0]]);
        var figures = await table.Rounds(
            (Product, () => servers.Gateway.Rate(one, options.Seconds)),
            (Hot, () => servers.Ef.Rate(Scripts.Report(hot, town.Staff), options.Seconds)));
        table.Row("P3", $"{kind}: corrections of one report by all clients", "/s", figures, new Goal(Hot, 1));
    }

    private static async Task Lone(Options options, string kind, Table table, Town town, Server gateway)
    {
        await using var database = await TestDatabases.Create(kind);
        using var bare = Databases.Bare(database);
        var script = Scripts.Report(Town.ReportPaths("p2", Sessions), town.Staff);
        var figures = await table.Rounds(
            (Product, async () => Median(await Load.Alone(gateway.Port, script, options.Seconds))),
            (Bare, () => Task.FromResult(Median(Databases.BareCommits(bare, options.Seconds)))));
        var allowed = new Figures(Allowed, [.. figures[1].Rounds.Select(ms => 2 * ms + 1)]);
        table.Row(
            "P4", $"{kind}: a lone command, median of a round", " ms", [figures[0], figures[1], allowed],
            new Goal(Allowed, 1, AtMost: true));

        static double Median(double[] sorted) => sorted[sorted.Length / 2];
    }
}
