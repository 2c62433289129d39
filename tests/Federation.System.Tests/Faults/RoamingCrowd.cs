using System.Diagnostics;

namespace Federation.Tests.Faults;

/// <summary>How a load goes on: whoever makes faults waits for so many answers, never for a time.</summary>
public sealed class Pace
{
    private readonly Lock _lock = new();
    private readonly List<(long At, TaskCompletionSource Reached)> _waiting = [];
    private long _answers;
    private volatile bool _over;

    /// <summary>No new command is begun.</summary>
    public bool Over => _over;

    public void End() => _over = true;

    public void Answered()
    {
        lock (_lock)
        {
            _answers++;
            foreach (var (_, reached) in _waiting.Where(w => w.At <= _answers)) reached.TrySetResult();
            _waiting.RemoveAll(w => w.At <= _answers);
        }
    }

    /// <summary>Completes after that many more answers.</summary>
    public Task More(int answers)
    {
        lock (_lock)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((_answers + answers, reached));
            return reached.Task;
        }
    }
}

/// <summary>Clients of several gateways, as behind a proxy: they stay with one while it answers, and go to another,
/// with the same key, when it breaks off, keeps silent or says "later".</summary>
public sealed partial class Crowd
{
    /// <summary>One in so many commands begins at another gateway, so that one that came back is used again.</summary>
    private const int Restless = 8;

    /// <summary>What the product says in Retry-After; and how often one looks whether anybody is there.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(1), Nobody = TimeSpan.FromMilliseconds(50);

    private int _broken;

    /// <summary>Then a client gives up waiting and asks elsewhere: long, as a slow machine is no fault, but short where
    /// somebody stands still.</summary>
    public TimeSpan Silence { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Sendings that were never answered: the gateway died, or kept silent.</summary>
    public int Broken => _broken;

    /// <summary>Everybody sends until the pace is over, and then until nothing is left open.</summary>
    public Task Roam(Pace pace, IReadOnlyList<Seat> gateways) =>
        Task.WhenAll(_visitors.Select(v => Task.Run(() => Roam(v, pace, gateways))));

    /// <summary>A refusal after an earlier sending without an answer does not settle it: that one may still have been
    /// under way. Asked again when nothing is, it is settled for good.</summary>
    /// <returns>How many these were, and how many of them had been carried out.</returns>
    public async Task<(int Asked, int Done)> SettleDoubts(params Gateway[] gateways)
    {
        var doubtful = Journal.Operations.Where(o => o.Refused && o.Tries > 1).ToArray();
        await Parallel.ForEachAsync(doubtful, async (operation, cancel) =>
        {
            var (status, text) = await Call(operation, gateways[operation.Account % gateways.Length], cancel);
            (operation.Status, operation.Text) = (status, text);
            operation.Answered = Stopwatch.GetTimestamp();
            Assert.True(operation.Acknowledged || operation.Refused, $"{operation}");
        });
        return (doubtful.Length, doubtful.Count(o => o.Acknowledged));
    }

    private async Task Roam(Visitor visitor, Pace pace, IReadOnlyList<Seat> gateways)
    {
        while (visitor.Open is not null || !pace.Over)
        {
            var operation = visitor.Open ??= Intend(visitor);
            if (gateways[visitor.At % gateways.Count].Process is not Gateway gateway)
            {
                visitor.At++; // The proxy knows that nobody is there.
                if (gateways.All(g => g.Process is null)) await Pause(Nobody);
                continue;
            }

            if (!await Try(visitor, operation, gateway)) visitor.At++;
            else
            {
                pace.Answered();
                if (visitor.Random.Next(Restless) == 0) visitor.At++;
            }
        }
    }

    private async Task<bool> Try(Visitor visitor, Operation operation, Gateway gateway)
    {
        operation.Tries++;
        using var patience = new CancellationTokenSource(Silence);
        try
        {
            var (status, text) = await Call(operation, gateway, patience.Token);
            if (status != 503)
            {
                Take(visitor, operation, status, text, gateway);
                return true;
            }

            lock (_visitors) Busy++;
            await Pause(Later);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            Interlocked.Increment(ref _broken);
        }

        return false;
    }

    private static async Task Pause(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
    }
}
