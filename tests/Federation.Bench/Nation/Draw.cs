namespace Federation.Bench.Nation;

/// <summary>Chance that is the same on every machine for ever: SplitMix64 from a seed and a name, so that a town is the
/// same town whatever share of the country is made.</summary>
internal sealed class Draw(ulong seed, string name)
{
    private ulong _state = seed ^ Hash(name);

    /// <summary>FNV-1a.</summary>
    public static ulong Hash(string text)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var c in text) hash = (hash ^ c) * 1_099_511_628_211UL;
        return hash;
    }

    /// <summary>From the first to the last, both included.</summary>
    public int Of(int first, int last) => first + (int)(Next() % (ulong)(last - first + 1));

    /// <summary>So many times in a thousand.</summary>
    public bool Happens(int inThousand) => Of(1, 1_000) <= inThousand;

    public T Of<T>(IReadOnlyList<T> some) => some[Of(0, some.Count - 1)];

    public DateOnly Of(DateOnly first, DateOnly last) => first.AddDays(Of(0, last.DayNumber - first.DayNumber));

    private ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
