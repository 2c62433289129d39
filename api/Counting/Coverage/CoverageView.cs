using Federation.Log.Counting;

namespace Federation.Api.Counting;

/// <summary>A region's page: what it was asked for, and what it shows.</summary>
/// <param name="Coverage">Null where the filters could not be understood.</param>
public sealed record RegionView(string Code, Name Name, FormState Filters, CoverageView? Coverage)
{
    /// <summary>What changes its figures.</summary>
    public const string Live =
        "session joint-action pledge request membership organisation town published-figures";

    public static RegionView Of(Reading reading)
    {
        var (code, filters) = (reading.Route("regionCode"), PageFilters.Of(reading));
        var name = CoverageQuery.NameOf(reading, code) ?? throw new ProblemException(Problem.NotFound);
        var query = filters.Try<CoverageQuery?>(reading, null, () => CoverageQuery.Of(reading, code));
        return new(code, name, filters, query is null ? null : CoverageView.Of(reading, query, filters));
    }

    /// <summary>The page's address with one filter changed.</summary>
    public string With(string field, string value) => $"/coverage/{Code}" + QueryString.Create(PageFilters.Fields
        .Select(name => KeyValuePair.Create(name, name == field ? value : Filters.Typed(name)))
        .Where(pair => !string.IsNullOrEmpty(pair.Value)));
}

