using System.Globalization;
using System.Text.RegularExpressions;

namespace Federation.Domain.Fundraisers;

/// <summary>Amounts as people and platforms write them, to the fen and back, without floating point.</summary>
public static partial class Yuan
{
    /// <summary>Ten thousand million yuan: more is a slip of the pen, and sums of it stay far from 64 bits.</summary>
    public const long FenMax = 1_000_000_000_000;

    /// <summary>5,020.86</summary>
    public static string Text(long fen) => (fen / 100m).ToString("#,0.00", CultureInfo.InvariantCulture);

    /// <summary>From yuan with at most two decimals: <c>5,020.86</c>, <c>¥12.3</c>, <c>12元</c>. Null for anything
    /// else, a negative amount and a third decimal among it.</summary>
    public static long? Parse(string text)
    {
        var half = string.Concat(text.Trim().Select(HalfWidth));
        if (Pattern().Match(half) is not { Success: true } m) return null;
        var digits = m.Groups["yuan"].Value.Replace(",", "", StringComparison.Ordinal)
            + m.Groups["fen"].Value.PadRight(2, '0');
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var fen) && fen <= FenMax
            ? fen : null;
    }

    private static char HalfWidth(char letter) => letter switch
    {
        '\uFFE5' => '\u00A5', // the yuan sign
        >= '\uFF01' and <= '\uFF5E' => (char)(letter - 0xFEE0),
        _ => letter,
    };

    [GeneratedRegex(@"^(?:\u00A5|CNY|RMB)?\s*(?<yuan>\d{1,3}(,\d{3})+|\d+)(\.(?<fen>\d{1,2}))?\s*元?\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
