namespace Federation.Api.Counting;

/// <summary>An adopted town with its number of villages.</summary>
public sealed record TownCovered(string Code, Name Name, long Villages);

/// <summary>How far a region's villages are reached, and where nothing happens: by the API, and the town official's
/// page.</summary>
public static class Coverages
{
    private const string Asked = "alliance theme from to asOf by";

    public static readonly Feature Feature = new("/coverage", [], coverage =>
    {
        coverage.File("/{regionCode}", Who.Everyone, Answer, Asked, view: typeof(CoverageAnswer));
        coverage.File("/{regionCode}/gaps", Who.Officials, GapsOf, Asked + " days:integer", view: typeof(GapsAnswer));
        coverage.Page<Whole<TownCovered>, TownsPage>("", Who.Everyone, Towns);
        coverage.Page<RegionView, CoveragePage>("/{regionCode}", Who.Everyone, RegionView.Of);
    });

    private static Task<IResult> Answer(Reading reading)
    {
        var query = CoverageQuery.Of(reading, reading.Route("regionCode"));
        return Task.FromResult(
            Kept(reading).Answer(reading, query.ToString(), () => CoverageReading.Of(reading, query)));
    }

    /// <summary>Where nothing happens is for those who look after the region.</summary>
    private static Task<IResult> GapsOf(Reading reading)
    {
        var query = CoverageQuery.Of(reading, reading.Route("regionCode"));
        var days = reading.Number("days", CoverageView.GapDaysUsual, 1, Gaps.DaysMax);
        return Task.FromResult(query.LooksAfter(reading.Caller)
            ? Kept(reading).Answer(reading, $"gaps {days} {query}", () => CoverageReading.Gaps(reading, query, days))
            : Problem.NotAllowed.Answer(reading.Http));
    }

    private static CoverageCache Kept(Reading reading) =>
        reading.Http.RequestServices.GetRequiredService<CoverageCache>();

    /// <summary>An official goes to the own region at once, and so does everybody where there is only one
    /// town.</summary>
    private static Whole<TownCovered> Towns(Reading reading)
    {
        var towns = reading.Rows.All<TownCovered>(
            "select t.code, t.name, t.name_en, count(v.code) as villages from towns t left join villages v " +
            "on v.town = t.code and v.placeholder = 0 and v.valid_to is null " +
            "group by t.code, t.name, t.name_en order by t.code limit 500");
        var own = reading.Caller.Scopes(Role.TownOfficial).FirstOrDefault(scope => scope != Account.Everywhere);
        if (own is not null && CoverageQuery.NameOf(reading, own) is not null) reading.Elsewhere = $"/coverage/{own}";
        else if (towns.Count == 1) reading.Elsewhere = $"/coverage/{towns[0].Code}";
        return new(towns);
    }
}
