namespace Federation.Api.JointActions.Reports;

/// <summary>One part of a closing report, in both languages: page, Word document and API show the same.</summary>
/// <param name="Id">Of its heading on the page, unique in the report.</param>
public sealed record ReportSection(string Id, Name Title, IReadOnlyList<ReportBlock> Blocks)
{
    public Name? Lead { get; init; }
}

/// <summary>A paragraph, or a table; one without heads lists facts: what, and its value.</summary>
/// <param name="Empty">What is said of a table without rows.</param>
public sealed record ReportBlock(
    Name? Paragraph = null, Name? Caption = null, IReadOnlyList<Name>? Heads = null,
    IReadOnlyList<IReadOnlyList<ReportCell>>? Rows = null, Name? Empty = null)
{
    /// <summary>Its words say themselves what they are: a phone shows them in one line without their heads.</summary>
    public bool Brief { get; init; }

    /// <summary>Its heads are names out of the records, however few: it stays a table on a phone.</summary>
    public bool Grid { get; init; }

    /// <summary>One row for each of some things.</summary>
    public static ReportBlock List<T>(
        IReadOnlyList<Name> heads, IEnumerable<T> things, Func<T, ReportCell[]> row, Name? empty = null,
        bool brief = true) => new(Heads: heads, Rows: [.. things.Select(row)], Empty: empty) { Brief = brief };
}

/// <summary>A cell: words, numbers that open to their records, or both.</summary>
/// <param name="Href">Page that the words lead to.</param>
public sealed record ReportCell(
    Name? Text = null, string? Href = null, IReadOnlyList<ReportNumber>? Numbers = null, bool Illustrative = false)
{
    public static ReportCell Of(string text) => new(new Name(text));

    public static ReportCell Of(string zh, string en) => new(new Name(zh, en));
}

/// <summary>A number that says what it counts and opens to what is behind it.</summary>
/// <param name="Value">Null: not stated.</param>
/// <param name="Records">Address of its records in the API; null for a published or a frozen number.</param>
public sealed record ReportNumber(string Key, long? Value, string Unit, string Precision, string? Records);

/// <summary>What the sections of one report are made from.</summary>
/// <param name="Frozen">Figures of the version shown; empty where nothing was handed in.</param>
/// <param name="Inside">The reader may read the words of coordinators and participants.</param>
public sealed record ReportSource(
    Reading Reading, ActionOf Of, ActionRow About, Name Alliance, DateOnly AsOf, IReadOnlyList<ActionSeries> Series,
    ActionFigures All, IReadOnlyList<FrozenFigure> Frozen, ReportTexts Words, bool Inside)
{
    public IReadOnlyList<FigureAnswer> Figures { get; } = All.Answers(Of.Id, AsOf);

    public RecordNames Names { get; } = new(Reading.Rows);

    /// <summary>Address of the records behind a number of this action.</summary>
    public string RecordsOf(string key, params (string Name, string? Value)[] filters) => FigureAnswers.RecordsOf(
        key, [("action", Of.Id), .. filters, ("asOf", Days.Text(AsOf))]);
}

/// <summary>The parts of a closing report in their order.</summary>
/// <remarks>A new part is one function from <see cref="ReportSource"/> to a section (null: nothing to say), reading
/// rows, and its name in this list. Its numbers carry the address of their records.</remarks>
internal static class ReportSections
{
    private static readonly Func<ReportSource, ReportSection?>[] Parts =
    [
        ActionParts.About, ActionParts.Words, CycleParts.Deliberated, FigureParts.Compared, FigureParts.BySeries,
        FigureParts.Grid, ActionParts.Owners, ActionParts.Sessions, CycleParts.Challenges, CycleParts.Meetings,
        ActionParts.Shops, CycleParts.Money, FigureParts.Help, CycleParts.Endorsements, ActionParts.Closing,
    ];

    public static IReadOnlyList<ReportSection> Of(ReportSource source) =>
        [.. Parts.Select(part => part(source)).OfType<ReportSection>()];
}
