using System.Text;

namespace Federation.Log.Places;

/// <summary>Text of a file in whatever encoding a spreadsheet in China saves it.</summary>
/// <remarks>Strict throughout: a wrong guess must fail rather than store wrong characters. Chinese text in GB18030 is
/// practically never valid UTF-8, so trying UTF-8 first is safe.</remarks>
public static class CsvText
{
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Encoding _gb18030 = CodePagesEncodingProvider.Instance.GetEncoding(
        "GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <summary>The text without its byte order mark, or null where it is in no encoding known here.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) return Decode(_utf8, bytes[Encoding.UTF8.Preamble.Length..]);
        // UTF-16 would pass for GB18030 with rubbish in it, were its mark not told apart: FF is no byte of GB18030.
        return Decode(_utf8, bytes) ?? Decode(_gb18030, bytes);
    }

    /// <summary>Characters of one line, the header too.</summary>
    public const int LineMax = 16_384;

    /// <summary>Whether every line is one that a person's spreadsheet may have: a reader works on one at a time.
    /// </summary>
    public static bool LinesFit(ReadOnlySpan<char> text)
    {
        while (text.Length > LineMax)
        {
            var end = text[..(LineMax + 1)].LastIndexOfAny('\n', '\r');
            if (end < 0) return false;
            text = text[(end + 1)..];
        }

        return true;
    }

    private static string? Decode(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
