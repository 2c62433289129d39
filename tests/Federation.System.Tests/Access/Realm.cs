namespace Federation.Tests.Access;

/// <summary>All there is to ask for and all who ask: three alliances, two of them in one town, a second member, and an
/// organisation in every stage of its way into an alliance.</summary>
public sealed class Realm
{
    private const string Town = "440605123", AwayTown = "440605122", FarTown = "110101001";

    private readonly Door _door;
    private readonly Client _admin;

    private Realm(Door door, Client admin) => (_door, _admin) = (door, admin);

    public List<Estate> Estates { get; } = [];

    public List<Party> Parties { get; } = [];

    public static Realm Empty(Door door) => new(door, door.Anonymous());

    /// <summary>Builds it behind this door, where only the administrator has an account.</summary>
    public static async Task<Realm> Build(Door door)
    {
        var admin = await door.SignedIn("admin");
        var realm = new Realm(door, admin);
        var home = await Estate.Founded(door, admin, "home", Town);
        realm.Estates.AddRange([
            home, await home.OfHelper("beside"), await Estate.Founded(door, admin, "rival", Town),
            await Estate.Founded(door, admin, "far", FarTown),
        ]);
        await admin.Done($"/regions/{AwayTown}/adoption");
        foreach (var stage in Enum.GetValues<MembershipStage>())
            realm.Estates.Add(await home.At(stage, AwayTown));
        var failed = realm.Estates.SelectMany(e => e.Failed).ToArray();
        Assert.True(failed.Length == 0, string.Join('\n', failed));
        await realm.Gather(home);
        return realm;
    }

    private async Task Gather(Estate home)
    {
        Parties.Add(Party.Nobody(_door));
        await Add("resident", "resident", "*");
        await Add("mentor", "mentor", home.Ids["mentors"]);
        foreach (var estate in Estates) Parties.Add(await Party.StaffOf(estate, $"staff.{estate.Name}"));
        foreach (var name in new[] { "home", "rival", "far" })
            await Add($"coordinator.{name}", "coordinator", $"{name}-union");
        await Add("coordinator.region", "coordinator", Town);
        foreach (var (name, region) in new[] { ("home", Town), ("far", FarTown) })
        {
            await Add($"official.{name}", "town-official", region);
            await Add($"auditor.{name}", "auditor", region);
        }

        await Add("administrator", "platform-administrator", "*");
    }

    private async Task Add(string name, string role, string scope) =>
        Parties.Add(await Party.In(_door, _admin, name, role, scope));
}
