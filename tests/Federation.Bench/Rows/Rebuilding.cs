using System.Diagnostics;
using Federation.Log;
using Federation.Tests.Rig;
using EventLog = Federation.Log.EventLog;

namespace Federation.Bench.Rows;

/// <summary>P6: all rows made again from the log, as the verb <c>rebuild</c> does, into the database they lie in.
/// </summary>
internal static class Rebuilding
{
    private const int Sessions = 50_000, SessionsQuick = 1_000;

    public static async Task Measure(Options options, string kind, Table table)
    {
        await using var database = await TestDatabases.Create(kind);
        await using (var gateway = await Server.Gateway(database))
        {
            using var town = new Town(gateway);
            await town.SetUp();
            var sessions = options.Quick ? SessionsQuick : Sessions;
            await town.Plan("p6", 0, sessions);
            await town.Report("p6", 0, sessions);
        }

        using var log = new EventLog(
            EventLog.DialectFor(database.ConnectionString), new(new byte[32]), TimeProvider.System);
        log.Start();
        var figures = await table.Rounds(("rebuild", () => Rate(log)));
        table.Row("P6", $"{kind}: rebuild of all rows from {log.Witness().Position:#,0} events", "/s",
            figures[0], 100_000, atMost: false);
    }

    private static async Task<double> Rate(EventLog log)
    {
        var began = Stopwatch.GetTimestamp();
        var position = await log.Rebuild();
        return position / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
