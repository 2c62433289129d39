using Federation.Tests.Rig;

namespace Federation.Bench.Rows;

/// <summary>P9: the Orleans engine, three silos and two gateways, against as many processes of the Local engine on the
/// same PostgreSQL server; and what one, three and five Local gateways append.</summary>
internal static class Clusters
{
    private const int Sessions = 2_048, Silos = 3, Gateways = 2;
    private const string Cluster = "3 silos, 2 gateways", Five = "5 Local gateways", Three = "3 Local gateways";
    private const string One = "1 Local gateway";

    public static async Task Measure(Options options, Table table)
    {
        if (!Server.HasOrleans)
        {
            Console.WriteLine();
            Console.WriteLine("P9  not measured: the Orleans engine was not built for Release (dotnet build "
                + "silo/Federation.Silo -c Release -p:Engine=Orleans, and the same of api)");
            return;
        }

        await using var orleans = await TestDatabases.Create(BothDatabases.PostgreSql);
        await using var local = await TestDatabases.Create(BothDatabases.PostgreSql);
        var silos = await Together(Silos, () => Server.Silo(orleans));
        var gateways = await Together(Gateways, () => Server.Gateway(orleans, engine: Server.Orleans));
        var locals = await Together(Silos + Gateways, () => Server.Gateway(local));
        using var there = new Town(gateways[0]);
        using var here = new Town(locals[0]);
        foreach (var town in new[] { there, here })
        {
            await town.SetUp();
            await town.Plan("p9", 0, Sessions);
        }

        var figures = await table.Rounds(
            (Cluster, () => Rate(gateways, there, options)),
            (Five, () => Rate(locals, here, options)),
            (Three, () => Rate(locals[..3], here, options)),
            (One, () => Rate(locals[..1], here, options)));
        table.Row(
            "P9", $"postgresql: reports of sessions over {Sessions:#,0} grains, {Load.ClientsOfCluster} clients", "/s",
            figures, new(Five, 0.5), new(Three, null), new(One, null));
        foreach (var server in (Server[])[.. gateways, .. silos, .. locals]) await server.DisposeAsync();
    }

    private static Task<double> Rate(Server[] servers, Town town, Options options) => Load.Rate(
        [.. servers.Select(s => s.Port)], Scripts.Report(Town.ReportPaths("p9", Sessions), town.Staff),
        options.Seconds);

    /// <summary>The first alone, for it makes the tables; then the rest at once.</summary>
    private static async Task<Server[]> Together(int count, Func<Task<Server>> start) =>
        [await start(), .. await Task.WhenAll(Enumerable.Range(1, count - 1).Select(_ => start()))];
}
