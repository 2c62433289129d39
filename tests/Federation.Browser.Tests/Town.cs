using Federation.Tests.Rig;

namespace Federation.Tests.Browser;

/// <summary>One product with the sample's town, listening for real browsers, for all tests of the run.</summary>
/// <remarks>Tests change only what they make themselves: an action, a request, a month of their own.</remarks>
internal static class Town
{
    public const string Code = "440605121", Alliance = "jiujiang";

    /// <summary>The association of <c>staff-01</c> and its village.</summary>
    public const string Own = "jfh-001", Village = Code + "001";

    private static readonly Lazy<Task<Product>> Shared = new(Load);

    public static Task<Product> Loaded => Shared.Value;

    /// <summary>An action of a test's own within one month, launched, with one series and the association of
    /// <c>staff-01</c>; answers its path.</summary>
    public static async Task<string> Launched(Client coordinator, string month, string title)
    {
        var (id, on) = ($"walk-{Guid.NewGuid():N}", $"{month}-01");
        await coordinator.Done("/joint-actions", new
        {
            id, allianceId = Alliance, title = new { zh = title, en = title + " (en)" }, theme = "邻里", from = month,
            to = month, guidance = Array.Empty<string>(), partners = Array.Empty<string>(), on,
        });
        var path = $"/joint-actions/{id}";
        await coordinator.Done($"{path}/series", new { id = "tea", title = "邻里茶叙", order = 1, on });
        await coordinator.Done($"{path}/participants",
            new { organisationId = Own, villageCode = Village, seriesIds = Array.Empty<string>(), on });
        await coordinator.Done($"{path}/launch", new { on });
        return path;
    }

    /// <summary>A session of that action on the month's second day, held and not yet reported; answers its path.
    /// </summary>
    public static async Task<string> Planned(Client coordinator, string action, string month)
    {
        var id = await coordinator.Made($"{action}/sessions", new
        {
            seriesId = "tea", villageCode = Village, organisationId = Own, startsAt = $"{month}-02T09:00:00+08:00",
            place = "祠堂", on = $"{month}-02",
        });
        return $"{action}/sessions/{id}";
    }

    private static async Task<Product> Load()
    {
        var product = await Product.Listening(
            BothDatabases.Sqlite, ("Sample", "jiujiang"), ("environment", "Production"),
            ("urls", "http://127.0.0.1:0"));
        var coordinator = await product.SignedIn("coordinator");
        // The sample's only action is closed: its pages alone would not show the forms of an open one.
        var action = await Launched(coordinator, "2023-03", "邻里茶叙月");
        await Planned(coordinator, action, "2023-03");
        await Beside(coordinator, action, "2023-03");
        await coordinator.Made("/cases", new
        {
            actionId = action.Split('/')[^1], title = new { zh = "茶叙月", en = "A month of tea" },
            story = "办了{{figure:sessions}}。",
        });
        await coordinator.Made("/tasks", new
        {
            allianceId = Alliance, title = new { zh = "图书角整理", en = "Book corner" }, text = "周六整理图书角。",
        });
        await product.Anonymous().Done("/complaints", new { allianceId = Alliance, about = "other", text = "路灯坏了（试）" });
        return product;
    }

    /// <summary>What has a page of its own beside the action's.</summary>
    private static async Task Beside(Client coordinator, string action, string month)
    {
        var on = $"{month}-02";
        await coordinator.Done($"{action}/meetings",
            new { title = "茶叙沟通会", startsAt = $"{on}T09:00:00+08:00", place = "祠堂", on });
        await coordinator.Done($"{action}/challenges",
            new { id = "walk", seriesId = "tea", title = "七天健步", firstDay = on, days = 7, on });
        await coordinator.Done($"{action}/challenges/walk/participants",
            new { organisationId = Own, villageCode = Village, nickname = "银发健步队", on });
        await coordinator.Done($"{action}/documents",
            new { kind = "action-plan", title = "茶叙方案", link = "https://example.org/tea", on });
        await coordinator.Done("/stocks", new { id = "tea-leaflets", allianceId = Alliance, material = "茶叙宣传页", on });
        await coordinator.Done("/stocks/tea-leaflets/receipts", new { count = 500, source = "印刷厂", on });
    }
}
