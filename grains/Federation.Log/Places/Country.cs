using Federation.Domain.Places;
using System.Globalization;

namespace Federation.Log.Places;

/// <summary>A division of the country under its statistical code.</summary>
/// <param name="Code">2, 4, 6, 9 or 12 digits; a region's code begins with those of the regions it lies in.</param>
/// <param name="Name">Exactly as published; the same name occurs many times.</param>
/// <param name="Placeholder">Resembles a village but has no committee of its own: never part of a denominator.</param>
public sealed record Region(string Code, string Name, RegionLevel Level, bool Placeholder);

/// <summary>Every division of mainland China down to the village, as the build shipped it: read-only.</summary>
/// <remarks>Only what an alliance adopts is recorded in the log. Codes are of <see cref="CodesDate"/>; later
/// changes come by import. Safe for any number of threads; open it once and keep it.</remarks>
public sealed class Country
{
    /// <summary>Most regions one search answers, whatever was asked for.</summary>
    public const int MostFound = 200;

    private const string Resource = "Federation.Log.Places.country.bin";

    private static readonly int[] _digits = [2, 4, 6, 9, 12];

    private readonly CountryFile _file;

    private Country(CountryFile file) => _file = file;

    /// <summary>The day whose statistical codes these are.</summary>
    public DateOnly CodesDate => _file.CodesDate;

    /// <summary>Milliseconds and about five megabytes.</summary>
    public static Country Open()
    {
        using var stream = typeof(Country).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The build lacks its resource {Resource}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new(new(bytes));
    }

    /// <summary>The region of a code of 2, 4, 6, 9 or 12 digits, or null.</summary>
    public Region? Find(string code)
    {
        if (LevelOf(code) is not { } level) return null;
        if (level == RegionLevel.Village)
            return Villages(code[..9]).FirstOrDefault(village => village.Code == code);

        var (first, end) = Below(level, code);
        return first < end ? At(level, first) : null;
    }

    /// <summary>The regions next below, by code; the provinces for "".</summary>
    /// <remarks>A city that is its own county has towns next below it.</remarks>
    public IReadOnlyList<Region> Children(string code)
    {
        if (code.Length == 0) return All(RegionLevel.Province, "");
        return LevelOf(code) switch
        {
            null or RegionLevel.Village => [],
            RegionLevel.Town => [.. Villages(code)],
            RegionLevel.City when Find(code + "00") is not null => All(RegionLevel.Town, code),
            { } level => All(level + 1, code),
        };
    }

    /// <summary>The villages of a town by code, placeholders among them and flagged.</summary>
    public IEnumerable<Region> Villages(string townCode)
    {
        if (LevelOf(townCode) != RegionLevel.Town) yield break;
        var (first, end) = Below(RegionLevel.Town, townCode);
        if (first == end) yield break;
        for (var villages = _file.Villages(first); villages.MoveNext();)
            yield return Village(townCode, villages.Suffix, villages.Name());
    }

    /// <summary>What the region lies in, from the province down, without the region itself.</summary>
    /// <remarks>Also for a code that is newer than this file, as far as its ancestors are known.</remarks>
    public IReadOnlyList<Region> Path(string code) => LevelOf(code) is null
        ? []
        : [.. _digits.Where(digits => digits < code.Length)
            .Select(digits => code[..digits])
            .Where(ancestor => !IsCityToo(ancestor))
            .Select(Find)
            .OfType<Region>()];

    /// <summary>Regions whose name contains the text, the larger first, then by code.</summary>
    /// <param name="within">Only below this region (not itself); null or "" for the whole country.</param>
    public IReadOnlyList<Region> Search(string text, string? within, int max)
    {
        var prefix = within ?? "";
        text = text.Trim();
        if (text.Length is 0 or > CountryFile.LongestName || (prefix.Length > 0 && LevelOf(prefix) is null)) return [];

        max = Math.Min(max, MostFound);
        var found = new List<Region>();
        for (var level = RegionLevel.Province; level < RegionLevel.Village && found.Count < max; level++)
            if (_digits[(int)level] > prefix.Length) Search(level, text, prefix, max, found);
        if (prefix.Length < _digits[(int)RegionLevel.Village] && found.Count < max)
            SearchVillages(text, prefix, max, found);
        return found;
    }

    private void Search(RegionLevel level, string text, string prefix, int max, List<Region> found)
    {
        Span<char> name = stackalloc char[CountryFile.LongestName];
        var (first, end) = Below(level, prefix);
        for (var i = first; i < end && found.Count < max; i++)
        {
            var length = _file.DecodeName(level, i, name);
            if (Contains(name[..length], text) && !IsCityToo(Code(level, i))) found.Add(At(level, i));
        }
    }

    private void SearchVillages(string text, string prefix, int max, List<Region> found)
    {
        Span<char> name = stackalloc char[CountryFile.LongestName];
        var (first, end) = Below(RegionLevel.Town, prefix);
        for (var town = first; town < end; town++)
            for (var villages = _file.Villages(town); villages.MoveNext();)
            {
                var length = villages.DecodeName(name);
                if (!Contains(name[..length], text)) continue;
                if (found.Count >= max) return;
                found.Add(Village(Code(RegionLevel.Town, town), villages.Suffix, new(name[..length])));
            }
    }

    private static bool Contains(ReadOnlySpan<char> name, string text) => name.IndexOf(text) >= 0;

    private List<Region> All(RegionLevel level, string prefix)
    {
        var (first, end) = Below(level, prefix);
        return [.. Enumerable.Range(first, end - first)
            .Select(i => At(level, i))
            .Where(region => !IsCityToo(region.Code))];
    }

    /// <summary>Dongguan, Zhongshan and Danzhou are city and county at once: the county's code is the city's and 00.
    /// </summary>
    private static bool IsCityToo(string code) => code.Length == 6 && code.EndsWith("00", StringComparison.Ordinal);

    private Region At(RegionLevel level, int index) => new(Code(level, index), _file.Name(level, index), level, false);

    private static Region Village(string town, int suffix, string name)
    {
        var code = town + suffix.ToString("D3", CultureInfo.InvariantCulture);
        return new(code, name, RegionLevel.Village, Regions.IsPlaceholder(code));
    }

    private string Code(RegionLevel level, int index) =>
        _file.Code(level, index).ToString(CultureInfo.InvariantCulture);

    /// <summary>The entries of a level whose codes begin with the prefix; the end is not one of them.</summary>
    private (int First, int End) Below(RegionLevel level, string prefix)
    {
        var start = prefix.Length == 0 ? 0 : ulong.Parse(prefix, CultureInfo.InvariantCulture);
        var scale = (ulong)Math.Pow(10, _digits[(int)level] - prefix.Length);
        return (_file.FirstFrom(level, start * scale), _file.FirstFrom(level, (start + 1) * scale));
    }

    private static RegionLevel? LevelOf(string code) =>
        Array.IndexOf(_digits, code.Length) is var level and >= 0 && code.All(char.IsAsciiDigit)
            ? (RegionLevel)level
            : null;
}
