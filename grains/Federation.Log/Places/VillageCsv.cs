using System.Globalization;
using System.Text;
using CsvHelper;

namespace Federation.Log.Places;

/// <summary>A village's code or name as it stands from a day on.</summary>
/// <param name="Row">Row of the sheet, the header being 1.</param>
public sealed record VillageRow(int Row, string Code, string Name, DateOnly ValidFrom);

/// <summary>A row that was not read and why, for the person who sent the file. Row 0: the file as a whole.</summary>
public sealed record BadRow(int Row, string Zh, string En);

/// <param name="Good">In the file's order. Empty where the file as a whole was not read.</param>
public sealed record VillageSheet(IReadOnlyList<VillageRow> Good, IReadOnlyList<BadRow> Bad);

/// <summary>Later changes of villages, as a town office saves them from a spreadsheet: code, name, validFrom.</summary>
/// <remarks>UTF-8 with or without a byte order mark, and GB18030 (with GBK and GB2312 in it), which Chinese
/// spreadsheets write by default. Only what the file itself tells is judged here; the rest is the decider's.</remarks>
public static class VillageCsv
{
    /// <summary>Without the header. The villages of a large city; the largest town of the country has 170.</summary>
    public const int MaxRows = 10_000;

    public const int MaxBytes = 2 * 1024 * 1024;

    /// <summary>Characters as people count them; the longest published name has 33.</summary>
    public const int MaxNameCharacters = 64;

    public const int CodeDigits = 12;

    private const int CopyBytes = 16 * 1024;

    private static readonly string[] _days = ["yyyy-M-d", "yyyy/M/d", "yyyy年M月d日"];

    private static readonly CsvReaderOptions _options = new()
    {
        Separator = ',',
        // One forgotten quotation mark must not swallow the rest of the file.
        AllowLineBreaksInQuotes = false,
        MalformedData = CsvMalformedDataHandling.Skip,
        TrackLineNumbers = true,
    };

    public static VillageSheet Read(Stream stream)
    {
        using var bytes = new MemoryStream();
        var part = new byte[CopyBytes];
        while (bytes.Length <= MaxBytes && stream.Read(part) is var read and > 0) bytes.Write(part, 0, read);
        return Read(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>The same for a request's body, which must not be waited for.</summary>
    public static async Task<VillageSheet> ReadAsync(Stream stream, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        var part = new byte[CopyBytes];
        while (bytes.Length <= MaxBytes && await stream.ReadAsync(part, cancel) is var read and > 0)
            bytes.Write(part, 0, read);
        return Read(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static VillageSheet Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes) return Refused(Reasons.FileTooLarge);
        return CsvText.Decode(bytes) is { } text ? Read(text) : Refused(Reasons.UnknownEncoding);
    }

    private static VillageSheet Read(string text)
    {
        if (!CsvText.LinesFit(text)) return Refused(Reasons.LineTooLong);
        var (good, bad) = (new List<VillageRow>(), new List<BadRow>());
        var malformed = 0;
        var options = _options with
        {
            OnMalformedRecord = record =>
            {
                if (++malformed <= MaxRows) bad.Add(Reasons.Quotes.At((int)record.LineNumber));
            },
        };
        using var csv = CsvReader.FromText(text, options);
        if (!csv.TryGetFieldIndex("code", out var code)
            || !csv.TryGetFieldIndex("name", out var name)
            || !csv.TryGetFieldIndex("validFrom", out var validFrom))
            return Refused(Reasons.NoHeader);

        var seen = new Dictionary<(string, DateOnly), int>();
        while (csv.Read())
        {
            var row = (int)csv.LineNumber;
            string[] fields = [Field(csv, code), Field(csv, name), Field(csv, validFrom)];
            if (fields.All(field => field.Length == 0)) continue;
            if (good.Count + bad.Count == MaxRows) return Refused(Reasons.TooManyRows);

            if (Judge(fields[0], fields[1], fields[2], out var day) is { } reason) bad.Add(reason.At(row));
            else if (!seen.TryAdd((fields[0], day), row)) bad.Add(Reasons.Twice(seen[(fields[0], day)]).At(row));
            else good.Add(new(row, fields[0], fields[1], day));
        }

        // The reader passes over malformed rows by itself, so they are counted once more at the end.
        return malformed > MaxRows || good.Count + bad.Count > MaxRows
            ? Refused(Reasons.TooManyRows)
            : new(good, [.. bad.OrderBy(row => row.Row)]);
    }

    private static string Field(CsvReader csv, int index) => csv.GetString(index).Trim();

    /// <summary>The first reason against a row, in the order of its columns.</summary>
    private static Reason? Judge(string code, string name, string validFrom, out DateOnly day)
    {
        day = default;
        return code.Length != CodeDigits || !code.All(char.IsAsciiDigit) ? Reasons.NoCode
            : name.Length == 0 ? Reasons.NoName
            : name.EnumerateRunes().Count() > MaxNameCharacters ? Reasons.NameTooLong
            : name.Any(char.IsControl) || name.Contains('\uFFFD') ? Reasons.NameUnreadable
            : !TryDay(validFrom, out day) ? Reasons.NoDay
            : null;
    }

    private static bool TryDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, _days, CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
        && Domain.Days.Known(day);

    private static VillageSheet Refused(Reason reason) => new([], [reason.At(0)]);

    /// <summary>Why a row or a file was not read: tells what to do about it.</summary>
    private sealed record Reason(string Zh, string En)
    {
        public BadRow At(int row) => new(row, Zh, En);
    }

    private static class Reasons
    {
        public static readonly Reason FileTooLarge =
            new("文件超过 2 MiB，请分成几个文件导入。", "The file is larger than 2 MiB; please import it in parts.");

        public static readonly Reason UnknownEncoding =
            new("无法识别文件编码，请另存为“CSV UTF-8”后重试。",
                "The file's encoding is not known; please save it as \"CSV UTF-8\" and try again.");

        public static readonly Reason LineTooLong =
            new("有一行过长，请检查文件后重试。", "A line is too long; please check the file and try again.");

        public static readonly Reason NoHeader =
            new("第一行须为表头：code,name,validFrom，请用逗号分隔。",
                "The first row must be the header code,name,validFrom, separated by commas.");

        public static readonly Reason TooManyRows =
            new("超过 10000 行，请分成几个文件导入。", "There are more than 10,000 rows; please import them in parts.");

        public static readonly Reason Quotes =
            new("引号不成对或位置不对，请检查这一行。", "A quotation mark is missing or misplaced in this row; please check it.");

        public static readonly Reason NoCode =
            new("编码须为12位数字；若显示成 4.4E+11，请先把该列设为文本格式。",
                "The code must be 12 digits; if it shows as 4.4E+11, first format the column as text.");

        public static readonly Reason NoName = new("请填写名称。", "Please give the name.");

        public static readonly Reason NameTooLong =
            new("名称不能超过64个字。", "The name must not be longer than 64 characters.");

        public static readonly Reason NameUnreadable =
            new("名称中有无法识别的字符，请重新输入名称。", "The name contains unreadable characters; please type it again.");

        public static readonly Reason NoDay =
            new("生效日期须写成 2023-06-30 的样子。", "The day it is valid from must be written like 2023-06-30.");

        public static Reason Twice(int row) =>
            new($"与第{row}行的编码和生效日期相同，请只保留一行。",
                $"Row {row} has the same code and day; please keep only one of them.");
    }
}