/// <summary>What the coverage page shows: figures, villages × months or themes, the trend, and gaps.</summary>
/// <param name="Columns">Months or themes.</param>
/// <param name="Held">Villages with anything in the matrix; the rest stands first in its rows.</param>
/// <param name="Window">The months that matrix and chart show.</param>
/// <param name="Quiet">Nothing happened in the last months, and the window ends with the last active one.</param>
/// <param name="Gaps">For those who look after the region only.</param>
public sealed record CoverageView(
    CoverageAnswer Answer, IReadOnlyList<MatrixHead> Villages, IReadOnlyList<MatrixHead> Columns,
    IReadOnlyDictionary<(string, string), MatrixCell> Cells, int Held, IReadOnlyList<ChartPoint> Trend,
    (DateOnly From, DateOnly To) Window, bool Quiet, bool ByTheme, bool PersonTimes, GapsAnswer? Gaps)
{
    /// <summary>Months shown unless a span is asked for, and the most that are shown.</summary>
    public const int MonthsUsual = 12, MonthsMax = 36;

    public const int GapDaysUsual = 30;

    internal static CoverageView Of(Reading reading, CoverageQuery query, FormState filters)
    {
        var lang = Lang.Of(reading.Http);
        var byMonth = reading.Books.Count(query.Question, By.Month)
            .Where(month => month.Value.Tally.Sessions > 0).ToDictionary();
        var (window, quiet) = WindowOf(query, byMonth.Keys);
        var (byTheme, personTimes) = (query.By == CoverageBy.Theme, reading.Text("show") == "person-times");
        var asked = query.Question with { Days = byTheme ? query.Period : Within(query.Period, window) };
        var held = HeldBy(reading, query, asked, byTheme ? By.Theme : By.Month);
        var cells = held.ToDictionary(
            at => at.Key,
            at => Cell(query, byTheme, personTimes, at.Key, at.Value.Sessions, at.Value.PersonTimes, lang));
        var villages = Heads(
            reading, query, [.. held.Where(at => at.Value.Sessions > 0).Select(at => at.Key.First)], lang);
        var months = new Period(window.From, window.To).Months().ToArray();
        return new(
            CoverageReading.Of(reading, query with { By = null }), villages.Heads,
            byTheme ? Themes(reading, query, lang) : [.. months.Select(month => Month(query, month, lang))],
            cells, villages.Held,
            [.. months.Select(month => Point(
                month, byMonth.GetValueOrDefault(month, Counts.Nothing), personTimes, lang))],
            window, quiet, byTheme, personTimes, GapsOf(reading, query, filters));
    }

    /// <summary>By village; above towns by the regions next below.</summary>
    private static Dictionary<(string First, string Second), Held> HeldBy(
        Reading reading, CoverageQuery query, Question asked, By by) => !query.IsAboveTowns
        ? reading.Books.HeldBy(asked, By.Village, by)
        : CoverageReading.Below(reading, query).SelectMany(part => reading.Books
                .Count(asked with { Region = part.Code }, by)
                .Select(counted => (Key: (part.Code, counted.Key), counted.Value.Tally)))
            .ToDictionary(at => at.Key, at => new Held(0, at.Tally.Sessions, at.Tally.PersonTimes.Value));

    /// <summary>The span asked for, else the last year; where that was silent, the year up to the last active
    /// month.</summary>
    private static ((DateOnly From, DateOnly To) Window, bool Quiet) WindowOf(
        CoverageQuery query, IEnumerable<string> active)
    {
        var months = active.Order(StringComparer.Ordinal).Select(Day).ToArray();
        var to = Period.FirstOf(query.Day);
        if (query.From is { } from)
        {
            var (first, least) = (Period.FirstOf(from), Back(to, MonthsMax - 1));
            if (first < least) first = least;
            return ((first, Period.LastOf(to)), false);
        }

        var quiet = months.Length > 0 && query.To is null && months[^1] <= Back(to, MonthsUsual);
        if (quiet) to = months[^1];
        return ((Back(to, MonthsUsual - 1), Period.LastOf(to)), quiet);
    }

    /// <summary>So many months before; the first month there is, where the calendar has no earlier one.</summary>
    private static DateOnly Back(DateOnly month, int months) =>
        (month.Year - 1) * 12 + month.Month - 1 < months ? DateOnly.MinValue : month.AddMonths(-months);

    private static Period Within(Period period, (DateOnly From, DateOnly To) window) => new(
        period.From > window.From ? period.From : window.From, period.To < window.To ? period.To : window.To);

    private static DateOnly Day(string month) => DayOrMonth.First(month, "from");

    private static MatrixCell Cell(
        CoverageQuery query, bool byTheme, bool personTimes, (string Village, string Key) at,
        long sessions, long served, Lang lang)
    {
        var key = personTimes ? FigureRegistry.PersonTimes : FigureRegistry.Sessions;
        var href = Href(query, key, at.Village, byTheme ? null : at.Key, byTheme ? at.Key : query.Theme);
        return personTimes
            ? new(served, 0, lang.Quantity(sessions, "sessions"), href)
            : new(
                sessions, 0, lang.English ? $"{lang.Number(served)} p-t" : lang.Quantity(served, "person-times"), href);
    }

    private static string Href(CoverageQuery query, string key, string region, string? month, string? theme) =>
        FigureViews.PageOf(FigureAnswers.RecordsOf(
            key, ("region", region), ("alliance", query.Alliance), ("theme", theme),
            ("from", month ?? (query.From is { } from ? Days.Text(from) : null)),
            ("to", month ?? (query.To is { } to ? Days.Text(to) : null)), ("asOf", Days.Text(query.AsOf))))!;

    /// <summary>Villages with nothing come first: they are what an official looks for.</summary>
    private static (MatrixHead[] Heads, int Held) Heads(Reading reading, CoverageQuery query, string[] held, Lang lang)
    {
        var all = CoverageReading.Below(reading, query);
        var names = RecordNames.Of(reading);
        var gone = held.Except(all.Select(v => v.Item1)).Order(StringComparer.Ordinal)
            .Select(code => (code, names.Village(code)));
        var heads = all.Concat(gone).OrderBy(v => held.Contains(v.Item1))
            .Select(v => new MatrixHead(
                v.Item1, lang.Of(v.Item2), Href: v.Item1 == query.Region ? null : $"/coverage/{v.Item1}"));
        return ([.. heads], held.Distinct().Count());
    }

    private static MatrixHead[] Themes(Reading reading, CoverageQuery query, Lang lang) =>
        [.. CoverageReading.Themes(reading.Books, query).Select(theme => new MatrixHead(
            theme.Item1, lang.Of(theme.Item2),
            Href: Href(query, FigureRegistry.Sessions, query.Region, null, theme.Item1)))];

    private static MatrixHead Month(CoverageQuery query, string month, Lang lang) => new(
        month, lang.ShortMonth(Day(month)), month[..4],
        Href(query, FigureRegistry.Sessions, query.Region, month, query.Theme));

    private static ChartPoint Point(string month, Counts counts, bool personTimes, Lang lang) => new(
        lang.ShortMonth(Day(month)), lang.Month(Day(month)),
        personTimes ? counts.Tally.PersonTimes.Value : counts.Tally.Sessions, month[..4]);

    private static GapsAnswer? GapsOf(Reading reading, CoverageQuery query, FormState filters) =>
        query.IsAboveTowns || !query.LooksAfter(reading.Caller) ? null
            : CoverageReading.Gaps(reading, query, filters.Try(reading, GapDaysUsual, () =>
                reading.Number("days", GapDaysUsual, 1, Federation.Domain.Counting.Gaps.DaysMax)));
}
