using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Table = DocumentFormat.OpenXml.Wordprocessing.Table;

namespace Federation.Api.JointActions.Reports;

/// <summary>A closing report as a Word document: the same sections as the page, its numbers linked to their
/// records.</summary>
/// <param name="address">Where the product is reached, for links that work outside it; null: it has none.</param>
internal sealed class ReportDocument(MainDocumentPart main, Lang lang, string? address)
{
    /// <summary>Between the margins, in twentieths of a point.</summary>
    private const int PageWidth = 11906 - 2 * 1021;

    private readonly Body _body = new();

    public static byte[] Of(ReportRead read, Lang lang)
    {
        using var stream = new MemoryStream();
        using (var file = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var main = file.AddMainDocumentPart();
            main.AddNewPart<StyleDefinitionsPart>().Styles = ReportStyles.Of(lang);
            file.PackageProperties.Title = Fit(ReportWordsOf.Title(lang, read.Source.About));
            file.PackageProperties.Language = lang.Tag;
            var document = new ReportDocument(main, lang, read.Source.Reading.PublicAddress);
            document.Write(read);
            main.Document = new Document(document._body);
        }

        return stream.ToArray();
    }

    private void Write(ReportRead read)
    {
        _body.Append(Paragraph("Title", Run(lang.Of(read.Source.About.Title))));
        _body.Append(Paragraph("Subtitle", Run(lang.T("结项报告", "Closing report"))));
        foreach (var line in ReportWordsOf.Standing(lang, read)) _body.Append(Paragraph(null, Run(line)));
        foreach (var section in read.Sections)
        {
            _body.Append(Paragraph("Heading1", Run(lang.Of(section.Title))));
            if (section.Lead is { } lead) _body.Append(Paragraph(null, Run(lang.Of(lead))));
            foreach (var block in section.Blocks) Write(block);
        }

        _body.Append(new SectionProperties(
            new PageSize { Width = 11906, Height = 16838 }, // A4
            new PageMargin { Top = 1134, Bottom = 1134, Left = 1021, Right = 1021, Header = 567, Footer = 567 }));
    }

    private void Write(ReportBlock block)
    {
        if (block.Caption is { } caption) _body.Append(Paragraph("Heading2", Run(lang.Of(caption))));
        if (block.Paragraph is { } words)
            foreach (var line in lang.Of(words).Split('\n')) _body.Append(Paragraph(null, Run(line)));
        if (block.Rows is not { } rows) return;
        if (rows.Count == 0)
        {
            if (block.Empty is { } empty) _body.Append(Paragraph(null, Run(lang.Of(empty))));
            return;
        }

        var table = new Table(new TableProperties(
            new TableStyle { Val = "Records" }, new TableWidth { Width = "5000", Type = TableWidthUnitValues.Pct }),
            new TableGrid(rows[0].Select(_ => new GridColumn { Width = $"{PageWidth / rows[0].Count}" })));
        if (block.Heads is { } heads) table.Append(new TableRow(
            [
                new TableRowProperties(new CantSplit(), new TableHeader()),
                .. heads.Select(head => Cell(Paragraph("Head", Run(lang.Of(head))))),
            ]));
        foreach (var row in rows) table.Append(new TableRow(
            [new TableRowProperties(new CantSplit()), .. row.Select(cell => Cell(Paragraph("Cell", [.. Of(cell)])))]));
        _body.Append(table);
        _body.Append(Paragraph(null));
    }

    private IEnumerable<OpenXmlElement> Of(ReportCell cell)
    {
        foreach (var (number, i) in (cell.Numbers ?? []).Select((n, i) => (n, i)))
        {
            if (i > 0) yield return Run(lang.T("；", "; "));
            yield return Linked(ReportWordsOf.Said(lang, number), number.Records is null ? null
                : Counting.FigureViews.PageOf(number.Records));
        }

        if (cell.Text is { } text)
        {
            if (cell.Numbers is { Count: > 0 }) yield return Run(lang.T("，", ", "));
            yield return Linked(lang.Of(text), cell.Href);
        }

        if (cell.Illustrative) yield return Run(lang.T("（示意数据）", " (illustrative)"));
    }

    private OpenXmlElement Linked(string text, string? href) => href is null || address is null ? Run(text)
        : new Hyperlink(
            Run(text, "Link")) { Id = main.AddHyperlinkRelationship(new(address + href), isExternal: true).Id };

    private static TableCell Cell(Paragraph paragraph) => new(paragraph);

    private static Paragraph Paragraph(string? style, params OpenXmlElement[] content)
    {
        var paragraph = new Paragraph();
        if (style is not null) paragraph.Append(new ParagraphProperties(new ParagraphStyleId { Val = style }));
        paragraph.Append(content);
        return paragraph;
    }

    private static Run Run(string text, string? style = null)
    {
        var run = new Run();
        if (style is not null) run.Append(new RunProperties(new RunStyle { Val = style }));
        run.Append(new Text(Fit(text)) { Space = SpaceProcessingModeValues.Preserve });
        return run;
    }

    /// <summary>Without the characters that no XML holds: a name may have been pasted from anywhere.</summary>
    private static string Fit(string text) => string.Concat(
        text.EnumerateRunes().Where(rune => rune.Value is '\t' or >= ' ' and not 0xFFFE and not 0xFFFF));
}
