using System.Text.Json.Nodes;
using Federation.Domain;

namespace Federation.Tests.JointActions;

/// <summary>A launched joint action that is under way today, with one member of a town of the test's own.</summary>
public sealed class CurrentAction
{
    private CurrentAction(Registry.Registry registry, string member) => (Registry, Member) = (registry, member);

    public static DateOnly Today => Days.Of(DateTimeOffset.UtcNow);

    public Registry.Registry Registry { get; }

    public string Member { get; }

    public string Id => $"now-{Registry.Town}";

    public string Path => $"/joint-actions/{Id}";

    public string Village => Registry.Villages[0];

    public Client Coordinator => Registry.Coordinator;

    public static async Task<CurrentAction> Launched(string kind)
    {
        var registry = await Tests.Registry.Registry.On(kind);
        var action = new CurrentAction(registry, await registry.Member());
        await registry.Coordinator.Done("/joint-actions", new
        {
            id = action.Id, allianceId = registry.Alliance, title = "正在进行的行动", theme = "食品安全",
            from = Days.Text(Today.AddDays(-30)), to = Days.Text(Today.AddDays(60)),
        });
        await action.Post("series", new { id = "street", title = "进街巷", order = 1 });
        await action.Post("participants", new { organisationId = action.Member, villageCode = action.Village });
        await action.Post("launch");
        return action;
    }

    public Task<JsonObject> Post(string part, object? body = null) => Coordinator.Done($"{Path}/{part}", body);

    public static string At(DateOnly day, string clock = "09:30") => $"{Days.Text(day)}T{clock}:00+08:00";

    public object Session(string id, DateOnly day) => new
    {
        id, seriesId = "street", villageCode = Village, organisationId = Member, startsAt = At(day), place = "文化中心",
    };

    /// <summary>The same with more of it, or less.</summary>
    public Dictionary<string, object?> Recurring(DateOnly first, string every, int times) => new()
    {
        ["seriesId"] = "street", ["villageCode"] = Village, ["organisationId"] = Member, ["startsAt"] = At(first),
        ["place"] = "文化中心", ["every"] = every, ["times"] = times,
    };

    public async Task Refused(int status, string code, string part, object body, Client? by = null)
    {
        var answer = await (by ?? Coordinator).Post($"{Path}/{part}", body);
        Assert.Equal((status, code), (answer.Status, answer.Code));
    }
}
