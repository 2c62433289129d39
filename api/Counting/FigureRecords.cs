using Federation.Api.Fundraisers;
using Federation.Api.JointActions;
using Federation.Domain.Counting;

namespace Federation.Api.Counting;

/// <summary>A page of the records behind a figure, each of its own shape.</summary>
/// <param name="Next">Where the next page begins; null on the last.</param>
internal sealed record RecordsPage(IReadOnlyList<object> Items, string? Next)
{
    public static RecordsPage Of<T>(Reading reading, IReadOnlyList<T> oneMore, Func<T, string> cursorOf) where T : class
    {
        var more = oneMore.Count > reading.Limit;
        var items = more ? oneMore.Take(reading.Limit).ToArray() : oneMore;
        return new([.. items], more ? cursorOf(items[^1]) : null);
    }
}

/// <summary>A village or an organisation with the sessions held there or by it.</summary>
public sealed record HeldBy(string Id, Name Name, long Sessions);

/// <summary>What is behind one figure: its records a page at a time, without personal data. A count of distinct things
/// opens to those things, a sum to its parts.</summary>
internal static class FigureRecords
{
    public static IResult Of(Reading reading, string key)
    {
        if (FigureRegistry.Find(key) is null) return reading.NotFound();
        var (items, next) = Found(reading, key);
        return reading.Answer(new
        {
            items, next = next is null ? null : Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(next)),
        });
    }

    /// <summary>The records of a known figure.</summary>
    public static RecordsPage Found(Reading reading, string key)
    {
        return key switch
        {
            FigureRegistry.Sessions or FigureRegistry.PersonTimes or FigureRegistry.VolunteerTimes
                or FigureRegistry.Materials => Sessions(reading),
            FigureRegistry.VillagesReached => Held(reading, "village"),
            FigureRegistry.DeliveringOrganisations => Held(reading, "organisation"),
            FigureRegistry.Pledges => Pledges(reading, "sum(d.signed) > 0 or sum(d.not_stated) > 0"),
            FigureRegistry.AllianceMerchants => Pledges(reading, "sum(d.joined) > 0"),
            FigureRegistry.Series => Series(reading),
            FigureRegistry.RaisedFen or FigureRegistry.SpentFen or FigureRegistry.Relays =>
                MoneyRecords.Of(reading, key),
            _ => RegionRecords.Of(reading, key, CoverageQuery.Of(reading, Region(reading))),
        };
    }

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

    private static RecordsPage Sessions(Reading reading)
    {
        var (where, values) = Filter(reading, "s");
        var period = PeriodOf(reading);
        if (SeriesOf(reading) is { } series)
        {
            where.Add("s.series = @series");
            values.Add(("series", series));
        }
        else if (reading.Text("scope") is { Length: > 0 } scope)
        {
            // As the counters have it: the series' named parts.
            where.Add("exists (select 1 from action_series_scopes c where c.action = s.action and c.scope = " +
                "@scope and c.series = s.series)");
            values.Add(("scope", scope));
        }

        var sessions = SessionReading.Page(
            reading, string.Join(" and ", where) + " and s.state = 'held' and s.day >= @from and s.day <= @to",
            reading.Limit + 1, [.. values, ("from", period.From), ("to", period.To)]);
        return RecordsPage.Of(
            reading, [.. sessions.Select(s => s with { Note = null, Reason = null })], s => s.Cursor);
    }

    private static RecordsPage Held(Reading reading, string column)
    {
        var scope = SeriesOf(reading) is { } series ? $"series/{series}" : reading.Text("scope") ?? "";
        var counters = reading.Text("action") is { } action
            ? Counters.OfAction(reading.Rows, action, scope)
            : Counters.OfRegion(reading.Rows, new(Region(reading)), reading.Text("alliance"), reading.Text("theme"),
                reading.Text("organisation"));
        var held = counters.Held(column, PeriodOf(reading), reading.Cursor, reading.Limit + 1);
        var table = column == "village" ? "villages where code" : "organisations where id";
        return RecordsPage.Of(
            reading,
            [
                .. held.Select(h => new HeldBy(
                    h.Key, reading.Rows.One(
                        $"select name, name_en from {table} = @key",
                        r => new Name(r.GetString(0), r.Text(1)), ("key", h.Key))
                        ?? new Name(h.Key), h.Sessions)),
            ],
            h => h.Id);
    }

    // By the same changes of days as the figure, so that the two agree as of any day.
    private static RecordsPage Pledges(Reading reading, string onDay)
    {
        var (where, values) = Filter(reading, "p");
        where.Add("exists (select 1 from pledge_days d where d.action = p.action and d.pledge = p.pledge " +
            $"and d.day <= @asOf group by d.pledge having {onDay})");
        return RecordsPage.Of(
            reading, PledgeReading.Visited(reading, string.Join(" and ", where), PeriodOf(reading).To, [.. values]),
            p => $"{p.VisitedOn:yyyy-MM-dd}|{p.Id}");
    }

    private static RecordsPage Series(Reading reading) => reading.Text("action") is { } action
        ? new([.. ActionFactsReading.SeriesOf(reading.Rows, action)
            .Where(s => reading.Text("scope") is not { } scope || s.Scopes.Contains(scope))], null)
        : throw Reading.Wrong("action", "请注明联合行动编号。", "Give the joint action's id.");

    private static string? SeriesOf(Reading reading) => reading.Text("series");

    private static (List<string> Where, List<(string, object?)> Values) Filter(Reading reading, string table)
    {
        var (where, values) = (new List<string> { "1 = 1" }, new List<(string, object?)>());
        foreach (var name in new[] { "action", "alliance", "theme", "organisation", "village" })
        {
            if (reading.Text(name) is not { } value) continue;
            where.Add($"{table}.{name} = @{name}");
            values.Add((name, value));
        }

        if (reading.Text("region") is { } region)
        {
            where.Add($"{table}.village >= @low and {table}.village < @high");
            values.AddRange([("low", region), ("high", region + ":")]);
        }
        else if (reading.Text("action") is null && reading.Text("alliance") is null) throw Reading.Wrong(
            "region", "请注明区域、联盟或联合行动。", "Give a region, an alliance or a joint action.");

        return (where, values);
    }
}
