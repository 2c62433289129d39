namespace Federation.Api.Merchants;

/// <summary>What anybody may open: the list of merchants, the public proof of one, and its badge.</summary>
public static class PublicMerchants
{
    /// <summary>Those with a pledge in force, and those in the merchants' alliance.</summary>
    private const string Stands =
        "((p.signed = 'yes' and (p.valid_until is null or p.valid_until >= @asOf)) or p.member = 1)";

    public static readonly Feature Feature = new("/merchants", [], merchants =>
    {
        merchants.Get<Listed<PledgeRow>, MerchantsPage>("", Who.Everyone, Found, "village action q");
        merchants.Page<Proof, ProofPage>("/{id}/{pledgeId}", Who.Everyone, Proof.Of);
        merchants.Page<Proof, BadgePage>("/{id}/{pledgeId}/badge", Who.Everyone, Proof.Of);
    });

    /// <summary>By village and name.</summary>
    private static Listed<PledgeRow> Found(Reading reading)
    {
        var asked = new[]
        {
            new(Stands, ("asOf", reading.Today)), reading.Same("village", "p.village"),
            reading.Same("action", "p.action"),
            reading.Words() is not { } words ? null : new Condition(
                "(lower(p.merchant_zh) like @q escape '!' or lower(p.merchant_en) like @q escape '!')", ("q", words)),
            reading.Cursor.Split('|') is not [var v, var shop, var a, var id] ? null : new Condition(
                "(p.village, p.shop, p.action, p.pledge) > (@v, @shop, @a, @id)",
                ("v", v), ("shop", shop), ("a", a), ("id", id)),
        }.OfType<Condition>().ToArray();
        return reading.Page(
            reading.Rows.All<PledgeRow>(
                PledgeReading.Select + string.Join(" and ", asked.Select(c => c.Sql)) +
                " order by p.village, p.shop, p.action, p.pledge limit @max",
                [.. asked.SelectMany(c => c.Values), ("max", reading.Limit + 1)]),
            row => $"{row.VillageCode}|{Shop.Key(row.Merchant.Zh)}|{row.ActionId}|{row.Id}");
    }

    /// <summary>Villages that have such a shop, to choose from.</summary>
    internal static IReadOnlyList<Choice> Villages(Choose choose, DateOnly today) => choose.From(
        "select distinct p.village, coalesce(v.name, p.village), v.name_en from pledges p " +
        $"left join villages v on v.code = p.village where {Stands} order by p.village", ("asOf", today));

    /// <summary>Actions that have such a shop.</summary>
    internal static IReadOnlyList<Choice> Actions(Choose choose, DateOnly today) => choose.From(
        "select distinct p.action, coalesce(a.title_zh, p.action), a.title_en from pledges p " +
        $"left join actions a on a.action = p.action where {Stands} order by p.action", ("asOf", today));
}

/// <summary>What the public may know of one shop, as of today.</summary>
/// <param name="Text">The version that was signed, where it is stated.</param>
/// <param name="Address">The absolute one, for a badge's code; null where nobody has said how the public gets
/// here.</param>
public sealed record Proof(
    PledgeRow Shop, PledgeTextShown? Text, Name Village, Name Action, Name Alliance, DateOnly AsOf, string? Address)
{
    /// <summary>A pledge in force or membership: what a badge says.</summary>
    public bool Stands => Shop.Standing == "valid" || Shop.InAlliance;

    public string At => $"/merchants/{Shop.ActionId}/{Shop.Id}";

    /// <summary>What it promised itself, else what the text it signed promises.</summary>
    public IReadOnlyList<Name> Promises => Shop.Promises.Count > 0 || Text is null
        ? [.. Shop.Promises.Select(promise => new Name(promise))] : Text.Promises;

    internal static Proof? Of(Reading reading)
    {
        var of = reading.Rows.RequireAction(reading["id"]);
        if (ShopReading.Row(reading, of) is not { VisitedOn: not null } shop) return null;
        var names = new RecordNames(reading.Rows);
        return new(
            shop, PledgeTexts.Of(reading.Rows, of.Id).FirstOrDefault(t => t.Version == shop.Version),
            names.Village(shop.VillageCode), names.Action(of.Id), names.Alliance(of.AllianceId), reading.Today,
            reading.PublicAddress is { } address ? $"{address}/merchants/{of.Id}/{shop.Id}" : null);
    }
}
