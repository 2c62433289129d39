namespace Federation.Log.Places;

/// <summary>The five levels of the statistical codes, from the largest.</summary>
public enum RegionLevel { Province, City, County, Town, Village }

/// <summary>A division of the country under its statistical code.</summary>
/// <param name="Code">2, 4, 6, 9 or 12 digits; a region's code begins with those of the regions it lies in.</param>
/// <param name="Name">Exactly as published; the same name occurs many times.</param>
/// <param name="Placeholder">Resembles a village but has no committee of its own: never part of a denominator.</param>
public sealed record Region(string Code, string Name, RegionLevel Level, bool Placeholder);

/// <summary>What a statistical code says by itself.</summary>
internal static class Regions
{
    private const int VillageDigits = 12;

    /// <summary>Industrial parks, farms and the like have village codes that end in 400 to 599.</summary>
    public static bool IsPlaceholder(string code) => code.Length == VillageDigits && (code[9] is '4' or '5');
}
