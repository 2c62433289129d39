using System.Collections.Concurrent;

namespace Federation.Log;

/// <summary>Versions of streams in memory. Where only this process writes, what it remembers is the truth; elsewhere it
/// is likely, and the append has the last word.</summary>
internal sealed class Versions(bool exclusive)
{
    /// <summary>Streams remembered; those that come later are asked for each time.</summary>
    private const int StreamsMax = 100_000;

    private readonly ConcurrentDictionary<string, long> _known = [];
    private readonly Lock _lock = new();
    private int _forgotten;

    /// <summary>Of those known: the dictionary's own count takes all of its locks, for every command.</summary>
    private int _count;

    /// <summary>Certain; null where it must be asked for.</summary>
    public long? Of(string stream) => exclusive ? Likely(stream) : null;

    /// <summary>At this or at a later one.</summary>
    public long? Likely(string stream) => _known.TryGetValue(stream, out var version) ? version : null;

    /// <summary>Remembered where that is certain, else read while others write: what was written meanwhile is newer,
    /// and stays.</summary>
    public long Of(string stream, Func<long> read)
    {
        if (Of(stream) is { } known) return known;
        var before = Volatile.Read(ref _forgotten);
        var version = read();
        lock (_lock)
            if (before == _forgotten) Remember(stream, version);
        return version;
    }

    /// <summary>Just committed.</summary>
    public void Committed(string stream, long version)
    {
        lock (_lock) Remember(stream, version);
    }

    /// <summary>After a fault nobody knows what was stored.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _forgotten++;
            _known.Clear();
            _count = 0;
        }
    }

    /// <summary>Where there is room; never an older one over a newer.</summary>
    private void Remember(string stream, long version)
    {
        if (_known.TryGetValue(stream, out var known)) _known[stream] = Math.Max(known, version);
        else if (_count < StreamsMax && _known.TryAdd(stream, version)) _count++;
    }
}

/// <summary>Facts about one stream, read from its rows and kept until it moves: a command that rests on them costs no
/// statement of its own.</summary>
public sealed class KeptFacts
{
    /// <summary>Facts kept; beyond that all are forgotten, and read again when they are asked for.</summary>
    private const int FactsMax = 20_000;

    private readonly ConcurrentDictionary<(string Stream, string What), (long Version, object? Fact)> _kept = [];

    /// <summary>The fact as it was at the stream's version, or at a later one.</summary>
    /// <param name="version">As <see cref="EventLog.VersionOf"/> told it just now.</param>
    /// <param name="read">Reads it from rows that this stream's events alone derive.</param>
    public T Of<T>(string stream, long version, string what, Func<T> read)
    {
        if (_kept.TryGetValue((stream, what), out var kept) && kept.Version == version) return (T)kept.Fact!;
        if (_kept.Count >= FactsMax) _kept.Clear();
        var fact = read();
        _kept[(stream, what)] = (version, fact);
        return fact;
    }

    /// <summary>The same of what never changes once it is there.</summary>
    /// <param name="read">Throws while it is not.</param>
    public T Of<T>(string stream, string what, Func<T> read) => Of(stream, 0, what, read);
}
