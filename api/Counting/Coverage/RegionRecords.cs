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
    public static Listed<object> Of(Reading reading, string key, CoverageQuery query) => key switch
    {
        FigureRegistry.Villages => Page<VillageRecord>(
            reading, query, $"select v.code as id, v.name, v.name_en {RegionFigures.Villages}", "v.code", p => p.Id),
        FigureRegistry.VillagesCovered => Page<CoveredRecord>(
            reading, query, "select s.village as village_code, v.name as village_zh, v.name_en as village_en, " +
            "s.organisation as organisation_id, o.name as organisation_zh, o.name_en as organisation_en, " +
            $"s.from_day as since, s.illustrative {Organised(RegionFigures.Associations, "s")}",
            "s.village || '|' || s.organisation", c => $"{c.VillageCode}|{c.OrganisationId}"),
        FigureRegistry.MemberOrganisations => Page<MemberRecord>(
            reading, query, "select m.alliance as alliance_id, m.organisation as organisation_id, " +
            "o.name as organisation_zh, o.name_en as organisation_en, m.village as village_code, " +
            "m.from_day as \"from\", m.to_day as \"to\", m.illustrative " +
            Organised(RegionFigures.Members(query), "m"),
            "m.organisation || '|' || m.alliance", m => $"{m.OrganisationId}|{m.AllianceId}"),
        FigureRegistry.Mentors => Helped(reading, query, "h.mentor", "null as name_zh", ""),
        FigureRegistry.Teams => Helped(
            reading, query, "h.team", "t.name_zh, t.name_en", "left join teams t on t.team = h.id"),
        FigureRegistry.OrganisationsServed => Helped(
            reading, query, "h.receiver", "o.name, o.name_en", "left join organisations o on o.id = h.id"),
        _ => Help(reading, query),
    };

    /// <summary>The same rows with their organisations' names.</summary>
    private static string Organised(string from, string table) => from.Replace(
        " where ", $" join organisations o on o.id = {table}.organisation where ", StringComparison.Ordinal);

    private static Listed<object> Page<T>(
        Reading reading, CoverageQuery query, string select, string key, Func<T, string> cursorOf) where T : class =>
        FigureRecords.Any(reading.Page(
            reading.Rows.All<T>(
                $"{select} and {key} > @cursor order by {key} limit @max",
                [.. RegionFigures.Values(query), ("cursor", reading.Cursor), ("max", reading.Limit + 1)]),
            cursorOf));

    /// <summary>Each of the distinct mentors, teams or receivers, with what was confirmed up to the day.</summary>
    private static Listed<object> Helped(
        Reading reading, CoverageQuery query, string who, string name, string named) => Page<HelperRecord>(
        reading, query,
        $"select h.id, {name}, h.minutes, h.deliveries, h.illustrative from (select {who} as id, " +
        "cast(sum(h.minutes) as bigint) as minutes, cast(sum(h.deliveries) as bigint) as deliveries, " +
        $"max(h.illustrative) as illustrative {RegionFigures.Help(query)} and h.deliveries > 0 group by {who}) h " +
        $"{named} where h.id <> ''", "h.id", h => h.Id);

    private static Listed<object> Help(Reading reading, CoverageQuery query) => Page<HelpRecord>(
        reading, query,
        "select h.provider as provider_id, nullif(h.mentor, '') as mentor_id, nullif(h.team, '') as team_id, " +
        "h.receiver as receiver_id, h.village as village_code, h.topic, h.day, h.minutes, h.deliveries, " +
        $"h.illustrative {RegionFigures.Help(query)} and h.deliveries > 0 and h.day >= @from",
        "h.day || '|' || h.provider || '|' || h.mentor || '|' || h.team || '|' || h.receiver || '|' || " +
        "h.village || '|' || h.topic",
        h => h.Cursor);
}
