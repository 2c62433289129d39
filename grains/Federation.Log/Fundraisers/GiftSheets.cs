using System.Globalization;
using System.Text;
using CsvHelper;
using ExcelDataReader;
using Federation.Log.Places;

namespace Federation.Log.Fundraisers;

/// <summary>The three columns of a sheet as text, whatever kind of file it came in.</summary>
/// <param name="Refused">Why the file as a whole was not read.</param>
/// <param name="Rows">The cells of each row that is not empty, in the order of <see cref="GiftFile.Columns"/>.</param>
internal sealed record GiftSheets(
    GiftReason? Refused, IReadOnlyList<(int Row, string[] Cells)> Rows, IReadOnlyList<BadRow> Bad)
{
    /// <summary>Stands for a number of more digits than a spreadsheet keeps.</summary>
    public const string TooLong = "\u0000";

    public const int ColumnsMax = 200;

    /// <summary>Empty rows count here: one cell at the foot of a sheet must not cost a million of them.</summary>
    private const int RowsSeenMax = 2 * GiftFile.MaxRows;

    private const double WholeDigits = 1e15;

    private static readonly CsvReaderOptions _options = new()
    {
        Separator = ',',
        AllowLineBreaksInQuotes = false, // one forgotten quotation mark must not swallow the rest of the file
        MalformedData = CsvMalformedDataHandling.Skip,
        TrackLineNumbers = true,
    };

    // The reader of workbooks asks for an old code page even where it reads none.
    static GiftSheets() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private static GiftSheets No(GiftReason reason) => new(reason, [], []);

    public static GiftSheets OfText(byte[] bytes)
    {
        if (CsvText.Decode(bytes) is not { } text) return No(GiftReasons.Encoding);
        if (!CsvText.LinesFit(text)) return No(GiftReasons.LineTooLong);
        var (rows, bad) = (new List<(int, string[])>(), new List<BadRow>());
        using var csv = CsvReader.FromText(text, _options with
        {
            OnMalformedRecord = record =>
            {
                if (bad.Count <= GiftFile.MaxRows) bad.Add(GiftReasons.Quotes.At((int)record.LineNumber));
            },
        });
        if (Header(name => csv.TryGetFieldIndex(name, out var index) ? index : -1, text) is not { } columns)
            return No(GiftReasons.NoHeader);
        while (csv.Read())
        {
            string[] cells = [.. columns.Select(column => csv.GetString(column).Trim())];
            if (cells.All(cell => cell.Length == 0)) continue;
            rows.Add(((int)csv.LineNumber, cells));
            if (rows.Count + bad.Count > GiftFile.MaxRows) return No(GiftReasons.TooManyRows);
        }

        return new(null, rows, bad);
    }

    // The reader looks names up as they are spelt: ask it for the spellings of this file's first line.
    private static int[]? Header(Func<string, int> indexOf, string text)
    {
        var names = text.Split('\n', 2)[0].Split(',').Select(name => name.Trim().Trim('"')).ToArray();
        return names.Length > ColumnsMax ? null : Columns(names, at => indexOf(names[at]));
    }

    private static int[]? Columns(string[] names, Func<int, int> indexOf)
    {
        string[] plain = [.. names.Select(Plain)];
        var found = GiftFile.Columns.Select(known => known
            .Select(name => Array.IndexOf(plain, name)).Where(at => at >= 0)
            .Select(indexOf).FirstOrDefault(-1)).ToArray();
        return found.Contains(-1) ? null : found;
    }

    private static string Plain(string name) => string.Concat(name.ToLowerInvariant()
        .Where(letter => !char.IsWhiteSpace(letter) && !"()（）[]【】：:".Contains(letter)));

    public static GiftSheets OfWorkbook(byte[] bytes)
    {
        try
        {
            if (!WorkbookParts.Fit(bytes)) return No(GiftReasons.WorkbookTooBig);
            using var reader = ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(bytes));
            return OfSheet(reader);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return No(GiftReasons.Workbook); // Whatever is wrong with a stranger's file, it is the file.
        }
    }

    private static GiftSheets OfSheet(IExcelDataReader reader)
    {
        var rows = new List<(int, string[])>();
        if (reader.FieldCount > ColumnsMax || !reader.Read()) return No(GiftReasons.NoHeader);
        string[] names = [.. Enumerable.Range(0, reader.FieldCount).Select(at => Text(reader.GetValue(at)))];
        if (Columns(names, at => at) is not { } columns) return No(GiftReasons.NoHeader);
        for (var row = 2; reader.Read(); row++)
        {
            if (row > RowsSeenMax || rows.Count > GiftFile.MaxRows) return No(GiftReasons.TooManyRows);
            string[] cells = [.. columns.Select((column, which) =>
                column >= reader.FieldCount ? "" : Text(reader.GetValue(column), whole: which == 0))];
            if (cells.Any(cell => cell.Length > 0)) rows.Add((row, cells));
        }

        return new(null, rows, []);
    }

    /// <summary>A cell as text. A number is taken by its shortest decimal form, which is what was typed.</summary>
    private static string Text(object? cell, bool whole = false) => cell switch
    {
        null => "",
        double number when whole && Math.Abs(number) >= WholeDigits => TooLong,
        double number when Math.Abs(number) < WholeDigits => ((decimal)number).ToString(CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture)!.Trim(),
    };
}
