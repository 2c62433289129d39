namespace Federation.Api.Components;

/// <summary>
/// A figure as a page shows it. Scope, unit and precision travel with the number, or figures contradict.
/// </summary>
/// <param name="Title">What is counted.</param>
/// <param name="Value">Null: the source does not state it, which is shown as such and never as zero.</param>
/// <param name="Unit">A key of <see cref="Units"/>; <c>minutes</c> are shown in hours, <c>fen</c> in yuan.</param>
/// <param name="Precision"><c>exact</c>, <c>about</c>, <c>nearly</c>, <c>at-least</c> or <c>more-than</c>.</param>
/// <param name="AsOf">The day up to which facts are counted, or on which it was published.</param>
public sealed record FigureView(
    Name Title, long? Value, string Unit, string Precision = "exact", DateOnly? AsOf = null)
{
    /// <summary>Whose figure it is: a region, an action, a part of one.</summary>
    public Name? Scope { get; init; }

    /// <summary>The title of the document a published figure is taken from.</summary>
    public Name? Publication { get; init; }

    /// <summary>Some records behind it are made up to fill what the source leaves open.</summary>
    public bool Illustrative { get; init; }

    /// <summary>How many of the parts added up are not exact.</summary>
    public int InexactParts { get; init; }

    /// <summary>The address of the records behind it.</summary>
    public string? Href { get; init; }

    /// <summary>Published with a month only ("2022-02"): the day would claim more than the source says.</summary>
    public bool MonthOnly { get; init; }
}
