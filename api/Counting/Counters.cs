using System.Data.Common;
using Federation.Log.Counting;

namespace Federation.Api.Counting;

/// <summary>Reads the counters over a range of days: whole months from the month's table, days at both ends from the
/// day's. The cost is that of the rows of counters, whatever the number of sessions behind them.</summary>
internal sealed class Counters
{
    private static readonly string Columns = string.Join(", ",
        TallyRows.TallyDay.Columns.Select(column => column.Name));

    private readonly Rows _rows;
    private readonly (string Month, string Day, string Merchants) _tables;
    private readonly Condition _where;

    private Counters(Rows rows, (string, string, string) tables, params Condition?[] where) =>
        (_rows, _tables, _where) = (rows, tables, Condition.All(where));

    /// <summary>Counters of villages within a region, optionally of one alliance, theme or organisation only.</summary>
    public static Counters OfRegion(
        Rows rows, RegionRange region, string? alliance, string? theme = null, string? organisation = null) => new(
        rows, ("tally_month", "tally_day", "merchant_days"),
        new("village >= @low and village < @high", ("low", region.Low), ("high", region.High)),
        Same("alliance", alliance), Same("theme", theme), Same("organisation", organisation));

    /// <param name="scope">As it stands in the counters' key: empty for the whole action; null: every scope.</param>
    public static Counters OfAction(Rows rows, string action, string? scope = null) => new(
        rows, ("action_month", "action_day", "merchant_days"), Same("action", action), Same("scope", scope));

    private static Condition? Same(string column, string? value) =>
        value is null ? null : new($"{column} = @{column}", (column, value));

    /// <summary>Tallies and distinct counts of the period by one column (<c>''</c>: all in one).</summary>
    public Dictionary<string, Counts> By(string column, Period period)
    {
        var (key, counted) = (column.Length == 0 ? "''" : "grouped", new Dictionary<string, Counts>());
        if (Over(column, period) is not { } over) return counted;
        _rows.Each(
            $"select {key}, count(distinct case when sessions > 0 then village end) as villages_reached, " +
            $"count(distinct case when sessions > 0 then organisation end) as delivering, {TallyRows.Sums} " +
            $"from ({over.Sql}) t" + (column.Length == 0 ? "" : " group by grouped"),
            r => counted[r.GetString(0)] = new(
                TallyRows.Read(name => r.GetInt64(r.GetOrdinal(name))), r.GetInt64(1), r.GetInt64(2)),
            over.Values);
        return counted;
    }

    /// <summary>Sessions and person-times by village and one more column, for a matrix.</summary>
    public Dictionary<(string Village, string Key), (long Sessions, long PersonTimes)> ByVillage(
        string column, Period period)
    {
        var counted = new Dictionary<(string, string), (long, long)>();
        if (Over(column, period) is not { } over) return counted;
        _rows.Each(
            "select village, grouped, cast(sum(sessions) as bigint), cast(sum(person_times) as bigint) " +
            $"from ({over.Sql}) t group by village, grouped",
            r => counted[(r.GetString(0), r.GetString(1))] = (r.GetInt64(2), r.GetInt64(3)), over.Values);
        return counted;
    }

    /// <summary>Villages or organisations that held something, with how many sessions.</summary>
    public IReadOnlyList<(string Key, long Sessions)> Held(string column, Period period, string after, int max)
    {
        if (Over(column, period) is not { } over) return [];
        return _rows.All(
            $"select grouped, cast(sum(sessions) as bigint) from ({over.Sql}) t where sessions > 0 and grouped > " +
                $"@cursor " +
            "group by grouped order by grouped limit @max",
            r => (r.GetString(0), r.GetInt64(1)), [.. over.Values, ("cursor", after), ("max", max)]);
    }

    /// <summary>Merchants in the merchants' alliance on the day; a shop in two actions is one shop.</summary>
    public Dictionary<string, long> Merchants(string column, DateOnly day)
    {
        var merchants = new Dictionary<string, long>();
        var key = column.Length == 0 ? "''" : column;
        _rows.Each(
            $"select grouped, count(*) from (select {key} as grouped, village, shop from {_tables.Merchants} " +
            $"where {_where.Sql} and day <= @day group by {(column.Length == 0 ? "" : column + ", ")}village, shop " +
            "having sum(joined) > 0) t group by grouped",
            r => merchants[r.GetString(0)] = r.GetInt64(1), [.. _where.Values, ("day", day)]);
        return merchants;
    }

    /// <summary>Counts of the period with what is a state of its last day: pledges and merchants.</summary>
    public Dictionary<string, Counts> WithStates(string column, Period period)
    {
        var counted = By(column, period);
        var upTo = period with { From = DateOnly.MinValue };
        foreach (var (key, counts) in period == upTo ? [] : By(column, upTo))
        {
            var known = counted.GetValueOrDefault(key, Counts.Nothing);
            counted[key] = known with { Tally = WithPledges(known.Tally, counts.Tally) };
        }

        foreach (var (key, known) in counted.Where(c => period != upTo && c.Value.Tally.IsNothing).ToArray())
            if (known == Counts.Nothing) counted.Remove(key);
        foreach (var (key, merchants) in Merchants(column, period.To))
            counted[key] = counted.GetValueOrDefault(key, Counts.Nothing) with { AllianceMerchants = merchants };
        return counted;
    }

    private static Tally WithPledges(Tally period, Tally upTo) => period with
    {
        Pledges = upTo.Pledges, PledgesNotStated = upTo.PledgesNotStated,
            IllustrativePledges = upTo.IllustrativePledges,
    };

    private (string Sql, (string, object?)[] Values)? Over(string column, Period period)
    {
        var months = period.WholeMonths(out var leftOver);
        var (parts, values) = (new List<string>(), new List<(string, object?)>(_where.Values));
        if (months is { } whole)
        {
            parts.Add(Part(column, _tables.Month, "month", "m"));
            values.AddRange([("mFrom", whole.First), ("mTo", whole.Last)]);
        }

        foreach (var (days, n) in leftOver.Select((days, n) => (days, n)))
        {
            parts.Add(Part(column == "month" ? "substr(day, 1, 7)" : column, _tables.Day, "day", $"d{n}"));
            values.AddRange([($"d{n}From", days.From), ($"d{n}To", days.To)]);
        }

        return parts.Count == 0 ? null : (string.Join(" union all ", parts), [.. values]);
    }

    private string Part(string column, string table, string time, string name) =>
        $"select {(column.Length == 0 ? "''" : column)} as grouped, village, organisation, {Columns} from {table} " +
        $"where {_where.Sql} and {time} >= @{name}From and {time} <= @{name}To";
}

/// <summary>A region as a range of codes: every code that begins with its own. Works on both databases' byte
/// order.</summary>
internal sealed record RegionRange(string Code)
{
    public string Low => Code;

    /// <summary>The colon follows the digit nine.</summary>
    public string High => Code + ":";

    public bool IsVillage => Federation.Domain.Places.Regions.IsVillageCode(Code);
}
