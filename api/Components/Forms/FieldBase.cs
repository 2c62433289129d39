using Microsoft.AspNetCore.Components;

namespace Federation.Api.Components;

/// <summary>
/// What every field of a form has: a name, a label, a hint, what was typed, and what is wrong with it.
/// </summary>
public abstract class FieldBase : Piece
{
    [CascadingParameter] private FormState? Form { get; set; }

    /// <summary>The name it is sent under.</summary>
    [Parameter, EditorRequired] public required string Name { get; set; }

    /// <remarks>In a form of a known body the body says it, and hint, limit, unit and being optional with it; what a
    /// page says itself goes before.</remarks>
    [Parameter] public string? Label { get; set; }

    /// <summary>What to type, said before it is typed wrongly.</summary>
    [Parameter] public string? Hint { get; set; }

    /// <summary>The value to begin with; what was typed in the form sent before goes before it.</summary>
    [Parameter] public string? Value { get; set; }

    /// <summary>Not needed inside a form with a state, which knows the errors of its fields.</summary>
    [Parameter] public string? Error { get; set; }

    /// <summary>Fields are required unless they say otherwise; the label then says "optional".</summary>
    [Parameter] public bool Optional { get; set; }

    public string Id => Form?.IdOf(Name) ?? "f-" + Name;

    /// <summary>What the form's body says of this field.</summary>
    protected FieldFacts? Facts { get; private set; }

    protected override void OnParametersSet()
    {
        Facts = Form?.Facts.FirstOrDefault(facts => facts.Name == Name);
        if (Label is null && Facts is { } known)
        {
            Label = L.Of(known.Label);
            Hint ??= known.Hint is { } hint ? L.Of(hint) : null;
            Optional |= known.Optional;
        }

        Form?.Label(Name, Label ?? Name);
    }

    protected string? Current => Form?.Typed(Name) ?? Value;

    protected IReadOnlyList<string>? AllTyped => Form?.AllTyped(Name);

    /// <summary>The form has been sent before, so that a box without a tick was left so on purpose.</summary>
    protected bool SentBefore => Form?.Failed == true;

    public string? Problem => Error ?? Form?.ErrorOf(Name);

    protected string? Invalid => Problem is null ? null : "true";

    /// <summary>Ids of hint and error, so that both are read with the field.</summary>
    protected string? DescribedBy
    {
        get
        {
            var ids = (Hint is null ? "" : Id + "-hint ") + (Problem is null ? "" : Id + "-error");
            return ids.Length == 0 ? null : ids.Trim();
        }
    }
}
