namespace Federation.Log.Counting;

/// <summary>A list that one adds to while others read it: they see what was there when it was last shown.</summary>
internal sealed class Lines<T>
{
    private T[] _lines = [];
    private int _written, _shown;

    public ReadOnlySpan<T> All
    {
        get
        {
            var shown = Volatile.Read(ref _shown); // Before the lines: they hold at least so many.
            return Volatile.Read(ref _lines).AsSpan(0, shown);
        }
    }

    /// <summary>All that was written so far; it stays as it is.</summary>
    public ReadOnlyMemory<T> Taken => _lines.AsMemory(0, _written);

    public void Add(in T line)
    {
        if (_written == _lines.Length)
        {
            var more = new T[Math.Max(4, _written + (_written / 2))];
            _lines.CopyTo(more, 0);
            Volatile.Write(ref _lines, more);
        }

        _lines[_written++] = line;
    }

    /// <summary>All at once, as they were kept.</summary>
    public void Fill(T[] lines)
    {
        (_lines, _written) = (lines, lines.Length);
        Show();
    }

    public void Show() => Volatile.Write(ref _shown, _written);
}

/// <summary>Names by number, from 0 in the order of their coming. Number 0 is no name.</summary>
internal sealed class Names
{
    private readonly Dictionary<string, int> _numbers = new() { [""] = 0 };
    private string[] _names = [""];

    public int Add(string name)
    {
        lock (_numbers)
        {
            var number = _numbers.Count;
            if (!_numbers.TryAdd(name, number)) return _numbers[name];
            if (number == _names.Length) Array.Resize(ref _names, number * 2);
            _names[number] = name;
            return number;
        }
    }

    /// <summary>How many there are; what came later belongs to later lines.</summary>
    public int Count
    {
        get
        {
            lock (_numbers) return _numbers.Count;
        }
    }

    /// <summary>-1 where nothing bears that name.</summary>
    public int NumberOf(string name)
    {
        lock (_numbers) return _numbers.GetValueOrDefault(name, -1);
    }

    public string this[int number] => Volatile.Read(ref _names)[number];
}
