using Federation.Domain;
using Federation.Domain.Counting;
using Federation.Domain.JointActions;

namespace Federation.Log.Counting;

/// <summary>An entry as it is kept: names by their number in the book's lists, figures as small as they may
/// be.</summary>
internal readonly struct Row(Book book, in Entry e)
{
    public readonly int Village = book.Villages.Add(e.Village), Organisation = book.Organisations.Add(e.Organisation);
    public readonly int Alliance = book.Words.Add(e.Alliance), Theme = book.Words.Add(e.Theme);
    public readonly int Action = book.Words.Add(e.Action), Series = book.Words.Add(e.Series ?? "");
    public readonly int Shop = book.Words.Add(e.Shop), Scopes = book.SetOf(e.Series, e.Scopes), Day = e.Day.DayNumber;
    public readonly int PersonTimes = checked((int)e.Tally.PersonTimes.Value);
    public readonly int VolunteerTimes = checked((int)e.Tally.VolunteerTimes);
    public readonly int Minutes = checked((int)e.Tally.Minutes), Copies = checked((int)e.Tally.Materials.Value);
    public readonly PartsOf People = new(e.Tally.PersonTimes), Materials = new(e.Tally.Materials);
    public readonly sbyte Sessions = checked((sbyte)e.Tally.Sessions), Planned = checked((sbyte)e.Planned);
    public readonly sbyte Illustrative = checked((sbyte)e.Tally.Illustrative), Joined = checked((sbyte)e.Joined);
    public readonly sbyte Pledges = checked((sbyte)e.Tally.Pledges);
    public readonly sbyte PledgesNotStated = checked((sbyte)e.Tally.PledgesNotStated);
    public readonly sbyte IllustrativePledges = checked((sbyte)e.Tally.IllustrativePledges);

    /// <summary>Of a pledge: told of a day, not of a span of days.</summary>
    public bool IsStep => Pledges != 0 || PledgesNotStated != 0 || IllustrativePledges != 0 || Joined != 0;

    /// <summary>How many parts of a sum were stated in each way.</summary>
    public readonly struct PartsOf(in Parts parts)
    {
        public readonly sbyte Exact = checked((sbyte)parts.Exact), About = checked((sbyte)parts.About);
        public readonly sbyte Nearly = checked((sbyte)parts.Nearly), AtLeast = checked((sbyte)parts.AtLeast);
        public readonly sbyte MoreThan = checked((sbyte)parts.MoreThan);
    }
}

/// <summary>All of one town, in the log's order. One writes, any number read.</summary>
internal sealed class Book
{
    private readonly Names _scopeSets = new();
    private int[][] _scopes = new int[4][];
    private volatile VillageSpell[] _villages = [];

    public Lines<Row> Rows { get; } = new();

    /// <summary>Of sessions that are planned, or cancelled before they were held: no figure needs them.</summary>
    public Lines<Row> Plans { get; } = new();

    public Lines<Standing> Standings { get; } = new();

    public Names Villages { get; } = new();

    public Names Organisations { get; } = new();

    /// <summary>Alliances, themes, actions, series, scopes and shops.</summary>
    public Names Words { get; } = new();

    /// <summary>Everything of its action that a row counts in, as numbers of <see cref="Words"/>.</summary>
    public int[] ScopesOf(in Row row) => Volatile.Read(ref _scopes)[row.Scopes];

    /// <summary>Real villages of the region on a day, by code.</summary>
    public IEnumerable<VillageSpell> VillagesOn(DateOnly day, string region) => _villages.Where(village =>
        !village.Placeholder && village.Covers(day) && village.Code.StartsWith(region, StringComparison.Ordinal));

    /// <summary>What the town was called at its adoption; null before it.</summary>
    public Name? Town { get; set; }

    /// <summary>A village's latest name, also of one that is no more.</summary>
    public Name? NameOf(string village) => _villages.Where(v => v.Code == village).MaxBy(v => v.From)?.Name;

    /// <summary>Everything written so far may be read, and belongs together.</summary>
    public void Show()
    {
        Rows.Show();
        Plans.Show();
        Standings.Show();
    }

    /// <summary>A village's last name ends, or it gets a new one.</summary>
    internal void Write(string code, Name? name, DateOnly from) => _villages =
    [
        .. _villages.Select(v => v.Code == code && v.To is null ? v with { To = from } : v)
            .Concat(name is null ? [] : [new VillageSpell(code, name, from)])
            .OrderBy(v => v.Code, StringComparer.Ordinal),
    ];

    /// <summary>The whole action, the series, and every named part it belonged to when the session was
    /// planned.</summary>
    internal int SetOf(string? series, IEnumerable<string> named)
    {
        string[] scopes =
        [
            ActionScope.Whole.Text(), .. series is null ? [] : new[] { ActionScope.OfSeries(series).Text() }, .. named,
        ];
        var number = _scopeSets.Add(string.Join('\u001f', scopes));
        if (number == _scopes.Length) Array.Resize(ref _scopes, number * 2);
        _scopes[number] ??= Array.ConvertAll(scopes, Words.Add);
        return number;
    }
}

/// <summary>A list that one adds to while others read it: they see what was there when it was last shown.</summary>
internal sealed class Lines<T>
{
    private T[] _lines = new T[8];
    private int _written, _shown;

    public ReadOnlySpan<T> All
    {
        get
        {
            var shown = Volatile.Read(ref _shown); // Before the lines: they hold at least so many.
            return Volatile.Read(ref _lines).AsSpan(0, shown);
        }
    }

    public void Add(in T line)
    {
        if (_written == _lines.Length)
        {
            var more = new T[_lines.Length * 2];
            _lines.CopyTo(more, 0);
            Volatile.Write(ref _lines, more);
        }

        _lines[_written++] = line;
    }

    public void Show() => Volatile.Write(ref _shown, _written);
}

/// <summary>Names by number, from 0 in the order of their coming.</summary>
internal sealed class Names
{
    private readonly Dictionary<string, int> _numbers = [];
    private string[] _names = new string[4];

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

    /// <summary>How many there are; what came later belongs to later rows.</summary>
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
