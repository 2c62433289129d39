using System.Security.Cryptography;
using System.Text;

namespace Federation.Api.Complaints;

/// <summary>Numbers and secret codes of complaints, as people read them out and type them: 3f9a-0b12-77cd.</summary>
/// <remarks>A code has 48 bits and the server answers a few tries a minute from one address, so that guessing one
/// takes longer than anybody has; of a code only a keyed check is stored.</remarks>
internal static class ComplaintCodes
{
    private const int Digits = 12, InGroup = 4;

    public static string Grouped(string hex) =>
        string.Join('-', hex[..Digits].Chunk(InGroup).Select(group => new string(group)));

    /// <summary>What was typed, in whatever groups, capitals or full width; null when it cannot be one.</summary>
    public static string? Typed(string? text)
    {
        var hex = string.Concat((text ?? "").Select(Narrow).Select(char.ToLowerInvariant)
            .Where(char.IsAsciiHexDigitLower));
        return hex.Length == Digits ? Grouped(hex) : null;
    }

    /// <summary>The product runs without the tables that would fold full width.</summary>
    private static char Narrow(char sign) => sign is >= '！' and <= '～' ? (char)(sign - '！' + '!') : sign;

    public static string CheckOf(Vault vault, string id, string code) => vault.IdOf(id, code, "complaint check");

    /// <summary>Takes as long for a wrong code as for a right one.</summary>
    public static bool Opens(Vault vault, string id, string code, string check) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(CheckOf(vault, id, code)), Encoding.ASCII.GetBytes(check));
}
