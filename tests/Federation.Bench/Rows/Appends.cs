using System.Diagnostics;
using Federation.Bench.Yardsticks;
using Federation.Domain;
using Federation.Domain.Help;
using Federation.Log;
using Federation.Tests.Rig;
using EventLog = Federation.Log.EventLog;

namespace Federation.Bench.Rows;

/// <summary>P9's ceiling: what nodes over one PostgreSQL append together when nothing is decided, asked or answered
/// over HTTP. Every append waits for the disk and passes the one head row, so here is where more nodes stop to
/// help.</summary>
internal static class Appends
{
    private static readonly int[] Nodes = [1, 3, 5];

    public static async Task Measure(Options options, Table table)
    {
        await using var filled = await Filled.Create(BothDatabases.PostgreSql, "P9, appends alone", table);
        await using var bench = await TestDatabases.Create(BothDatabases.PostgreSql);
        await Databases.PreparePgbench(bench);
        var connection = filled.Database.ConnectionString;
        var vault = new Vault(new byte[32]);
        var logs = new List<EventLog>();
        for (var node = 0; node < Nodes.Max(); node++)
        {
            var log = new EventLog(EventLog.DialectFor(connection), vault, TimeProvider.System);
            log.Start();
            logs.Add(log);
        }

        var figures = await table.Rounds(
        [
            .. Nodes.Select(n => ($"nodes: {n}", (Func<Task<double>>)(() => Rate(logs[..n], options.Seconds)))),
            ("pgbench -N", () => Databases.PgbenchRate(bench, Load.ClientsOfCluster, options.Seconds)),
        ]);
        table.Row(
            "P9",
            $"postgresql: appends of one event each, {Load.ClientsOfCluster} at a time, no deciding, no HTTP, nodes: 1",
            "/s",
            figures);
        foreach (var log in logs) log.Dispose();
    }

    private static async Task<double> Rate(List<EventLog> logs, double seconds)
    {
        var (began, run) = (Stopwatch.GetTimestamp(), Guid.NewGuid().ToString("N"));
        var counts = await Task.WhenAll(Enumerable.Range(0, Load.ClientsOfCluster).Select(client => Task.Run(
            () => One(logs[client % logs.Count], $"team/{run}-{client}", began, seconds))));
        return counts.Sum() / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>One stream's owner: each event waits for the one before it.</summary>
    private static async Task<long> One(EventLog log, string stream, long began, double seconds)
    {
        var version = 0L;
        for (; Stopwatch.GetElapsedTime(began).TotalSeconds < seconds; version++)
        {
            object happened = version == 0
                ? new TeamEvent.TeamFormed("bench", new("队", "Team"), false)
                : new TeamEvent.TeamRenamed(new($"队{version}", $"Team {version}"));
            var context = new CommandContext($"{version}", "bench", Asked(stream));
            var result = await log.Append(new(stream, version, [new(context, [happened], null, [], [])]));
            if (result is not MemberResult.Committed)
                throw new InvalidOperationException($"{stream} lost at {version}: {result}");
        }

        return version;
    }

    private static Asked Asked(string by)
    {
        var now = DateTimeOffset.UtcNow;
        return new(by, new(true, []), now, Days.Of(now));
    }
}
