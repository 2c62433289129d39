using System.Data.Common;
using System.Text.Json.Serialization;

namespace Federation.Api.Counting;

/// <summary>A figure as the API answers it.</summary>
/// <param name="Value">Null: not stated, which is shown as such.</param>
/// <param name="Records">Address of what is behind a computed figure.</param>
/// <param name="Publication">Of a published figure: the title of the document.</param>
/// <param name="Note">Of a published figure: why it differs from the computed one, where that is known.</param>
public sealed record FigureAnswer(
    string Key, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? Value, Unit Unit,
    Precision Precision, long? InexactParts, Scope Scope, DateOnly AsOf, FigureSource Source, bool? Illustrative,
    string? Records, string? Publication, Name? Note);

/// <summary>A published figure with the document it is taken from.</summary>
public sealed record Publication(Figure Figure, string Source, Name? Note)
{
    /// <summary>Columns from the key on: figure, source, value, precision, as_of, note_zh, note_en.</summary>
    public const string Columns = "figure, source, value, precision, as_of, note_zh, note_en";

    public static Publication Read(DbDataReader r, Scope scope) => new(
        Figure.Published(r.GetString(0), new(r.GetInt64(2), RowText.Parse<Precision>(r.GetString(3))), scope,
            r.Day(4)!.Value),
        r.GetString(1), r.Text(5) is { } zh ? new(zh, r.Text(6)) : null);
}

/// <summary>Figures on their way to an answer: computed before published, each computed one with its records'
/// address.</summary>
internal static class FigureAnswers
{
    public static IReadOnlyList<FigureAnswer> Of(
        IEnumerable<Figure> computed, IEnumerable<Publication> published, Func<Figure, string> records) =>
    [
        .. computed.Select(f => Of(f, records(f), null, null))
            .Concat(published.Select(p => Of(p.Figure, null, p.Source, p.Note)))
            .OrderBy(f => FigureRegistry.Get(f.Key).Order).ThenBy(f => f.Source),
    ];

    private static FigureAnswer Of(Figure f, string? records, string? publication, Name? note) => new(
        f.Key, f.Value, f.Unit, f.Precision, f.InexactParts, f.Scope, f.AsOf, f.Source, f.Illustrative, records,
        publication, note);

    /// <summary>Address of the records behind a figure, with the filters that are not null.</summary>
    public static string RecordsOf(string key, params (string Name, string? Value)[] filters) =>
        $"/api/v1/figures/{key}/records{Asked(filters)}";

    /// <summary>The filters as an address ends with them.</summary>
    public static string Asked(params (string Name, string? Value)[] filters) => '?' + string.Join('&',
        filters.Where(f => f.Value is not null).Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value!)}"));
}
