using System.Diagnostics;
using Federation.Domain;
using Federation.Domain.Help;
using Federation.Grains;
using Federation.Grains.Engine;
using Federation.Log;
using Federation.Tests.Rig;
using EventLog = Federation.Log.EventLog;

namespace Federation.Bench.Rows;

/// <summary>Memory: a million streams, each asked once, in one process; those that were let go meanwhile are counted
/// by what is held.</summary>
internal static class Touching
{
    private const int Streams = 1_000_000, StreamsQuick = 20_000, Askers = 256;
    private const double MiB = 1_048_576.0;

    public static async Task Measure(Options options, Table table)
    {
        await using var filled = await Filled.Create(BothDatabases.Sqlite, "Memory, streams asked once each", table);
        var database = filled.Database;
        using var log = new EventLog(
            EventLog.DialectFor(database.ConnectionString), new(new byte[32]), TimeProvider.System);
        log.Start();
        var (clock, streams) = (Stopwatch.StartNew(), options.Quick ? StreamsQuick : Streams);
        var (before, most) = (Environment.WorkingSet / MiB, 0.0);
        await Node.While(NodeSettings.Alone(database.ConnectionString), log, async grains =>
        {
            var next = 0;
            await Task.WhenAll(Enumerable.Range(0, Askers).Select(_ => Task.Run(async () =>
            {
                while (Interlocked.Increment(ref next) is var stream && stream <= streams)
                {
                    await Touch(grains, stream);
                    if (stream % 1_000 == 0) most = Math.Max(most, Environment.WorkingSet / MiB);
                }
            })));
            return next;
        });
        table.Row(
            "Memory", $"{streams:#,0} streams asked once each in {clock.Elapsed.TotalSeconds:0} s, at most held by the "
            + $"process ({before:0} before), bound of the heap {NodeSettings.MemoryUsual} MiB", " MiB",
            [new Figures("resident", [most])], new Goal(null, 2_048, AtMost: true));
    }

    private static async Task Touch(IGrains grains, int stream)
    {
        var now = DateTimeOffset.UtcNow;
        var asked = new Asked("bench", new(true, []), now, Days.Of(now));
        var outcome = await grains.Execute(
            $"team/t{stream}", new TeamCommand.Form("bench", new("队", "Team"), false),
            new($"k{stream}", "bench", asked));
        if (outcome.Kind != OutcomeKind.Accepted) throw new InvalidOperationException($"t{stream}: {outcome}");
    }
}
