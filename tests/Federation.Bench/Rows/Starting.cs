using Federation.Tests.Rig;

namespace Federation.Bench.Rows;

/// <summary>P8: from starting the process to the first page, and with the sample to ready; a new database each
/// time.</summary>
internal static class Starting
{
    public static async Task Measure(Options options, Table table)
    {
        var figures = await table.Rounds(
            ("Sample=none", () => Start("none", "/sign-in")),
            ("Sample=jiujiang", () => Start("jiujiang", "/health/ready")));
        table.Row("P8", "start with Sample=none to the first page", " s", figures[0], limit: 2.5);
        table.Row("P8", "start with the sample to ready", " s", figures[1], limit: 6);
    }

    /// <summary>Seconds.</summary>
    private static async Task<double> Start(string sample, string waitFor)
    {
        await using var database = await TestDatabases.Create(BothDatabases.Sqlite);
        await using var gateway = await Server.Gateway(database, sample, waitFor);
        return gateway.StartedIn / 1_000;
    }
}
