using Federation.Log.Counting;
using Federation.Log.Places;

namespace Federation.Api.Counting;

public sealed record RegionShown(string Code, Name Name);

/// <summary>One line of a coverage answer.</summary>
public sealed record CoverageLine(string Key, Name Name, IReadOnlyList<FigureAnswer> Figures);

/// <param name="Rows">Empty unless asked for by something.</param>
public sealed record CoverageAnswer(
    RegionShown Region, string? Alliance, string? Theme, DateOnly? From, DateOnly To, DateOnly AsOf, CoverageBy? By,
    IReadOnlyList<FigureAnswer> Figures, Items<Difference> Differences, IReadOnlyList<CoverageLine> Rows);

/// <param name="LastDay">Null: nothing was ever held there.</param>
public sealed record GapShown(string VillageCode, Name Name, DateOnly? LastDay, int? Days);

/// <param name="Villages">The denominator.</param>
public sealed record GapsAnswer(
    RegionShown Region, DateOnly AsOf, int Days, int Villages, IReadOnlyList<GapShown> Items);

/// <summary>Coverage of a region: figures, and rows with their denominator. No statement here reads the table of
/// sessions.</summary>
internal static class CoverageReading
{
    /// <summary>Rows of <c>by=month</c>: ten years.</summary>
    private const int MonthsMax = 120;

    private static readonly string[] States = [FigureRegistry.Pledges, FigureRegistry.AllianceMerchants];

    public static CoverageAnswer Of(Reading reading, CoverageQuery query)
    {
        var books = reading.Books;
        var (total, counted) = books.CountWhole(query.Question, query.By switch
        {
            CoverageBy.Region => By.Nothing,
            CoverageBy.Village => By.Village,
            CoverageBy.Month => By.Month,
            CoverageBy.Theme => By.Theme,
            CoverageBy.Organisation => By.Organisation,
            _ => By.Nothing,
        });
        if (query.By == CoverageBy.Region)
            counted = Below(reading, query).ToDictionary(
                part => part.Code, part => books.Count(query.Question with { Region = part.Code }));
        var computed = RegionFigures.Of(books, query).Concat(total.Figures(query.Scope, query.Day)).ToArray();
        var published = RegionFigures.Published(reading.Rows, query);
        return new(
            new(query.Code, query.Name), query.Alliance, query.Theme, query.From, query.To ?? query.AsOf, query.AsOf,
            query.By, FigureAnswers.Of(computed, published, query.RecordsOf()),
            Difference.Of([.. computed, .. published.Select(p => p.Figure)]),
            query.By is { } by ? Rows(reading, query, by, counted) : []);
    }

    // A month has no state of its own last day here: pledges and merchants stand in the totals.
    private static CoverageLine[] Rows(
        Reading reading, CoverageQuery query, CoverageBy by, Dictionary<string, Counts> counted)
    {
        if (by == CoverageBy.Organisation) counted.Remove(""); // visits of which nobody said whose they were
        var all = by switch
        {
            CoverageBy.Region => Below(reading, query),
            CoverageBy.Village => Villages(reading.Books, query),
            CoverageBy.Month => Months(query, counted.Keys),
            CoverageBy.Theme => Themes(reading.Books, query),
            _ => Organisations(reading.Rows, query, counted.Keys),
        };
        return
        [
            .. Coverage.Rows(by, all, counted, query.Scope, query.Day).Select(row => new CoverageLine(
                row.Key, row.Name, FigureAnswers.Of(
                    row.Figures.Where(f => by != CoverageBy.Month || !States.Contains(f.Key)), [],
                    query.RecordsOf(row.Key)))),
        ];
    }

    /// <summary>The regions next below, of a town its villages.</summary>
    public static IReadOnlyList<(string Code, Name Name)> Below(Reading reading, CoverageQuery query) =>
        query.IsAboveTowns
            ? [.. reading.Http.RequestServices.GetRequiredService<Country>().Children(query.Region)
                .Select(region => (region.Code, CoverageQuery.NameOf(reading, region.Code)!))]
            : Villages(reading.Books, query);

    public static IReadOnlyList<(string Code, Name Name)> Villages(Books books, CoverageQuery query) =>
        [.. books.Villages(query.Question)];

    public static IEnumerable<(string, Name)> Themes(Books books, CoverageQuery query) =>
        books.Themes(query.Question).Select(theme => (theme, new Name(theme)));

    /// <summary>Members on the day, and whoever else held something.</summary>
    private static IEnumerable<(string, Name)> Organisations(
        Rows rows, CoverageQuery query, IEnumerable<string> counted)
    {
        var members = rows.All(
            "select o.id, o.name, o.name_en from organisations o where o.id in " +
            $"(select m.organisation {RegionFigures.Members(query)}) order by o.id", Named,
            RegionFigures.Values(query));
        var names = new RecordNames(rows);
        return members.Concat(counted.Except(members.Select(m => m.Item1)).Order(StringComparer.Ordinal)
            .Select(id => (id, names.Organisation(id))));
    }

    /// <summary>Every month of the period, zeros included; without a beginning, from the first month with
    /// anything.</summary>
    private static IEnumerable<(string, Name)> Months(CoverageQuery query, IEnumerable<string> counted)
    {
        var first = query.From ?? (counted.Order(StringComparer.Ordinal).FirstOrDefault() is { } month
            ? DayOrMonth.First(month, "from") : Period.FirstOf(query.Day));
        // From a month to the end of what was asked for, also where facts are cut at the day as of which is asked.
        var to = query.To ?? query.AsOf;
        var months = (to.Year - first.Year) * 12 + to.Month - first.Month + 1;
        if (months > MonthsMax) throw Reading.Wrong(
            "from", $"按月最多列出 {MonthsMax} 个月。", $"By month there are at most {MonthsMax} rows.");
        return new Period(first, to).Months().Select(m => (m, new Name(m)));
    }

    private static (string, Name) Named(System.Data.Common.DbDataReader r) =>
        (r.GetString(0), r.Name(1));

    /// <summary>Villages in which nothing was held for so many days.</summary>
    public static GapsAnswer Gaps(Reading reading, CoverageQuery query, int days)
    {
        var villages = Villages(reading.Books, query).ToDictionary(v => v.Item1, v => v.Item2);
        var last = reading.Books.LastDays(new(query.Period, query.Region, query.Alliance));
        return new(
            new(query.Code, query.Name), query.AsOf, days, villages.Count,
            [.. Federation.Domain.Counting.Gaps.Of(villages.Keys, last, query.Day, days).Select(gap =>
                new GapShown(gap.VillageCode, villages[gap.VillageCode], gap.LastDay, gap.Days))]);
    }
}
