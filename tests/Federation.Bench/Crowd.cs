using System.Diagnostics;

namespace Federation.Bench;

/// <summary>Many open pages that listen for changes, each with a connection of its own. They are strangers: as a
/// gateway gives one address but so many places, they come from several addresses of this machine.</summary>
internal sealed class Crowd : IDisposable
{
    /// <summary>As the product's own bound.</summary>
    private const int PerAddress = 200;

    private const int AtOnce = 64;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5), SeenMax = TimeSpan.FromSeconds(30);
    private readonly Ear[] _ears;
    private readonly byte[] _buffer;

    private Crowd(int count)
    {
        _buffer = GC.AllocateUninitializedArray<byte>(count * Ear.Room, pinned: true);
        _ears = [.. Enumerable.Range(0, count).Select(n => new Ear(_buffer, n * Ear.Room))];
    }

    /// <summary>All of them are listening when this is done.</summary>
    public static async Task<Crowd> Open(int port, string path, int count)
    {
        var crowd = new Crowd(count);
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var n && n < count)
                await crowd._ears[n].Open(port, path, address: n / PerAddress);
        })));
        return crowd;
    }

    /// <summary>What was heard so far is forgotten. Only while nothing changes.</summary>
    public void Forget()
    {
        foreach (var ear in _ears) ear.Forget();
    }

    /// <summary>Waits until everybody has been told of a position.</summary>
    public async Task Hears(long position)
    {
        using var timer = new PeriodicTimer(Look);
        var began = Stopwatch.GetTimestamp();
        while (!_ears.All(ear => ear.Heard(position) is not null))
        {
            if (Stopwatch.GetElapsedTime(began) > SeenMax)
            {
                var heard = _ears.Count(ear => ear.Heard(position) is not null);
                throw new InvalidOperationException($"Only {heard} of {_ears.Length} heard of {position}.");
            }

            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Milliseconds from a moment until each had been told of a position, in order of length.</summary>
    public double[] Delays(long position, long since) =>
        [.. _ears.Select(ear => Stopwatch.GetElapsedTime(since, ear.Heard(position)!.Value).TotalMilliseconds).Order()];

    public void Dispose()
    {
        foreach (var ear in _ears) ear.Dispose();
    }
}
