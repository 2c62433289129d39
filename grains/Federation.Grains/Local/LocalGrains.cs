using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
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

    /// <summary>Commands waiting for one grain; beyond it the caller is told to come back.</summary>
    public const int InboxMax = 2_000;

    private static readonly Meter Meter = new("Federation.Grains");
    private static readonly UpDownCounter<int> Kept = Meter.CreateUpDownCounter<int>("federation.grains.kept");
    private readonly ConcurrentDictionary<string, Grain> _grains = [];
    private readonly Aggregates _aggregates = new(log);
    private int _count;
    private int _sweeping;

    public async Task<Outcome> Execute(string stream, object command, CommandContext context)
    {
        if (crossing) command = Cross(command);
        var outcome = await Find(stream).Ask(new(command, context));
        return crossing
            ? JsonSerializer.Deserialize<Outcome>(JsonSerializer.Serialize(outcome, Json.Options), Json.Options)!
            : outcome;
    }

    /// <summary>Grains in memory now.</summary>
    public int Held => _grains.Count;

    private Grain Find(string stream)
    {
        if (_grains.TryGetValue(stream, out var grain)) return grain;
        var made = new Grain(_aggregates.Of(stream));
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

    private object Cross(object command)
    {
        var type = log.Catalogue.TypeOf(log.Catalogue.NameOf(command));
        return JsonSerializer.Deserialize(JsonSerializer.Serialize(command, type, Json.Options), type, Json.Options)!;
    }

    private sealed class Grain(IAggregate aggregate)
    {
        private readonly Lock _lock = new();
        private List<Waiting> _inbox = [];
        private bool _running;

        public long LastAsked { get; private set; } = Environment.TickCount64;

        public bool Idle
        {
            get
            {
                lock (_lock) return !_running;
            }
        }

        public Task<Outcome> Ask(Waiting waiting)
        {
            lock (_lock)
            {
                if (_inbox.Count >= InboxMax) return Task.FromResult(Outcome.Busy);
                LastAsked = Environment.TickCount64;
                _inbox.Add(waiting);
                if (_running) return waiting.Outcome;
                _running = true;
            }

            _ = Run();
            return waiting.Outcome;
        }

        private async Task Run()
        {
            await Task.Yield();
            while (true)
            {
                List<Waiting> turn;
                lock (_lock)
                {
                    if (_inbox.Count == 0)
                    {
                        _running = false;
                        return;
                    }

                    (turn, _inbox) = (_inbox, []);
                }

                try
                {
                    await aggregate.Turn(turn);
                }
                catch (LogFullException)
                {
                    foreach (var waiting in turn) waiting.Answer(Outcome.Busy);
                }
                catch (Exception fault) when (fault is not OutOfMemoryException)
                {
                    foreach (var waiting in turn) waiting.Fail(fault);
                }
            }
        }
    }
}
