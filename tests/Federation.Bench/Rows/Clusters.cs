using Federation.Tests.Rig;

namespace Federation.Bench.Rows;

/// <summary>P9: three silos and two gateways, and five processes that each hold some of the grains, against one that
/// holds all, on the same PostgreSQL server.</summary>
internal static class Clusters
{
    private const string One = "1 gateway, alone";

    public static async Task Measure(Options options, Table table)
    {
        // A smoke run has no time to start eleven processes.
        var (inner, outer, all) = options.Quick ? (2, 1, 2) : (3, 2, 5);
        var cluster = $"{inner} silos behind {outer} gateway{(outer > 1 ? "s" : "")}";
        var joint = $"{all} joined gateways";
        await using var behind = await Filled.Create(BothDatabases.PostgreSql, $"P9, {cluster}", table);
        await using var joined = await Filled.Create(BothDatabases.PostgreSql, $"P9, {joint}", table);
        await using var alone = await Filled.Create(BothDatabases.PostgreSql, $"P9, {One}", table);
        await using var silos = await Together(inner, () => Server.Silo(behind.Database));
        await using var gateways = await Together(outer, () => Server.Client(behind.Database));
        await using var equals = await Together(all, () => Server.Joining(joined.Database));
        await using var single = await Server.Gateway(alone.Database);
        using var there = new Town(gateways.All[0]);
        using var among = new Town(equals.All[0]);
        using var here = new Town(single);
        await Task.WhenAll(new[] { there, among, here }.Select(async town =>
        {
            await town.SetUp();
            await town.Plan("p9", 0, options.Sessions);
        }));

        var figures = await table.Rounds(
            (cluster, () => Rate(gateways.All, there, options)),
            (joint, () => Rate(equals.All, among, options)),
            (One, () => Rate([single], here, options)));
        var what =
            $"postgresql: reports of sessions over {options.Sessions:#,0} grains, {Load.ClientsOfCluster} clients";
        foreach (var many in figures.Take(2))
            table.Row("P9", $"{what}, {many.Name}", "/s", [many, figures[2]], new Goal(One, 0.9));
    }

    private static Task<double> Rate(Server[] servers, Town town, Options options) => Load.Rate(
        [.. servers.Select(s => s.Port)], Scripts.Report(Town.ReportPaths("p9", options.Sessions), town.Staff),
        options.Seconds);

    /// <summary>The first alone, for it makes the tables; then the rest at once.</summary>
    private static async Task<Several> Together(int count, Func<Task<Server>> start) =>
        new([await start(), .. await Task.WhenAll(Enumerable.Range(1, count - 1).Select(_ => start()))]);

    private sealed record Several(Server[] All) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var server in All) await server.DisposeAsync();
        }
    }
}
