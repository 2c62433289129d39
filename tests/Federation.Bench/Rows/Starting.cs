using Federation.Tests.Rig;

namespace Federation.Bench.Rows;

/// <summary>P8: from starting the process to the first page, and with the sample to ready; a new database each
/// time.</summary>
internal static class Starting
{
    private const string Former = "the other build";

    public static async Task Measure(Options options, Table table)
    {
        var memory = new List<double>();
        var figures = await table.Rounds(
        [
            ("Sample=none", () => Start(options, table, "none", "/sign-in", null, memory)),
            ("Sample=none, to ready", () => Start(options, table, "none", "/health/ready", null)),
            ("Sample=jiujiang, to ready", () => Start(options, table, "jiujiang", "/health/ready", null)),
            .. options.Former is { } former
                ? new (string, Func<Task<double>>)[]
                {
                    (Former, () => Start(options, table, "none", "/sign-in", former)),
                    (Former, () => Start(options, table, "none", "/health/ready", former)),
                    (Former, () => Start(options, table, "jiujiang", "/health/ready", former)),
                }
                : [],
        ]);
        // Measured on the plain build, which is what `dotnet run -c Release` runs; a published one is faster.
        table.Row(
            "P8", "start with Sample=none to the first page", " s", [figures[0]], new Goal(null, 3.2, AtMost: true));
        table.Row("P8", "start with Sample=none to ready", " s", Pair(1));
        table.Row("P8", "start with the sample to ready", " s", [figures[2]], new Goal(null, 6, AtMost: true));
        if (figures.Count > 3)
        {
            foreach (var row in (int[])[0, 2])
                table.Row("P8", $"{figures[row].Name}, beside the other build", " s", Pair(row));
        }

        table.Note("P8", "memory held at the first page", new Figures("", [.. memory]).Cell(" MiB"));

        IReadOnlyList<Figures> Pair(int row) =>
            figures.Count > 3 ? [figures[row], figures[row + 3]] : [figures[row]];
    }

    /// <summary>Seconds.</summary>
    private static async Task<double> Start(
        Options options, Table table, string sample, string waitFor, string? folder, List<double>? memory = null)
    {
        if (options is { Quick: true, Warming: true }) return 0;
        await using var filled = await Filled.Create(
            BothDatabases.Sqlite, $"P8, Sample={sample} up to {waitFor}", table, ours: folder is null);
        await using var gateway = await Server.Gateway(filled.Database, sample, waitFor, folder);
        if (!options.Warming) memory?.Add(gateway.Memory);
        return gateway.StartedIn / 1_000;
    }
}
