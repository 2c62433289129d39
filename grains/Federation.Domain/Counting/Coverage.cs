namespace Federation.Domain.Counting;

// Coverage always has its denominator: every village (organisation, month, theme) that could have had something is a
// row, also when it had nothing, and for places and organisations those rows come first.

/// <summary>What the rows of a coverage answer are.</summary>
public enum CoverageBy { Region, Village, Month, Theme, Organisation }

/// <summary>One line of a coverage answer.</summary>
public sealed record CoverageRow(string Key, Name Name, Items<Figure> Figures);

public static class Coverage
{
    /// <param name="all">Every key of the dimension with its name, in its own order: the denominator.</param>
    /// <param name="counted">What the counters say, by key. A key that is not in <paramref name="all"/> (a village that
    /// was since removed, say) is kept as a row of its own at the end, so that rows always add up to the total.</param>
    public static Items<CoverageRow> Rows(
        CoverageBy by, IEnumerable<(string Key, Name Name)> all, IReadOnlyDictionary<string, Counts> counted,
        Scope scope, DateOnly asOf)
    {
        var known = all.ToArray();
        var unknown = counted.Keys.Except(known.Select(row => row.Key)).Order(StringComparer.Ordinal)
            .Select(key => (Key: key, Name: new Name(key)));
        var rows = known.Concat(unknown)
            .Select(row => (Row: row, Counts: counted.GetValueOrDefault(row.Key, Counts.Nothing)));

        // OrderBy is stable: within "nothing" and "something" the dimension's own order stays.
        if (by is CoverageBy.Region or CoverageBy.Village or CoverageBy.Organisation)
            rows = rows.OrderBy(row => !row.Counts.IsNothing);

        return [.. rows.Select(row => new CoverageRow(
            row.Row.Key, row.Row.Name, row.Counts.Figures(ScopeOf(row.Row.Key, row.Row.Name), asOf)))];

        // A village is a region of its own; a month or a theme is a part of what was asked for.
        Scope ScopeOf(string key, Name name) =>
            by is CoverageBy.Region or CoverageBy.Village ? new(ScopeKind.Region, key, name) : scope;
    }
}
