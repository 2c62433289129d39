using Federation.Domain.Places;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsvHelper;
using Federation.Log.Places;

namespace Federation.Tests.Places;

/// <summary>Makes country.bin from the committed sources, the same bytes on every machine.</summary>
/// <remarks>No general compression: its bytes change with the library and the processor, and the tokens save as much.
/// Country/README.md describes the format.</remarks>
internal sealed class CountryMaker
{
    private const int CodesDate = 2023_06_30;

    /// <summary>Village-level names end in one of few ways; the longest that fits becomes one token.</summary>
    private static readonly string[] _endings =
    [
        "社区居民委员会", "村村民委员会", "社区居委会", "村民委员会", "居民委员会", "村村委会",
        "村委会", "居委会", "生活区", "街道", "社区", "委会", "嘎查",
    ];

    private readonly (uint Code, string Name)[][] _levels;
    private readonly ILookup<uint, (int Suffix, string Name)> _villages;
    private readonly string[] _tokens;
    private readonly Dictionary<string, int> _numbers;

    private CountryMaker(string sources)
    {
        _levels = [.. new[] { "provinces.csv", "cities.csv", "areas.csv", "streets.csv.gz" }
            .Select(file => Rows(Path.Combine(sources, file)).Select(row => ((uint)row.Code, row.Name)).ToArray())];
        var villages = Rows(Path.Combine(sources, "villages.csv.gz"));
        _villages = villages.ToLookup(row => (uint)(row.Code / 1000), row => ((int)(row.Code % 1000), row.Name));

        // The commonest first, so that they take one byte; ties by text, so that there is only one order.
        _tokens = [.. villages.Select(row => row.Name)
            .Concat(_levels.SelectMany(level => level.Select(row => row.Name)))
            .SelectMany(Split)
            .CountBy(token => token)
            .OrderByDescending(token => token.Value)
            .ThenBy(token => token.Key, StringComparer.Ordinal)
            .Select(token => token.Key)];
        _numbers = _tokens.Index().ToDictionary(token => token.Item, token => token.Index);
    }

    /// <summary>Where country.bin, its sources and its licence are committed.</summary>
    public static string Folder { get; } = FindFolder();

    public static byte[] Make(string sources)
    {
        var file = new MemoryStream();
        using var writer = new BinaryWriter(file, Encoding.UTF8);
        new CountryMaker(sources).Write(writer);
        writer.Flush();
        return file.ToArray();
    }

    /// <summary>Every row of a source file in its order, which is by code.</summary>
    public static List<(long Code, string Name)> Rows(string path)
    {
        using Stream raw = File.OpenRead(path);
        using var stream = Path.GetExtension(path) == ".gz" ? new GZipStream(raw, CompressionMode.Decompress) : raw;
        using var csv = CsvReader.Create(stream);
        var rows = new List<(long, string)>();
        while (csv.Read()) rows.Add((csv.Parse<long>(0), csv.GetString(1)));
        return rows;
    }

    private static IEnumerable<string> Split(string name)
    {
        var ending = _endings.FirstOrDefault(ending => name.EndsWith(ending, StringComparison.Ordinal)) ?? "";
        foreach (var rune in name[..^ending.Length].EnumerateRunes()) yield return rune.ToString();
        if (ending.Length > 0) yield return ending;
    }

    private void Write(BinaryWriter writer)
    {
        writer.Write(Encoding.ASCII.GetBytes(CountryFile.Magic));
        writer.Write(CodesDate);
        writer.Write(_tokens.Length);
        foreach (var token in _tokens) writer.Write(token);

        // The names are written first, elsewhere, so that the index in front of them can tell their positions.
        var indexBytes = _levels.Sum(level => 4 + 8 * level.Length);
        var start = (uint)(writer.BaseStream.Position + indexBytes);
        var names = new MemoryStream();
        using var namesWriter = new BinaryWriter(names, Encoding.UTF8);
        foreach (var level in _levels)
        {
            writer.Write(level.Length);
            foreach (var (code, name) in level)
            {
                writer.Write(code);
                writer.Write(start + (uint)namesWriter.BaseStream.Position);
                WriteName(namesWriter, name);
                if (level == _levels[^1]) WriteVillages(namesWriter, code);
            }
        }

        namesWriter.Flush();
        writer.Write(names.ToArray());
    }

    private void WriteVillages(BinaryWriter writer, uint town)
    {
        writer.Write7BitEncodedInt(_villages[town].Count());
        var last = 0;
        foreach (var (suffix, name) in _villages[town])
        {
            writer.Write7BitEncodedInt(suffix - last);
            last = suffix;
            WriteName(writer, name);
        }
    }

    private void WriteName(BinaryWriter writer, string name)
    {
        if (name.Length is 0 or > CountryFile.LongestName)
            throw new InvalidDataException($"The name {name} does not fit the country file.");

        var bytes = new List<byte>();
        foreach (var number in Split(name).Select(token => _numbers[token]))
        {
            var rest = number - CountryFile.OneByteTokens;
            if (rest < 0) bytes.Add((byte)number);
            else bytes.AddRange([checked((byte)(CountryFile.OneByteTokens + (rest >> 8))), (byte)(rest & 0xFF)]);
        }

        writer.Write(checked((byte)bytes.Count));
        writer.Write([.. bytes]);
    }

    private static string FindFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Federation.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests must run inside the repository.");
        return Path.Combine(folder.FullName, "grains", "Federation.Log", "Places", "Country");
    }
}
