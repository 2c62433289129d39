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

    /// <param name="moves">What <see cref="Moves"/> says.</param>
    /// <param name="days">The first and the last day of anything.</param>
    private Digest(int moves, (int First, int Last) days, Adding adding)
    {
        (Moves, _firstDay, _lastDay) = (moves, days.First, days.Last);
        _sums = [.. adding.Sums.Select(s => (s.Key, s.Value))];
        _villages = [.. adding.Villages.Select(t => (t.Key, t.Value))];
        _organisations = [.. adding.Organisations.Select(t => (t.Key, t.Value))];
    }

    /// <summary>How often its book had moved when this was made.</summary>
    public int Moves { get; }

    private readonly record struct Cell(int Theme, int Month);

    /// <summary>Something in this month, and before it last in that one.</summary>
    private readonly record struct Turn(int Theme, short Month, short Before);

    private sealed record Adding(
        Dictionary<Cell, Tally> Sums, Dictionary<Turn, int> Villages, Dictionary<Turn, int> Organisations);

    /// <summary>Of a county: from all that its books hold.</summary>
    public static Digest Of(int moves, IEnumerable<Book> books)
    {
        var sums = new Dictionary<Cell, Tally>();
        var villages = new Dictionary<(int Theme, long Who, int Month), int>();
        var organisations = new Dictionary<(int Theme, long Who, int Month), int>();
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
                At(villages, (group.Theme, book.FirstVillage + group.Village, month)) += report.Sessions;
                At(organisations, (group.Theme, group.Organisation, month)) += report.Sessions;
            }
        }

        return new(moves, (first, last), new(sums, Turns(villages), Turns(organisations)));
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
        return new(moves, days, whole);
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

    private static Dictionary<Turn, int> Turns(Dictionary<(int Theme, long Who, int Month), int> left)
    {
        var turns = new Dictionary<Turn, int>();
        var whole = new Dictionary<(int Theme, long Who, int Month), int>();
        foreach (var (key, sessions) in left) At(whole, key with { Theme = AllThemes }) += sessions;
        var (theme, who, before) = (0, -1L, (short)-1);
        foreach (var one in left.Concat(whole).Where(l => l.Value > 0).Select(l => l.Key).Order())
        {
            if (one.Theme != theme || one.Who != who) (theme, who, before) = (one.Theme, one.Who, -1);
            At(turns, new(theme, (short)one.Month, before))++;
            before = (short)one.Month;
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
