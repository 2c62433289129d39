using Federation.Log;

namespace Federation.Grains;

/// <summary>What waits for one aggregate: callers join at any time, a turn takes all of it, and never two turns run at
/// once. Each grain has one.</summary>
/// <remarks>A turn runs on the scheduler of whoever asked first: the grain's own.</remarks>
/// <param name="afterTurn">Told after each turn, with the aggregate.</param>
public sealed class Inbox(IAggregate aggregate, EventLog log, Action<IAggregate>? afterTurn = null)
{
    /// <summary>Commands waiting for one grain; beyond it the caller is told to come back.</summary>
    public const int WaitingMax = 2_000;

    private readonly Lock _lock = new();
    private List<Waiting> _waiting = [];
    private bool _running;

    public Task<Outcome> Ask(Waiting waiting)
    {
        lock (_lock)
        {
            if (_waiting.Count >= WaitingMax) return Task.FromResult(Outcome.Busy);
            _waiting.Add(waiting);
            if (_running) return waiting.Outcome;
            _running = true;
        }

        _ = Run();
        return waiting.Outcome;
    }

    /// <summary>The first command is decided alone and at once; what comes while its turn is appended is the
    /// next.</summary>
    private async Task Run()
    {
        while (Next() is { } turn)
        {
            try
            {
                await aggregate.Turn(turn);
                afterTurn?.Invoke(aggregate);
            }
            catch (Exception away) when (away is LogFullException or StorageException || log.Dialect.IsBroken(away))
            {
                // Whether it was stored is settled by the key when it is asked again.
                foreach (var waiting in turn) waiting.Answer(Outcome.Busy);
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                foreach (var waiting in turn) waiting.Fail(fault);
            }
        }
    }

    /// <summary>Everything that waits; null, and at rest, when nothing does.</summary>
    private List<Waiting>? Next()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                _running = false;
                return null;
            }

            (var turn, _waiting) = (_waiting, []);
            return turn;
        }
    }
}
