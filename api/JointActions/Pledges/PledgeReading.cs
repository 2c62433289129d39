using Federation.Api.Merchants;

namespace Federation.Api.JointActions;

/// <summary>A visited shop. Merchants are shops: their business names are no personal data.</summary>
/// <param name="VisitedOn">Null: a visit is only planned.</param>
/// <param name="Signed">yes, no, not-stated, withdrawn or (only planned) not-visited.</param>
/// <param name="Version">Of the text it was signed or renewed under; null: not stated.</param>
/// <param name="ValidUntil">The last day of the latest pledge; null: it does not lapse.</param>
/// <param name="Standing">As Signed, but a pledge is valid or, after its last day, lapsed.</param>
/// <param name="Leaflets">Handed out at its visits.</param>
public sealed record PledgeRow(
    string ActionId, string Id, Name Merchant, string VillageCode, string? OrganisationId, DateOnly? VisitedOn,
    string Signed, DateOnly? SignedOn, DateOnly? WithdrawnOn, bool InAlliance, DateOnly? JoinedOn, DateOnly? LeftOn,
    Items<string> Promises, string? Source, bool Illustrative, long? Version, DateOnly? RenewedOn,
    DateOnly? ValidUntil, string Standing, long Leaflets);

/// <summary>All shops of an action; for those who act in it, what is planned and what lapses soon.</summary>
/// <param name="Leaflets">Handed out at all visits of the action.</param>
public sealed record ActionShops(
    string ActionId, bool MayAct, bool Open, Listed<PledgeRow> Visited, IReadOnlyList<DueShop> Planned,
    IReadOnlyList<DueShop> Lapsing, long Leaflets);

/// <summary>Where and for whom the reader may enter a visit; a form asks for both in one list.</summary>
public sealed record VisitEntry(string ActionId, IReadOnlyList<ParticipantShown> Owners)
{
    public string At => $"/joint-actions/{ActionId}";

    internal static VisitEntry Of(Reading reading)
    {
        var of = reading.Rows.RequireAction(reading["id"]);
        var all = reading.Caller.Coordinates(of);
        return new(of.Id, [.. ActionReading.Participants(reading.Rows, of.Id)
            .Where(p => all || reading.Caller.Organisations.Contains(p.OrganisationId))]);
    }

    public Choice[] Choices(Lang lang) => [.. Owners.Select(p =>
        new Choice($"{p.OrganisationId}|{p.VillageCode}", $"{lang.Of(p.Name)} · {lang.Of(p.Village)}"))];

    /// <summary>What was chosen of them.</summary>
    internal static (string Organisation, string Village) Chosen(Posted form)
    {
        var owner = form.Required("organisationId").Split('|', 2);
        return (owner[0], owner[^1]);
    }
}

/// <summary>Reads of visited shops, oldest visit first.</summary>
internal static class PledgeReading
{
    /// <summary>Of shops as they stand on the day <c>@asOf</c>.</summary>
    public const string Select =
        "select p.action as action_id, p.pledge as id, p.merchant_zh, p.merchant_en, p.village as village_code, " +
        "p.organisation as organisation_id, p.visited_on, coalesce(p.signed, 'not-visited') as signed, p.signed_on, " +
        "p.withdrawn_on, p.member as in_alliance, p.joined_on, p.left_on, p.promises, p.source, p.illustrative, " +
        "nullif(p.version, 0) as version, p.renewed_on, " +
        "case when p.signed = 'yes' then p.valid_until end as valid_until, " +
        "case when p.signed = 'yes' and p.valid_until < @asOf then 'lapsed' when p.signed = 'yes' then 'valid' " +
        "when p.signed = 'no' then 'not-signed' else coalesce(p.signed, 'not-visited') end as standing, " +
        "coalesce(p.leaflets, 0) as leaflets from pledges p where ";

    public static Listed<PledgeRow> Found(Reading reading) =>
        Found(reading, reading.Rows.RequireAction(reading["id"]), reading.Today);

    public static ActionShops Shown(Reading reading)
    {
        var (of, today) = (reading.Rows.RequireAction(reading["id"]), reading.Today);
        var acts = SessionReading.MayReadNotes(reading, of);
        (string, object?)[] here = [("action", of.Id), ("since", today.AddDays(-Pledge.RenewalDays))];
        var (phase, leaflets) = reading.Rows.One(
            "select a.phase, cast(coalesce((select sum(p.leaflets) from pledges p where p.action = a.action), 0) " +
            "as bigint) from actions a where a.action = @action", r => (r.GetString(0), r.GetInt64(1)), here[0]);
        return new(
            of.Id, acts, phase == RowText.Of(ActionPhase.Launched),
            Found(reading, of, Counting.CoverageQuery.AsOfDay(reading)),
            acts ? ShopReading.ToVisit(reading, "p.action = @action", DateOnly.MaxValue, here) : [],
            acts ? ShopReading.ToRenew(
                reading, "p.action = @action and p.valid_until >= @since", today.AddDays(Pledge.RenewalDays),
                here) : [],
            leaflets);
    }

    private static Listed<PledgeRow> Found(Reading reading, ActionOf of, DateOnly asOf) => reading.Page(
        Visited(reading, "p.action = @action", asOf, ("action", of.Id)), p => $"{p.VisitedOn:yyyy-MM-dd}|{p.Id}");

    /// <summary>Shops visited up to a day, one more than a page.</summary>
    public static IReadOnlyList<PledgeRow> Visited(
        Reading reading, string where, DateOnly asOf, params (string, object?)[] values)
    {
        var (day, id) = reading.Cursor.Split('|') is [var d, var i] ? (d, i) : ("", "");
        return reading.Rows.All<PledgeRow>(
            $"{Select}{where} and p.visited_on <= @asOf and (p.visited_on > @day " +
            "or (p.visited_on = @day and p.pledge > @id)) order by p.visited_on, p.pledge limit @max",
            [.. values, ("asOf", asOf), ("day", day), ("id", id), ("max", reading.Limit + 1)]);
    }
}
