using System.Text;
using System.Text.RegularExpressions;

namespace Federation.Api.SigningIn;

/// <summary>Which passwords are taken: long enough, and none that guessers try first. No mixture of signs is asked for,
/// and none is asked for anew after a time: both lead to worse ones.</summary>
/// <remarks>Guessers do not only try lists; they put together what lists are made of. So a password is refused when it
/// can be taken apart into a few words of <c>common-passwords.txt</c>, runs of the keyboard or the alphabet, years, and
/// the user name: that covers some millions of them.</remarks>
public static partial class Passwords
{
    public const int Min = 10, Max = 200;

    /// <summary>Made of no more such parts than this, it is among the first to be guessed.</summary>
    private const int PartsMax = 4;

    /// <summary>Fewer different signs than this are a rhythm, not a password.</summary>
    private const int SignsMin = 4;

    /// <summary>Digits alone up to this length are a telephone number, a date or an account.</summary>
    private const int DigitsMax = 12;

    /// <summary>Runs that fingers find by themselves, to be read in both directions.</summary>
    private static readonly string[] Rows =
    [
        "01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop[]\\", "asdfghjkl;'", "zxcvbnm,./", "!@#$%^&*()_+",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp", "1q2w3e4r5t6y7u8i9o0p",
        "q1w2e3r4t5y6u7i8o9p0", "a1b2c3d4e5f6g7h8i9", "1a2b3c4d5e6f7g8h9i", "147258369", "789456123", "741852963",
        "零一二三四五六七八九十",
    ];

    private static readonly string[] BothWays = [.. Rows, .. Rows.Select(row => new string([.. row.Reverse()]))];

    private static readonly HashSet<string> Words = Read();

    private static readonly int WordMax = Words.Max(word => word.Length);

    /// <summary>One spelling of what looks alike: full width and half width, composed and decomposed.</summary>
    /// <remarks>Full width by hand: the product runs without the tables of Unicode, and then the framework leaves it as
    /// it is.</remarks>
    public static string Plain(string password)
    {
        var half = string.Concat(password.Select(c => c switch
        {
            >= '\uFF01' and <= '\uFF5E' => (char)(c - '\uFF01' + '!'),
            '\u3000' => ' ',
            _ => c,
        }));
        try
        {
            return half.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return half; // Half a character is no text; it is hashed as it stands.
        }
    }

    /// <summary>Ends the request where a password is not one to take.</summary>
    /// <param name="userName">Whose it is to be: a name everybody knows is no secret.</param>
    public static void RequireFit(string password, string userName, string field = "password")
    {
        var plain = Plain(password);
        if (plain.Length is < Min or > Max || password.Length > Max) throw Reading.Wrong(
            field, $"密码须为 {Min} 至 {Max} 个字符。", $"A password has {Min} to {Max} characters.");
        if (IsCommon(plain, userName)) throw Reading.Wrong(
            field, "这个密码太常见，或含有用户名，别人很容易猜到。请换一个，例如几个互不相干的词连在一起。",
            "This password is common or holds the user name: easily guessed. Take another one, such as a few "
            + "words that have nothing to do with each other.");
    }

    /// <summary>Whether it is among those that guessers try first, in any case of its letters.</summary>
    public static bool IsCommon(string password, string userName = "")
    {
        var text = Plain(password).ToLowerInvariant().Trim();
        var name = userName.ToLowerInvariant();
        return text.Distinct().Count() < SignsMin
            || (text.Length <= DigitsMax && text.All(char.IsDigit))
            || PartsOf(text, name) <= PartsMax
            || (Repeated().Match(text) is { Success: true } twice && PartsOf(twice.Groups[1].Value, name) < PartsMax)
            || OfShortRepeats().IsMatch(text);
    }

    /// <summary>How many parts that guessers know it is made of; more than any where it has others.</summary>
    private static int PartsOf(string text, string name)
    {
        var (fewest, letters) = (new int[text.Length + 1], Letters(text));
        Array.Fill(fewest, int.MaxValue - 1, 1, text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (fewest[at] > PartsMax) continue;
            // Signs between parts change nothing for who guesses.
            if (char.IsPunctuation(text[at]) || char.IsSymbol(text[at]) || char.IsWhiteSpace(text[at]))
                Reach(at + 1, fewest[at]);
            foreach (var end in EndsFrom(text, letters, at, name)) Reach(end, fewest[at] + 1);
        }

        return fewest[^1];

        void Reach(int end, int parts) => fewest[end] = Math.Min(fewest[end], parts);
    }

    private static IEnumerable<int> EndsFrom(string text, string letters, int at, string name)
    {
        var rest = text.Length - at;
        if (name.Length > 0 && text.AsSpan(at).StartsWith(name, StringComparison.Ordinal))
            yield return at + name.Length;
        for (var length = 2; length <= Math.Min(WordMax, rest); length++)
            if (Words.Contains(text.Substring(at, length)) || Words.Contains(letters.Substring(at, length)))
                yield return at + length;
        for (var length = 3; length <= rest && IsRun(text.Substring(at, length)); length++) yield return at + length;
        for (var same = 1; same < rest && text[at + same] == text[at]; same++) yield return at + same + 1;
        if (rest >= 4 && Year().IsMatch(text.AsSpan(at, 4))) yield return at + 4;
        if (rest >= 8 && Date().IsMatch(text.AsSpan(at, 8))) yield return at + 8;
        if (rest <= 2 && text.AsSpan(at).IndexOfAnyExceptInRange('0', '9') < 0) yield return text.Length;
    }

    private static bool IsRun(string part) => BothWays.Any(row => row.Contains(part, StringComparison.Ordinal));

    /// <summary>With the letters that digits and signs stand for: <c>p@ssw0rd</c>.</summary>
    private static string Letters(string text) => string.Concat(text.Select(c => c switch
    {
        '0' => 'o', '1' => 'i', '3' => 'e', '4' => 'a', '5' => 's', '7' => 't', '@' => 'a', '$' => 's', '!' => 'i',
        _ => c,
    }));

    private static HashSet<string> Read()
    {
        using var stream = typeof(Passwords).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        return
        [
            .. reader.ReadToEnd().Split('\n').Where(line => !line.StartsWith('#'))
                .SelectMany(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
        ];
    }

    [GeneratedRegex(@"^(.+?)\1+\z")]
    private static partial Regex Repeated();

    /// <summary>Five signs at most, over and over.</summary>
    [GeneratedRegex(@"^(.{1,5}?)\1+.?\z", RegexOptions.Singleline)]
    private static partial Regex OfShortRepeats();

    [GeneratedRegex(@"^(19|20)\d\d\z")]
    private static partial Regex Year();

    [GeneratedRegex(@"^((19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])|(0[1-9]|1[0-2])([0-2]\d|3[01])(19|20)\d\d)\z")]
    private static partial Regex Date();
}
