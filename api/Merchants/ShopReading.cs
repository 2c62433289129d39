using Federation.Api.JointActions;
using Federation.Api.People;
using Federation.Domain.JointActions;

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
public sealed record ShopShown(PledgeEndpoints.PledgeRow Shop, DateOnly? NextOn, IReadOnlyList<ShopStep> Steps);

/// <summary>A shop to be visited again, or one whose pledge is about to lapse or has lapsed.</summary>
public sealed record DueShop(string ActionId, string Id, Name Merchant, string VillageCode, DateOnly Day);

internal static class ShopReading
{
    private const int DueMax = 50;

    /// <summary>Organisation that keeps a record, or its alliance where none is stated: whose words a note is.
    /// </summary>
    public static string KeeperOf(this Post post, ActionOf of, string pledge) => post.Rows.One(
        "select organisation from pledges where action = @action and pledge = @pledge", r => r.Text(0),
        ("action", of.Id), ("pledge", pledge)) ?? of.AllianceId;

    /// <summary>Empty for a shop that is not there: the decider says so.</summary>
    public static string VillageOf(this Post post, ActionOf of, string pledge) => post.Rows.One(
        "select village from pledges where action = @action and pledge = @pledge", r => r.GetString(0),
        ("action", of.Id), ("pledge", pledge)) ?? "";

    /// <summary>A shop as it stands today, without its history.</summary>
    public static PledgeEndpoints.PledgeRow? Row(Reading reading, ActionOf of, string pledge) => reading.Rows.One(
        $"select {PledgeEndpoints.Columns} from pledges p where p.action = @action and p.pledge = @pledge",
        r => PledgeEndpoints.Read(r, reading.Today), ("action", of.Id),
        ("pledge", Post.Reference(pledge, "pledgeId")));

    /// <summary>Null where there is no such shop, or the reader may not know of a visit that is only planned.</summary>
    public static ShopShown? Find(Reading reading, ActionOf of, string pledge)
    {
        (string, object?)[] key = [("action", of.Id), ("pledge", Post.Reference(pledge, "pledgeId"))];
        var found = reading.Rows.One(
            $"select {PledgeEndpoints.Columns}, p.next_on from pledges p " +
            "where p.action = @action and p.pledge = @pledge",
            r => new ShopShown(PledgeEndpoints.Read(r, reading.Today), r.Day(20), []), key);
        var member = found is not null && SessionReading.MayReadNotes(reading, of);
        if (found is null || (found.Shop.VisitedOn is null && !member)) return null;
        var steps = reading.Rows.All(
            "select step, kind, day, planned_for, organisation, result, alone, pairs, leaflets, kept, note, next_on, " +
            "version, valid_until from pledge_steps where action = @action and pledge = @pledge order by step", Step,
            key);
        var words = member ? reading.OpenWords(steps.Select(s => s.Note), "visits of a shop") : [];
        return found with
        {
            NextOn = member ? found.NextOn : null,
            Steps =
            [
                .. steps.Where(s => member || s.Kind != "planned").Select(s => s with
                {
                    Note = s.Note is null ? null : words.GetValueOrDefault(s.Note),
                    NextOn = member ? s.NextOn : null,
                }),
            ],
        };
    }

    private static ShopStep Step(System.Data.Common.DbDataReader r) => new(
        r.GetInt64(0), r.GetString(1), r.Day(2)!.Value, r.Day(3), r.Text(4), r.Text(5), Some(r.Number(6)),
        Some(r.Number(7)), Some(r.Number(8)), r.Text(9), r.Text(10), r.Day(11), Some(r.Number(12)), r.Day(13));

    // Nobody counted, nothing handed out: no number rather than a nought.
    private static long? Some(long? number) => number > 0 ? number : null;

    /// <summary>Shops whose next visit is due by a day, the longest due first.</summary>
    public static IReadOnlyList<DueShop> ToVisit(
        Reading reading, string where, DateOnly upTo, params (string, object?)[] values) => Due(
        reading, "next_on", $"{where} and p.next_on is not null and p.next_on <= @upTo", upTo, values);

    /// <summary>Shops whose pledge ends within the days in which it can be renewed, or has ended.</summary>
    public static IReadOnlyList<DueShop> ToRenew(
        Reading reading, string where, DateOnly upTo, params (string, object?)[] values) => Due(
        reading, "valid_until", $"{where} and p.signed = 'yes' and p.valid_until <= @upTo", upTo, values);

    private static IReadOnlyList<DueShop> Due(
        Reading reading, string day, string where, DateOnly upTo, (string, object?)[] values) => reading.Rows.All(
        $"select p.action, p.pledge, p.merchant_zh, p.merchant_en, p.village, p.{day} from pledges p where {where} " +
        $"order by p.{day}, p.action, p.pledge limit @max",
        r => new DueShop(r.GetString(0), r.GetString(1), r.Name(2), r.GetString(4), r.Day(5)!.Value),
        [.. values, ("upTo", upTo), ("max", DueMax)]);
}
