using Federation.Api.Fundraisers;
using Federation.Log.Counting;

namespace Federation.Api.Counting;

/// <summary>A village or an organisation with the sessions held there or by it.</summary>
public sealed record HeldBy(string Id, Name Name, long Sessions);

/// <summary>What is behind one figure: its records a page at a time, without personal data. A count of distinct things
/// opens to those things, a sum to its parts.</summary>
internal static class FigureRecords
{
    public static Listed<object>? Find(Reading reading) =>
        FigureRegistry.Find(reading.Route("key")) is { } figure ? Found(reading, figure.Key) : null;

    /// <summary>The records of a known figure.</summary>
    public static Listed<object> Found(Reading reading, string key) => key switch
    {
        FigureRegistry.Sessions or FigureRegistry.PersonTimes or FigureRegistry.VolunteerTimes
            or FigureRegistry.Materials => Sessions(reading),
        FigureRegistry.VillagesReached => Held(reading, By.Village),
        FigureRegistry.DeliveringOrganisations => Held(reading, By.Organisation),
        FigureRegistry.Pledges => Pledges(reading, "sum(d.signed) > 0 or sum(d.not_stated) > 0"),
        FigureRegistry.AllianceMerchants => Pledges(reading, "sum(d.joined) > 0"),
        FigureRegistry.Series => Series(reading),
        FigureRegistry.RaisedFen or FigureRegistry.SpentFen or FigureRegistry.Relays => MoneyRecords.Of(reading, key),
        _ => RegionRecords.Of(reading, key, CoverageQuery.Of(reading, Region(reading))),
    };

    /// <summary>Records of one kind as those of any.</summary>
    public static Listed<object> Any<T>(Listed<T> page) where T : class => new(page.Items, page.Next);

    private static string Region(Reading reading) => reading.Text("region")
        ?? throw Reading.Wrong("region", "请注明区域代码。", "Give the region's code.");

    /// <summary>Days that count: from and to, cut at asOf.</summary>
    private static Period PeriodOf(Reading reading)
    {
        var asOf = CoverageQuery.AsOfDay(reading);
        return new Period(
            reading.DayOrMonth("from", last: false) ?? DateOnly.MinValue, reading.DayOrMonth("to", last: true)
                ?? asOf).AsOf(asOf);
    }

    private static Listed<object> Sessions(Reading reading)
    {
        var period = PeriodOf(reading);
        var asked = Condition.All(
            Filter(reading, "s"),
            new("s.state = 'held' and s.day >= @from and s.day <= @to", ("from", period.From), ("to", period.To)),
            reading.Text("series") is { } series ? new("s.series = @series", ("series", series))
            // As the counters have it: the series' named parts.
            : reading.Text("scope") is { } scope ? new(
                "exists (select 1 from action_series_scopes c where c.action = s.action and c.scope = @scope " +
                "and c.series = s.series)", ("scope", scope))
            : null);
        var sessions = SessionReading.Page(reading, asked.Sql, reading.Limit + 1, asked.Values);
        return Any(reading.Page([.. sessions.Select(s => s with { Note = null, Reason = null })], s => s.Cursor));
    }

    private static Listed<object> Held(Reading reading, By by)
    {
        var scope = reading.Text("series") is { } series ? $"series/{series}" : reading.Text("scope") ?? "";
        var asked = reading.Text("action") is { } action
            ? new Question(PeriodOf(reading), Action: action, Scope: scope)
            : new(PeriodOf(reading), Region(reading), reading.Text("alliance"), reading.Text("theme"),
                reading.Text("organisation"));
        var names = RecordNames.Of(reading);
        Func<string, Name> named = by == By.Village ? names.Village : names.Organisation;
        var (after, max) = (reading.Cursor, reading.Limit + 1);
        return Any(reading.Page(
            [
                .. reading.Books.Count(asked, by).Where(held => held.Value.Tally.Sessions > 0)
                    .Where(held => string.CompareOrdinal(held.Key, after) > 0)
                    .OrderBy(held => held.Key, StringComparer.Ordinal).Take(max)
                    .Select(held => new HeldBy(held.Key, named(held.Key), held.Value.Tally.Sessions)),
            ],
            held => held.Id));
    }

    // By the same changes of days as the figure, so that the two agree as of any day.
    private static Listed<object> Pledges(Reading reading, string onDay)
    {
        var asked = Condition.All(Filter(reading, "p"), new(
            "exists (select 1 from pledge_days d where d.action = p.action and d.pledge = p.pledge " +
            $"and d.day <= @asOf group by d.pledge having {onDay})"));
        return Any(reading.Page(
            PledgeReading.Visited(reading, asked.Sql, PeriodOf(reading).To, asked.Values),
            p => $"{p.VisitedOn:yyyy-MM-dd}|{p.Id}"));
    }

    private static Listed<object> Series(Reading reading) => reading.Text("action") is { } action
        ? new([.. ActionFactsReading.SeriesOf(reading.Rows, action)
            .Where(s => reading.Text("scope") is not { } scope || s.Scopes.Contains(scope))], null)
        : throw Reading.Wrong("action", "请注明联合行动编号。", "Give the joint action's id.");

    private static Condition Filter(Reading reading, string table)
    {
        var region = reading.Text("region");
        if (region is null && reading.Text("action") is null && reading.Text("alliance") is null) throw Reading.Wrong(
            "region", "请注明区域、联盟或联合行动。", "Give a region, an alliance or a joint action.");
        return Condition.All(
        [
            .. new[] { "action", "alliance", "theme", "organisation", "village" }.Select(name =>
                reading.Text(name) is { } value ? new Condition($"{table}.{name} = @{name}", (name, value)) : null),
            region is null ? null : new(
                $"{table}.village >= @low and {table}.village < @high",
                ("low", CoverageQuery.Prefix(region)), ("high", CoverageQuery.Prefix(region) + ":")),
        ]);
    }
}
