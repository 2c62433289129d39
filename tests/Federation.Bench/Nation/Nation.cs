using System.Text.Encodings.Web;
using System.Text.Json;
using Federation.Log.Places;

namespace Federation.Bench.Nation;

/// <summary>The whole country, or every so-manieth town of it, as files for <c>import</c>, one for each province; and
/// <c>totals.json</c>, what the answers must be.</summary>
/// <remarks>The same seed makes the same bytes; nothing of it is real but names and codes of places.</remarks>
internal sealed class NationMaker(string folder, ulong seed, int every)
{
    /// <summary>Of each level below the province so many are told of, more or less.</summary>
    private const int ToldOfEach = 60, Cities = 342, Counties = 2_978, Towns = 41_352, Villages = 611_794;

    private readonly SortedDictionary<string, RegionTotal> _told = new(StringComparer.Ordinal);
    private long _lines, _events;

    /// <summary>Null when the arguments are not understood.</summary>
    public static NationMaker? Of(string[] args)
    {
        var (seed, every) = (1UL, 1);
        if (args.Length == 0) return null;
        for (var i = 1; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            var known = args[i] switch
            {
                "--seed" => ulong.TryParse(value, out seed),
                "--share" => value.StartsWith("1/", StringComparison.Ordinal)
                    && int.TryParse(value[2..], out every) && every > 0,
                _ => false,
            };
            if (!known) return null;
        }

        return new(args[0], seed, every);
    }

    public void Make()
    {
        Directory.CreateDirectory(folder);
        var (country, number) = (Country.Open(), 0);
        foreach (var province in country.Children(""))
        {
            using var file = new LineFile(folder, province.Code);
            foreach (var town in TownsOf(country, province).Where(_ => number++ % every == 0))
                Make(file, country, town);
            file.End();
            _lines += file.Lines;
            Console.WriteLine($"… {province.Name} {_lines:N0} 行 lines, {_events:N0} 事件 events");
        }

        WriteTotals();
    }

    private void Make(LineFile file, Country country, Region town)
    {
        var maker = new TownMaker(file, town, country.CodesDate, seed);
        if (maker.Make([.. country.Villages(town.Code)]) is not { } totals) return;
        _events += maker.Events;
        foreach (var village in totals.Villages) Tell(village, village.Code, Villages);
        var counties = town.Code[..6].EndsWith("00", StringComparison.Ordinal) ? int.MaxValue : Counties;
        Tell(totals.Town, town.Code, Towns);
        Tell(totals.Town, town.Code[..6], counties);
        Tell(totals.Town, town.Code[..4], Cities);
        Tell(totals.Town, town.Code[..2], ToldOfEach);
        Tell(totals.Town, "", ToldOfEach);
    }

    /// <param name="ofLevel">How many regions of its level the country has.</param>
    private void Tell(RegionTotal total, string code, int ofLevel)
    {
        var made = ofLevel is Towns or Villages ? Math.Max(1, ofLevel / every)
            : ofLevel == int.MaxValue ? ofLevel : Math.Min(ofLevel, Math.Max(1, Towns / every));
        if (made > ToldOfEach && Draw.Hash($"{seed} {code}") % (ulong)made >= ToldOfEach) return;
        if (!_told.TryGetValue(code, out var sum)) _told[code] = sum = new(code);
        sum.Add(total);
    }

    /// <summary>A city without counties has towns next below it.</summary>
    private static IEnumerable<Region> TownsOf(Country country, Region region) =>
        region.Level == Domain.Places.RegionLevel.Town ? [region]
        : country.Children(region.Code).SelectMany(child => TownsOf(country, child));

    private void WriteTotals()
    {
        using var file = File.Create(Path.Combine(folder, "totals.json"));
        using var json = new Utf8JsonWriter(file, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteNumber("seed", seed);
        json.WriteString("share", $"1/{every}");
        json.WriteNumber("year", Year.Number);
        json.WriteNumber("lines", _lines);
        json.WriteNumber("events", _events);
        json.WriteStartArray("regions");
        foreach (var region in _told.Values) region.Write(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
