using System.Text.Json.Nodes;

namespace Federation.Bench.Nation;

/// <summary>What is asked of the imported country: ten questions of a region, and whether its answers are what the
/// generator counted.</summary>
internal sealed class Asking(JsonArray regions)
{
    private static readonly string[] Levels = ["nation", "province", "city", "county", "town", "village"];
    private static readonly int[] Digits = [0, 2, 4, 6, 9, 12];
    private readonly Dictionary<string, string[]> _codes = Levels.Zip(Digits).ToDictionary(
        level => level.First,
        level => regions.Select(r => (string)r!["code"]!).Where(code => code.Length == level.Second).ToArray());

    public static IEnumerable<string> AllLevels => Levels;

    /// <summary>Their names, and what of the address says it; the months are drawn anew each time.</summary>
    public static readonly (string Name, string Asked)[] Questions =
    [
        ("the year", "from=2025-01&to=2025-12"), ("some months", "from={from}&to={to}"),
        ("one month", "from={to}&to={to}"), ("as of a month's end", "asOf={to}"),
        ("by the regions below", "from={from}&to={to}&by=region"), ("by month", "from={from}&to={to}&by=month"),
        ("by theme", "from={from}&to={to}&by=theme"), ("one theme", "from={from}&to={to}&theme={theme}"),
        ("one theme by month", "from=2025-01&to=2025-12&by=month&theme={theme}"),
        ("one alliance's organisations", "from={from}&to={to}&by=organisation&alliance={alliance}"),
    ];

    public string Path(string level, (string Name, string Asked) question, Random random)
    {
        var codes = _codes[level];
        var code = codes[random.Next(codes.Length)];
        var (one, other) = (random.Next(1, 13), random.Next(1, 13));
        // An alliance is of a town: one of those within the region that are told of.
        var towns = _codes["town"].Where(town => town.StartsWith(code, StringComparison.Ordinal)).ToArray();
        var town = code.Length >= 9 ? code[..9] : towns.Length > 0 ? towns[random.Next(towns.Length)]
            : _codes["town"][random.Next(_codes["town"].Length)];
        return $"/api/v1/coverage/{(code.Length == 0 ? "cn" : code)}?" + question.Asked
            .Replace("{from}", $"2025-{Math.Min(one, other):00}").Replace("{to}", $"2025-{Math.Max(one, other):00}")
            .Replace("{theme}", Uri.EscapeDataString(Themes.All[random.Next(Themes.All.Length)].Name))
            .Replace("{alliance}", $"f{town}");
    }

    /// <summary>A session that is new in a village, of an action that nobody asked for since the start.</summary>
    public (string Path, string Body) Plan(long number)
    {
        var villages = _codes["village"];
        var village = villages[(int)(number % villages.Length)];
        return ($"/api/v1/joint-actions/{village[..9]}-a/sessions", new JsonObject
        {
            ["id"] = $"new-{number}", ["seriesId"] = "s1", ["villageCode"] = village,
            ["organisationId"] = $"a{village}", ["place"] = "党群服务中心", ["startsAt"] = "2025-12-30T09:30:00+08:00",
        }.ToJsonString());
    }

    /// <summary>How many figures there are, and those that are not as they were counted when the country was
    /// made.</summary>
    public async Task<(int Figures, List<string> Wrong)> Compare(Func<string, Task<JsonNode>> ask)
    {
        var (figures, wrong) = (0, new List<string>());
        foreach (var region in regions)
        foreach (var period in region!["periods"]!.AsArray())
        foreach (var theme in period!["themes"]!.AsArray())
        {
            var (code, name) = ((string)region["code"]!, (string?)theme!["theme"]);
            var path = $"/api/v1/coverage/{(code.Length == 0 ? "cn" : code)}?from={period["from"]}&to={period["to"]}"
                + $"&asOf={period["to"]}" + (name is null ? "" : $"&theme={Uri.EscapeDataString(name)}");
            var answer = (await ask(path))["figures"]!.AsArray();
            Same(theme, "sessions", "sessions");
            Same(theme, "personTimes", "personTimes");
            Same(theme, "volunteerTimes", "volunteerTimes");
            Same(theme, "materials", "materials");
            Same(theme, "villagesReached", "villagesReached");
            Same(theme, "deliveringOrganisations", "deliveringOrganisations");
            if (name is not null) continue;
            Same(period, "villages", "villages");
            Same(period, "covered", "villagesCovered");
            Same(period, "members", "memberOrganisations");
            Same(period, "mentors", "mentors");
            Same(period, "teams", "teams");
            Same(period, "served", "organisationsServed");
            Same(period, "supportMinutes", "supportMinutes");

            void Same(JsonNode counted, string what, string key)
            {
                figures++;
                var shown = (long?)answer.First(f => (string)f!["key"]! == key && (string)f["source"]! == "records")!
                    ["value"];
                if (shown != (long)counted[what]!) wrong.Add($"{path} {key}: {shown}, counted {counted[what]}");
            }
        }

        return (figures, wrong);
    }
}
