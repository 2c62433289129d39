using Federation.Domain;
using Federation.Log;

namespace Federation.Grains;

/// <summary>Commands that were put off until a moment, asked once it has come.</summary>
internal static class DueWork
{
    private const int PageMax = 200;
    private static readonly TimeSpan Postponed = TimeSpan.FromHours(1);

    private sealed record DueRow(string Id, string Stream, string Name, string Body);

    /// <summary>Each stream's due commands in order, streams in parallel; one that fails ten times waits an hour and is
    /// shown as parked meanwhile, so that it holds up nobody else.</summary>
    /// <returns>Whether there was anything.</returns>
    public static async Task<bool> WorkOff(EventLog log, Effects effects, CancellationToken stopping)
    {
        var now = effects.Clock.GetUtcNow();
        var due = log.Rows.All<DueRow>(
            "select id, stream, name, body from due where at <= @now order by at, id limit @max",
            ("now", now), ("max", PageMax));
        await Parallel.ForEachAsync(
            due.GroupBy(d => d.Stream),
            new ParallelOptions { MaxDegreeOfParallelism = Reactor.ParallelMax, CancellationToken = stopping },
            async (group, cancel) =>
            {
                foreach (var row in group) await WorkOff(log, effects, row, now, cancel);
            });
        return due.Count > 0;
    }

    /// <summary>The row is deleted after its command was answered; done twice, its key makes it once.</summary>
    private static async Task WorkOff(
        EventLog log, Effects effects, DueRow row, DateTimeOffset now, CancellationToken stopping)
    {
        var fault = await effects.Trying(
            async () =>
            {
                var type = log.Catalogue.TypeOf(row.Name);
                var command = System.Text.Json.JsonSerializer.Deserialize(row.Body, type, Json.Options)!;
                await effects.Ask(row.Stream, command, "due", row.Id, Days.Of(now));
            },
            stopping);
        if (fault is null)
        {
            await log.Write(Rowset.Delete(log.Due, row.Id), Rowset.Delete(log.Parked, row.Id, 0L));
            return;
        }

        await log.Write(
            Rowset.Put(log.Due, row.Id, Micros.Of(now + Postponed), row.Stream, row.Name, row.Body),
            Rowset.Put(log.Parked, row.Id, 0L, row.Stream, fault, Micros.Of(now)));
    }
}
