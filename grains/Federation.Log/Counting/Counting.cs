using System.Runtime.InteropServices;
using Federation.Domain.Counting;
using Federation.Domain.Places;

namespace Federation.Log.Counting;

/// <summary>One question, put to one book after another.</summary>
internal sealed class Counting(Names names, Func<int, int[]> scopesOf, Question asked, By first, By second)
{
    /// <summary>Every one may count.</summary>
    private const int Any = -2;

    private static readonly int[] One = [0];
    private readonly int _village = asked.Region.Length > Regions.TownDigits ? Book.VillageOf(asked.Region) : Any;
    private readonly int _alliance = Of(asked.Alliance, names), _theme = Of(asked.Theme, names);
    private readonly int _organisation = Of(asked.Organisation, names), _action = Of(asked.Action, names);
    private readonly int _scope = Of(asked.Scope, names);
    private readonly int _from = asked.Days.From.DayNumber, _to = asked.Days.To.DayNumber;
    private readonly bool _months = first == By.Month || second == By.Month;
    private readonly bool _scopes = first == By.Scope || second == By.Scope;
    private readonly Dictionary<(long, long), Sum> _parts = [];

    /// <summary>Of everything asked for, whatever it is told apart by.</summary>
    public Sum Whole { get; } = new();

    public IEnumerable<((string First, string Second) Of, Sum Sum)> Parts =>
        _parts.Select(part => ((NameOf(first, part.Key.Item1), NameOf(second, part.Key.Item2)), part.Value));

    /// <summary>Sessions held: each report once, then what groups and months have of them.</summary>
    public void AddReports(Book book)
    {
        var reports = book.Reports.All; // Before its groups: they are there for all of them.
        if (reports.Length == 0) return;
        var groups = book.Groups.All;
        var (admitted, months) = (Admitted(groups), new Dictionary<int, Tally[]>());
        var (month, sums) = (int.MinValue, Array.Empty<Tally>());
        foreach (ref readonly var report in reports)
        {
            if (report.Day < _from || report.Day > _to || !admitted[report.Group]) continue;
            var of = _months ? Months.Of(report.Day) : 0;
            if (of != month) (month, sums) = (of, SumsOf(of));
            sums[report.Group] += report.Tally;
        }

        foreach (var (of, some) in months)
            for (var group = 0; group < some.Length; group++)
                if (some[group] != default) Add(book, groups[group], of, some[group], 0);

        Tally[] SumsOf(int of) => CollectionsMarshal.GetValueRefOrAddDefault(months, of, out _) ??=
            new Tally[admitted.Length];
    }

    /// <summary>Sessions that are planned.</summary>
    public void AddPlans(Book book)
    {
        var plans = book.Plans.All;
        var groups = book.Groups.All;
        var admitted = Admitted(groups);
        foreach (ref readonly var plan in plans)
            if (plan.Day >= _from && plan.Day <= _to && admitted[plan.Group])
                Add(book, groups[plan.Group], _months ? Months.Of(plan.Day) : 0, default, plan.Sessions);
    }

    /// <summary>Pledges and merchants are told of the last day: all steps up to it. By month they are not
    /// told.</summary>
    public void AddSteps(Book book)
    {
        var steps = book.Steps.All;
        if (steps.Length == 0) return;
        var groups = book.Groups.All;
        var admitted = Admitted(groups);
        foreach (ref readonly var step in steps)
        {
            if (step.Day > _to || !admitted[step.Group]) continue;
            ref readonly var group = ref groups[step.Group];
            Whole.Add(book, group, step);
            if (first == By.Nothing || _months) continue;
            foreach (var scope in ScopesOf(group)) SumOf(book, group, 0, scope).Add(book, group, step);
        }
    }

    /// <summary>Whole months, of one theme or of all.</summary>
    public void Add(Digest digest, Wanderers wanderers)
    {
        var (from, to) = (Months.Of(_from), Months.Of(_to));
        var theme = asked.Theme is null ? (int?)null : _theme;
        Whole.Add(wanderers.Less(digest.Held(theme, from, to), theme, from, to));
        if (first == By.Month)
            foreach (var month in digest.MonthsWithin(from, to))
                Part(month, 0).Add(wanderers.Less(digest.Held(theme, month, month), theme, month, month));
        if (first == By.Theme)
            foreach (var one in digest.Themes.Where(one => theme is null || one == theme))
                Part(one, 0).Add(wanderers.Less(digest.Held(one, from, to), one, from, to));
    }

    /// <summary>Per village the last day with a session that stands.</summary>
    public void LastDays(Book book, Dictionary<string, DateOnly> last)
    {
        var reports = book.Reports.All;
        var groups = book.Groups.All;
        var (admitted, left) = (Admitted(groups), new Dictionary<(int Village, int Day), int>());
        foreach (ref readonly var report in reports)
            if (report.Day <= _to && admitted[report.Group])
                CollectionsMarshal.GetValueRefOrAddDefault(left, (groups[report.Group].Village, report.Day), out _) +=
                    report.Sessions;
        foreach (var village in left.Where(at => at.Value > 0).GroupBy(at => at.Key.Village, at => at.Key.Day))
            last[book.CodeOf(village.Key)] = DateOnly.FromDayNumber(village.Max());
    }

    private void Add(Book book, in Group group, int month, in Tally tally, int planned)
    {
        Whole.Add(book, group, tally, planned);
        if (first == By.Nothing) return;
        foreach (var scope in ScopesOf(group)) SumOf(book, group, month, scope).Add(book, group, tally, planned);
    }

    private bool[] Admitted(ReadOnlySpan<Group> groups)
    {
        var admitted = new bool[groups.Length];
        for (var i = 0; i < groups.Length; i++)
        {
            ref readonly var group = ref groups[i];
            admitted[i] = (_village == Any || group.Village == _village)
                && (_alliance == Any || group.Alliance == _alliance) && (_theme == Any || group.Theme == _theme)
                && (_organisation == Any || group.Organisation == _organisation)
                && (_action == Any || group.Action == _action)
                && (_scope == Any || scopesOf(group.Scopes).Contains(_scope));
        }

        return admitted;
    }

    private int[] ScopesOf(in Group group) => _scopes ? scopesOf(group.Scopes) : One;

    private Sum SumOf(Book book, in Group group, int month, int scope) =>
        Part(Number(first, book, group, month, scope), Number(second, book, group, month, scope));

    private Sum Part(long one, long other) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_parts, (one, other), out _) ??= new();

    private static long Number(By by, Book book, in Group group, int month, int scope) => by switch
    {
        By.Village => book.FirstVillage + group.Village,
        By.Organisation => group.Organisation,
        By.Theme => group.Theme,
        By.Series => group.Series,
        By.Month => month,
        By.Scope => scope,
        _ => 0,
    };

    private string NameOf(By by, long number) => by switch
    {
        By.Village => Book.CodeOf(number),
        By.Month => Months.Text(number),
        By.Nothing => "",
        _ => names[(int)number],
    };

    private static int Of(string? name, Names names) => name is null ? Any : names.NumberOf(name);
}
