using System.Text.Json.Nodes;
using Federation.Domain;

namespace Federation.Tests.Access;

/// <summary>Something of every kind that one organisation has, alone or through its alliance: the ids by which a
/// request can name it, and the words in it that not everybody may read.</summary>
/// <remarks>All of it is made through the API, by those whose business it is. What is kept for one organisation is in
/// EstateOwn.cs, what belongs to the alliance in EstateShared.cs.</remarks>
public sealed partial class Estate
{
    private int _phones;

    private Estate(Door door, string name, string town, string[] villages) =>
        (Door, Name, Town, Villages) = (door, name, town, villages);

    public Door Door { get; }

    /// <summary>Stands in every id and in every word of it.</summary>
    public string Name { get; }

    public string Town { get; }

    public string[] Villages { get; }

    /// <summary>The alliance whose things these are; for an organisation that is no member the one it could join.
    /// </summary>
    public string Alliance { get; private init; } = "";

    public string Organisation { get; private init; } = "";

    /// <summary>A member beside it, which offered it help.</summary>
    public string Helper { get; private init; } = "";

    /// <summary>The town whose alliance it is.</summary>
    public string AllianceTown { get; private init; } = "";

    /// <summary>Organisations that the alliance admitted.</summary>
    public HashSet<string> Members { get; private init; } = [];

    /// <summary>Mentors that the alliance accepted.</summary>
    public HashSet<string> Mentors { get; private init; } = [];

    /// <summary>Whether the alliance ever had it, and what it has is the alliance's, too.</summary>
    public bool WasMember { get; private set; }

    /// <summary>Whether the organisation counts as one of the alliance: admitted, be it suspended.</summary>
    public bool IsMember { get; private set; }

    /// <summary>What a path or a field may name: by what stands before it in the path, or by the field.</summary>
    public Dictionary<string, string> Ids { get; } = [];

    /// <summary>Words that only some may read: what they are, and how they are written.</summary>
    public Dictionary<string, string> Secrets { get; } = [];

    public List<string> Failed { get; } = [];

    /// <summary>Whoever may enter anything here; also for days past.</summary>
    private Client Keeper { get; set; } = null!;

    private static DateOnly Today => Days.Of(DateTimeOffset.UtcNow);

    internal static string Day(int fromToday) => Days.Text(Today.AddDays(fromToday));

    internal static string At(int fromToday, int hour = 9) => $"{Day(fromToday)}T{hour:00}:00:00+08:00";

    /// <summary>An alliance of a town with two members, and everything there can be in it.</summary>
    public static async Task<Estate> Founded(Door door, Client admin, string name, string town)
    {
        var villages = await Door.Villages(admin, town);
        var estate = new Estate(door, name, town, villages)
        {
            Alliance = $"{name}-union", Organisation = $"{name}-a", Helper = $"{name}-b", Keeper = admin,
            AllianceTown = town,
        };
        await admin.Post($"/regions/{town}/adoption");
        await estate.Make("/alliances", new
        {
            id = estate.Alliance, name = $"{name}联盟", regionCode = town, kind = "town-federation",
            principles = new[] { "互助" }, foundedOn = "2024-01-01", on = "2024-01-01",
        });
        await estate.FormAreas();
        await estate.Register(estate.Organisation, villages[0]);
        await estate.Register(estate.Helper, villages[1]);
        await estate.Join(estate.Organisation);
        await estate.Join(estate.Helper);
        estate.Members.UnionWith([estate.Organisation, estate.Helper]);
        estate.IsMember = estate.WasMember = true;
        await estate.KeepOwn();
        await estate.KeepShared();
        return estate;
    }

    /// <summary>The other member's things, in the same alliance.</summary>
    public async Task<Estate> OfHelper(string name)
    {
        var estate = Beside(name, Helper, Organisation, Villages[1], Villages[2]);
        estate.IsMember = estate.WasMember = true;
        await estate.KeepOwn();
        await estate.KeepSession(this);
        return estate;
    }

