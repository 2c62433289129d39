using Federation.Api.Merchants;

namespace Federation.Api.Home;

/// <summary>Shops to be visited and pledges to be renewed, for those who keep their records.</summary>
internal static class MerchantTasks
{
    private const int Shown = 5;

    /// <summary>Days before its last one on which a pledge becomes a task, and after it on which it still is
    /// one.</summary>
    private const int LapsingDays = 30;

    /// <summary>One by one, since each is a walk to a shop.</summary>
    public static IEnumerable<HomeTask> OfStaff(Reading reading, Lang lang, RecordNames names, string own)
    {
        var due = ShopReading.ToVisit(
            reading, "coalesce(p.next_by, p.organisation) = @own", reading.Today, ("own", own)).Take(Shown);
        foreach (var shop in due) yield return new(
            lang.T($"走访商户：{lang.Of(shop.Merchant)} {lang.Day(shop.Day)}",
                $"Visit {lang.Of(shop.Merchant)}, planned for {lang.Day(shop.Day)}"),
            $"{At(shop)}#visit", lang.Of(names.Village(shop.VillageCode)));
        foreach (var shop in Lapsing(reading, "p.organisation = @own", ("own", own)).Take(Shown)) yield return new(
            lang.T($"请商户续签承诺书：{lang.Of(shop.Merchant)}，到期日{lang.Day(shop.Day)}",
                $"Renew the pledge of {lang.Of(shop.Merchant)}, whose last day is {lang.Day(shop.Day)}"),
            $"{At(shop)}#steps", lang.Of(names.Village(shop.VillageCode)));
    }

    /// <summary>Of each action as many as there are: a coordinator looks who is behind.</summary>
    public static IEnumerable<HomeTask> OfCoordinator(
        Reading reading, Lang lang, RecordNames names, string alliance)
    {
        var due = ShopReading.ToVisit(reading, "p.alliance = @alliance", reading.Today, ("alliance", alliance));
        foreach (var shops in due.GroupBy(shop => shop.ActionId).Take(Shown)) yield return new(
            lang.Counted(shops.Count(), "家商户的走访已到期", "visit to a shop is due", "visits to shops are due"),
            $"/joint-actions/{shops.Key}/pledges#planned", lang.Of(names.Action(shops.Key)));
        var lapsing = Lapsing(reading, "p.alliance = @alliance", ("alliance", alliance));
        foreach (var shops in lapsing.GroupBy(shop => shop.ActionId).Take(Shown)) yield return new(
            lang.Counted(shops.Count(), "份商户承诺书快到期或刚过期", "pledge of a shop lapses soon or just did",
                "pledges of shops lapse soon or just did"),
            $"/joint-actions/{shops.Key}/pledges#lapsing", lang.Of(names.Action(shops.Key)));
    }

    private static IReadOnlyList<DueShop> Lapsing(Reading reading, string where, (string, object?) whose) =>
        ShopReading.ToRenew(
            reading, $"{where} and p.valid_until >= @since", reading.Today.AddDays(LapsingDays), whose,
            ("since", reading.Today.AddDays(-LapsingDays)));

    private static string At(DueShop shop) => $"/joint-actions/{shop.ActionId}/pledges/{shop.Id}";
}
