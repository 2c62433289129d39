namespace Federation.Domain.Places;

/// <summary>The five levels of the statistical division codes, widest first.</summary>
public enum RegionLevel { Province, City, County, Town, Village }

/// <summary>What a statistical division code says by itself: its level, what lies above it, what it contains.</summary>
/// <remarks>Codes are hierarchical by prefix: province 2 digits, city 4, county 6, town 9, village 12.</remarks>
public static class Regions
{
    public const int ProvinceDigits = 2;
    public const int CityDigits = 4;
    public const int CountyDigits = 6;
    public const int TownDigits = 9;
    public const int VillageDigits = 12;

    /// <summary>A village's last three digits in this range only resemble a village: industrial parks, farms.</summary>
    public const int PlaceholderFirst = 400;
    public const int PlaceholderLast = 599;

    /// <summary>The level of a code by its length, or null where it is no code at all.</summary>
    public static RegionLevel? LevelOf(string code) => !code.All(char.IsAsciiDigit) ? null : code.Length switch
    {
        ProvinceDigits => RegionLevel.Province,
        CityDigits => RegionLevel.City,
        CountyDigits => RegionLevel.County,
        TownDigits => RegionLevel.Town,
        VillageDigits => RegionLevel.Village,
        _ => null,
    };

    /// <summary>Whether the code is one of a village-level division; placeholders have such codes too.</summary>
    public static bool IsVillageCode(string code) => LevelOf(code) is RegionLevel.Village;

    /// <summary>A placeholder has a village's code but no committee: it never counts as a village.</summary>
    public static bool IsPlaceholder(string code) =>
        IsVillageCode(code)
        && int.Parse(code.AsSpan(TownDigits)) is >= PlaceholderFirst and <= PlaceholderLast;

    /// <summary>A village that counts in a denominator.</summary>
    public static bool IsVillage(string code) => IsVillageCode(code) && !IsPlaceholder(code);

    /// <summary>The code under which a place is shown: 441900, 442000 and 460400 are city and county at once.</summary>
    /// <remarks>Their county code is the city's plus 00; the place is shown once, as the city.</remarks>
    public static string Shown(string code) =>
        LevelOf(code) is RegionLevel.County && code.EndsWith("00", StringComparison.Ordinal)
            ? code[..CityDigits] : code;

    /// <summary>The code of the town a village lies in.</summary>
    public static string TownOf(string villageCode) => villageCode[..TownDigits];

    /// <summary>Whether the region is the place itself or lies above it.</summary>
    public static bool Contains(string region, string code) =>
        LevelOf(region) is not null && LevelOf(code) is not null
        && code.StartsWith(Shown(region), StringComparison.Ordinal);
}
