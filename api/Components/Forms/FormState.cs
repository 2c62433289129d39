namespace Federation.Api.Components;

/// <summary>
/// What a form was sent with and what was wrong with it. A form shown for the first time has a fresh key and nothing
/// else; one shown again keeps what was typed and its key, so that sending twice has one effect.
/// </summary>
public sealed class FormState
{
    /// <summary>The name of the hidden field with the idempotency key, and of the one with a form's mark.</summary>
    public const string KeyField = "_key", MarkField = "_form";

    private readonly Dictionary<string, string[]> _typed = [];
    private readonly List<(string Field, string Text)> _errors = [];
    private readonly Dictionary<string, string> _labels = [];
    private string? _refusedAt;

    /// <summary>A field has told its label: the list above the fields, rendered before them, is made anew.</summary>
    public event Action? Labelled;

    /// <summary>Set by a form beside which another one has fields of the same names, to tell their ids apart.</summary>
    public string? Mark { get; set; }

    /// <summary>What is known of the fields by the record that they are read into.</summary>
    public IReadOnlyList<FieldFacts> Facts { get; set; } = [];

    /// <summary>Where it was sent to; null for a form that was not sent.</summary>
    public string? Address { get; private init; }

    public string Key { get; private set; } = Guid.NewGuid().ToString();

    /// <summary>Errors of fields in the order they were found.</summary>
    public IReadOnlyList<(string Field, string Text)> Errors => _errors;

    /// <summary>What is wrong with the whole, such as a rule that refused.</summary>
    public string? Refused { get; private set; }

    public static FormState Sent(IFormCollection form, string? address = null)
    {
        var key = form[KeyField].ToString();
        var state = new FormState { Address = address, Mark = form[MarkField] is [{ Length: > 0 } mark] &&
            mark.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? mark : null };
        if (key.Length > 0) state.Key = key;
        foreach (var (name, values) in form)
            if (!name.StartsWith('_')) state._typed[name] = [.. values.OfType<string>()];
        return state;
    }

    /// <summary>The form that this request sent and that is shown again, if it is the one of this address and mark;
    /// sent without its mark it is any of this address.</summary>
    public static FormState? Of(HttpContext? http, string action, string? mark) =>
        http?.Features.Get<FormState>() is { } sent && (sent.Mark ?? mark) == mark
        && sent.Address == action.Split('?', '#')[0] ? sent : null;

    /// <summary>Starts a form with values, for changing what exists.</summary>
    public FormState With(string field, params string[] values)
    {
        _typed[field] = values;
        return this;
    }

    /// <summary>A moment as its field takes it, on Shanghai's clock.</summary>
    public FormState With(string field, DateTimeOffset moment) => With(field, moment.ToOffset(Days.Shanghai).ToString(
        "yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Gives it a new key: what it holds now is another wish than the one sent before.</summary>
    public void Renew() => Key = Guid.NewGuid().ToString();

    public FormState Wrong(string field, string text)
    {
        if (!_errors.Contains((field, text))) _errors.Add((field, text)); // A field may be read twice, told once.
        return this;
    }

    public FormState Wrong(Refusal refusal, Lang lang)
    {
        (Refused, _refusedAt) = (lang.Of(refusal), refusal.Field);
        return this;
    }

    /// <summary>What a field is called on its page, so that the list of errors can say which one is meant.</summary>
    public string? LabelOf(string field) => _labels.GetValueOrDefault(field);

    /// <remarks>A browser sends nothing of a list without a tick: only now is it known that the form has the field that
    /// a refusal is about, and that it can be told there.</remarks>
    public void Label(string field, string label)
    {
        if (Refused is { } text && field == _refusedAt)
        {
            Refused = null;
            Wrong(field, text);
        }

        if (ErrorOf(field) is not null && _labels.TryAdd(field, label)) Labelled?.Invoke();
    }

    /// <summary>The id of a field's control.</summary>
    public string IdOf(string field) => Mark is null ? "f-" + field : $"f-{Mark}-{field}";

    public string? Typed(string field) => _typed.TryGetValue(field, out var values) ? values.FirstOrDefault() : null;

    public IReadOnlyList<string>? AllTyped(string field) => _typed.GetValueOrDefault(field);

    public string? ErrorOf(string field) => _errors.FirstOrDefault(error => error.Field == field).Text;

    public bool Failed => _errors.Count > 0 || Refused is not null;
}
