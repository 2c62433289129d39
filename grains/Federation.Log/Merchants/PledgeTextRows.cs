using System.Diagnostics;
using Federation.Domain.Merchants;
using static Federation.Log.Column;

namespace Federation.Log.Merchants;

// The versions of every action's pledge text; a version never changes once published.

public static class PledgeTextRows
{
    public static readonly Table PledgeTexts = new("pledge_texts",
        [Text("action"), Number("version")],
        [
            Text("published_on"), Text("title_zh"), Text("title_en"), Text("promises"), Text("text_zh"),
            Text("text_en"), Number("valid_months"), Number("illustrative"), Text("source"),
        ]);

    public static readonly Projection Projection = new("merchants", [PledgeTexts], Apply);

    private static IEnumerable<Change> Apply(StoredEvent e) => e.Body switch
    {
        PledgeTextEvent.Published published => [Published(e.Id(), published)],
        PledgeTextEvent other => throw new UnreachableException(other.GetType().Name),
        _ => [],
    };

    private static Change Published(string action, PledgeTextEvent.Published e) => PledgeTexts.Put(
        [action, (long)e.Version],
        ("published_on", e.Day), ("title_zh", e.Wording.Title.Zh), ("title_en", e.Wording.Title.En),
        ("promises", RowText.Of(e.Wording.Promises)), ("text_zh", e.Wording.Text?.Zh),
        ("text_en", e.Wording.Text?.En),
        ("valid_months", e.Wording.ValidMonths is { } months ? (long)months : null),
        ("illustrative", e.Wording.Illustrative), ("source", e.Wording.Source));
}
