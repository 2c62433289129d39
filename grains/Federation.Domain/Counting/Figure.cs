namespace Federation.Domain.Counting;

// What an official reads: a number that never travels without its unit, scope, day, precision and source.

/// <summary>Where a figure comes from: counted from our records, or printed in a document.</summary>
public enum FigureSource { Records, Published }

/// <summary>What a figure speaks about. <c>Named</c>: a named part of a joint action, e.g. outreach.</summary>
public enum ScopeKind { Region, Alliance, Action, Series, Named }

/// <summary>The scope of a figure. Figures of different scopes are different figures, whatever their key.</summary>
public sealed record Scope(ScopeKind Kind, string? Id, Name Name);

/// <summary>One figure.</summary>
/// <param name="Key">A key of <see cref="FigureRegistry"/>.</param>
/// <param name="Value">In <paramref name="Unit"/>; null: not stated, which is not the same as 0.</param>
/// <param name="InexactParts">Of a sum with inexact parts: how many; null for a published figure or an exact
/// sum.</param>
/// <param name="AsOf">Facts up to and including this Shanghai day.</param>
/// <param name="Illustrative">True where a record behind it is an illustration and not reported by the source.</param>
/// <param name="Records">Address of the records behind it.</param>
public sealed record Figure(
    string Key, long? Value, Unit Unit, Precision Precision, long? InexactParts, Scope Scope, DateOnly AsOf,
    FigureSource Source, bool? Illustrative = null, string? Records = null)
{
    /// <summary>A figure counted exactly from records, such as a number of villages.</summary>
    public static Figure Counted(string key, long value, Scope scope, DateOnly asOf, bool illustrative = false) =>
        Of(new(key, Parts.Of(value)), scope, asOf, illustrative);

    /// <summary>A figure computed as a sum of records.</summary>
    public static Figure Of(Amount amount, Scope scope, DateOnly asOf, bool illustrative = false) =>
        new(amount.Key, amount.Parts.Value, FigureRegistry.Get(amount.Key).Unit, amount.Parts.Precision,
            amount.Parts.Inexact is > 0 and var inexact ? inexact : null, scope, asOf, FigureSource.Records,
            illustrative ? true : null);

    /// <summary>A figure as a document prints it; it stands beside the computed one and is never added to
    /// anything.</summary>
    public static Figure Published(string key, Counted stated, Scope scope, DateOnly asOf) =>
        new(key, stated.Value, FigureRegistry.Get(key).Unit, stated.Precision, null, scope, asOf,
            FigureSource.Published);

    /// <summary>The order of every answer: as the registry lists them, computed before published.</summary>
    public static Items<Figure> Ordered(IEnumerable<Figure> figures) =>
        [.. figures.OrderBy(figure => FigureRegistry.Get(figure.Key).Order).ThenBy(figure => figure.Source)];
}

/// <summary>A sum on its way to becoming a figure. It knows what it is a sum of and adds only to its like.</summary>
/// <param name="Target">A target of a plan; targets and actual numbers are never mixed.</param>
public sealed record Amount(string Key, Parts Parts, bool Target = false)
{
    /// <summary>
    /// Refuses (an error of ours, not of a user): other keys, which includes person-times to persons and person-times
    /// served to those of volunteers; targets to actual numbers; and counts of distinct things, which would count
    /// twice.
    /// </summary>
    public static Amount operator +(Amount a, Amount b) =>
        a.Key != b.Key ? throw new InvalidOperationException($"{a.Key} and {b.Key} are never added.")
        : a.Target != b.Target ? throw new InvalidOperationException($"A target and an actual {a.Key} are never added.")
        : !FigureRegistry.Get(a.Key).Additive
            ? throw new InvalidOperationException($"{a.Key} counts distinct things: count again, do not add.")
        : a with { Parts = a.Parts + b.Parts };
}
