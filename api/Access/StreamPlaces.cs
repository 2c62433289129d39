namespace Federation.Api.Access;

/// <summary>Where a stream of the log belongs: to which alliance, in which region. For auditors of a part.</summary>
/// <remarks>A kind that is not named here is for those alone who audit everything; a test holds the kinds against the
/// boundaries there are.</remarks>
public sealed class StreamPlaces(Rows rows, Caller caller)
{
    private const string OfAlliance = "select l.id, l.region from alliances l where l.id = ";

    /// <summary>Statements that answer alliance and region; <c>@id</c> is the first id of the stream's name.</summary>
    private static readonly Dictionary<string, string> Places = new()
    {
        ["organisation"] = Organisation("@id"),
        ["membership"] = OfAlliance + "@id union all " + Organisation("@second"),
        ["person"] = Organisation("(select organisation from persons where id = @id)"),
        ["team"] = Organisation("(select organisation from teams where team = @id)"),
        ["library"] = Organisation("(select organisation from library_items where item = @id)"),
        ["request"] = OfAlliance + "(select alliance from requests where request = @id) union all " +
            Organisation("(select organisation from requests where request = @id)"),
        ["alliance"] = OfAlliance + "@id",
        ["published"] = OfAlliance + "@id",
        ["mentor"] = OfAlliance + "(select alliance from mentors where mentor = @id)",
        ["mentor-month"] = OfAlliance + "(select alliance from mentors where mentor = @id)",
        ["stock"] = OfAlliance + "(select alliance from stocks where stock = @id)",
        ["deliberation"] = OfAlliance + "(select alliance from deliberations where deliberation = @id)",
        ["task"] = OfAlliance + "(select alliance from tasks where task = @id)",
        ["demand"] = OfAlliance + "(select alliance from demands where demand = @id)",
        ["open-space"] = OfAlliance + "(select alliance from open_spaces where meeting = @id)",
        ["complaint"] = OfAlliance + "(select alliance from complaints where complaint = @id)",
        ["case"] = OfAlliance + "(select alliance from cases where case_id = @id)",
        ["fundraiser"] = OfAlliance + "(select alliance from fundraisers where campaign = @id)",
        ["gifts"] = OfAlliance + "(select alliance from fundraisers where campaign = @id)",
        ["town"] = "select null, code from towns where code = @id",
    };

    private static readonly string OfAction = OfAlliance + "(select alliance from actions where action = @id)";

    /// <summary>Kinds whose first id is a joint action's.</summary>
    private static readonly string[] InActions =
    [
        "action", "action-meeting", "challenge", "challenge-group", "document", "endorsement", "guardian", "pledge",
        "pledge-text", "report", "session",
    ];

    private readonly Dictionary<string, bool> _known = [];

    /// <summary>Kinds that an auditor of a part may read where they lie in it.</summary>
    public static IEnumerable<string> Kinds => [.. Places.Keys, .. InActions, "account"];

    /// <summary>The stream belongs to what the caller audits.</summary>
    public bool Has(string stream)
    {
        var parts = stream.Split('/');
        if (parts.Length < 2) return false;
        var about = parts[0] == "membership" ? stream : $"{parts[0]}/{parts[1]}";
        if (!_known.TryGetValue(about, out var known)) _known[about] = known = Is(parts);
        return known;
    }

    /// <summary>An account whose roles are for something that the caller audits.</summary>
    public bool HasAccount(string account) => Has($"account/{account}");

    private bool Is(string[] parts)
    {
        if (parts[0] == "account") return IsAccount(parts[1]);
        if ((InActions.Contains(parts[0]) ? OfAction : Places.GetValueOrDefault(parts[0])) is not { } statement)
            return false;
        return rows.All(
            statement, r => (Alliance: r.Text(0), Region: r.Text(1)), ("id", parts[1]), ("second", parts[^1]))
            .Any(place => caller.Audits(place.Alliance, place.Region));
    }

    private bool IsAccount(string id) =>
        caller.AuditedAccounts() is not { } within || rows.One(
            $"select count(*) from accounts a where a.id = @id and {within.Sql}", r => r.GetInt64(0),
            [("id", id), .. within.Values]) > 0;

    /// <summary>Its village, and the alliances it is a member of.</summary>
    private static string Organisation(string id) =>
        $"select null, o.village from organisations o where o.id = {id} union all " +
        "select m.alliance, null from memberships m where m.state in ('member', 'suspended') " +
        $"and m.organisation = {id}";
}
