using Federation.Domain.Counting;

namespace Federation.Domain.JointActions;

// The values that a closing report's commands, events and facts are made of.

/// <summary>What the coordinator writes around the numbers; sealed texts by their ids, null where nothing is
/// said.</summary>
public sealed record ReportWords(string? SummaryId, string? LessonsId, string? OutlookId, string? ThanksId)
{
    public static ReportWords Nothing { get; } = new(null, null, null, null);
}

/// <summary>A figure as it stood when the report was handed in: computed, or as a document prints it.</summary>
/// <param name="Publication">Of a published figure: the title of the document.</param>
/// <param name="Note">Of a published figure: why it differs, as it was explained then.</param>
public sealed record FrozenFigure(
    string Key, long? Value, Precision Precision, ActionScope Scope, DateOnly AsOf, FigureSource Source,
    bool Illustrative = false, string? Publication = null, Name? Note = null)
{
    /// <summary>Told apart from the others of its report.</summary>
    public bool IsSameAs(FrozenFigure other) =>
        (Key, Scope, Source, Publication) == (other.Key, other.Scope, other.Source, other.Publication);
}

/// <summary>The head of the log when the figures were read: what a later check of the log is held against.</summary>
/// <param name="Hash">Of the event at the position, in hexadecimal.</param>
public sealed record Witness(long Position, string Hash);

/// <summary>What the gateway knows of whoever reviews a report.</summary>
/// <param name="OfRegion">An official of the region that the action's alliance belongs to.</param>
public sealed record Reviewer(bool OfRegion);
