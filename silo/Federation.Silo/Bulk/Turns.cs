using Federation.Grains;
using Federation.Log;

namespace Federation.Silo.Bulk;

/// <summary>Decides wishes without a silo, many streams at a time, so that the log's batches are large; into the log
/// they go in the order of their coming.</summary>
/// <remarks>Wishes of one stream that follow each other are one turn. A turn whose stream still has one under way waits
/// for it, and with it everything behind: what a line may rest on, its own stream and claims that others gave up, was
/// written by lines before it. Each is answered in order, so that how far it came is one place in the files.</remarks>
/// <param name="answered">Told each wish's outcome, in the order of the wishes.</param>
internal sealed class Turns(EventLog log, Action<Wish, Outcome> answered)
{
    /// <summary>Wishes under way at a time: some batches of the log, and never more than its queue takes in.</summary>
    private const int UnderWayMax = 3_000;

    /// <summary>Bytes of their lines.</summary>
    private const long BytesMax = 64 * 1024 * 1024;

    /// <summary>Wishes of one turn: what is decided on one state is committed together.</summary>
    private const int TurnMax = 500;

    /// <summary>Streams kept in memory; beyond it all are forgotten, and read again where they are met.</summary>
    private const int KeptMax = 1_000;

    private const int TriesMax = 5;
    private readonly Aggregates _aggregates = new(log);
    private readonly Dictionary<string, IAggregate> _kept = [];
    private readonly Dictionary<string, Task> _running = [];
    private readonly Queue<(List<Wish> Wishes, Task<Outcome[]> Run)> _underWay = [];
    private int _count;
    private long _bytes;

    /// <summary>Takes all of them; returns when each is answered.</summary>
    /// <exception cref="StorageException">The database fails; what was answered is safe.</exception>
    public async Task Take(IEnumerable<Wish> wishes)
    {
        var turn = new List<Wish>();
        foreach (var wish in wishes)
        {
            if (turn.Count == TurnMax || (turn.Count > 0 && turn[0].Stream != wish.Stream))
            {
                await Begin(turn);
                turn = [];
            }

            turn.Add(wish);
        }

        if (turn.Count > 0) await Begin(turn);
        while (_underWay.Count > 0) await AnswerNext();
    }

    private async Task Begin(List<Wish> turn)
    {
        while (_underWay.TryPeek(out var first)
            && (first.Run.IsCompleted || _count + turn.Count > UnderWayMax || _bytes > BytesMax)) await AnswerNext();
        var stream = turn[0].Stream;
        if (_running.TryGetValue(stream, out var before)) await before;
        var run = Run(AggregateOf(stream), turn);
        _running[stream] = run;
        _underWay.Enqueue((turn, run));
        _count += turn.Count;
        _bytes += turn.Sum(wish => (long)wish.Bytes);
    }

    private async Task AnswerNext()
    {
        var (wishes, run) = _underWay.Dequeue();
        var outcomes = await run;
        if (_running[wishes[0].Stream] == run) _running.Remove(wishes[0].Stream);
        _count -= wishes.Count;
        _bytes -= wishes.Sum(wish => (long)wish.Bytes);
        for (var i = 0; i < outcomes.Length; i++) answered(wishes[i], outcomes[i]);
    }

    /// <summary>Again while others are faster: what was stored meanwhile is known by its key.</summary>
    private static async Task<Outcome[]> Run(IAggregate aggregate, List<Wish> turn)
    {
        for (var tries = 1; ; tries++)
        {
            var asked = turn.ConvertAll(wish => new Waiting(wish.Command!, wish.Context!));
            await aggregate.Turn(asked);
            var outcomes = await Task.WhenAll(asked.Select(one => one.Outcome));
            if (tries == TriesMax || !outcomes.Any(o => o.Kind == OutcomeKind.Busy)) return outcomes;
        }
    }

    private IAggregate AggregateOf(string stream)
    {
        if (_kept.TryGetValue(stream, out var kept)) return kept;
        if (_kept.Count >= KeptMax) _kept.Clear();
        return _kept[stream] = _aggregates.Unread(stream);
    }
}
