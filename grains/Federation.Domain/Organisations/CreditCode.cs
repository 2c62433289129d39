namespace Federation.Domain.Organisations;

/// <summary>What is odd about a unified social credit code; a warning to look again, never a refusal.</summary>
public enum CreditCodeWarning { WrongLength, WrongCharacter, WrongCheckDigit }

/// <summary>The unified social credit code (统一社会信用代码): 18 characters, the last a check character.</summary>
/// <remarks>GB 32100-2015《法人和其他组织统一社会信用代码编码规则》: the weights are powers of 3 modulo 31, and the check
/// character makes the weighted sum divisible by 31.</remarks>
public static class CreditCode
{
    public const int Length = 18;
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"; // no I, O, S, V, Z
    private const int Weight = 3;

    /// <summary>As it is stored and claimed: without spaces, in capitals; nothing typed is no code.</summary>
    public static string? Normal(string? typed) =>
        string.IsNullOrWhiteSpace(typed) ? null
        : string.Concat(typed.Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();

    /// <summary>The warning for a code in its normal form, or null where nothing is odd.</summary>
    public static CreditCodeWarning? WarningFor(string? code)
    {
        if (code is null) return null;
        if (code.Length != Length) return CreditCodeWarning.WrongLength;
        if (!code.All(Alphabet.Contains)) return CreditCodeWarning.WrongCharacter;

        return code[^1] == CheckCharacter(code) ? null : CreditCodeWarning.WrongCheckDigit;
    }

    private static char CheckCharacter(string code)
    {
        var (sum, weight) = (0, 1);
        foreach (var character in code.AsSpan(0, Length - 1))
        {
            sum += Alphabet.IndexOf(character) * weight;
            weight = weight * Weight % Alphabet.Length;
        }

        return Alphabet[(Alphabet.Length - (sum % Alphabet.Length)) % Alphabet.Length];
    }
}
