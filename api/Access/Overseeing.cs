namespace Federation.Api.Access;

/// <summary>Who looks at a region because they answer for it or check it: its officials and its auditors.</summary>
public static class Overseeing
{
    /// <summary>Is an official or auditor of a region that holds this one. To look, never to do.</summary>
    public static bool Oversees(this Caller caller, string region) => caller.Administrator
        || caller.IsOfficialOf(region)
        || caller.Scopes(Role.Auditor).Any(scope => Coordination.Holds(scope, region));

    /// <summary>Is an official of a region that holds this one. Officials also decide, where a rule gives them a
    /// decision; auditors only look.</summary>
    public static bool IsOfficialOf(this Caller caller, string region) =>
        region.Length > 0 && caller.Scopes(Role.TownOfficial).Any(scope => Coordination.Holds(scope, region));
}
