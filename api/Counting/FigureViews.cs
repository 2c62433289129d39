namespace Federation.Api.Counting;

/// <summary>A computed figure with what documents print of the same scope; either may be missing.</summary>
public sealed record FigurePair(string Key, FigureAnswer? Computed, IReadOnlyList<FigureAnswer> Published);

/// <summary>Figures of the API's answers as pages show them.</summary>
public static class FigureViews
{
    public static readonly string[] Reach =
    [
        FigureRegistry.Villages, FigureRegistry.VillagesCovered, FigureRegistry.VillagesReached,
        FigureRegistry.MemberOrganisations,
    ];

    public static readonly string[] Activity =
    [
        FigureRegistry.Series, FigureRegistry.DeliveringOrganisations, FigureRegistry.Sessions,
        FigureRegistry.PersonTimes, FigureRegistry.VolunteerTimes, FigureRegistry.Materials,
    ];

    public static readonly string[] Help =
    [
        FigureRegistry.Mentors, FigureRegistry.Teams, FigureRegistry.OrganisationsServed, FigureRegistry.SupportMinutes,
    ];

    public static readonly string[] Merchants = [FigureRegistry.Pledges, FigureRegistry.AllianceMerchants];

    public static readonly string[] Money =
        [FigureRegistry.RaisedFen, FigureRegistry.SpentFen, FigureRegistry.Relays];

    /// <summary>Every figure by what it is about.</summary>
    public static readonly (string Id, Name Title, string[] Keys)[] Groups =
    [
        ("reach", new("覆盖", "Reach"), Reach), ("help", new("互助", "Mutual help"), Help),
        ("activity", new("活动", "Activity"), Activity), ("merchants", new("商户", "Merchants"), Merchants),
        ("money", new("众筹", "Crowdfunding"), Money),
    ];

    public static FigureView Of(FigureAnswer figure, bool scoped = false) => new(
        FigureRegistry.Get(figure.Key).Name, figure.Value, RowText.Of(figure.Unit), RowText.Of(figure.Precision),
        figure.AsOf)
    {
        Scope = scoped ? figure.Scope.Name : null,
        Publication = figure.Publication is { } title ? new(title) : null,
        Illustrative = figure.Illustrative == true,
        // How many pledges are not stated is said in words of its own.
        InexactParts = figure.Key == FigureRegistry.Pledges ? 0 : (int)(figure.InexactParts ?? 0),
        // Money that is not stated has no record to lead to.
        Href = figure.Value is null && Money.Contains(figure.Key) ? null : PageOf(figure.Records),
    };

    /// <summary>The page of records behind a figure, from their address in the API.</summary>
    public static string? PageOf(string? records) =>
        records is not null && records.StartsWith("/api/v1", StringComparison.Ordinal)
            ? records["/api/v1".Length..] : records;

    /// <summary>Computed beside published, by scope and key, in the order of the registry.</summary>
    public static IReadOnlyList<FigurePair> Pairs(IEnumerable<FigureAnswer> figures, params string[] keys) =>
    [
        .. figures.Where(f => keys.Length == 0 || keys.Contains(f.Key)).GroupBy(f => (f.Scope, f.Key))
            .Select(of => new FigurePair(
                of.Key.Key, of.FirstOrDefault(f => f.Source == FigureSource.Records),
                [.. of.Where(f => f.Source == FigureSource.Published)])),
    ];

    public static FigureAnswer? Find(IEnumerable<FigureAnswer> figures, string key) =>
        figures.FirstOrDefault(f => f.Key == key && f.Source == FigureSource.Records);

    /// <summary>The amount in words, with its precision: 约700人次.</summary>
    public static string Said(Lang lang, FigureAnswer? figure) => figure?.Value is { } value
        ? lang.Quantity(value, RowText.Of(figure.Unit), RowText.Of(figure.Precision))
        : lang.T("未说明", "not stated");
}
