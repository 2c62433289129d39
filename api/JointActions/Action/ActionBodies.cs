using System.Text.Json;
using System.Text.Json.Serialization;

namespace Federation.Api.JointActions;

/// <param name="From">A day or a month.</param>
/// <param name="To">A day or a month; the action is then shown in months.</param>
public sealed record CreateActionBody(
    string AllianceId, Name Title, string Theme, string From, string To, Name? Goal = null,
    Items<Name> Guidance = default, Items<Name> Partners = default, string? DeliberationId = null,
    bool Illustrative = false, string? Id = null, DateOnly? On = null) : IDated;

public sealed record SeriesBody(
    Name Title, int Order, Items<string> Scopes = default, string? Id = null, DateOnly? On = null) : IDated;

public sealed record ScopeNameBody(
    [Says("部分", "Part")] string Scope, [Says("名称", "Name", Max = Texts.WordMax)] Name Name,
    DateOnly? On = null) : IDated;

/// <param name="SeriesIds">Empty: all of them.</param>
public sealed record ParticipantBody(
    [Says("组织", "Organisation")] string OrganisationId, [Says("在哪个村居", "In which village")] string VillageCode,
    [Says("参加的系列", "Series", "都不选就是全部", "None ticked means all")]
    Items<string> SeriesIds = default, DateOnly? On = null) : IDated;

/// <summary>What a published figure speaks about: <c>{ "kind": …, "id"?: … }</c>, or in short as text: empty for the
/// whole action, <c>series/id</c>, <c>region/code</c>, <c>alliance/id</c>, or the name of a part.</summary>
[JsonConverter(typeof(ScopeBodyConverter))]
public sealed record ScopeBody(ScopeKind Kind, string? Id = null) : IFromField<ScopeBody>
{
    /// <summary>As the choices of forms have it: nothing for the whole, <c>series/id</c>, or the named part.</summary>
    public static ScopeBody? Of(Posted form, string field) => form.Text(field) is not { } text ? null
        : text.Contains('/') ? Short(text) : new(ScopeKind.Named, text);

    public static ScopeBody? Short(string text) => text.Split('/', 2) switch
    {
        [""] or ["action"] => null,
        ["series", var id] => new(ScopeKind.Series, id),
        ["region", var code] => new(ScopeKind.Region, code),
        ["alliance", var id] => new(ScopeKind.Alliance, id),
        _ => new(ScopeKind.Named, text),
    };
}

internal sealed class ScopeBodyConverter : JsonConverter<ScopeBody>
{
    // A scope as answers show it, name and all, may be sent back as it is.
    private sealed record Plain(ScopeKind Kind, string? Id = null, Name? Name = null);

    public override ScopeBody? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return ScopeBody.Short(reader.GetString()!);
        try
        {
            var plain = JsonSerializer.Deserialize<Plain>(ref reader, options) ?? throw new JsonException();
            return new(plain.Kind, plain.Id);
        }
        catch (JsonException e)
        {
            throw new JsonException(null, e); // without a path of its own, the serialiser names the field
        }
    }

    public override void Write(Utf8JsonWriter writer, ScopeBody value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new Plain(value.Kind, value.Id), options);
}

/// <param name="AsOf">A day or a month; of the month that runs, today.</param>
/// <param name="Scope">The whole action when not given.</param>
/// <param name="Source">Title of the document.</param>
/// <param name="Note">Why it differs from the computed one.</param>
public sealed record PublishedFigureBody(
    string Key, long Value, string AsOf, string Source, Precision Precision = Precision.Exact, ScopeBody? Scope = null,
    Name? Note = null, DateOnly? On = null) : IDated;

public sealed record UnpublishBody(
    string Key, string Source, ScopeBody? Scope = null, DateOnly? On = null) : IDated;

/// <param name="Note">Why the published figure differs from the computed one; organisational text.</param>
public sealed record ExplanationBody(
    string Key, string Source, Name Note, ScopeBody? Scope = null, DateOnly? On = null) : IDated;

public sealed record ClosingBody(
    [Says("结项小结", "Closing words", "只有联盟和参与组织看得到", "Seen by the alliance and participants only",
        Max = Post.TextMax, Lines = 4)]
    string? Summary = null, DateOnly? On = null) : IDated;

public sealed record ReasonBody(
    [Says("原因", "Reason", Max = Post.TextMax)] string? Reason = null, DateOnly? On = null) : IDated;

/// <summary>Days as bodies give them: a day, or a month of which the first or the last day is meant.</summary>
internal static class DayOrMonth
{
    public static bool IsMonth(string text) => text.Length == 7;

    public static DateOnly First(string text, string field) =>
        IsMonth(text) ? Parsed($"{text}-01", field) : Parsed(text, field);

    public static DateOnly Last(string text, string field) =>
        IsMonth(text) ? Period.LastOf(Parsed($"{text}-01", field)) : Parsed(text, field);

    /// <summary>The last day of a month that is over, or today of the one that runs.</summary>
    public static DateOnly LastSoFar(string text, string field, DateOnly today) =>
        text == Days.Month(today) ? today : Last(text, field);

    private static DateOnly Parsed(string text, string field) => Days.Parse(text) ?? throw Reading.Wrong(
        field, "月份须为 年-月，例如 2026-03；日期须为 年-月-日，例如 2026-03-12。",
        "A month is year-month, such as 2026-03; a day is year-month-day, such as 2026-03-12.");
}
