using System.Data.Common;

namespace Federation.Api.Help;

/// <param name="PersonTimes">As far as reported.</param>
public sealed record PairShown(
    PartyShown? Provider, PartyShown? Receiver, long Minutes, long Deliveries, long PersonTimes, decimal? Rating,
    bool? Illustrative);

public sealed record TopicShown(
    string Topic, long Minutes, long Deliveries, long PersonTimes, decimal? Rating, bool? Illustrative,
    IEnumerable<PairShown> Pairs);

public sealed record HelpTotals(
    long Mentors, long Teams, long Providers, long OrganisationsServed, long Minutes, long Deliveries, long PersonTimes,
    decimal? Rating, bool? Illustrative);

/// <param name="Items">Pairs; where it is asked for by topic, topics with their pairs.</param>
public sealed record Ledger(
    DateOnly? From, DateOnly? To, string By, HelpTotals Totals, IReadOnlyList<object> Items);

/// <summary>Who helped whom: confirmed help, on the days it was given. Nothing of it is personal.</summary>
public static class HelpReading
{
    public static readonly Feature Feature = new("/help", [], help =>
        help.Get<Ledger, LedgerPage>("", Who.Everyone, Find, "by from to alliance organisationId"));

    private const string Measures =
        "sum(h.minutes), sum(h.deliveries), sum(h.person_times), sum(h.rating_sum), sum(h.illustrative)";

    private const string Names = "h.provider, p.name, p.name_en, h.receiver, r.name, r.name_en";

    /// <summary>The mean of ratings to two decimals; null while there is none.</summary>
    public static decimal? Mean(long? sum, long? count) =>
        count is > 0 ? Math.Round((decimal)sum!.Value / count.Value, 2) : null;

    /// <summary>What a statement finds under conditions, each null where nothing is asked for.</summary>
    internal static IReadOnlyList<T> Found<T>(
        this Reading reading, string select, string order, int max, Func<DbDataReader, T> row,
        params Condition?[] where)
    {
        Condition[] asked = [.. where.OfType<Condition>()];
        return reading.Rows.All(
            $"{select} where {string.Join(" and ", asked.Select(c => c.Sql))} order by {order} limit @max", row,
            [.. asked.SelectMany(c => c.Values), ("max", max)]);
    }

    /// <summary>For the words of a view that only its reading can make: names of people among them.</summary>
    internal static Lang Language(this Reading reading) =>
        reading.Http.RequestServices.GetRequiredService<Lang>();

    /// <summary>Pairs of provider and receiver, whole or under each topic, and what they add up to.</summary>
    public static Ledger Find(Reading reading)
    {
        var byTopic = reading.Text("by") switch
        {
            null or "organisation" => false,
            "topic" => true,
            _ => throw Reading.Wrong(
                "by", "“by”须为 organisation 或 topic。", "'by' is organisation or topic."),
        };
        var (from, to) = (reading.DayOrMonth("from", last: false), reading.DayOrMonth("to", last: true));
        var (alliance, organisation) = (reading.Id("alliance"), reading.Id("organisationId"));
        var where = "where h.day >= @from and h.day <= @to " + (alliance is null ? "" : "and h.alliance = @alliance ") +
            (organisation is null ? "" : "and (h.provider = @organisation or h.receiver = @organisation) ");
        (string, object?)[] values =
        [
            ("from", from ?? DateOnly.MinValue), ("to", to ?? DateOnly.MaxValue), ("alliance", alliance),
            ("organisation", organisation),
        ];
        return new(
            from, to, byTopic ? "topic" : "organisation", Totals(reading.Rows, where, values),
            byTopic ? ByTopic(reading.Rows, where, values)
                : Pairs(reading.Rows, where, values, "").Select(p => p.Pair).ToArray());
    }

    private static IReadOnlyList<TopicShown> ByTopic(Rows rows, string where, (string, object?)[] values)
    {
        var pairs = Pairs(rows, where, values, ", h.topic").ToLookup(p => p.Topic, p => p.Pair);
        return rows.All(
            $"select h.topic, {Measures} from help_days h {where}" +
            "group by h.topic order by sum(h.minutes) desc, h.topic",
            r => new TopicShown(
                r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), Mean(r.GetInt64(4), r.GetInt64(2)),
                Flag(r, 5), pairs[r.GetString(0)]),
            values);
    }

    private static IReadOnlyList<(string Topic, PairShown Pair)> Pairs(
        Rows rows, string where, (string, object?)[] values, string topic) => rows.All(
        $"select {Names}, {Measures}{topic} from help_days h left join organisations p on p.id = h.provider " +
        $"left join organisations r on r.id = h.receiver {where}group by {Names}{topic} " +
        "order by sum(h.minutes) desc, h.provider, h.receiver",
        r => (topic.Length > 0 ? r.GetString(11) : "", new PairShown(
            Parties.Party(r.GetString(0), r.Text(1), r.Text(2)), Parties.Party(r.GetString(3), r.Text(4), r.Text(5)),
            r.GetInt64(6), r.GetInt64(7), r.GetInt64(8), Mean(r.GetInt64(9), r.GetInt64(7)), Flag(r, 10))),
        values);

    private static HelpTotals Totals(Rows rows, string where, (string, object?)[] values) => rows.One(
        "select count(distinct nullif(h.mentor, '')), count(distinct nullif(h.team, '')), " +
        $"count(distinct h.provider), count(distinct h.receiver), {Measures} from help_days h {where}",
        r => new HelpTotals(
            r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), r.Number(4) ?? 0, r.Number(5) ?? 0,
            r.Number(6) ?? 0, Mean(r.Number(7), r.Number(5)), Flag(r, 8)),
        values)!;

    private static bool? Flag(DbDataReader row, int column) => row.Number(column) is > 0 ? true : null;
}
