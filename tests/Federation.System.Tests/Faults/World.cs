using System.Text.Json;
using Federation.Domain.Places;
using Federation.Log.Places;

namespace Federation.Tests.Faults;

/// <summary>A town under load: what its clients know of it, and what they may ask for next.</summary>
/// <remarks>They share few things on purpose: most commands meet others at the same stream, village or name.</remarks>
public sealed class World
{
    public const string Town = "440605121", Alliance = "union";
    private const int Accounts = 3, Members = 6, Mentors = 3;
    private readonly Dictionary<string, List<string>> _known = [];
    private static readonly Wish[] Wishes = [.. RegistryWishes.All, .. HelpWishes.All, .. ActionWishes.All];
    private static readonly int Weights = Wishes.Sum(w => w.Weight);

    private World()
    {
        var country = Country.Open();
        Villages = [.. country.Villages(Town).Select(v => v.Code).Where(Regions.IsVillage)];
    }

    /// <summary>Real villages of the town, by code.</summary>
    public string[] Villages { get; }

    /// <summary>Sign-ins of the accounts that send: the administrator first, then coordinators of the region.</summary>
    public string[] Tokens { get; private set; } = [];

    /// <summary>Kinds that make something under a fresh id: exactly one event.</summary>
    public static HashSet<string> Makers { get; } = [.. Wishes.Where(w => w.Makes is not null).Select(w => w.Kind)];

    /// <summary>The town with its alliance, coordinators and first members, made before the load begins.</summary>
    public static async Task<World> Founded(Gateway gateway)
    {
        var world = new World { Tokens = [await gateway.SignIn("admin")] };
        var admin = gateway.As(world.Tokens[0]);
        await admin.Done($"/regions/{Town}/adoption");
        for (var i = 1; i < Accounts; i++)
        {
            var (userName, roles) = ($"coordinator-{i}", new[] { new { role = "coordinator", scope = Town } });
            await admin.Done("/accounts", new { userName, roles, password = Product.Password });
            world.Tokens = [.. world.Tokens, await gateway.SignIn(userName)];
        }

        await admin.Made("/alliances", new
        {
            id = Alliance, name = "联合总队", regionCode = Town, kind = "town-federation", principles = new[] { "互助" },
        });
        for (var i = 0; i < Members; i++) await world.AddMember(admin, i);
        foreach (var member in world._known["member"].Take(Mentors)) await HelpWishes.Found(world, admin, member);
        await ActionWishes.Found(world, admin, world._known["member"]);
        return world;
    }

    /// <summary>All who send give their password again.</summary>
    public async Task Confirm(Gateway gateway)
    {
        foreach (var token in Tokens)
            await gateway.As(token).Done("/session/confirmation", new { password = Product.Password });
    }

    public Operation Next(int client, Random random)
    {
        while (true)
        {
            var chosen = random.Next(Weights);
            var wish = Wishes.First(w => (chosen -= w.Weight) < 0);
            if (wish.Make(this, random) is not { } made) continue; // Nothing is there yet to ask it of.
            var account = wish.ByAdministrator ? 0 : client % Accounts;
            return new(wish.Kind, account, made.Path, JsonSerializer.Serialize(made.Body));
        }
    }

    /// <summary>What an acknowledged command made can be referred to by the next ones.</summary>
    public void Learn(Operation operation)
    {
        if (!operation.Acknowledged) return;
        if (Wishes.First(w => w.Kind == operation.Kind) is not { Makes: { } what }) return;
        var id = (string)operation.Answer["id"]!;
        var parent = operation.Path.Split('/')[1..];
        var part = what is "slot" or "booking" or "offer"; // Found through what it is part of.
        Know(what, part ? $"{parent[1]}/{id}" : id);
    }

    public void Know(string what, string id)
    {
        lock (_known)
        {
            if (!_known.TryGetValue(what, out var ids)) _known[what] = ids = [];
            ids.Add(id);
        }
    }

    /// <summary>One of those known, rather a late one; null when there is none yet.</summary>
    public string? Pick(string what, Random random, int among = 12)
    {
        lock (_known)
        {
            return _known.TryGetValue(what, out var ids) ? ids[^(1 + random.Next(Math.Min(among, ids.Count)))] : null;
        }
    }

    /// <summary>The same for a part of something: the two ids.</summary>
    public (string Whole, string Part)? PickPart(string what, Random random) =>
        Pick(what, random) is { } path ? (path.Split('/')[0], path.Split('/')[1]) : null;

    public string Village(Random random) => Villages[random.Next(Villages.Length)];

    private async Task AddMember(Client admin, int number)
    {
        var id = await admin.Made("/organisations", RegistryWishes.Organisation($"会员 {number}", Villages[number]));
        await admin.Done($"/alliances/{Alliance}/applications", new { organisationId = id });
        await admin.Done($"/alliances/{Alliance}/applications/{id}/admission");
        Know("member", id);
        Know("organisation", id);
    }
}

/// <summary>One kind of command of the load.</summary>
/// <param name="Weight">How often it is chosen, beside the others.</param>
/// <param name="Make">Its path and body; null while there is nothing to ask it of.</param>
/// <param name="Makes">What it makes under a fresh id, if anything: exactly one event with that key.</param>
public sealed record Wish(
    string Kind, int Weight, Func<World, Random, (string Path, object Body)?> Make, string? Makes = null,
    bool ByAdministrator = false);