    /// <summary>An organisation of another region, as far on its way into this alliance as the stage says.</summary>
    public async Task<Estate> At(MembershipStage stage, string town)
    {
        var name = stage.ToString().ToLowerInvariant();
        var villages = await Door.Villages(Keeper, town);
        var estate = Beside(name, $"{name}-a", Helper, villages[(int)stage]);
        await estate.Register(estate.Organisation, villages[(int)stage]);
        if (stage is not MembershipStage.None) await estate.Apply(estate.Organisation);
        estate.WasMember = stage is MembershipStage.Admitted or MembershipStage.Suspended or MembershipStage.Departed;
        if (estate.WasMember)
            await Make($"/alliances/{Alliance}/applications/{estate.Organisation}/admission");
        await estate.KeepOwn(); // What a member had stays when it leaves.
        if (stage is MembershipStage.Refused)
            await Make($"/alliances/{Alliance}/applications/{estate.Organisation}/refusal");
        if (stage is MembershipStage.Suspended) await estate.Step("suspension");
        if (stage is MembershipStage.Departed) await estate.Step("departure");
        if (stage is MembershipStage.None) estate.Ids.Remove("applications");
        if (stage is MembershipStage.None) estate.Ids.Remove("members");
        if (estate.IsMember = stage is MembershipStage.Admitted or MembershipStage.Suspended)
            Members.Add(estate.Organisation);
        return estate;
    }

    /// <summary>What a parameter of a path or a field of a body names; null where it names nothing that is somebody's.
    /// </summary>
    public string? Known(string kind) => Ids.GetValueOrDefault(kind);

    private Estate Beside(string name, string organisation, string helper, params string[] villages) =>
        new(Door, name, villages[0][..9], villages)
        {
            Alliance = Alliance, Organisation = organisation, Helper = helper, Keeper = Keeper,
            AllianceTown = AllianceTown, Members = Members, Mentors = Mentors,
        };

    private Task Step(string verb) => Make(
        $"/alliances/{Alliance}/members/{Organisation}/{verb}", new { reason = Secret("membership-reason") });

    private async Task Join(string organisation)
    {
        await Apply(organisation);
        await Make($"/alliances/{Alliance}/applications/{organisation}/admission", new { on = "2024-02-02" });
    }

    private Task<JsonObject> Apply(string organisation) => Make($"/alliances/{Alliance}/applications", new
    {
        organisationId = organisation, statement = organisation == Organisation ? Secret("statement") : "愿与各会互助",
        on = "2024-02-01",
    });

    private Task<JsonObject> Register(string id, string villageCode) => Make("/organisations", new
    {
        id, name = $"{id}街坊会", kind = "neighbourhood-association", villageCode, legalStatus = "filed",
        specialities = new[] { "助老" }, establishedOn = "2024-01-01", on = "2024-01-02",
        contact = id == Organisation ? new { name = Secret("contact"), phone = Phone("contact-phone") } : null,
    });

    /// <summary>Something that must be there; what could not be made is told all at once: <see cref="Failed"/>.
    /// </summary>
    private async Task<JsonObject> Make(string path, object? body = null)
    {
        var answer = await Keeper.Post(path, body);
        if (answer.Status is not (200 or 201)) Failed.Add($"{Name}: {path} {answer.Status} {answer.Text} {answer.Why}");
        return answer.Json as JsonObject ?? [];
    }

    /// <summary>A word that is found again wherever it stands, in JSON, HTML or a file.</summary>
    private string Secret(string what) => Secrets[what] = $"Qx{Name}{what.Replace("-", "")}xQ";

    private string Phone(string what) => Secrets[what] =
        $"139{Math.Abs(Name.Aggregate(7, (sum, c) => sum * 31 + c)) % 100_000:00000}{++_phones:000}";
}

/// <summary>How an organisation stands to an alliance.</summary>
public enum MembershipStage { None, Applied, Admitted, Suspended, Departed, Refused }
