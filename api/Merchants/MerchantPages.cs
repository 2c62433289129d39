using Federation.Api.Counting;
using Federation.Api.JointActions;

namespace Federation.Api.Merchants;

/// <summary>What anybody may open: the list of merchants, the public proof of one, and its badge.</summary>
public static class MerchantPages
{
    private const string At = "/merchants";

    public static readonly RoleRow[] Roles =
    [
        new("GET", At, Who.Everyone),
        new("GET", At + "/{id}/{pledgeId}", Who.Everyone),
        new("GET", At + "/{id}/{pledgeId}/badge", Who.Everyone),
        .. ShopPages.Roles, .. PledgeTextPages.Roles,
    ];

    public static void MapMerchantPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At, List);
        pages.MapGet(At + "/{id}/{pledgeId}", (string id, string pledgeId, Reading reading) =>
            Pages.Of<ProofPage>(new { Proof = Proof.Of(reading, id, pledgeId) }));
        pages.MapGet(At + "/{id}/{pledgeId}/badge",
            (string id, string pledgeId, Reading reading, IConfiguration settings) => Pages.Of<BadgePage>(new
            {
                Proof = Proof.Of(reading, id, pledgeId),
                Address = $"{PublicAddress(reading.Http.Request, settings)}{At}/{id}/{pledgeId}",
            }));
        pages.MapShopPages();
        pages.MapPledgeTextPages();
    }

    /// <summary>Where the public reaches this gateway: as set, else as this request did.</summary>
    private static string PublicAddress(HttpRequest request, IConfiguration settings) =>
        settings["Federation:PublicAddress"]?.TrimEnd('/') is { Length: > 0 } set
            ? set : $"{request.Scheme}://{request.Host}";

    private static IResult List(Reading reading, Lang lang)
    {
        var (found, names) = (MerchantReading.Found(reading), new RecordNames(reading.Rows));
        return Pages.Of<MerchantsPage>(new
        {
            Merchants = found.Take(reading.Limit).ToArray(), Names = names,
            Next = found.Count > reading.Limit
                ? reading.Next(MerchantReading.CursorOf(found[reading.Limit - 1])) : null,
            reading.First, Filters = reading.Typed("q", "village", "action"), reading.Today,
            Villages = MerchantReading.With(reading, "village")
                .Select(v => new Choice(v, lang.Of(names.Village(v)))).ToArray(),
            Actions = MerchantReading.With(reading, "action")
                .Select(a => new Choice(a, lang.Of(names.Action(a)))).ToArray(),
        });
    }
}

/// <summary>What the public may know of one shop, as of today.</summary>
/// <param name="Text">The version that was signed, where it is stated.</param>
public sealed record Proof(
    PledgeEndpoints.PledgeRow Shop, PledgeTextShown? Text, Domain.Name Village, Domain.Name Action,
    Domain.Name Alliance, DateOnly AsOf)
{
    /// <summary>A pledge in force or membership: what a badge says.</summary>
    public bool Stands => Shop.Standing == "valid" || Shop.InAlliance;

    public string At => $"/merchants/{Shop.ActionId}/{Shop.Id}";

    /// <summary>What it promised itself, else what the text it signed promises.</summary>
    public IReadOnlyList<Domain.Name> Promises => Shop.Promises.Count > 0 || Text is null
        ? [.. Shop.Promises.Select(promise => new Domain.Name(promise))] : Text.Promises;

    internal static Proof Of(Reading reading, string action, string pledge)
    {
        var of = reading.Rows.RequireAction(action);
        var shop = ShopReading.Row(reading, of, pledge);
        if (shop?.VisitedOn is null) throw new ProblemException(Problem.NotFound);
        var names = new RecordNames(reading.Rows);
        return new(
            shop,
            PledgeTextReading.Of(reading.Rows, of.Id).FirstOrDefault(t => t.Version == shop.Version),
            names.Village(shop.VillageCode), names.Action(of.Id), names.Alliance(of.AllianceId), reading.Today);
    }
}
