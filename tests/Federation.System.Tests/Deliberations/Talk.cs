using System.Text.Json.Nodes;

namespace Federation.Tests.Deliberations;

/// <summary>A deliberation of a test's own: a town, its areas, and a question with one topic.</summary>
public sealed class Talk
{
    public const string HeldOn = "2021-08-20";

    private Talk(Registry.Registry registry, string id, string[] areas) =>
        (Registry, Id, Areas) = (registry, id, areas);

    public Registry.Registry Registry { get; }

    public string Id { get; }

    public string[] Areas { get; }

    public string Path => $"/deliberations/{Id}";

    public Client Coordinator => Registry.Coordinator;

    /// <param name="areas">The first three hold one of the town's first villages each; all are called.</param>
    public static async Task<Talk> Called(string kind, int areas = 3, int quorum = 2)
    {
        var registry = await Tests.Registry.Registry.On(kind);
        string[] ids = [.. Enumerable.Range(1, areas).Select(n => $"area-{n}")];
        await Task.WhenAll(ids.Select((id, at) => registry.Coordinator.Done($"{registry.Path}/areas", new
        {
            id, name = $"第{at + 1}片区", villageCodes = at < 3 ? new[] { registry.Villages[at] } : [],
        })));
        var talk = new Talk(registry, $"talk-{registry.Town}", ids);
        await talk.Coordinator.Done("/deliberations", new
        {
            id = talk.Id, allianceId = registry.Alliance, question = "今年联合做什么？", heldOn = HeldOn, areaIds = ids,
            quorum, on = HeldOn,
        });
        await talk.Propose("food", "儿童食品安全");
        return talk;
    }

    public Task<JsonObject> Propose(string id, string title) => Coordinator.Done($"{Path}/topics", new
    {
        id, title = new { zh = title, en = id }, goal = "让孩子吃得安全", strategy = "进街巷、进课堂", resources = "镇社联、食安办",
        stakeholders = "家长、商家", audience = "儿童与家庭", implementers = "各街坊会", on = HeldOn,
    });

    /// <summary>An account of the person who represents an area.</summary>
    public async Task<Client> Representative(int area)
    {
        var organisation = await Registry.Member(area, $"第{area + 1}街坊会");
        var person = await Coordinator.Made("/people", new
        {
            organisationId = organisation, name = "陈代表", roles = new[] { "area-representative" },
        });
        await Coordinator.Done($"{Registry.Path}/areas/{Areas[area]}/representative", new { personId = person });
        var userName = $"rep-{Guid.NewGuid():N}"[..24];
        await Registry.Admin.Done("/accounts", new
        {
            userName, personId = person, password = Product.Password,
            roles = new[] { new { role = "organisation-staff", scope = organisation } },
        });
        return await Registry.Product.SignedIn(userName);
    }

    public static object Opinion(string area, int recommendation, int difficulty, params string[] reasons) =>
        new { areaId = area, topicId = "food", recommendation, difficulty, reasons };

    /// <summary>What the coordinator enters of an area's paper.</summary>
    public Task<JsonObject> OnPaper(int area, int recommendation, int difficulty, string topic = "food") =>
        Coordinator.Done($"{Path}/opinions", new
        {
            areaId = Areas[area], topicId = topic, recommendation, difficulty, reasons = new[] { "manpower" },
            onPaper = true,
        });

    public static JsonNode Topic(JsonNode shown, string id = "food") =>
        shown["topics"]!.AsArray().Single(topic => (string)topic!["id"]! == id)!;
}
