using Microsoft.AspNetCore.Components;

namespace Federation.Api.Components;

/// <summary>
/// A column of a <c>DataTable</c>. On a phone each row becomes a card, and the head stands before its value.
/// </summary>
/// <param name="Head">The column's name.</param>
/// <param name="Text">The cell as text; either this or <paramref name="Html"/>.</param>
/// <param name="Html">The cell as markup: <c>row => @&lt;a href="…"&gt;…&lt;/a&gt;</c> in a component.</param>
/// <param name="Number">Set to the right, figures of equal width.</param>
/// <param name="Main">The row's name: first, and the heading of its card.</param>
/// <param name="Bare">Says itself what it is: on a phone it stands in one line with its like, without the head.</param>
public sealed record Column<TRow>(
    string Head, Func<TRow, string?>? Text = null, RenderFragment<TRow>? Html = null,
    bool Number = false, bool Main = false, bool Bare = false)
{
    internal string? Class => (Number, Bare) switch
    {
        (true, true) => "number bare", (true, false) => "number", (false, true) => "bare", _ => null,
    };
}

/// <summary>A row or a column of a <c>GridMatrix</c>.</summary>
/// <param name="Note">A quiet second line: the area, the organisation.</param>
public sealed record MatrixHead(string Key, string Text, string? Note = null, string? Href = null);

/// <summary>What stands where a row and a column meet.</summary>
/// <param name="Value">What took place; zero is shown as empty.</param>
/// <param name="Planned">What is still to come; shown where nothing took place yet.</param>
/// <param name="Note">A second line, such as the person-times.</param>
/// <param name="Href">The records behind the cell.</param>
public sealed record MatrixCell(long Value, long Planned = 0, string? Note = null, string? Href = null)
{
    public static MatrixCell Empty { get; } = new(0);
}

/// <summary>
/// One bar of a <c>TrendChart</c>: its label below the axis, and a mark where the month changed afterwards.
/// </summary>
/// <param name="Full">The label in full, for the table.</param>
/// <param name="Group">The year, written once where it begins.</param>
public sealed record ChartPoint(string Label, string Full, long Value, string? Group = null, string? Note = null);

/// <summary>A step of the way to this page; the last has no address.</summary>
public sealed record Crumb(string Text, string? Href = null);

/// <summary>A view of the same thing under its own address.</summary>
public sealed record Tab(string Key, string Text, string Href, long? Count = null);

/// <summary>A value one can choose in a form.</summary>
public sealed record Choice(string Value, string Text, string? Hint = null);
