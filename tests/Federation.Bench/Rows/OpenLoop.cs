namespace Federation.Bench.Rows;

/// <summary>How long answers take when requests come by a schedule at half the rate that the same requests just reached
/// when each client waited for its answer. The bare server at the product's rate shows what of it is the client's and
/// the machine's.</summary>
internal static class OpenLoop
{
    private const double Share = 0.5;

    public static async Task Measure(
        Options options, Table table, string row, string what, (Server Server, Script Script, Figures Closed) product,
        (Server Server, Script Script) bare, (Server Server, Script Script, Figures Closed) crud)
    {
        var (rate, other) = (Share * product.Closed.Median, Share * crud.Closed.Median);
        var times = await table.TimedRounds(
            ("product", () => Paced.Latency(product.Server.Port, product.Script, rate, options.Seconds)),
            ($"R at {rate:#,0}/s", () => Paced.Latency(bare.Server.Port, bare.Script, rate, options.Seconds)),
            ($"CRUD-EF at {other:#,0}/s", () => Paced.Latency(crud.Server.Port, crud.Script, other, options.Seconds)));
        table.Row(row, $"open loop, {what}, at {rate:#,0}/s", times);
    }
}
