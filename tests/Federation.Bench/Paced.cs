using System.Diagnostics;
using System.Threading.Channels;

namespace Federation.Bench;

/// <summary>An open loop: requests are sent by a schedule of whole milliseconds, whether or not the ones before them
/// were answered, and each counts from the moment it was due. So a server that stands still for a second is seen as
/// everybody would see it, not as the one request that met it.</summary>
internal static class Paced
{
    private const double TicksPerSecond = 1_000;

    /// <summary>Answers how long requests took from when they were due.</summary>
    /// <param name="rate">Requests per second.</param>
    public static async Task<Times> Latency(int port, Script script, double rate, double seconds)
    {
        var due = Channel.CreateUnbounded<long>(new() { SingleWriter = true });
        var wires = await Task.WhenAll(Enumerable.Range(0, Load.Clients).Select(_ => Wire.Open(port)));
        var clients = wires.Select((wire, client) => Client(wire, client, script, due.Reader)).ToArray();
        await Schedule(due.Writer, rate, (long)(rate * seconds));
        var times = await Task.WhenAll(clients);
        foreach (var wire in wires) wire.Dispose();
        return Times.Of([.. times.SelectMany(t => t).Order()]);
    }

    private static async Task Schedule(ChannelWriter<long> due, double rate, long count)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / TicksPerSecond));
        var (began, sent) = (Stopwatch.GetTimestamp(), 0L);
        for (var tick = 1L; sent < count;)
        {
            await timer.WaitForNextTickAsync();
            // A timer that comes late sends what it is behind with, each due at its own tick.
            for (; sent < count && Stopwatch.GetElapsedTime(began).TotalSeconds * TicksPerSecond >= tick; tick++)
            {
                var at = began + (long)(tick * Stopwatch.Frequency / TicksPerSecond);
                for (; sent < Math.Min(count, rate * tick / TicksPerSecond); sent++) due.TryWrite(at);
            }
        }

        due.Complete();
    }

    private static async Task<List<double>> Client(Wire wire, int client, Script script, ChannelReader<long> due)
    {
        var (request, times, turn) = (new byte[Load.RequestMax], new List<double>(), 0L);
        await foreach (var at in due.ReadAllAsync())
        {
            var length = script(new(client, turn++, Load.NextNumber()), request);
            Load.Check(await wire.Ask(request.AsMemory(0, length)), wire);
            times.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
        }

        return times;
    }
}
