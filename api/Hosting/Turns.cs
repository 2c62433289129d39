namespace Federation.Api.Hosting;

/// <summary>Reads take turns: as many run as the processors can serve, so many wait, and whoever comes beyond is told
/// at once.</summary>
/// <remarks>A read keeps a thread from its beginning to its end. Without turns what comes in waits in the queue of
/// threads, which has no end, and a refusal would stand behind all of it. Members have a lane of their own, which no
/// crowd of strangers fills. A turn ends where the answer begins to be sent: a slow reader keeps nobody out.</remarks>
public sealed class Turns
{
    /// <summary>Reads that run at once for each processor, in either lane.</summary>
    public const int PerCoreMax = 2;

    /// <summary>Reads of signed-in callers that run or wait for their turn, then 503.</summary>
    public const int MembersMax = 500;

    /// <summary>The same of everybody else.</summary>
    public const int StrangersMax = 400;

    private readonly Lane _members = new(MembersMax), _strangers = new(StrangersMax);

    /// <summary>Whoever is refused, or only asks whether it is ready, finds a thread while all turns are taken.
    /// </summary>
    public Turns()
    {
        ThreadPool.GetMinThreads(out var threads, out var ports);
        ThreadPool.SetMinThreads(Math.Max(threads, (2 * PerCoreMax + 1) * Environment.ProcessorCount), ports);
    }

    /// <summary>Waits for a turn, which the request has until its answer begins to be sent; false where too many wait
    /// already.</summary>
    public static async Task<bool> Comes(HttpContext http)
    {
        if (http.Features.Get<Turn>() is not null) return true;
        var turns = http.RequestServices.GetRequiredService<Turns>();
        var lane = http.Features.Get<Caller>() is { SignedIn: true } ? turns._members : turns._strangers;
        if (lane.Place() is not { } turn) return false;
        http.Features.Set(turn);
        http.Response.RegisterForDispose(turn); // Whatever becomes of the request.
        http.Response.OnStarting(turn.End);
        await turn.Wait(http.RequestAborted);
        return true;
    }

    private sealed class Lane(int insideMax)
    {
        private readonly SemaphoreSlim _running = new(PerCoreMax * Environment.ProcessorCount);
        private int _inside;

        public Turn? Place()
        {
            if (Interlocked.Increment(ref _inside) <= insideMax) return new(this);
            Interlocked.Decrement(ref _inside);
            return null;
        }

        public Task Wait(CancellationToken cancel) => _running.WaitAsync(cancel);

        public void Leave(bool ran)
        {
            if (ran) _running.Release();
            Interlocked.Decrement(ref _inside);
        }
    }

    /// <summary>One request's place in a lane.</summary>
    private sealed class Turn(Lane lane) : IDisposable
    {
        private bool _runs, _over;

        public async Task Wait(CancellationToken cancel)
        {
            await lane.Wait(cancel);
            _runs = true;
        }

        public Task End()
        {
            Dispose();
            return Task.CompletedTask;
        }

        public void Dispose()
        {
            if (_over) return;
            _over = true;
            lane.Leave(_runs);
        }
    }
}
