using System.Text.RegularExpressions;

namespace Federation.House.Tests;

/// <summary>A member with a body: where it begins, and on how many lines it stands.</summary>
public sealed record Function(int Line, int Lines, string Head);

/// <summary>C# read just closely enough for the house rules, without a compiler.</summary>
public static partial class Code
{
    /// <summary>The same text, with comments, texts and directives blanked, so that positions and lines stay.</summary>
    public static string Only(string text)
    {
        var code = text.ToCharArray();
        for (var at = 0; at < text.Length;)
        {
            var end = Math.Min(EndOfOther(text, at), text.Length);
            for (var i = at; i < end; i++) code[i] = code[i] == '\n' ? '\n' : ' ';
            at = Math.Max(end, at + 1);
        }

        return new(code);
    }

    /// <summary>Members with a body, nested types' included. A field counts only when it holds a lambda.</summary>
    public static List<Function> Functions(string code)
    {
        var found = new List<Function>();
        Members(code, 0, code.Length, found);
        return found;
    }

    /// <summary>The position after the block that opens at <paramref name="open"/>.</summary>
    public static int EndOfBlock(string code, int open)
    {
        var depth = 0;
        for (var at = open; at < code.Length; at++)
        {
            if (code[at] == '{') depth++;
            if (code[at] == '}' && --depth == 0) return at + 1;
        }

        return code.Length;
    }

    public static int LineOf(string text, int at) => text.AsSpan(0, at).Count('\n') + 1;

    private static void Members(string code, int from, int to, List<Function> found)
    {
        int start = from, depth = 0;
        for (var at = from; at < to; at++)
        {
            if (code[at] is '(' or '[') depth++;
            if (code[at] is ')' or ']') depth--;
            if (depth > 0 || code[at] is not (';' or '{')) continue;

            var end = at + 1;
            if (code[at] == '{')
            {
                var head = WithoutBrackets(code[start..at]);
                end = EndOfBlock(code, at);
                if (TypeHead().IsMatch(head)) Members(code, at + 1, end - 1, found);
                else if (Continues(code, head, end)) { at = end - 1; continue; }
                else Measure(code, start, end, found);
            }
            else Measure(code, start, end, found);

            (at, start) = (end - 1, end);
        }
    }

    private static bool Continues(string code, string head, int end) =>
        Assignment().IsMatch(head) || head.Contains("=>") || code.AsSpan(end).TrimStart() is ['=', ..];

    private static void Measure(string code, int start, int end, List<Function> found)
    {
        var member = code[start..end];
        var isField = Assignment().IsMatch(WithoutBrackets(member.Split("=>")[0].Split('{')[0]));
        if (!member.Contains("=>") && (isField || !member.Contains('{'))) return;

        var begin = start + member.Length - member.TrimStart().Length;
        var head = code[begin..end].Split('\n')[0].Trim();
        found.Add(new(LineOf(code, begin), code[begin..end].Count(c => c == '\n') + 1, head));
    }

    private static string WithoutBrackets(string text)
    {
        for (var before = ""; before != text;) (before, text) = (text, Brackets().Replace(text, " "));
        return Operator().Replace(text, "operator");
    }

    /// <summary>Where the comment, text or directive beginning here ends; here, when none does.</summary>
    private static int EndOfOther(string text, int at) => text[at] switch
    {
        '/' when Next(text, at) == '/' => EndAt(text, "\n", at, at),
        '/' when Next(text, at) == '*' => EndAt(text, "*/", at + 2, at),
        '#' when text.AsSpan(0, at).TrimEnd(' ') is [] or [.., '\n'] => EndAt(text, "\n", at, at),
        '\'' => EndOfQuoted(text, at + 1, '\'', verbatim: false, holes: false),
        '"' or '$' or '@' => EndOfText(text, at),
        _ => at,
    };

    private static int EndOfText(string text, int at)
    {
        var quote = at;
        while (quote < text.Length && text[quote] is '$' or '@') quote++;
        if (quote >= text.Length || text[quote] != '"') return at;

        var prefix = text.AsSpan(at, quote - at);
        var quotes = text.AsSpan(quote).IndexOfAnyExcept('"');
        if (quotes < 0) return text.Length;
        if (quotes >= 3) return EndAt(text, new string('"', quotes), quote + quotes, at);
        return EndOfQuoted(text, quote + 1, '"', prefix.Contains('@'), prefix.Contains('$'));
    }

    private static int EndOfQuoted(string text, int at, char quote, bool verbatim, bool holes)
    {
        for (; at < text.Length; at++)
        {
            if (text[at] == '\\' && !verbatim) at++;
            else if (text[at] == quote && verbatim && Next(text, at) == quote) at++;
            else if (text[at] == quote) return at + 1;
            else if (holes && text[at] == '{' && Next(text, at) == '{') at++;
            else if (holes && text[at] == '{') at = EndOfHole(text, at) - 1;
        }

        return at;
    }

    private static int EndOfHole(string text, int at)
    {
        for (var depth = 0; at < text.Length;)
        {
            if (text[at] == '{') depth++;
            if (text[at] == '}' && --depth == 0) return at + 1;
            at = Math.Max(EndOfOther(text, at), at + 1);
        }

        return at;
    }

    private static char Next(string text, int at) => at + 1 < text.Length ? text[at + 1] : '\0';

    private static int EndAt(string text, string mark, int from, int at) =>
        text.IndexOf(mark, Math.Min(from, text.Length), StringComparison.Ordinal) is >= 0 and var found
            ? found + (mark == "\n" ? 0 : mark.Length)
            : Math.Max(text.Length, at);

    [GeneratedRegex(@"^[^=]*\b((class|struct|interface|record|enum|namespace)\s+\w|extension\b)[^=]*$")]
    private static partial Regex TypeHead();

    [GeneratedRegex(@"(?<![=!<>])=(?![=>])")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\([^()\[\]]*\)|\[[^()\[\]]*\]")]
    private static partial Regex Brackets();

    [GeneratedRegex(@"\boperator\s*[^\w\s({]+")]
    private static partial Regex Operator();
}
