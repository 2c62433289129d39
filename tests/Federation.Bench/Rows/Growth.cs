namespace Federation.Bench.Rows;

/// <summary>How P1, P2 and P4 grow with the log: three towns side by side, each with ten times the sessions of the one
/// before, asked in the same rounds. What is read is measured first, for commands make the logs longer.</summary>
internal static class Growth
{
    /// <summary>Of what it is at the first size; beyond it is growth, not noise.</summary>
    public const double NotFalling = 0.9;

    public static async Task Measure(Options options, string kind, Table table)
    {
        var grown = await Task.WhenAll(options.Sizes.Select(sessions => Grown.Start(kind, sessions, table)));
        try
        {
            await Measure(options, kind, table, grown);
        }
        finally
        {
            await Task.WhenAll(grown.Select(one => one.DisposeAsync().AsTask()));
        }
    }

    private static async Task Measure(Options options, string kind, Table table, Grown[] grown)
    {
        if (options.Wants("P1")) await CoverageRead.Measure(options, kind, table, grown);
        if (options.Wants("P4"))
            await Compare(
                "P4", $"{kind}: a lone command, median of a round", " ms",
                of => Commands.Lone(of.Gateway, Script(of), options), atMost: true);
        if (options.Wants("P2"))
            await Compare(
                "P2", $"{kind}: reports over all sessions", "/s", of => of.Gateway.Rate(Script(of), options.Seconds),
                atMost: false);

        async Task Compare(string row, string what, string unit, Func<Grown, Task<double>> measure, bool atMost)
        {
            var before = await Task.WhenAll(grown.Select(one => one.Town.Position()));
            var figures = await table.Rounds(
                [.. grown.Select(one => (one.Size, (Func<Task<double>>)(() => measure(one))))]);
            var after = await Task.WhenAll(grown.Select(one => one.Town.Position()));
            for (var i = grown.Length - 1; i > 0; i--)
                table.Row(
                    row, $"growth, {what}: {grown[i].Size} ({before[i]:#,0} to {after[i]:#,0} events, beside it "
                    + $"{before[0]:#,0} to {after[0]:#,0})", unit, [figures[i], figures[0]],
                    new Goal(grown[0].Size, atMost ? 1 / NotFalling : NotFalling, atMost));
        }
    }

    private static Script Script(Grown of) => Scripts.Report(of.Reports, of.Town.Staff);
}
