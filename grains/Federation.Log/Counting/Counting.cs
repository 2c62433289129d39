using Federation.Domain;
using Federation.Domain.Counting;
using Federation.Domain.Places;

namespace Federation.Log.Counting;

/// <summary>Which rows of one book were asked for, its names turned into numbers.</summary>
internal readonly struct Filter(Book book, Question asked)
{
    /// <summary>Every row may count.</summary>
    private const int Any = -2;

    private readonly int _village = Of(asked.Region.Length > Regions.TownDigits ? asked.Region : null, book.Villages);
    private readonly int _alliance = Of(asked.Alliance, book.Words), _theme = Of(asked.Theme, book.Words);
    private readonly int _organisation = Of(asked.Organisation, book.Organisations);
    private readonly int _action = Of(asked.Action, book.Words), _scope = Of(asked.Scope, book.Words);

    public readonly int From = asked.Days.From.DayNumber, To = asked.Days.To.DayNumber;

    public bool Admits(Book book, in Row row) =>
        (_village == Any || row.Village == _village) && (_alliance == Any || row.Alliance == _alliance)
        && (_theme == Any || row.Theme == _theme) && (_organisation == Any || row.Organisation == _organisation)
        && (_action == Any || row.Action == _action)
        && (_scope == Any || book.ScopesOf(row).AsSpan().Contains(_scope));

    private static int Of(string? name, Names names) => name is null ? Any : names.NumberOf(name);
}

/// <summary>One question put to one book.</summary>
/// <param name="all">Of everything asked for, whatever it is told apart by.</param>
internal sealed class Counting(
    Book book, Question asked, By first, By second, Dictionary<(string, string), Sum> sums, Sum all)
{
    private static readonly int[] One = [0];
    private readonly Filter _filter = new(book, asked);
    private readonly Dictionary<long, Sum> _here = [];
    private Sum? _last;
    private long _lastKey;
    private readonly bool _apart = first != By.Nothing;
    private readonly bool _states = first != By.Month && second != By.Month;
    private readonly bool _scopes = first == By.Scope || second == By.Scope;

    /// <param name="plans">Sessions that are only planned matter, too.</param>
    public void Run(bool plans)
    {
        Run(book.Rows.All);
        if (plans) Run(book.Plans.All);
        foreach (var sum in _here.Values) sum.Close(book);
        all.Close(book);
    }

    private void Run(ReadOnlySpan<Row> rows)
    {
        foreach (ref readonly var row in rows)
        {
            if (row.Day > _filter.To || !_filter.Admits(book, row)) continue;
            var within = row.Day >= _filter.From;
            if (!within && !row.IsStep) continue;
            if (within) all.Add(book, row);
            if (row.IsStep) all.AddState(row);
            if (!_apart || (!within && !_states)) continue;
            foreach (var scope in _scopes ? book.ScopesOf(row) : One)
            {
                var sum = SumOf(Number(first, row, scope), Number(second, row, scope));
                if (within) sum.Add(book, row);
                if (_states && row.IsStep) sum.AddState(row);
            }
        }
    }

    private Sum SumOf(int one, int other)
    {
        var key = ((long)one << 32) | (uint)other;
        if (_last is not null && key == _lastKey) return _last; // Rows of one village often follow each other.
        _lastKey = key;
        if (_here.TryGetValue(key, out _last)) return _last;
        var names = (NameOf(first, one), NameOf(second, other));
        if (!sums.TryGetValue(names, out var sum)) sums[names] = sum = new();
        return _last = _here[key] = sum;
    }

    private static int Number(By by, in Row row, int scope) => by switch
    {
        By.Village => row.Village,
        By.Organisation => row.Organisation,
        By.Theme => row.Theme,
        By.Series => row.Series,
        By.Month => MonthOf(row.Day),
        By.Scope => scope,
        _ => 0,
    };

    private string NameOf(By by, int number) => by switch
    {
        By.Village => book.Villages[number],
        By.Organisation => book.Organisations[number],
        By.Month => Days.Month(new(number / 12, (number % 12) + 1, 1)),
        By.Nothing => "",
        _ => book.Words[number],
    };

    private static int MonthOf(int day)
    {
        var (year, month, _) = DateOnly.FromDayNumber(day);
        return (year * 12) + month - 1;
    }
}
