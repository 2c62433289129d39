using Federation.Log;

namespace Federation.Grains;

/// <summary>How far the Processes are, in one statement.</summary>
/// <param name="Noted">The position up to which each has handled what is its own, by its name with the version.</param>
/// <param name="Parked">Whether anything is.</param>
/// <param name="DueAt">When the next thing falls due; null: nothing waits.</param>
internal sealed record Stand(IReadOnlyDictionary<string, long> Noted, bool Parked, DateTimeOffset? DueAt)
{
    private const string Sql =
        "select process, position, 0 from process_positions union all " +
        "select '', count(*), 1 from (select 1 from parked limit 1) p union all " +
        "select '', min(at), 2 from due";

    public static Stand Of(EventLog log)
    {
        var (noted, parked, due) = (new Dictionary<string, long>(), false, (DateTimeOffset?)null);
        log.Rows.Each(Sql, row =>
        {
            if (row.GetInt64(2) == 0) noted[row.GetString(0)] = row.GetInt64(1);
            else if (row.GetInt64(2) == 1) parked = row.GetInt64(1) > 0;
            else due = row.IsDBNull(1) ? null : Micros.ToMoment(row.GetInt64(1));
        });
        return new(noted, parked, due);
    }
}
