using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using Languages = DocumentFormat.OpenXml.Wordprocessing.Languages;

namespace Federation.Api.JointActions.Reports;

/// <summary>Styles of the Word document: headings a reader can navigate by, fonts for Chinese beside Latin, and the
/// language for spelling and reading aloud.</summary>
internal static class ReportStyles
{
    private const string Ink = "0C5C56", Grid = "BFBFBF";

    public static Styles Of(Lang lang) => new(
        new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(
                new RunFonts
                {
                    Ascii = "Calibri", HighAnsi = "Calibri", EastAsia = "SimSun", ComplexScript = "Calibri",
                },
                new FontSize { Val = "21" },
                new Languages { Val = lang.English ? "en-GB" : "zh-CN", EastAsia = "zh-CN" })),
            new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(
                new SpacingBetweenLines { After = "80", Line = "276", LineRule = LineSpacingRuleValues.Auto }))),
        new Style(new StyleName { Val = "Normal" })
        {
            Type = StyleValues.Paragraph, StyleId = "Normal", Default = true,
        },
        Paragraph("Title", "Title", "36"), Paragraph("Subtitle", "Subtitle", "26"),
        Paragraph("Heading1", "heading 1", "28", 0), Paragraph("Heading2", "heading 2", "24", 1),
        Paragraph("Head", "Table head", "18"), Paragraph("Cell", "Table cell", "18", bold: false),
        new Style(
            new StyleName { Val = "Link" }, new UIPriority { Val = 99 },
            new StyleRunProperties(new Color { Val = Ink }, new Underline { Val = UnderlineValues.Single }))
        {
            Type = StyleValues.Character, StyleId = "Link",
        },
        Records());

    private static Style Paragraph(string id, string name, string size, int? level = null, bool bold = true)
    {
        var around = new StyleParagraphProperties();
        if (level is not null) around.Append(new KeepNext());
        around.Append(id is "Cell" or "Head" ? new SpacingBetweenLines { Before = "40", After = "40" }
            : new SpacingBetweenLines { Before = "240", After = "120" });
        if (level is { } outline) around.Append(new OutlineLevel { Val = outline });
        var letters = new StyleRunProperties(new RunFonts { EastAsia = bold ? "SimHei" : "SimSun" });
        if (bold) letters.Append(new Bold());
        letters.Append(new FontSize { Val = size });
        return new(new StyleName { Val = name }, new BasedOn { Val = "Normal" }, around, letters)
        {
            Type = StyleValues.Paragraph, StyleId = id,
        };
    }

    private static Style Records()
    {
        static T Line<T>() where T : BorderType, new() =>
            new() { Val = BorderValues.Single, Size = 4, Color = Grid };
        return new Style(
            new StyleName { Val = "Records" },
            new StyleTableProperties(new TableBorders(
                Line<TopBorder>(), Line<LeftBorder>(), Line<BottomBorder>(), Line<RightBorder>(),
                Line<InsideHorizontalBorder>(), Line<InsideVerticalBorder>())))
        {
            Type = StyleValues.Table, StyleId = "Records",
        };
    }
}
