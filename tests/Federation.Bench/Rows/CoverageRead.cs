using Federation.Bench.Yardsticks;

namespace Federation.Bench.Rows;

/// <summary>P1: the coverage page's data, signed in: kept, made anew, by a schedule, and with a log of a hundred times
/// the length.</summary>
internal static class CoverageRead
{
    private const string Product = "product", Anew = "product, made anew", R = "R GET", Ef = "CRUD-EF dashboard";

    /// <summary>Of answers made anew in a second, for a town with 10,000 sessions.</summary>
    private const int AnewGoal = 1_500, AnewSessions = 10_000;

    public static async Task Measure(Options options, string kind, Table table, IReadOnlyList<Grown> grown)
    {
        await using var rows = await Tests.Rig.TestDatabases.Create(kind);
        await using var ceiling = await Server.CeilingR();
        await using var crud = await Server.CrudEf(rows);
        var shares = new List<Figures>();
        foreach (var size in grown) shares.Add(await AtSize(options, kind, table, size, ceiling, crud));
        for (var i = grown.Count - 1; i > 0; i--)
            table.Row(
                "P1", $"growth, {kind}: share of R, {grown[i].Size}", "", [shares[i], shares[0]],
                new Goal(shares[0].Name, Growth.NotFalling));
    }

    /// <summary>Answers the share of R.</summary>
    private static async Task<Figures> AtSize(
        Options options, string kind, Table table, Grown size, Server ceiling, Server crud)
    {
        var (gateway, town) = (size.Gateway, size.Town);
        var bytes = await town.Bytes(town.Coverage);
        using (var http = ceiling.Http()) await http.PutAsync("/bytes", new ByteArrayContent(bytes));
        var rows = $"{Town.Code}-{size.Sessions}";
        using (var http = crud.Http()) await http.PostAsync($"/seed?town={rows}&from=0&to={size.Sessions}", null);
        var from = DateTime.UtcNow.AddDays(-Town.DaysBack);
        var kept = Scripts.Get(town.Coverage, town.Admin);
        var bare = Scripts.Get("/bytes", town.Admin);
        var dashboard = Scripts.Get($"/dashboard?town={rows}&from={from:yyyy-MM-dd}", town.Admin);
        var anew = Scripts.GetAnew(town.CoverageAnew, town.Admin);
        var figures = await table.Rounds(
            (Product, () => gateway.Rate(kept, options.Seconds)),
            (R, () => ceiling.Rate(bare, options.Seconds)),
            (Ef, () => crud.Rate(dashboard, options.Seconds)));
        var what =
            $"{kind}: coverage of a town, {bytes.Length:#,0} bytes, {await town.Position():#,0} events, {size.Size}";
        table.Row("P1", what, "/s", figures, new Goal(R, 0.6));
        table.Costs("P1", what, ("product", gateway), ("R", ceiling), ("CRUD-EF", crud));
        var made = await table.Rounds(
            (Anew, () => gateway.Rate(anew, options.Seconds)), (Ef, () => crud.Rate(dashboard, options.Seconds)));
        what = $"{kind}: made anew, no kept answer helps, {size.Size}";
        table.Row("P1", what, "/s", made, size.Sessions >= AnewSessions ? [new(null, AnewGoal)] : []);
        table.Costs("P1", what, ("product", gateway), ("CRUD-EF", crud));
        if (size.Sessions == options.Sizes[^1])
        {
            await OpenLoop.Measure(
                options, table, "P1", $"{kind}: kept, {size.Size}", (gateway, kept, figures[0]), (ceiling, bare),
                (crud, dashboard, figures[2]));
            await OpenLoop.Measure(
                options, table, "P1", $"{kind}: made anew, {size.Size}", (gateway, anew, made[0]), (ceiling, bare),
                (crud, dashboard, made[1]));
        }

        return figures[0].Over(figures[1]) with { Name = $"share, {size.Size}" };
    }
}
