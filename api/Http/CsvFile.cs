using System.Globalization;
using System.Text;

namespace Federation.Api.Http;

/// <summary>The one writer of tables that people open in a spreadsheet: no cell of it runs as a formula, whichever
/// program opens it and whatever it takes for a separator.</summary>
public static class CsvFile
{
    public const string Type = "text/csv; charset=utf-8";

    /// <summary>What some program begins a formula with, also in full width, small or raised: written out, for the
    /// product runs without the tables that fold them.</summary>
    private const string Live = "=+-@\u2212＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋";

    /// <summary>UTF-8 with its mark, without which a Chinese spreadsheet program guesses wrongly.</summary>
    public static byte[] Of(IEnumerable<IEnumerable<string>> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows) text.AppendJoin(',', row.Select(Cell)).Append("\r\n");
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    /// <summary>Quoted; each part that a spreadsheet may take for a cell is made plain text by an apostrophe where it
    /// would be run.</summary>
    /// <remarks>Where cells are set apart by semicolons or tabs, quotation marks in the middle of a line protect
    /// nothing.</remarks>
    internal static string Cell(string text)
    {
        var plain = new StringBuilder(text.Length + 2);
        var start = 0;
        for (var at = 0; at <= text.Length; at++)
        {
            if (at < text.Length && text[at] is not (';' or '\t' or '\n' or '\r')) continue;
            var part = text.AsSpan(start, at - start);
            if (IsLive(part)) plain.Append('\'');
            plain.Append(part);
            if (at < text.Length) plain.Append(text[at]);
            start = at + 1;
        }

        // A tab or line feed in front is a way past programs that look at the first sign alone.
        var apart = text is ['\t' or '\r' or '\n', ..] ? "'" : "";
        return $"\"{apart}{plain.Replace("\"", "\"\"")}\"";
    }

    private static bool IsLive(ReadOnlySpan<char> part)
    {
        foreach (var rune in part.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
                or UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.OtherNotAssigned
                || rune.Value is '"' or '\'' or 0x115F or 0x1160 or 0x2800 or 0x3164 or 0xFFA0) continue; // Not seen.
            const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
            return rune.IsBmp && Live.Contains((char)rune.Value)
                && !decimal.TryParse(part, Plain, CultureInfo.InvariantCulture, out _);
        }

        return false;
    }
}
