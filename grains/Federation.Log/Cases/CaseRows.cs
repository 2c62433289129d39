using System.Diagnostics;
using Federation.Domain.Cases;
using static Federation.Log.Column;

namespace Federation.Log.Cases;

/// <summary>Write-ups for the public: as written last, and whether they are public now.</summary>
public static class CaseRows
{
    /// <summary>State is draft, published or withdrawn; the story and people's names lie sealed.</summary>
    public static readonly Table Cases = new("cases",
        [Text("case_id")],
        [
            Text("alliance"), Text("action"), Text("title_zh"), Text("title_en"), Text("summary_zh"),
            Text("summary_en"), Text("bodies"), Text("story"), Text("story_en"), Text("persons"),
            Number("persons_consent"), Text("source"), Number("illustrative"), Text("state"), Text("state_on"),
        ],
        "state, alliance", "action");

    public static readonly Projection Projection = new("cases", [Cases], Apply);

    private static IEnumerable<Change> Apply(StoredEvent e) => e.Body switch
    {
        CaseEvent.Written { Text: var text } =>
        [
            Cases.Put([e.Id()],
                ("alliance", text.AllianceId), ("action", text.ActionId), ("title_zh", text.Title.Zh),
                ("title_en", text.Title.En), ("summary_zh", text.Summary?.Zh), ("summary_en", text.Summary?.En),
                ("bodies", RowText.Of(text.Bodies)), ("story", text.StoryId), ("story_en", text.StoryEnId),
                ("persons", text.PersonsId), ("persons_consent", text.PersonsConsent), ("source", text.Source),
                ("illustrative", text.Illustrative), ("state", "draft"), ("state_on", e.Day)),
        ],
        CaseEvent.Published now => [Cases.Put([e.Id()], ("state", "published"), ("state_on", now.Day))],
        CaseEvent.Withdrawn now => [Cases.Put([e.Id()], ("state", "withdrawn"), ("state_on", now.Day))],
        CaseEvent other => throw new UnreachableException(other.GetType().Name),
        _ => [],
    };
}
