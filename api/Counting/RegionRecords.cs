using Federation.Domain.Counting;

namespace Federation.Api.Counting;

public sealed record VillageRecord(string Id, Name Name);

public sealed record CoveredRecord(
    string VillageCode, Name Village, string OrganisationId, Name Organisation, DateOnly? Since, bool Illustrative);

public sealed record MemberRecord(
    string AllianceId, string OrganisationId, Name Organisation, string VillageCode, DateOnly? From, DateOnly? To,
    bool Illustrative);

public sealed record HelperRecord(string Id, Name? Name, long Minutes, long Deliveries, bool Illustrative);

public sealed record HelpRecord(
    string ProviderId, string? MentorId, string? TeamId, string ReceiverId, string VillageCode, string Topic,
    DateOnly Day, long Minutes, long Deliveries, bool Illustrative)
{
    public string Cursor =>
        string.Join('|', Days.Text(Day), ProviderId, MentorId, TeamId, ReceiverId, VillageCode, Topic);
}

/// <summary>What is behind figures of reach and of mutual help. Mentors appear by id: their names are
/// personal.</summary>
internal static class RegionRecords
{
    public static RecordsPage Of(Reading reading, string key, CoverageQuery query) => key switch
    {
        FigureRegistry.Villages => Listed(
            reading, query,
            $"select v.code, v.name, v.name_en {RegionFigures.Villages} and v.code > @cursor order by v.code",
            r => new VillageRecord(r.GetString(0), new(r.GetString(1), r.Text(2))), p => p.Id),
        FigureRegistry.VillagesCovered => Listed(
            reading, query, "select s.village, v.name, v.name_en, s.organisation, o.name, o.name_en, s.from_day, " +
                "s.illustrative " +
            RegionFigures.Associations.Replace(" where ", " join organisations o on o.id = s.organisation where ",
                StringComparison.Ordinal) +
            " and s.village || '|' || s.organisation > @cursor order by s.village || '|' || s.organisation",
            r => new CoveredRecord(
                r.GetString(0), new(r.GetString(1), r.Text(2)), r.GetString(3), new(r.GetString(4), r.Text(5)),
                r.Day(6), r.Flag(7)),
            c => $"{c.VillageCode}|{c.OrganisationId}"),
        FigureRegistry.MemberOrganisations => Listed(
            reading, query, "select m.alliance, m.organisation, o.name, o.name_en, m.village, m.from_day, " +
                "m.to_day, m.illustrative " +
            RegionFigures.Members(query).Replace(" where ", " join organisations o on o.id = m.organisation where ",
                StringComparison.Ordinal) +
            " and m.organisation || '|' || m.alliance > @cursor order by m.organisation || '|' || m.alliance",
            r => new MemberRecord(
                r.GetString(0), r.GetString(1), new(r.GetString(2), r.Text(3)), r.GetString(4),
                r.Day(5), r.Day(6), r.Flag(7)),
            m => $"{m.OrganisationId}|{m.AllianceId}"),
        FigureRegistry.Mentors => Helped(reading, query, "h.mentor", "''", "''"),
        FigureRegistry.Teams => Helped(reading, query, "h.team", "t.name_zh", "t.name_en"),
        FigureRegistry.OrganisationsServed => Helped(reading, query, "h.receiver", "o.name", "o.name_en"),
        _ => Help(reading, query),
    };

    private static RecordsPage Listed<T>(
        Reading reading, CoverageQuery query, string sql,
        Func<System.Data.Common.DbDataReader, T> row, Func<T, string> cursor) where T : class =>
        RecordsPage.Of(
            reading,
            reading.Rows.All(
                sql + " limit @max", row,
                [.. RegionFigures.Values(query), ("cursor", reading.Cursor), ("max", reading.Limit + 1)]),
            cursor);

    /// <summary>Each of the distinct mentors, teams or receivers, with what was confirmed up to the day.</summary>
    private static RecordsPage Helped(Reading reading, CoverageQuery query, string who, string zh, string en)
    {
        var names = zh == "''" ? "" : zh.StartsWith('t') ? "left join teams t on t.team = h.id"
            : "left join organisations o on o.id = h.id";
        return Listed(
            reading, query,
            $"select h.id, {zh}, {en}, h.minutes, h.deliveries, h.illustrative from (select {who} as id, " +
            "cast(sum(h.minutes) as bigint) as minutes, cast(sum(h.deliveries) as bigint) as deliveries, " +
            $"max(h.illustrative) as illustrative {RegionFigures.Help(query)} and h.deliveries > 0 and {who} > " +
                $"@cursor " +
            $"group by {who}) h {names} order by h.id",
            r => new HelperRecord(
                r.GetString(0), r.Text(1) is { Length: > 0 } name ? new(name, r.Text(2)) : null, r.GetInt64(3),
                r.GetInt64(4), r.Flag(5)),
            h => h.Id);
    }

    private static RecordsPage Help(Reading reading, CoverageQuery query)
    {
        const string cursor = "h.day || '|' || h.provider || '|' || h.mentor || '|' || h.team || '|' || " +
            "h.receiver || '|' || " +
            "h.village || '|' || h.topic";
        return Listed(
            reading, query,
            "select h.provider, h.mentor, h.team, h.receiver, h.village, h.topic, h.day, h.minutes, " +
            "h.deliveries, h.illustrative " +
            $"{RegionFigures.Help(query)} and h.deliveries > 0 and h.day >= @from " +
            $"and {cursor} > @cursor order by {cursor}",
            r => new HelpRecord(
                r.GetString(0), NotEmpty(r.GetString(1)), NotEmpty(r.GetString(2)), r.GetString(3), r.GetString(4),
                r.GetString(5), r.Day(6)!.Value, r.GetInt64(7), r.GetInt64(8), r.Flag(9)),
            h => h.Cursor);

        static string? NotEmpty(string text) => text.Length == 0 ? null : text;
    }
}
