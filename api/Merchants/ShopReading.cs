namespace Federation.Api.Merchants;

/// <summary>A plan, a visit or a step of one shop, on its day.</summary>
/// <param name="Kind">planned, visited, signed, renewed, withdrawn, joined or left.</param>
/// <param name="Result">Of a visit: signed, refused, come-back, closed, not-in, checked; of one entered without more:
/// signed, not-signed or not-stated.</param>
/// <param name="Note">Free text: for members and coordinators only.</param>
public sealed record ShopStep(
    long Step, string Kind, DateOnly Day, DateOnly? PlannedFor, string? OrganisationId, string? Result, long? Alone,
    long? Pairs, long? Leaflets, string? Kept, string? Note, DateOnly? NextOn, long? Version, DateOnly? ValidUntil);

/// <summary>One shop with its whole history.</summary>
/// <param name="NextOn">The day of the next visit, for members and coordinators.</param>
public sealed record ShopShown(PledgeRow Shop, DateOnly? NextOn, IReadOnlyList<ShopStep> Steps);

/// <summary>A shop to be visited again, or one whose pledge is about to lapse or has lapsed.</summary>
public sealed record DueShop(string ActionId, string Id, Name Merchant, string VillageCode, DateOnly Day);

internal static class ShopReading
{
    private const int DueMax = 50;

    /// <summary>The organisation that keeps a record, or its alliance where none is stated: whose words a note is; and
    /// the village, empty for a shop that is not there: the decider says so.</summary>
    public static (string Keeper, string Village) KeeperOf(this Post post, ActionOf of, string pledge)
    {
        var (organisation, village) = post.Rows.One(
            "select organisation, village from pledges where action = @action and pledge = @pledge",
            r => (r.Text(0), r.GetString(1)), ("action", of.Id), ("pledge", pledge));
        return (organisation ?? of.AllianceId, village ?? "");
    }

    /// <summary>The reader may enter what happens to the shop.</summary>
    public static bool Keeps(Reading reading, PledgeRow shop) =>
        reading.Caller.Coordinates(reading.Rows.RequireAction(shop.ActionId))
        || (shop.OrganisationId is { } own && reading.Caller.Organisations.Contains(own));

    /// <summary>The shop of the address as it stands today, without its history.</summary>
    public static PledgeRow? Row(Reading reading, ActionOf of) => reading.Rows.One<PledgeRow>(
        PledgeReading.Select + "p.action = @action and p.pledge = @pledge",
        ("asOf", reading.Today), ("action", of.Id), ("pledge", reading["pledgeId"]));

    /// <summary>Null where there is no such shop, or the reader may not know of a visit that is only planned.</summary>
    public static ShopShown? Find(Reading reading)
    {
        var of = reading.Rows.RequireAction(reading["id"]);
        if (Row(reading, of) is not { } shop) return null;
        var member = SessionReading.MayReadNotes(reading, of);
        if (shop.VisitedOn is null && !member) return null;
        (string, object?)[] key = [("action", of.Id), ("pledge", shop.Id)];
        // Nobody counted, nothing handed out: no number rather than a nought.
        var steps = reading.Rows.All<ShopStep>(
            "select step, kind, day, planned_for, organisation as organisation_id, result, " +
            "nullif(alone, 0) as alone, nullif(pairs, 0) as pairs, nullif(leaflets, 0) as leaflets, kept, note, " +
            "next_on, nullif(version, 0) as version, valid_until from pledge_steps where action = @action and " +
            "pledge = @pledge order by step", key);
        if (!member) return new(shop, null,
            [.. steps.Where(s => s.Kind != "planned").Select(s => s with { Note = null, NextOn = null })]);
        var words = reading.OpenWords(steps.Select(s => s.Note), "visits of a shop");
        return new(
            shop,
            reading.Rows.One("select next_on from pledges where action = @action and pledge = @pledge",
                r => r.Day(0), key),
            [.. steps.Select(s => s with { Note = words.GetValueOrDefault(s.Note ?? "") })]);
    }

    /// <summary>Shops whose next visit is due by a day, the longest due first.</summary>
    public static IReadOnlyList<DueShop> ToVisit(
        Reading reading, string where, DateOnly upTo, params (string, object?)[] values) => Due(
        reading, "next_on", $"{where} and p.next_on is not null", upTo, values);

    /// <summary>Shops whose pledge ends within the days in which it can be renewed, or has ended.</summary>
    public static IReadOnlyList<DueShop> ToRenew(
        Reading reading, string where, DateOnly upTo, params (string, object?)[] values) => Due(
        reading, "valid_until", $"{where} and p.signed = 'yes'", upTo, values);

    private static IReadOnlyList<DueShop> Due(
        Reading reading, string day, string where, DateOnly upTo, (string, object?)[] values) =>
        reading.Rows.All<DueShop>(
            "select p.action as action_id, p.pledge as id, p.merchant_zh, p.merchant_en, p.village as village_code, " +
            $"p.{day} as day from pledges p where {where} and p.{day} <= @upTo " +
            $"order by p.{day}, p.action, p.pledge limit @max", [.. values, ("upTo", upTo), ("max", DueMax)]);
}
