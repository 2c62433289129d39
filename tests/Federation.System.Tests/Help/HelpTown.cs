using System.Text.Json.Nodes;
using Federation.Domain;
using Federation.Log;
using Federation.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.Help;

/// <summary>A town with two member organisations: one has an accepted mentor, the other wants help.</summary>
public sealed class HelpTown
{
    public const string Topic = "社区花园";

    private static readonly Dictionary<string, Lazy<Task<HelpTown>>> Shared = BothDatabases.All
        .Select(row => (string)row[0])
        .ToDictionary(kind => kind, kind => new Lazy<Task<HelpTown>>(() => Founded(kind)));

    private HelpTown(Registry.Registry registry) => Registry = registry;

    public Registry.Registry Registry { get; }

    public string Provider { get; private set; } = "";

    public string Receiver { get; private set; } = "";

    public Client ProviderStaff { get; private set; } = null!;

    public Client ReceiverStaff { get; private set; } = null!;

    public string Mentor { get; set; } = "";

    public Client Coordinator => Registry.Coordinator;

    public static DateOnly Today => Days.Of(TimeProvider.System.GetUtcNow());

    /// <summary>The town that the tests of a run share, with a mentor of this test's own.</summary>
    public static async Task<HelpTown> On(string kind)
    {
        var shared = await Shared[Formation.Chosen.DatabaseFor(kind)].Value;
        var town = new HelpTown(shared.Registry)
        {
            Provider = shared.Provider, Receiver = shared.Receiver,
            ProviderStaff = shared.ProviderStaff, ReceiverStaff = shared.ReceiverStaff,
        };
        town.Mentor = await town.NewMentor();
        return town;
    }

    /// <summary>A town that no other test changes, for what is summed.</summary>
    public static async Task<HelpTown> Alone(string kind)
    {
        var town = await Founded(kind);
        town.Mentor = await town.NewMentor();
        return town;
    }

    private static async Task<HelpTown> Founded(string kind)
    {
        var town = new HelpTown(await Federation.Tests.Registry.Registry.On(kind));
        town.Provider = await town.Registry.Member(0, "甲街坊会");
        town.Receiver = await town.Registry.Member(1, "乙街坊会");
        town.ProviderStaff = await town.Registry.Staff(town.Provider);
        town.ReceiverStaff = await town.Registry.Staff(town.Receiver);
        return town;
    }

    /// <summary>Nominated by the provider, accepted by the coordinator.</summary>
    public async Task<string> NewMentor(string name = "王小明", string topic = Topic)
    {
        var mentor = await ProviderStaff.Made("/mentors", Nomination(name, topic));
        await Coordinator.Done($"/mentors/{mentor}/acceptance");
        return mentor;
    }

    public object Nomination(string name = "王小明", string topic = Topic) => new
    {
        name, organisationId = Provider, topics = new[] { topic }, modes = new[] { "on-site-guidance" },
    };

    /// <summary>A slot from ten to twelve, so many days from today; past ones are the coordinator's to offer.</summary>
    public async Task<string> Slot(int inDays = 3, string? mentor = null)
    {
        var from = Ten(inDays);
        var who = inDays > 0 ? ProviderStaff : Coordinator;
        var done = await who.Done(
            $"/mentors/{mentor ?? Mentor}/slots", new { from, to = from.AddHours(2), place = "居民议事厅" });
        return (string)done["slotId"]!;
    }

    public static DateTimeOffset Ten(int inDays) => new(Today.AddDays(inDays).ToDateTime(new(10, 0)), Days.Shanghai);

    public Dictionary<string, object?> Wish(string? receiver = null) => new()
    {
        ["organisationId"] = receiver ?? Receiver, ["kind"] = "mentor", ["topic"] = Topic, ["from"] = Today,
        ["to"] = Today.AddDays(14), ["people"] = 20, ["note"] = "请联系李阿姨",
    };

    public Task<string> Request(string? receiver = null) => Coordinator.Made("/requests", Wish(receiver));

    public async Task<string> Offer(string request, string? slot = null, string? mentor = null)
    {
        var offer = new { organisationId = Provider, mentorId = mentor ?? Mentor, slotId = slot };
        return (string)(await ProviderStaff.Done($"/requests/{request}/offers", offer))["offerId"]!;
    }

    /// <summary>Help of an hour by the mentor, as far as the provider's report.</summary>
    public async Task<string> Delivered(string? receiver = null, string? mentor = null, int minutes = 60)
    {
        var request = await Request(receiver);
        var offerId = await Offer(request, mentor: mentor);
        await Coordinator.Done($"/requests/{request}/acceptance", new { offerId });
        await ProviderStaff.Done($"/requests/{request}/delivery", new { minutes, on = Today, personTimes = 20 });
        return request;
    }

    /// <summary>Reads until what the Processes do is to be seen; woken by each position.</summary>
    public async Task<JsonNode> Until(string path, Func<JsonNode, bool> seen)
    {
        var head = Registry.Product.Services.GetRequiredService<EventLog>().Head;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var position = head.Position;
            var answer = await Coordinator.Get(path);
            if (answer.Status == 200 && seen(answer.Json!)) return answer.Json!;
            await head.Moved(position).WaitAsync(limit.Token);
        }
    }

    public Task<JsonNode> UntilState(string request, string state) =>
        Until($"/requests/{request}", read => (string)read["state"]! == state);

    /// <summary>The slot's state and who holds it, as the coordinator sees it.</summary>
    public async Task<(string State, string? Request)> SlotState(string slot)
    {
        var month = $"{slot[..4]}-{slot[4..6]}";
        var slots = (await Coordinator.Read($"/mentors/{Mentor}/slots?month={month}"))["items"]!.AsArray();
        var found = slots.Single(s => (string)s!["slotId"]! == slot)!;
        return ((string)found["state"]!, (string?)found["booking"]?["requestId"]);
    }

    public async Task<JsonNode> Help(string query = "") =>
        await Coordinator.Read($"/help?alliance={Registry.Alliance}{query}");
}
