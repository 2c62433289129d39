namespace Federation.Api.Counting;

/// <summary>A region as a range of codes: every code that begins with its own. Works on both databases' byte
/// order.</summary>
internal sealed record RegionRange(string Code)
{
    public string Low => Code;

    /// <summary>The colon follows the digit nine.</summary>
    public string High => Code + ":";

    public bool IsVillage => Federation.Domain.Places.Regions.IsVillageCode(Code);
}
