using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Federation.Api.People;

/// <summary>What identifies a person: sealed beside the log, never in an event, a row or a log line.</summary>
public sealed partial record PersonDetails(string Name, string? Phone = null) : IFromField<PersonDetails>
{
    public const int NameLengthMax = 60;

    /// <summary>From a form's two fields, such as <c>contact.name</c> and <c>contact.phone</c>; a phone alone lacks its
    /// name.</summary>
    public static PersonDetails? Of(Posted form, string field)
    {
        var (name, phone) = (form.Text($"{field}.name"), form.Text($"{field}.phone"));
        if (name is null && phone is not null) form.Required($"{field}.name");
        return name is null ? null : new(name, phone);
    }

    /// <summary>As sealed; read back by <see cref="Parse"/> for as long as the record is not erased.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Log.Json.Options);

    public static PersonDetails Parse(string json) =>
        JsonSerializer.Deserialize<PersonDetails>(json, Log.Json.Options)!;

    /// <summary>The details without outer spaces, or a problem with the field that is wrong.</summary>
    /// <param name="within">The field of the body that holds them, or nothing.</param>
    public PersonDetails Checked(string within = "")
    {
        var prefix = within.Length > 0 ? within + "." : "";
        var (name, phone) = (Name.Trim(), string.IsNullOrWhiteSpace(Phone) ? null : Phone.Trim());
        if (name.Length is 0 or > NameLengthMax || name.Any(char.IsControl)) throw Reading.Wrong(
            prefix + "name", $"请填写姓名，不超过 {NameLengthMax} 个字符。",
            $"Give the person's name in at most {NameLengthMax} characters.");
        if (phone is not null && !PhonePattern().IsMatch(phone)) throw Reading.Wrong(
            prefix + "phone", "电话号码只能含数字、空格、括号、+ 和 -。",
            "A phone number has 3 to 32 digits, spaces, brackets, + and -.");
        return new(name, phone);
    }

    /// <summary>As lists and officials see it: 王*, 138****1234.</summary>
    public PersonDetails Masked() => new(
        StringInfo.GetNextTextElement(Name) + "*",
        Phone is null ? null : Phone.Length >= 11 ? $"{Phone[..3]}****{Phone[^4..]}" : "****");

    [GeneratedRegex(@"^[0-9+()\- ]{3,32}\z")]
    private static partial Regex PhonePattern();
}

/// <summary>How much of a person's details somebody may see.</summary>
public enum Sight { None, Masked, Full }
