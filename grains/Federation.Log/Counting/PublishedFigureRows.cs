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

    public static readonly Projection Projection = new("published-figures", [Figures], Apply);

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
        ],
        PublishedFiguresEvent.FigureWithdrawn gone =>
            [Figures.Delete(e.Id(), gone.Key, gone.Scope.Text(), gone.Source)],
        _ => [],
    };
}
