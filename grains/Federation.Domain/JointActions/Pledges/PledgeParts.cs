using System.Text;

namespace Federation.Domain.JointActions;

// The values that a pledge's commands and events are made of, and what makes two shops the same shop.

/// <summary>What a pledge counts under. Every counted event carries it, so that counters need no lookup.</summary>
/// <param name="OrganisationId">Whose visit it was; null: not stated.</param>
/// <param name="ShopKey">The shop within its village, see <see cref="Shop.Key"/>.</param>
public sealed record PledgeOf(
    string ActionId, string AllianceId, string Theme, string VillageCode, string? OrganisationId, string ShopKey,
    bool Illustrative);

/// <summary>What one step changed on its day: signed pledges, shops with signing not stated, shops in the
/// alliance.</summary>
public sealed record PledgeChange(DateOnly Day, int Signed, int NotStated, int Joined);

/// <summary>A merchant is a shop: its business name, not a person's.</summary>
public static class Shop
{
    public const int NameMax = 100;

    /// <summary>
    /// The name as it is compared: spaces and punctuation dropped, full-width letters and digits made half-width, lower
    /// case. 「好味 小食店」 and 「好味小食店」 are one shop. Empty when the name has neither letter nor digit.
    /// </summary>
    public static string Key(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            var half = letter is >= '\uFF01' and <= '\uFF5E' ? (char)(letter - 0xFEE0) : letter;
            if (char.IsLetterOrDigit(half) || char.IsSurrogate(half)) key.Append(char.ToLowerInvariant(half));
        }

        return key.ToString();
    }
}

/// <summary>A version of the action's pledge text, as signing needs it.</summary>
/// <param name="ValidMonths">Null: a pledge under it does not lapse.</param>
public sealed record TextFacts(int Version, DateOnly PublishedOn, int? ValidMonths)
{
    /// <summary>The terms of a pledge that begins on a day, or goes on after the last day it had.</summary>
    /// <remarks>A period of months ends with the day of the same number, or with the month's last (Civil Code,
    /// article 202).</remarks>
    public PledgeTerms Terms(DateOnly from, DateOnly? after = null) =>
        new(Version, from, ValidMonths is { } months ? (after ?? from).AddMonths(months) : null);
}

/// <summary>What a pledge was signed or renewed under.</summary>
/// <param name="Version">Of the action's text; null: not stated.</param>
/// <param name="From">The day it was signed or renewed.</param>
/// <param name="ValidUntil">Its last day; null: it does not lapse.</param>
public sealed record PledgeTerms(int? Version, DateOnly From, DateOnly? ValidUntil)
{
    public bool HoldsOn(DateOnly day) => ValidUntil is null || day <= ValidUntil;
}
