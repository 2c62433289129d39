namespace Federation.Api.Access;

/// <summary>Alliances that a reader coordinates or looks after, for lists that show each reader other rows.</summary>
internal static class OwnAlliances
{
    /// <summary>Alliances one reader looks after at once; a province has fewer towns.</summary>
    private const int Max = 500;

    private const int ReadMax = 5_000;

    public static string[] Coordinated(this Reading reading) => Of(reading, reading.Caller.Coordinates);

    /// <summary>As an official or auditor of the region.</summary>
    public static string[] Overseen(this Reading reading) =>
        Of(reading, (_, region) => reading.Caller.Oversees(region!));

    /// <summary>A list of parameters for <c>in (…)</c>, and their values.</summary>
    public static (string Sql, (string, object?)[] Values) In(string name, string[] ids) => (
        ids.Length == 0 ? "''" : string.Join(", ", ids.Select((_, i) => $"@{name}{i}")),
        [.. ids.Select((id, i) => ($"{name}{i}", (object?)id))]);

    private static string[] Of(Reading reading, Func<string, string?, bool> keep) => !reading.Caller.SignedIn ? [] :
    [
        .. reading.Rows.All(
            "select id, region from alliances order by id limit @max",
            r => (Id: r.GetString(0), Region: r.GetString(1)), ("max", ReadMax))
            .Where(a => keep(a.Id, a.Region)).Select(a => a.Id).Take(Max),
    ];
}
