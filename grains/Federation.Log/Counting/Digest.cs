using System.Runtime.InteropServices;
using Federation.Domain;
using Federation.Domain.Counting;

namespace Federation.Log.Counting;

/// <summary>All sessions of a county, or of what lies above it, by month and theme: a question about whole months need
/// not look at each report, and what a region has is the sum of what its parts have.</summary>
/// <remarks>How many villages were reached in a span of months cannot be had by adding up months. But each of them had
/// a first month within the span, before which its last one lay before the span: so villages are counted by each month
/// together with the one before it, and these counts add up. Organisations alike, but for those that are met in several
/// counties (see <see cref="Wanderers"/>).</remarks>
internal sealed class Digest
{
    /// <summary>The theme of what is told of all of them together.</summary>
    private const int AllThemes = int.MinValue;

    private readonly (Cell Of, Tally Sum)[] _sums;
    private readonly (Turn Of, int Things)[] _villages, _organisations;
    private readonly int _firstDay, _lastDay;
    private readonly Book[] _withSteps;

    /// <param name="moves">What <see cref="Moves"/> says.</param>
    /// <param name="days">The first and the last day of anything.</param>
    private Digest(int moves, (int First, int Last) days, Adding adding, States states, IEnumerable<Book> withSteps)
    {
        (States, _withSteps) = (states, [.. withSteps]);
        (Moves, _firstDay, _lastDay) = (moves, days.First, days.Last);
        _sums = [.. adding.Sums.Select(s => (s.Key, s.Value))];
        _villages = [.. adding.Villages.Select(t => (t.Key, t.Value))];
        _organisations = [.. adding.Organisations.Select(t => (t.Key, t.Value))];
    }

    /// <summary>How often its book had moved when this was made.</summary>
    public int Moves { get; }

    public States States { get; }

    /// <summary>Of all joint actions, whether or not anything was held for them.</summary>
    public int[] ActionThemes { get; private init; } = [];

    /// <summary>Books with pledges.</summary>
    public IEnumerable<Book> WithSteps => _withSteps;

    private readonly record struct Cell(int Theme, int Month);

    /// <summary>Something in this month, and before it last in that one.</summary>
    private readonly record struct Turn(int Theme, short Month, short Before);

    private sealed record Adding(
        Dictionary<Cell, Tally> Sums, Dictionary<Turn, int> Villages, Dictionary<Turn, int> Organisations);

    /// <summary>Of a county: from all that its books hold.</summary>
    public static Digest Of(int moves, IReadOnlyCollection<Book> books)
    {
        var sums = new Dictionary<Cell, Tally>();
        var (villages, organisations) = (new Dictionary<UInt128, int>(), new Dictionary<UInt128, int>());
        var (first, last) = (int.MaxValue, int.MinValue);
        foreach (var book in books)
        {
            var reports = book.Reports.All; // Before its groups: they are there for all of them.
            var groups = book.Groups.All;
            foreach (ref readonly var report in reports)
            {
                ref readonly var group = ref groups[report.Group];
                var month = Months.Of(report.Day);
                (first, last) = (Math.Min(first, report.Day), Math.Max(last, report.Day));
                At(sums, new(group.Theme, month)) += report.Tally;
                At(villages, Held(group.Theme, book.FirstVillage + group.Village, month)) += report.Sessions;
                At(organisations, Held(group.Theme, group.Organisation, month)) += report.Sessions;
            }
        }

        return new(
            moves, (first, last), new(sums, Turns(villages), Turns(organisations)), States.Of(books),
            books.Where(book => book.Steps.All.Length > 0))
        {
            ActionThemes = [.. books.SelectMany(book => book.Actions.All.ToArray()).Select(a => a.Theme).Distinct()],
        };
    }

    /// <summary>Of what lies above counties: from its parts.</summary>
    public static Digest Of(int moves, IReadOnlyCollection<Digest> parts)
    {
        var whole = new Adding([], [], []);
        foreach (var part in parts)
        {
            foreach (var (cell, sum) in part._sums) At(whole.Sums, cell) += sum;
            foreach (var (turn, things) in part._villages) At(whole.Villages, turn) += things;
            foreach (var (turn, things) in part._organisations) At(whole.Organisations, turn) += things;
        }

        var days = parts.Count == 0 ? (int.MaxValue, int.MinValue)
            : (parts.Min(p => p._firstDay), parts.Max(p => p._lastDay));
        return new(moves, days, whole, States.Of(parts.Select(p => p.States)), parts.SelectMany(p => p._withSteps))
        {
            ActionThemes = [.. parts.SelectMany(part => part.ActionThemes).Distinct()],
        };
    }

    /// <summary>Whether these days are whole months, as far as anything was held.</summary>
    public bool Knows(Period days) =>
        (days.From.Day == 1 || days.From.DayNumber <= _firstDay)
        && (days.To.DayNumber >= _lastDay || days.To.AddDays(1).Day == 1);

    /// <summary>What was held in these months, of one theme or of all.</summary>
    public (Tally Tally, int Villages, int Organisations) Held(int? theme, int from, int to)
    {
        var tally = default(Tally);
        foreach (var (cell, sum) in _sums)
            if (cell.Month >= from && cell.Month <= to && (theme is null || cell.Theme == theme)) tally += sum;
        return (tally, Within(_villages), Within(_organisations));

        int Within((Turn Of, int Things)[] turns)
        {
            var things = 0;
            foreach (var (turn, some) in turns)
                if (turn.Theme == (theme ?? AllThemes) && turn.Month >= from && turn.Month <= to && turn.Before < from)
                    things += some;
            return things;
        }
    }

    public IEnumerable<int> Themes => _sums.Select(s => s.Of.Theme).Distinct();

    /// <summary>Of these the ones in which anything was ever held.</summary>
    public IEnumerable<int> MonthsWithin(int from, int to) =>
        _sums.Select(s => s.Of.Month).Where(month => month >= from && month <= to).Distinct();

    /// <summary>A key by which all months of one thing and theme follow each other.</summary>
    private static UInt128 Held(int theme, long who, int month) =>
        ((UInt128)(uint)theme << 96) | ((UInt128)(ulong)who << 32) | (uint)month;

    private static Dictionary<Turn, int> Turns(Dictionary<UInt128, int> left)
    {
        foreach (var (key, sessions) in left.ToArray())
            At(left, Held(AllThemes, (long)(ulong)(key >> 32), (int)(uint)key)) += sessions;
        var held = new UInt128[left.Count];
        var count = 0;
        foreach (var (key, sessions) in left)
            if (sessions > 0) held[count++] = key;
        Array.Sort(held, 0, count);
        var turns = new Dictionary<Turn, int>();
        for (var i = 0; i < count; i++)
        {
            var again = i > 0 && held[i - 1] >> 32 == held[i] >> 32;
            var before = again ? (short)(uint)held[i - 1] : (short)-1;
            At(turns, new((int)(uint)(held[i] >> 96), (short)(uint)held[i], before))++;
        }

        return turns;
    }

    private static ref T At<TKey, T>(Dictionary<TKey, T> of, TKey key) where TKey : notnull =>
        ref CollectionsMarshal.GetValueRefOrAddDefault(of, key, out _)!;
}

/// <summary>Months by number: twelve a year.</summary>
internal static class Months
{
    public static int Of(int day)
    {
        var (year, month, _) = DateOnly.FromDayNumber(day);
        return (year * 12) + month - 1;
    }

    public static string Text(long number) => Days.Month(new((int)(number / 12), (int)(number % 12) + 1, 1));
}
