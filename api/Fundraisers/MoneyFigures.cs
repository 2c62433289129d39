namespace Federation.Api.Fundraisers;

/// <summary>Money raised and spent, and relays, as figures with the records behind them. What the platform published
/// stands beside the sum of the gifts, never in it.</summary>
internal static class MoneyFigures
{
    /// <summary>Of one campaign.</summary>
    public static IReadOnlyList<FigureAnswer> OfCampaign(Rows rows, FundraiserRow campaign, DateOnly asOf)
    {
        var scope = new Scope(ScopeKind.Named, campaign.Id, campaign.Title);
        return FigureAnswers.Of(
            Computed(rows, "f.campaign = @id", campaign.Id, scope, asOf), Published(rows, campaign, scope, asOf),
            figure => FigureAnswers.RecordsOf(figure.Key, ("campaign", campaign.Id), ("asOf", Days.Text(asOf))));
    }

    /// <summary>Of a joint action: nothing where it has no campaign; a published total where it has one only.</summary>
    public static (IReadOnlyList<Figure> Computed, IReadOnlyList<Publication> Published) OfAction(
        Rows rows, string action, Scope scope, DateOnly asOf)
    {
        var campaigns = FundraiserReading.OfAction(rows, action);
        if (campaigns.Count == 0) return ([], []);
        return (
            Computed(rows, "f.action = @id", action, scope, asOf),
            campaigns.Count == 1 ? Published(rows, campaigns[0], scope, asOf) : []);
    }

    // Null is not nothing: where no gift, spending or relay is recorded, the figure is not stated.
    private static IReadOnlyList<Figure> Computed(Rows rows, string where, string id, Scope scope, DateOnly asOf)
    {
        var raised = Sum(
            "select count(*), cast(coalesce(sum(d.fen), 0) as bigint) from fundraiser_days d " +
            $"join fundraisers f on f.campaign = d.campaign where {where} and d.day <= @asOf");
        var spent = Sum(
            "select count(*), cast(coalesce(sum(s.counts_fen), 0) as bigint) from fundraiser_spendings s " +
            $"join fundraisers f on f.campaign = s.campaign where {where} and s.step = 'approved' " +
            "and s.corrects is null and s.day <= @asOf");
        var relays = Sum(
            "select count(*), cast(coalesce(sum(s.value), 0) as bigint) from fundraiser_statements s " +
            $"join fundraisers f on f.campaign = s.campaign where {where} and s.kind = 'relays' and s.day = (" +
            "select max(t.day) from fundraiser_statements t where t.campaign = s.campaign and t.kind = 'relays' " +
            "and t.day <= @asOf)");
        return
        [
            Of(FigureRegistry.RaisedFen, raised), Of(FigureRegistry.SpentFen, spent),
            Of(FigureRegistry.Relays, relays),
        ];

        long? Sum(string sql) => rows.One(
            sql, r => r.GetInt64(0) == 0 ? (long?)null : r.GetInt64(1), ("id", id), ("asOf", asOf));

        Figure Of(string key, long? value) => Figure.Counted(key, value ?? 0, scope, asOf) with { Value = value };
    }

    private static IReadOnlyList<Publication> Published(
        Rows rows, FundraiserRow campaign, Scope scope, DateOnly asOf) =>
    [
        .. FundraiserReading.Statements(rows, campaign.Id, "total").Where(total => total.On <= asOf).TakeLast(1)
            .Select(total => new Publication(
                Figure.Published(FigureRegistry.RaisedFen, new(total.Value), scope, total.On),
                campaign.PublishedSource ?? campaign.Platform.Zh, null)),
    ];
}
