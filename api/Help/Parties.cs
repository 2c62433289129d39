using Federation.Domain.Places;

namespace Federation.Api.Help;

/// <summary>An organisation as answers show it.</summary>
public sealed record PartyShown(string Id, Name Name);

/// <summary>The organisations and alliances between which help goes, and in what standing somebody asks for
/// them.</summary>
public static class Parties
{
    /// <summary>Moments outside these years are typing errors; arithmetic on the rest is safe.</summary>
    private const int YearMin = 2000, YearMax = 2100;

    /// <summary>The village of an organisation that takes part; ends the request when there is no such one.</summary>
    public static string RequireParty(this Post post, string id, string field)
    {
        post.RequireOrganisation(id, field);
        return post.OrganisationFacts(id)!.VillageCode;
    }

    /// <summary>The alliance an organisation is a member of; the one joined first where there are several.</summary>
    public static string? MembershipOf(Rows rows, string organisation) => rows.One(
        "select alliance from memberships where organisation = @id and state in ('member', 'suspended') " +
        "order by admitted_on, alliance limit 1", r => r.GetString(0), ("id", organisation));

    /// <summary>The alliance in whose region a village lies; of several, the one of the narrowest region.</summary>
    public static string? AllianceAround(Rows rows, string village) => rows.One(
        "select id from alliances where region = substr(@village, 1, length(region)) " +
        "order by length(region) desc, case when parent is null then 0 else 1 end, id limit 1",
        r => r.GetString(0), ("village", village));

    /// <summary>The alliance that an organisation's help belongs to, member or not.</summary>
    public static string? AllianceOf(Rows rows, string organisation) =>
        MembershipOf(rows, organisation)
        ?? (OrganisationReading.VillageOf(rows, organisation) is { } village ? AllianceAround(rows, village) : null);

    /// <summary>Ends the request when a moment lies centuries away.</summary>
    public static DateTimeOffset Sensible(DateTimeOffset moment, string field) =>
        moment.UtcDateTime.Year is >= YearMin and <= YearMax ? moment : throw Reading.Wrong(
            field, $"“{field}”须在 {YearMin} 至 {YearMax} 年之间。", $"'{field}' lies between {YearMin} and {YearMax}.");

    /// <summary>How near two villages are; an area is one of the alliance's.</summary>
    public static Domain.Help.DistanceClass Distance(string one, string other, Func<string, string?> areaOf)
    {
        bool Shares(int digits) =>
            one.Length >= digits && other.StartsWith(one[..digits], StringComparison.Ordinal);

        return one == other ? Domain.Help.DistanceClass.SameVillage
            : areaOf(one) is { } area && area == areaOf(other) ? Domain.Help.DistanceClass.SameArea
            : Shares(Regions.TownDigits) ? Domain.Help.DistanceClass.SameTown
            : Shares(Regions.CountyDigits) ? Domain.Help.DistanceClass.SameCounty
            : Domain.Help.DistanceClass.Farther;
    }

    /// <summary>An organisation as answers show it; its id stands in where the name is not known.</summary>
    public static PartyShown? Party(string? id, string? name, string? nameEn) =>
        id is null ? null : new(id, new(name ?? id, nameEn));
}
