using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Federation.Log;

namespace Federation.Grains.Local;

/// <summary>The default engine: grains in this process, each with an inbox whose turn takes everything that
/// waits.</summary>
/// <param name="crossing">Sends commands and outcomes through JSON as a cluster would, so that tests catch what cannot
/// cross.</param>
/// <param name="grainsMax">Grains kept in memory; tests make it small.</param>
public sealed class LocalGrains(EventLog log, bool crossing = false, int grainsMax = LocalGrains.GrainsMax) : IGrains
{
    /// <summary>Grains kept in memory; beyond it those idle longest are let go.</summary>
    public const int GrainsMax = 50_000;

    private static readonly Meter Meter = new("Federation.Grains");
    private static readonly UpDownCounter<int> Kept = Meter.CreateUpDownCounter<int>("federation.grains.kept");
    private readonly ConcurrentDictionary<string, Inbox> _grains = [];
    private readonly Aggregates _aggregates = new(log);
    private readonly Crossing _crossing = new(log.Catalogue);
    private int _count;
    private int _sweeping;

    public async Task<Outcome> Execute(string stream, object command, CommandContext context)
    {
        if (crossing) (command, context) = _crossing.Unpack(_crossing.Pack(command, context));
        var outcome = await Find(stream).Ask(new(command, context));
        return crossing ? Crossing.UnpackOutcome(Crossing.Pack(outcome)) : outcome;
    }

    /// <summary>Grains in memory now.</summary>
    public int Held => _grains.Count;

    private Inbox Find(string stream)
    {
        if (_grains.TryGetValue(stream, out var grain)) return grain;
        var made = new Inbox(_aggregates.Of(stream), log);
        grain = _grains.GetOrAdd(stream, made);
        if (grain != made) return grain;
        Kept.Add(1);
        if (Interlocked.Increment(ref _count) > grainsMax) Sweep();
        return grain;
    }

    /// <summary>Lets go of the idlest tenth. A grain asked at that very moment lives on beside its successor until its
    /// turn ends; the log settles which of the two wins.</summary>
    private void Sweep()
    {
        if (Interlocked.Exchange(ref _sweeping, 1) == 1) return;
        var idle = _grains.Where(g => g.Value.Idle).OrderBy(g => g.Value.LastAsked);
        foreach (var (stream, _) in idle.Take(grainsMax / 10 + 1).ToArray())
        {
            if (!_grains.TryRemove(stream, out _)) continue;
            Kept.Add(-1);
            Interlocked.Decrement(ref _count);
        }

        Volatile.Write(ref _sweeping, 0);
    }
}
