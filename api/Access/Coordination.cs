using Federation.Api.Fundraisers;
using Federation.Domain.Places;

namespace Federation.Api.Access;

/// <summary>Who coordinates what: an alliance by its id, or by the code of a region all that lies in it.</summary>
/// <remarks>A coordinator whose scope is an alliance's id has nothing beyond that alliance and its members; one whose
/// scope is a region's code coordinates every alliance and speaks for every organisation of the region.</remarks>
public static class Coordination
{
    /// <summary>This alliance, by its id, by a region that holds its own, or everywhere.</summary>
    public static bool Coordinates(this Caller caller, string alliance, string? region = null) =>
        caller.Administrator || caller.Scopes(Role.Coordinator).Any(scope => scope == alliance
            || scope == Account.Everywhere || (region is not null && Holds(scope, region)));

    /// <summary>A region, by its own code or that of one that holds it. To coordinate one alliance of the region is not
    /// enough.</summary>
    public static bool CoordinatesRegion(this Caller caller, string region) =>
        caller.Administrator || caller.Scopes(Role.Coordinator).Any(scope => Holds(scope, region));

    /// <summary>The same where the alliance's region still has to be read; false where there is no alliance.</summary>
    public static bool CoordinatesAlliance(this Caller caller, Rows rows, string? alliance) =>
        caller.Administrator || (alliance is not null && caller.Coordinates(alliance, rows.One(
            "select region from alliances where id = @id", r => r.GetString(0), ("id", alliance))));

    /// <summary>The alliance whose joint action it is.</summary>
    public static bool Coordinates(this Caller caller, ActionOf action) =>
        caller.Coordinates(action.AllianceId, action.RegionCode);

    /// <summary>The alliance whose campaign it is.</summary>
    public static bool Coordinates(this Caller caller, FundraiserOf campaign) =>
        caller.Coordinates(campaign.AllianceId, campaign.RegionCode);

    /// <summary>A scope that is everywhere, or the code of a region that holds this one. Neither an alliance's id nor a
    /// piece of a code holds anything.</summary>
    internal static bool Holds(string scope, string region) =>
        scope == Account.Everywhere || Regions.Contains(scope, region);
}
