using System.IO.Compression;

namespace Federation.Tests.Fundraisers;

/// <summary>Workbooks as small as they can be, of whatever is to stand in them.</summary>
internal static class Workbooks
{
    public static string Row(int row, params string[] cells) => $"<row r=\"{row}\">" + string.Concat(cells.Select(
        (text, at) => $"<c r=\"{(char)('A' + at)}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")) + "</row>";

    public static byte[] Workbook(params string[] rows) => WorkbookOf(
        $"<sheetData>{string.Concat(rows)}</sheetData>");

    /// <param name="sheet">What stands in the one sheet.</param>
    /// <param name="styles">What stands in its styles, if it has any.</param>
    public static byte[] WorkbookOf(string sheet, string? styles = null)
    {
        const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            Add("[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
            Add("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><sheets>"
                + "<sheet name=\"s\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
            Add("xl/_rels/workbook.xml.rels",
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
                + $"Id=\"rId1\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                + (styles is null ? "" : $"<Relationship Id=\"rId2\" Type=\"{Office}/styles\" Target=\"styles.xml\"/>")
                + "</Relationships>");
            Add("xl/worksheets/sheet1.xml",
                $"<worksheet xmlns=\"{Main}\">{sheet}</worksheet>");
            if (styles is not null) Add("xl/styles.xml", $"<styleSheet xmlns=\"{Main}\">{styles}</styleSheet>");

            void Add(string name, string text)
            {
                using var part = new StreamWriter(zip.CreateEntry(name).Open());
                part.Write(text);
            }
        }

        return bytes.ToArray();
    }
}
