using System.IO.Compression;
using System.Xml;

namespace Federation.Log.Fundraisers;

/// <summary>Goes through all parts of a workbook once, before a reader that trusts them: what it unpacks to, how many
/// elements it has and how deep they lie.</summary>
/// <remarks>What a file says of its own size is not believed. A few kilobytes can unpack to millions of nested elements
/// that cost a reader minutes and its stack; here they cost as many steps as are allowed, and no memory.</remarks>
internal static class WorkbookParts
{
    public const int InflatedMax = 16 * 1024 * 1024, PartsMax = 100;

    /// <summary>No sheet of a spreadsheet program nests deeper than twelve.</summary>
    public const int DepthMax = 32;

    /// <summary>Elements and attributes of all parts: 10,000 rows of 20 columns have half of it.</summary>
    public const int ElementsMax = 2_000_000;

    /// <summary>The same of a part that holds no cells: styles, relations, properties.</summary>
    public const int ElementsBesideMax = 50_000;

    private static readonly string[] WithCells = ["xl/worksheets/", "xl/sharedStrings"];

    private static readonly XmlReaderSettings Strict = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreWhitespace = true, IgnoreComments = true,
        MaxCharactersInDocument = InflatedMax,
    };

    /// <summary>Whether all of it stays within the bounds.</summary>
    /// <exception cref="XmlException">A part is no XML.</exception>
    public static bool Fit(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes));
        if (zip.Entries.Count > PartsMax) return false;
        var (part, left) = (new byte[64 * 1024], InflatedMax);
        foreach (var entry in zip.Entries)
        {
            using var content = entry.Open();
            while (content.Read(part) is var read and > 0)
                if ((left -= read) < 0) return false;
        }

        var elements = ElementsMax;
        return zip.Entries.Where(IsXml).All(entry => Fits(entry, ref elements));
    }

    private static bool IsXml(ZipArchiveEntry entry) => Path.GetExtension(entry.FullName).ToLowerInvariant()
        is ".xml" or ".rels" or ".vml";

    private static bool Fits(ZipArchiveEntry entry, ref int left)
    {
        var cells = WithCells.Any(start => entry.FullName.StartsWith(start, StringComparison.OrdinalIgnoreCase));
        var own = cells ? left : Math.Min(left, ElementsBesideMax);
        using var content = entry.Open();
        using var xml = XmlReader.Create(content, Strict);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            var steps = 1 + xml.AttributeCount;
            left -= steps;
            if ((own -= steps) < 0 || xml.Depth > DepthMax) return false;
        }

        return true;
    }
}
