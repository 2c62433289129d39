using System.Diagnostics;
using Federation.Log;
using Federation.Tests.Rig;
using Xunit.Abstractions;

namespace Federation.Tests.Faults;

/// <summary>One deployment under mixed load, to which faults happen while the load goes on; at the end the
/// oracle.</summary>
/// <remarks>The same for gateways that hold the grains themselves and for silos behind gateways: a fault happens to
/// seats, and each has its supervisor.</remarks>
public sealed class FaultRun
{
    /// <summary>Of gateways alone; five processes of a cluster leave a small machine's cores less.</summary>
    private const int Clients = 24, ClientsOfCluster = 12;

    /// <summary>Answers between two faults, and answers that must come while one lasts.</summary>
    private const int BetweenLeast = 50, BetweenMost = 250, Meanwhile = 60;

    /// <summary>Who waits longer than this met the fault, not the load.</summary>
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(1);

    /// <summary>More than any wait for the others takes: it means that they stand still.</summary>
    private static readonly TimeSpan StandsStill = TimeSpan.FromSeconds(90);

    /// <summary>Less than a frozen process is away: its clients go elsewhere meanwhile.</summary>
    private static readonly TimeSpan FrozenSilence = TimeSpan.FromSeconds(6);

    private readonly Deployment _deployment;
    private readonly ITestOutputHelper _output;
    private readonly int _seed;
    private readonly Random _random;
    private readonly Crowd _crowd;
    private readonly Pace _pace = new();
    private readonly Task _load;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<string> _notes = [];

    private FaultRun(Deployment deployment, World world, int seed, ITestOutputHelper output)
    {
        (_deployment, _output, _seed, _random) = (deployment, output, seed, new(seed));
        _crowd = new(world, deployment.Silos.Count > 0 ? ClientsOfCluster : Clients, seed);
        _load = _crowd.Roam(_pace, deployment.Gateways);
    }

