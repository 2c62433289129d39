using Federation.Tests.Rig;

namespace Federation.Bench.Rows;

/// <summary>P1: the coverage page's data, signed in; warm, and with a log of a hundred times the length.</summary>
internal static class CoverageRead
{
    private const int SessionsFirst = 64;
    private const string Product = "product", Anew = "product, made anew", R = "R GET", Ef = "CRUD-EF dashboard";

    /// <summary>Of what it was at the first size, as a share of R in the same rounds; below it is a fall, not
    /// noise.</summary>
    private const double NotFalling = 0.9;

    public static async Task Measure(Options options, string kind, Table table)
    {
        await using var database = await TestDatabases.Create(kind);
        await using var rows = await TestDatabases.Create(kind);
        await using var gateway = await Server.Gateway(database);
        await using var ceiling = await Server.CeilingR();
        await using var crud = await Server.CrudEf(rows);
        using var town = new Town(gateway);
        await town.SetUp();
        var before = 0.0;
        for (var sessions = 0; before == 0 || sessions == SessionsFirst;)
        {
            var events = await town.Position();
            var first = sessions;
            sessions = first == 0 ? SessionsFirst : first + (int)(events * (options.Growth - 1) / 2) + 1;
            await town.Plan("p1", first, sessions - first);
            await town.Report("p1", first, sessions - first);
            using (var http = crud.Http()) await http.PostAsync($"/seed?from={first}&to={sessions}", null);
            var share = await AtSize(options, kind, table, town, (gateway, ceiling, crud), sessions);
            if (before > 0) table.Row("P1", $"{kind}: share of R now and then", "",
                [new("longer log", [share]), new("shorter log", [before])], new Goal("shorter log", NotFalling));
            before = share;
        }
    }

    private static async Task<double> AtSize(
        Options options, string kind, Table table, Town town, (Server Gateway, Server R, Server Ef) servers,
        int sessions)
    {
        var bytes = await town.Bytes(town.Coverage);
        using (var http = servers.R.Http()) await http.PutAsync("/bytes", new ByteArrayContent(bytes));
        var from = DateTime.UtcNow.AddDays(-Town.DaysBack);
        var warm = Scripts.Get(town.Coverage, town.Admin);
        var dashboard = Scripts.Get($"/dashboard?town={Town.Code}&from={from:yyyy-MM-dd}", town.Admin);
        var anew = Scripts.GetAnew(n => town.CoverageFrom(from.AddDays(-n % 3_000)), town.Admin);
        var figures = await table.Rounds(
            (Product, () => servers.Gateway.Rate(warm, options.Seconds)),
            (R, () => servers.R.Rate(Scripts.Get("/bytes", town.Admin), options.Seconds)),
            (Ef, () => servers.Ef.Rate(dashboard, options.Seconds)),
            (Anew, async () => (await Load.Rate(servers.Gateway.Port, anew, options.Seconds)).Rate));
        table.Row(
            "P1", $"{kind}: coverage of a town, {bytes.Length:#,0} bytes, {await town.Position():#,0} events, " +
            $"{sessions:#,0} sessions", "/s", [figures[0], figures[1], figures[2]], new(R, 0.6), new(Ef, 30));
        table.Costs(("product", servers.Gateway), ("R", servers.R), ("CRUD-EF", servers.Ef));
        table.Row("P1", "the same when no kept answer helps (shown without a goal)", "/s", [figures[3], figures[2]]);
        return Table.Median([.. figures[0].Rounds.Zip(figures[1].Rounds, (a, b) => a / b)]);
    }
}
