using Federation.Domain.Places;
using Federation.Log.Places;

namespace Federation.Api.Places;

/// <summary>Which places there are and what they are called: an adopted town's rows, else the country file.</summary>
public static class PlaceFacts
{
    /// <summary>Places that one body may name.</summary>
    private const int CodesMax = 1_000;

    /// <summary>Ends the request unless the place exists on the day of the fact; call it while preparing.</summary>
    public static void RequireRegion(this Post post, string code, string field)
    {
        if (Regions.LevelOf(code) is not { } level) throw NoCode(field);
        if (level is RegionLevel.Village) post.RequireVillages([code], field);
        else if (Country(post.Http).Find(code) is null) throw NoRegion(field);
    }

    /// <summary>Such a place exists, by its code of any level.</summary>
    public static bool IsRegion(this Post post, string code) => Regions.IsVillageCode(code)
        ? Known(post, Regions.TownOf(code)).Contains(code) : Country(post.Http).Find(code) is not null;

    /// <summary>Ends the request unless every village exists on that day; the towns join the basis.</summary>
    public static void RequireVillages(this Post post, IReadOnlyCollection<string> codes, string field)
    {
        if (codes.Count > CodesMax || !codes.All(Regions.IsVillageCode)) throw NoCode(field);
        foreach (var town in codes.Distinct().GroupBy(Regions.TownOf))
        {
            post.RestOn(Town.Boundary.Stream(town.Key));
            var known = Known(post, town.Key);
            if (!town.All(known.Contains)) throw NoRegion(field);
        }
    }

    /// <summary>Names by code; a place that nobody knows is called by its code.</summary>
    public static IReadOnlyDictionary<string, Name> PlaceNames(this Reading reading, IEnumerable<string> codes)
    {
        var (names, country) = (new Dictionary<string, Name>(), Country(reading.Http));
        foreach (var chunk in codes.Distinct().Chunk(200))
        {
            var among = string.Join(", ", chunk.Select((_, i) => $"@c{i}"));
            reading.Rows.Each(
                $"select code, name, name_en from villages where code in ({among}) " +
                $"union all select code, name, name_en from towns where code in ({among})",
                row => names[row.GetString(0)] = row.Name(1), [.. chunk.Select((code, i) => ($"c{i}", (object?)code))]);
            foreach (var code in chunk.Where(code => !names.ContainsKey(code)))
                names[code] = new(country.Find(code)?.Name ?? code);
        }

        return names;
    }

    private static HashSet<string> Known(Post post, string town)
    {
        var adopted = post.Rows.One("select 1 from towns where code = @town", r => r.GetInt64(0), ("town", town));
        return adopted == 1
            ? [.. post.Rows.All(
                "select code from villages where town = @town and (valid_to is null or valid_to > @on)",
                r => r.GetString(0), ("town", town), ("on", post.On))]
            : [.. Country(post.Http).Villages(town).Select(village => village.Code)];
    }

    private static Country Country(HttpContext http) => http.RequestServices.GetRequiredService<Country>();

    private static ProblemException NoCode(string field) => new(Problem.Malformed(
        field, $"“{field}”不是有效的区划代码。", $"'{field}' does not hold valid division codes."));

    private static ProblemException NoRegion(string field) => Problem.Absent(
        "region-not-found", field, "没有这个区划代码，或该村居当日不存在，请核对；新设村居请先导入。",
        "There is no such place on that day; check the code, or import new villages first.");
}