    /// <summary>Founds a town and lets the load begin.</summary>
    public static async Task<FaultRun> Begin(Deployment deployment, ITestOutputHelper output)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        return new(deployment, await World.Founded(deployment.AnyGateway()), seed, output);
    }

    /// <summary>SIGKILL to one of these after the other, chosen by the seed; the rest goes on answering.</summary>
    public async Task Kill(IReadOnlyList<Seat> seats, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await Between();
            var seat = seats[_random.Next(seats.Count)];
            await seat.Kill();
            await More(Meanwhile);
            await seat.Start();
        }

        _notes.Add($"{times} kills, ready again in {seats.Max(s => s.ReadyAfter).TotalSeconds:0.0} s at most");
    }

    /// <summary>SIGKILL to all of these at once; all are started again at once.</summary>
    /// <param name="within">From when they say that they are ready until a command is answered: how long the start of
    /// a process takes is the machine's affair.</param>
    public async Task KillAll(IReadOnlyList<Seat> seats, int times, TimeSpan within)
    {
        var (slowest, sinceReady) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var i = 0; i < times; i++)
        {
            await Between();
            await Task.WhenAll(seats.Select(s => s.Kill()));
            var clock = Stopwatch.StartNew();
            var answer = _pace.More(1);
            await Task.WhenAll(seats.Select(s => s.Start()));
            var ready = Stopwatch.StartNew();
            await Soon(answer);
            if (clock.Elapsed > slowest) slowest = clock.Elapsed;
            if (ready.Elapsed > sinceReady) sinceReady = ready.Elapsed;
        }

        _notes.Add($"{times} kills of all, answering again in {slowest.TotalSeconds:0.0} s at most, " +
            $"{sinceReady.TotalSeconds:0.0} s after all were ready");
        Assert.True(sinceReady < within, _notes[^1]);
    }

    /// <summary>SIGKILL to the database server; nobody restarts anything but it.</summary>
    public async Task KillDatabase(PostgresServer server, int times)
    {
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < times; i++)
        {
            await Between();
            await server.Kill();
            await server.StartAgain();
            var clock = Stopwatch.StartNew();
            await More(1);
            if (clock.Elapsed > slowest) slowest = clock.Elapsed;
        }

        _notes.Add($"{times} kills of the database, answering again in {slowest.TotalSeconds:0.0} s at most");
    }

    /// <summary>SIGSTOP to whoever works off the Processes, for so long that another takes over its lease and goes on
    /// with its streams; then SIGCONT: it must find out by itself that what it held in memory is old.</summary>
    public async Task Freeze(int times)
    {
        _crowd.Silence = FrozenSilence;
        for (var i = 0; i < times; i++)
        {
            await Between();
            var holder = await Holder(other: null);
            var before = holder.EndedByItself;
            holder.Freeze();
            try
            {
                await Holder(other: holder);
                await More(Meanwhile);
            }
            finally
            {
                holder.Thaw();
            }

            // The others took it for dead meanwhile: it learns so and ends, and its supervisor starts it again.
            await holder.ReturnsAfterItsEnd(before);
        }

        _notes.Add($"{times} times the holder of the lease stood still");
    }

    /// <summary>SIGTERM, and a start, one of these after the other.</summary>
    public async Task Roll(IReadOnlyList<Seat> seats)
    {
        foreach (var seat in seats)
        {
            await Between();
            await seat.Stop();
            await More(Meanwhile);
            await seat.Start();
        }

        await Between();
        _notes.Add($"a roll of {seats.Count}");
    }

    /// <summary>Whoever was told to come back, or was broken off, succeeded at the second try.</summary>
    public void OneRetryWasEnough() => Assert.DoesNotContain(_crowd.Journal.Operations, o => o.Tries > 2);

    /// <summary>Ends the load and the deployment in good order, and asks the oracle.</summary>
    /// <param name="mayComplain">Where the database itself went away.</param>
    public async Task Judge(bool mayComplain = false)
    {
        _pace.End();
        await Soon(_load);
        _clock.Stop();
        var slowest = Slowest; // Before the doubts are asked again.
        var waited = Waits.Where(wait => wait > Noticed).Order().ToArray();
        await _deployment.Stop(); // What was still under way at any of them has ended.
        await _deployment.Start(gateways: 1);
        var gateways = _deployment.RunningGateways();
        var doubts = await _crowd.SettleDoubts(gateways);
        var (sent, different) = await _crowd.SendAgain(gateways);
        await _deployment.Stop();
        using var log = Oracle.Open(_deployment.Database);
        var operations = _crowd.Journal.Operations;
        _output.WriteLine(
            $"{string.Join("; ", _notes)}; {operations.Count} commands in {_clock.Elapsed.TotalSeconds:0} s, " +
            $"{sent} acknowledged, {_crowd.Broken} broken off, {_crowd.Busy} told to come back, " +
            $"{doubts.Asked} refused after an unknown sending, of which {doubts.Done} had been done, " +
            $"at most {operations.Max(o => o.Tries)} tries, " +
            $"answers {slowest.TotalSeconds:0.0} s after they were first asked at most, {waited.Length} after more " +
            $"than {Noticed.TotalSeconds:0} s, these after a median of " +
            $"{waited.ElementAtOrDefault(waited.Length / 2).TotalSeconds:0.0} s; " +
            $"{_deployment.All.Sum(s => s.EndedByItself)} processes that ended by themselves; " +
            $"{log.StoredPosition()} events; seed {_seed}");
        Assert.True(different.Count == 0, $"{different.Count} differ: {different.FirstOrDefault()}");
        if (!mayComplain)
            foreach (var seat in _deployment.All) Assert.False(seat.Complained, seat.Said);
        var parked = log.Rows.All("select process || ' ' || error from parked", r => r.GetString(0));
        Assert.Empty(parked);
        await Oracle.Check(log, _crowd.Journal);
    }

    /// <summary>The longest that anybody waited, all tries included: no key is unanswered for longer.</summary>
    public TimeSpan Slowest => Waits.Max();

    private IEnumerable<TimeSpan> Waits => _crowd.Journal.Operations.Where(o => o.Answered > 0)
        .Select(o => Stopwatch.GetElapsedTime(o.Sent, o.Answered));

    /// <summary>Whether any client was cut off: without that a run of kills proves nothing.</summary>
    public void SomeWereCutOff() => Assert.True(_crowd.Broken > 0, "No command was under way at any fault.");

    private Task Between() => More(_random.Next(BetweenLeast, BetweenMost));

    private Task More(int answers) => Soon(_pace.More(answers));

    /// <summary>A fault of the load itself ends the wait.</summary>
    private async Task Soon(Task awaited)
    {
        using var limit = new CancellationTokenSource(StandsStill);
        try
        {
            await await Task.WhenAny(awaited, _load).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            var said = string.Join('\n', _deployment.All.Select(s => $"--- {s.Name}\n{s.Said}"));
            throw new InvalidOperationException($"The load stands still. {string.Join("; ", _notes)}\n{said}", e);
        }
    }

    /// <summary>Waits until somebody, other than this one, holds the lease.</summary>
    private async Task<Seat> Holder(Seat? other)
    {
        using var limit = new CancellationTokenSource(StandsStill);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await look.WaitForNextTickAsync(limit.Token))
            if (await _deployment.LeaseHolder() is { } holder && holder != other) return holder;
        throw new InvalidOperationException("The timer ended.");
    }
}
