using Federation.Log.Counting;

namespace Federation.Api.Counting;

/// <summary>Figures of reach and of mutual help: states of a day, and help confirmed up to it.</summary>
internal static class RegionFigures
{
    /// <summary>A row's spell of days covers <c>@day</c>.</summary>
    private const string OnDay = "{0}.from_day <= @day and ({0}.to_day is null or {0}.to_day > @day)";

    public const string Villages =
        "from village_spells v where v.code >= @low and v.code < @high and v.placeholder = 0 " +
        "and v.from_day <= @day and (v.to_day is null or v.to_day > @day)";

    /// <summary>Associations established in a real village of the region on the day.</summary>
    public static readonly string Associations =
        "from association_spells s join village_spells v on v.code = s.village and v.placeholder = 0 " +
        $"where s.village >= @low and s.village < @high and {string.Format(OnDay, "s")} and " +
            $"{string.Format(OnDay, "v")}";

    /// <summary>Members on the day of the region's alliances; of a single village, the members that are seated
    /// there.</summary>
    public static string Members(CoverageQuery query) =>
        "from membership_spells m join alliances a on a.id = m.alliance where " +
        (query.Range.IsVillage ? "m.village >= @low and m.village < @high" : "a.region >= @low and a.region < @high") +
        (query.Alliance is null ? "" : " and m.alliance = @alliance") + $" and {string.Format(OnDay, "m")}";

    /// <summary>Confirmed help of the region's alliances (and help outside any to its villages); of a single village,
    /// help received there.</summary>
    public static string Help(CoverageQuery query) => "from help_days h where " + (
        query.Alliance is not null && !query.Range.IsVillage ? "h.alliance = @alliance"
        : query.Range.IsVillage ? "h.village >= @low and h.village < @high" +
            (query.Alliance is null ? "" : " and h.alliance = @alliance")
        : "(h.alliance in (select id from alliances where region >= @low and region < @high) " +
          "or (h.alliance = '' and h.village >= @low and h.village < @high))") + " and h.day <= @day";

    public static (string, object?)[] Values(CoverageQuery query) =>
    [
        ("low", query.Range.Low), ("high", query.Range.High), ("alliance", query.Alliance), ("day", query.Day),
        ("from", query.Period.From),
    ];

    public static IEnumerable<Figure> Of(Books books, CoverageQuery query)
    {
        var reach = books.Reach(query.Question);
        return
        [
            Counted(FigureRegistry.Villages, new(reach.Villages, false)),
            Counted(FigureRegistry.VillagesCovered, reach.Covered),
            Counted(FigureRegistry.MemberOrganisations, reach.Members), Counted(FigureRegistry.Mentors, reach.Mentors),
            Counted(FigureRegistry.Teams, reach.Teams), Counted(FigureRegistry.OrganisationsServed, reach.Served),
            Counted(FigureRegistry.SupportMinutes, reach.Minutes),
        ];

        Figure Counted(string key, Distinct counted) =>
            Figure.Counted(key, counted.Value, query.Scope, query.Day, counted.Illustrative);
    }

    /// <summary>What documents print about the region or its alliances, published as of the day or before.</summary>
    public static IReadOnlyList<Publication> Published(Rows rows, CoverageQuery query) => rows.All(
        $"select {Publication.Columns}, scope_kind, scope_id, l.name, l.name_en from alliance_figures f " +
        "left join alliances l on f.scope_kind = 'alliance' and l.id = f.scope_id " +
        "where f.as_of <= @day and ((f.scope_kind = 'region' and f.scope_id = @low) " +
        "or (f.scope_kind = 'alliance' and l.region >= @low and l.region < @high))" +
        (query.Alliance is null ? " " : " and f.alliance = @alliance ") + "order by figure, scope, as_of, source",
        r => Publication.Read(r, r.GetString(7) == "region"
            ? new(ScopeKind.Region, query.Code, query.Name)
            : new(ScopeKind.Alliance, r.GetString(8), new(r.Text(9) ?? r.GetString(8), r.Text(10)))),
        ("low", query.Range.Low), ("high", query.Range.High), ("day", query.AsOf), ("alliance", query.Alliance));
}
