using System.Text.Json.Nodes;

namespace Federation.Tests.JointActions;

/// <summary>A joint action of a test's own: a town, three members in three villages, two series of which one is
/// outreach.</summary>
public sealed class Action
{
    public const string Month = "2022-03";

    private Action(Registry.Registry registry, string[] members, string id) =>
        (Registry, Members, Id) = (registry, members, id);

    public Registry.Registry Registry { get; }

    /// <summary>The first is in the town's first village, and so on.</summary>
    public string[] Members { get; }

    public string Id { get; }

    public string Path => $"/joint-actions/{Id}";

    public Client Coordinator => Registry.Coordinator;

    public string[] Villages => Registry.Villages;

    public string Coverage => $"/coverage/{Registry.Town}";

    public static async Task<Action> Draft(string kind) => await Draft(await Tests.Registry.Registry.On(kind));

    public static async Task<Action> Draft(Registry.Registry registry, string prefix = "food")
    {
        var members = new List<string>();
        for (var i = 0; i < 3; i++) members.Add(await MemberOf(registry, i));
        var action = new Action(registry, [.. members], $"{prefix}-{registry.Town}");
        await registry.Coordinator.Done("/joint-actions", new
        {
            id = action.Id, allianceId = registry.Alliance, title = new { zh = "儿童食品安全联合行动", en = "Food safety" },
            theme = "食品安全", goal = "让孩子吃得安全", from = "2021-09", to = "2022-03", guidance = new[] { "食安办" },
            partners = Array.Empty<string>(), on = "2021-08-20",
        });
        await action.Post("series", new { id = "kitchen", title = "小厨房", order = 2, on = "2021-08-20" });
        await action.Post("series", new
        {
            id = "street", title = "进街巷", order = 1, scopes = new[] { "outreach" }, on = "2021-08-20",
        });
        await action.Post("scopes",
            new { scope = "outreach", name = new { zh = "宣传活动", en = "Outreach" }, on = "2021-08-20" });
        return action;
    }

    public static async Task<Action> Launched(string kind) => await Launched(await Tests.Registry.Registry.On(kind));

    public static async Task<Action> Launched(Registry.Registry registry, string prefix = "food")
    {
        var action = await Draft(registry, prefix);
        for (var i = 0; i < action.Members.Length; i++)
            await action.Post("participants", new
            {
                organisationId = action.Members[i], villageCode = action.Villages[i], seriesIds = Array.Empty<string>(),
                on = "2021-09-01",
            });
        await action.Post("launch", new { on = "2021-09-02" });
        return action;
    }

    public Task<JsonObject> Post(string part, object? body = null) => Coordinator.Done($"{Path}/{part}", body);

    /// <summary>Plans and reports a session of a past day; answers the report's position.</summary>
    public async Task<long> Hold(
        string id, string series, int member, string day, long personTimes, string precision = "exact",
            long volunteers = 0,
        long copies = 0)
    {
        await Post("sessions", Session(id, series, member, day));
        return await Report(id, day, personTimes, precision, volunteers, copies);
    }

    public object Session(string id, string series, int member, string day) => new
    {
        id, seriesId = series, villageCode = Villages[member], organisationId = Members[member],
        startsAt = $"{day}T09:00:00+08:00", place = "党群服务中心", on = day,
    };

    public async Task<long> Report(
        string id, string day, long personTimes, string precision = "exact", long volunteers = 0, long copies = 0)
    {
        var materials = copies == 0 ? Array.Empty<object>()
            : [new { name = "宣传册", count = copies, precision = "about" }];
        var done = await Post($"sessions/{id}/report", new
        {
            personTimes = new { value = personTimes, precision }, volunteers, minutes = 90, materials,
                note = "王姨很高兴", on = day,
        });
        return (long)done["position"]!;
    }

    /// <summary>Value and precision of a figure: its key, the kind and id of its scope, its source.</summary>
    public static (long?, string) Figure(JsonNode answer, string key, string scope, string? id = null,
        string source = "records")
    {
        var figure = Assert.Single(answer["figures"]!.AsArray(), f =>
            (string)f!["key"]! == key && (string)f["scope"]!["kind"]! == scope && (string)f["source"]! == source
            && (id is null || (string?)f["scope"]!["id"] == id))!;
        return ((long?)figure["value"], (string)figure["precision"]!);
    }

    private static async Task<string> MemberOf(Registry.Registry registry, int village)
    {
        var body = registry.Body(village, $"第{village}街坊会");
        (body["establishedOn"], body["on"]) = ("2021-06-10", "2021-06-10");
        var id = await registry.Coordinator.Made("/organisations", body);
        await registry.Coordinator.Done($"{registry.Path}/applications",
            new { organisationId = id, on = "2021-06-15" });
        await registry.Coordinator.Done($"{registry.Path}/applications/{id}/admission", new { on = "2021-06-20" });
        return id;
    }
}
