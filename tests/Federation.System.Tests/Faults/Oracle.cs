using Federation.Log;
using Federation.Tests.Rig;

namespace Federation.Tests.Faults;

/// <summary>Judges the journal against the log, after the gateways have ended.</summary>
public static class Oracle
{
    /// <summary>A log of the test's own over the database that no gateway uses any more.</summary>
    public static EventLog Open(TestDatabase database)
    {
        var log = new EventLog(
            EventLog.DialectFor(database.ConnectionString), new(new byte[32]), TimeProvider.System);
        log.Start();
        return log;
    }

    public static async Task<Prefixes> Check(EventLog log, Journal journal)
    {
        var events = EventsByKey(log);
        Assert.DoesNotContain(journal.Operations, o => o.Status == 0);
        foreach (var operation in journal.Operations.Where(o => o.Acknowledged)) HasItsEffect(operation, events);
        Assert.DoesNotContain(journal.Operations, o => o.Refused && events.ContainsKey(o.StoredKey));
        IsInRealTimeOrder(journal, events);
        Assert.Empty(log.Verify());
        var prefixes = Prefixes.Of(log);
        var before = log.Dump();
        await log.Rebuild();
        Assert.Equal(before, log.Dump());
        return prefixes;
    }

    /// <summary>Each command's events by its key; the parts of one request (key.part) count as one.</summary>
    private static Dictionary<string, List<StoredEvent>> EventsByKey(EventLog log)
    {
        var events = new Dictionary<string, List<StoredEvent>>();
        for (var position = 0L; log.ReadAll(position, 5_000) is { Count: > 0 } page; position = page[^1].Position)
        {
            foreach (var stored in page)
            {
                var key = stored.Key.Split('.')[0];
                if (!events.TryGetValue(key, out var own)) events[key] = own = [];
                own.Add(stored);
            }
        }

        return events;
    }

    /// <summary>Its outcome is stored as it was answered, and its events stand in the log once, in one piece.</summary>
    private static void HasItsEffect(Operation operation, Dictionary<string, List<StoredEvent>> events)
    {
        var own = events.GetValueOrDefault(operation.StoredKey, []);
        foreach (var part in own.GroupBy(e => e.Key))
        {
            var positions = part.Select(e => e.Position).ToArray();
            var (first, last) = (positions[0], positions[^1]);
            Assert.True(last - first + 1 == positions.Length, $"{operation} lies in pieces");
            Assert.True(part.Select(e => e.Stream).Distinct().Count() == 1, $"{operation} wrote to several streams");
            Assert.True(last <= (long)operation.Answer["position"]!, $"{operation} stands at {last}");
        }

        var main = own.Where(e => e.Key == operation.StoredKey).ToArray();
        if (main.Length > 0) Assert.Equal((long)operation.Answer["version"]!, main[^1].Version);
        if (World.Makers.Contains(operation.Kind))
            Assert.True(main.Length == 1, $"{operation} made {main.Length}");
    }

    /// <summary>Whoever was answered before another was sent has the smaller position.</summary>
    private static void IsInRealTimeOrder(Journal journal, Dictionary<string, List<StoredEvent>> events)
    {
        var done = journal.Acknowledged.Where(o => events.ContainsKey(o.StoredKey))
            .Select(o => (Operation: o, Positions: events[o.StoredKey].Select(e => e.Position)))
            .Select(o => (o.Operation, First: o.Positions.Min(), Last: o.Positions.Max())).ToArray();
        var answered = done.OrderBy(d => d.Operation.Answered).ToArray();
        var (next, highest) = (0, 0L);
        foreach (var one in done.OrderBy(d => d.Operation.Sent))
        {
            for (; next < answered.Length && answered[next].Operation.Answered < one.Operation.Sent; next++)
                highest = Math.Max(highest, answered[next].Last);
            Assert.True(one.First > highest, $"{one.Operation} stands before {highest}, which had been answered");
        }
    }
}
