using System.Diagnostics;
using Federation.Log;
using EventLog = Federation.Log.EventLog;

namespace Federation.Bench.Rows;

/// <summary>P6: all rows made again from the log, as the verb <c>rebuild</c> does, into the database they lie in.
/// </summary>
internal static class Rebuilding
{
    private const int Sessions = 50_000, SessionsQuick = 1_000, Events = 100_000;

    public static async Task Measure(Options options, string kind, Table table)
    {
        await using var filled = await Filled.Create(kind, "P6, rows made again", table);
        var database = filled.Database;
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
        var figures = await table.Rounds(
            ("no row is there yet", () => RateOfEmptied(log)), ("rows are right already", () => Rate(log)));
        var what = $"{kind}: rebuild of all rows from {log.Witness().Position:#,0} events";
        foreach (var one in figures) table.Row("P6", $"{what}, {one.Name}", "/s", [one], new Goal(null, Events));
    }

    private static async Task<double> RateOfEmptied(EventLog log)
    {
        foreach (var table in log.Catalogue.Tables) await log.Write($"delete from {table.Name}");
        return await Rate(log);
    }

    private static async Task<double> Rate(EventLog log)
    {
        var began = Stopwatch.GetTimestamp();
        var (position, _) = await log.Rebuild();
        return position / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
