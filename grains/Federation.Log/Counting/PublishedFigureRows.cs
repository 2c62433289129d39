using Federation.Domain.Counting;
using static Federation.Log.Column;

namespace Federation.Log.Counting;

/// <summary>Figures that documents print about an alliance or its region; those of a joint action are that
/// action's.</summary>
public static class PublishedFigureRows
{
    /// <summary>Scope is <c>region/code</c> or <c>alliance/id</c>.</summary>
    public static readonly Table Figures = new("alliance_figures",
        [Text("alliance"), Text("figure"), Text("scope"), Text("source")],
        [
            Text("scope_kind"), Text("scope_id"), Number("value"), Text("precision"), Text("as_of"),
            Text("published_on"), Text("note_zh"), Text("note_en"),
        ],
        "scope_id");

    /// <summary>Every explanation that a figure ever had, in the order they were given.</summary>
    public static readonly Table Notes = new("alliance_figure_notes",
        [Text("alliance"), Text("figure"), Text("scope"), Text("source"), Number("position")],
        [Text("note_zh"), Text("note_en"), Text("day"), Text("given_by")]);

    public static readonly Projection Projection = new("published-figures", [Figures, Notes], Apply);

    private static IEnumerable<Change> Apply(StoredEvent e) => e.Body switch
    {
        PublishedFiguresEvent.FigurePublished { Figure: var figure } =>
        [
            Figures.Put(
                [e.Id(), figure.Key, figure.Scope.Text(), figure.Source],
                ("scope_kind", RowText.Of(figure.Scope.Kind)), ("scope_id", figure.Scope.Id),
                ("value", figure.Stated.Value), ("precision", RowText.Of(figure.Stated.Precision)),
                ("as_of", figure.AsOf), ("published_on", e.Day), ("note_zh", figure.Note?.Zh),
                ("note_en", figure.Note?.En)),
            .. figure.Note is { } note ? Noted(e, figure.Key, figure.Scope, figure.Source, note) : [],
        ],
        PublishedFiguresEvent.FigureExplained now =>
        [
            Figures.Put([e.Id(), now.Key, now.Scope.Text(), now.Source],
                ("note_zh", now.Note.Zh), ("note_en", now.Note.En)),
            .. Noted(e, now.Key, now.Scope, now.Source, now.Note),
        ],
        PublishedFiguresEvent.FigureWithdrawn gone =>
            [Figures.Delete(e.Id(), gone.Key, gone.Scope.Text(), gone.Source)],
        _ => [],
    };

    private static Change[] Noted(StoredEvent e, string key, RegionScope scope, string source, Domain.Name note) =>
    [
        Notes.Put([e.Id(), key, scope.Text(), source, e.Position],
            ("note_zh", note.Zh), ("note_en", note.En), ("day", e.Day), ("given_by", e.Actor)),
    ];
}
