using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace Federation.Api.Components;

/// <summary>What a body's field is called on a form, with its hint; on the record's parameter, where its type and its
/// being optional stand already.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class SaysAttribute(string zh, string en, string? hintZh = null, string? hintEn = null) : Attribute
{
    public Name Label { get; } = new(zh, en);

    public Name? Hint { get; } = hintZh is null ? null : new(hintZh, hintEn);

    /// <summary>At most this many characters: the domain's own constant.</summary>
    public int Max { get; init; }

    /// <summary>A key of <see cref="Units"/>; money in <c>fen</c> is typed in yuan.</summary>
    public string? Unit { get; init; }

    public bool InYuan => Unit == "fen";

    /// <summary>The form asks for it, although the API may leave it out.</summary>
    public bool Needed { get; init; }

    /// <summary>Lines of a longer text.</summary>
    public int Lines { get; init; } = 1;

    /// <summary>The empty choice of a list.</summary>
    public string? NothingZh { get; init; }

    public string? NothingEn { get; init; }
}

/// <summary>The control that a field has.</summary>
public enum FieldKind { Text, Name, Number, Money, Day, Moment, Tick, One, Several }

/// <summary>Everything a form needs to know of one field, whether it comes from a body's record or from a questionnaire
/// that is data.</summary>
/// <param name="Max">At most this many characters; null: no limit of its own.</param>
/// <param name="Unit">A key of <see cref="Units"/>.</param>
/// <param name="Nothing">What the empty choice of a list says.</param>
public sealed record FieldFacts(
    string Name, Name Label, Name? Hint, FieldKind Kind, bool Optional, int? Max = null, string? Unit = null,
    int Lines = 1, Name? Nothing = null)
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<FieldFacts>> Known = [];

    /// <summary>The fields of a body that say what they are called, in its order.</summary>
    public static IReadOnlyList<FieldFacts> Of(Type body) => Known.GetOrAdd(body, type =>
    {
        var nullability = new NullabilityInfoContext();
        return
        [
            .. type.GetConstructors().MaxBy(c => c.GetParameters().Length)!.GetParameters()
                .Select(p => (Parameter: p, Says: p.GetCustomAttribute<SaysAttribute>()))
                .Where(p => p.Says is not null)
                .Select(p => Of(p.Parameter, p.Says!, !p.Says!.Needed && (p.Parameter.HasDefaultValue
                    || nullability.Create(p.Parameter).WriteState == NullabilityState.Nullable))),
        ];
    });

    private static FieldFacts Of(ParameterInfo field, SaysAttribute says, bool optional) => new(
        JsonNamingPolicy.CamelCase.ConvertName(field.Name!), says.Label, says.Hint,
        says.InYuan ? FieldKind.Money : KindOf(field), optional, says.Max > 0 ? says.Max : null, says.Unit, says.Lines,
        says.NothingZh is { } zh ? new(zh, says.NothingEn) : null);

    private static FieldKind KindOf(ParameterInfo field)
    {
        var type = Nullable.GetUnderlyingType(field.ParameterType) ?? field.ParameterType;
        return type.IsEnum ? FieldKind.One
            : type == typeof(Name) ? FieldKind.Name
            : type == typeof(long) || type == typeof(int) ? FieldKind.Number
            : type == typeof(DateOnly) ? FieldKind.Day
            : type == typeof(DateTimeOffset) ? FieldKind.Moment
            : type == typeof(bool) ? FieldKind.Tick
            : type == typeof(Items<string>) ? FieldKind.Several
            : FieldKind.Text;
    }
}
