using System.Globalization;
using System.Net.Http.Json;
using Federation.Domain.Accounts;
using Federation.Tests.Access;
using Federation.Tests.Faults;
using Federation.Tests.Rig;

namespace Federation.Tests.Hostile;

/// <summary>Those to whom most of the town is foreign, and what became of what is not theirs.</summary>
public sealed class Foreigners
{
    /// <summary>Nobody, somebody without a tie, an organisation that never applied, a member of the one alliance,
    /// another alliance's coordinator, another region's official and auditor.</summary>
    private static readonly string[] Names =
        ["anonymous", "resident", "staff.none", "staff.beside", "coordinator.far", "official.far", "auditor.far"];

    private readonly Realm _realm;
    private readonly Door _door;

    private Foreigners(Realm realm, Door door) => (_realm, _door) = (realm, door);

    public IReadOnlyList<Attacker> All { get; private init; } = [];

    public static Foreigners Of(Realm realm, Door door) => new(realm, door)
    {
        All =
        [
            .. realm.Parties.Where(p => Names.Contains(p.Name))
                .Select(p => new Attacker(door, p, p.UserName)),
        ],
    };

    /// <summary>Up to where the log tells of how the town was made.</summary>
    public static async Task<long> Position(Realm realm) => long.Parse(
        (await realm.Parties[^1].Client.Get("/alliances")).Message.Headers.GetValues("Federation-Position").Single(),
        CultureInfo.InvariantCulture);

    /// <summary>Sign-ins and passwords of everybody else that do not hold any more.</summary>
    public async Task<IReadOnlyList<string>> Lost()
    {
        var lost = new List<string>();
        foreach (var party in _realm.Parties.Where(p => p.Role is not null && !Names.Contains(p.Name)))
        {
            if ((await party.Client.Get("/me")).Status != 200) lost.Add($"{party.Name} is signed out");
            using var answer = await _door.Anonymous().Http.PostAsJsonAsync("/api/v1/session", new
            {
                userName = party.UserName, password = Product.Password,
            });
            if (!answer.IsSuccessStatusCode) lost.Add($"{party.Name} cannot sign in: {(int)answer.StatusCode}");
        }

        return lost;
    }

    /// <summary>What the log gained that is of somebody else than its writer: neither the thing that was written to
    /// nor anybody it names is theirs. Who takes another's slot or offers another help names both.</summary>
    public IReadOnlyList<string> Wrote(TestDatabase database, long before)
    {
        using var log = Oracle.Open(database);
        var wrong = new List<string>();
        foreach (var stored in log.ReadAll(before, 1_000_000))
        {
            if (All.FirstOrDefault(a => a.Account == stored.Actor) is not { } by) continue;
            if (stored.Body is Federation.Domain.Complaints.ComplaintEvent.Filed) continue; // Anybody files one.
            Estate[] named = [.. _realm.Estates.Where(e => Names($"{stored.Stream} {stored.Body}", e))];
            if (named.Length > 0 && !named.Any(e => IsOwn(by.Now, e)))
                wrong.Add($"{by.Name} wrote {stored.Body.GetType().Name} into {stored.Stream}: {stored.Body}");
        }

        return wrong;

        static bool Names(string text, Estate estate) => text.Split(' ', '/').Any(word =>
            word.StartsWith($"{estate.Name}-", StringComparison.Ordinal));
    }

    /// <summary>Somebody has a say in something of the estate; in what, its own tests ask.</summary>
    private static bool IsOwn(Party by, Estate estate) => by.Role switch
    {
        Role.OrganisationStaff => estate.Organisation == by.Scope || estate.Helper == by.Scope
            || estate.Members.Contains(by.Scope),
        Role.Coordinator => by.Coordinates(estate.Alliance, estate.AllianceTown) || by.Holds(estate.Town),
        Role.TownOfficial => by.Holds(estate.AllianceTown),
        _ => false,
    };
}
