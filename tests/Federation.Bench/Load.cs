using System.Diagnostics;

namespace Federation.Bench;

/// <summary>One request about to be sent.</summary>
/// <param name="Turn">The client's own count, from 0.</param>
/// <param name="Number">Never the same twice in a run of the bench.</param>
internal readonly record struct Shot(int Client, long Turn, long Number);

/// <summary>Writes a request into the buffer; answers its length.</summary>
internal delegate int Script(Shot shot, Span<byte> buffer);

/// <summary>Clients that each ask, wait and ask again.</summary>
internal static class Load
{
    public const int Clients = 64;

    /// <summary>Of a cluster: they divide among its gateways.</summary>
    public const int ClientsOfCluster = 192;

    public const int RequestMax = 8 * 1024;
    private static long _number;

    /// <summary>Never the same twice in a run of the bench.</summary>
    public static long NextNumber() => Interlocked.Increment(ref _number);

    /// <summary>Answers per second. Anything but 200 or 201 ends the bench: refusals are quick and would
    /// flatter.</summary>
    public static async Task<(double Rate, long Count)> Rate(int port, Script script, double seconds)
    {
        var until = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        return await Run([port], Clients, script, _ => Stopwatch.GetTimestamp() < until);
    }

    /// <summary>The same of several servers together.</summary>
    public static async Task<double> Rate(int[] ports, Script script, double seconds)
    {
        var until = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        return (await Run(ports, ClientsOfCluster, script, _ => Stopwatch.GetTimestamp() < until)).Rate;
    }

    /// <summary>Sends so many requests, numbered from 0 as <see cref="Shot.Turn"/>, as fast as they are
    /// answered.</summary>
    public static async Task Each(int port, Script script, int count)
    {
        var taken = -1L;
        var turns = new long[Clients];
        await Run(
            [port], Clients, (shot, buffer) => script(shot with { Turn = turns[shot.Client] }, buffer),
            client => (turns[client] = Interlocked.Increment(ref taken)) < count);
    }

    /// <summary>Milliseconds of each answer to one client, alone, in order of length.</summary>
    public static async Task<double[]> Alone(int port, Script script, double seconds)
    {
        using var wire = await Wire.Open(port);
        var (request, times, started) = (new byte[RequestMax], new List<double>(), Stopwatch.GetTimestamp());
        for (var turn = 0L; Stopwatch.GetElapsedTime(started).TotalSeconds < seconds; turn++)
        {
            var length = script(new(0, turn, NextNumber()), request);
            var asked = Stopwatch.GetTimestamp();
            Check(await wire.Ask(request.AsMemory(0, length)), wire);
            times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }

        return [.. times.Order()];
    }

    private static async Task<(double Rate, long Count)> Run(
        int[] ports, int clients, Script script, Func<int, bool> goesOn)
    {
        var wires = await Task.WhenAll(
            Enumerable.Range(0, clients).Select(client => Wire.Open(ports[client % ports.Length])));
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(wires.Select((wire, client) => Client(wire, client, script, goesOn)));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        foreach (var wire in wires) wire.Dispose();
        return (counts.Sum() / seconds, counts.Sum());
    }

    private static async Task<long> Client(Wire wire, int client, Script script, Func<int, bool> goesOn)
    {
        await Task.Yield();
        var request = new byte[RequestMax];
        var turn = 0L;
        for (; goesOn(client); turn++)
        {
            var length = script(new(client, turn, NextNumber()), request);
            Check(await wire.Ask(request.AsMemory(0, length)), wire);
        }

        return turn;
    }

    public static void Check(int status, Wire wire)
    {
        if (status is not (200 or 201)) throw new InvalidOperationException("Refused: " + wire.Text);
    }
}
