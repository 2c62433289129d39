using Federation.Domain.Counting;

namespace Federation.Log.Counting;

/// <summary>Organisations that held sessions in several counties of a region: a digest counts them once for each.
/// </summary>
/// <param name="all">With the books in which each may have reports.</param>
internal sealed class Wanderers(IEnumerable<(int Organisation, Book[] Books)> all, string region)
{
    private readonly (string County, Dictionary<(int Theme, int Month), int> Left)[][] _all =
    [
        .. all.Select(one => one.Books.Where(book => book.Place.StartsWith(region, StringComparison.Ordinal))
                .GroupBy(book => book.County)
                .Select(county => (county.Key, Left(one.Organisation, county))).ToArray())
            .Where(counties => counties.Length > 1),
    ];

    /// <summary>With each organisation counted once.</summary>
    public (Tally, int, int) Less(
        (Tally Tally, int Villages, int Organisations) held, int? theme, int from, int to)
    {
        var often = _all.Select(counties => counties.Count(county => IsIn(county.Left, theme, from, to)))
            .Where(times => times > 1).Sum(times => times - 1);
        return held with { Organisations = held.Organisations - often };
    }

    private static bool IsIn(Dictionary<(int Theme, int Month), int> left, int? theme, int from, int to) =>
        left.Where(l => l.Key.Month >= from && l.Key.Month <= to && (theme is null || l.Key.Theme == theme))
            .GroupBy(l => l.Key.Month, l => l.Value).Any(month => month.Sum() > 0);

    private static Dictionary<(int Theme, int Month), int> Left(int organisation, IEnumerable<Book> books)
    {
        var left = new Dictionary<(int Theme, int Month), int>();
        foreach (var book in books)
        {
            var reports = book.Reports.All;
            var groups = book.Groups.All;
            foreach (ref readonly var report in reports)
            {
                ref readonly var group = ref groups[report.Group];
                if (group.Organisation != organisation) continue;
                var key = (group.Theme, Months.Of(report.Day));
                left[key] = left.GetValueOrDefault(key) + report.Sessions;
            }
        }

        return left;
    }
}
