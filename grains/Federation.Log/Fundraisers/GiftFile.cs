using System.Globalization;
using Federation.Domain;
using Federation.Domain.Fundraisers;
using Federation.Log.Places;

namespace Federation.Log.Fundraisers;

/// <summary>A gift as a row of the platform's file.</summary>
/// <param name="Row">Row of the sheet, the header being 1.</param>
public sealed record GiftRow(int Row, Gift Gift);

/// <param name="Good">In the file's order. Empty where the file as a whole was not read.</param>
public sealed record GiftList(IReadOnlyList<GiftRow> Good, IReadOnlyList<BadRow> Bad);

/// <summary>The list of gifts that a platform exports, as CSV or XLSX: its number, the amount in yuan, the
/// moment.</summary>
/// <remarks>Columns are found by their names, Chinese or English, in any order; all others, such as donors' names, are
/// passed over unread. Only what the file itself tells is judged here; the rest is the decider's.</remarks>
public static class GiftFile
{
    public const int MaxBytes = 4 * 1024 * 1024;
    public const int MaxRows = Fundraising.GiftsMax;

    /// <summary>What a new file begins with. No row as an example: it would be imported as a gift.</summary>
    public const string Template = "交易编号,金额(元),捐赠时间\r\n";

    /// <summary>Names of the columns, compared without spaces and brackets, in any case.</summary>
    internal static readonly string[][] Columns =
    [
        ["交易编号", "交易流水号", "流水号", "捐赠编号", "订单号", "交易单号", "externalid", "external_id", "transactionid", "orderid"],
        ["金额元", "金额", "捐赠金额元", "捐赠金额", "交易金额", "amount", "amountyuan", "amountcny"],
        ["捐赠时间", "捐赠日期", "交易时间", "支付时间", "时间", "日期", "givenat", "given_at", "time", "date", "paidat"],
    ];

    private static readonly string[] Moments =
    [
        .. new[] { "yyyy-M-d", "yyyy/M/d", "yyyy年M月d日" }.SelectMany(day => new[]
        {
            day, $"{day} H:mm", $"{day} H:mm:ss", $"{day}'T'H:mm", $"{day}'T'H:mm:ss",
        }),
    ];

    public static GiftList Read(byte[] bytes)
    {
        if (bytes.Length > MaxBytes) return Refused(GiftReasons.FileTooLarge);
        var sheet = bytes.AsSpan().StartsWith("PK"u8) ? GiftSheets.OfWorkbook(bytes) : GiftSheets.OfText(bytes);
        if (sheet.Refused is { } refused) return Refused(refused);
        var (good, bad) = (new List<GiftRow>(), sheet.Bad.ToList());
        foreach (var (row, cells) in sheet.Rows)
        {
            if (good.Count + bad.Count == MaxRows) return Refused(GiftReasons.TooManyRows);
            if (Judge(cells, out var gift) is { } reason) bad.Add(reason.At(row));
            else good.Add(new(row, gift!));
        }

        return new(good, [.. bad.OrderBy(row => row.Row)]);
    }

    /// <summary>The same rows again as text, so that what was looked at is what is imported. Nothing but the three
    /// columns.</summary>
    public static string Text(IEnumerable<GiftRow> rows) => Template + string.Concat(
        rows.Select(row => $"\"{row.Gift.ExternalId.Replace("\"", "\"\"", StringComparison.Ordinal)}\","
            + $"\"{Yuan.Text(row.Gift.AmountFen)}\","
            + $"{row.Gift.GivenAt.ToOffset(Days.Shanghai).ToString("yyyy-MM-dd HH:mm:ss", Invariant)}\r\n"));

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    /// <summary>The first reason against a row, in the order of its columns.</summary>
    private static GiftReason? Judge(string[] cells, out Gift? gift)
    {
        gift = null;
        if (cells[0].Length == 0) return GiftReasons.NoNumber;
        if (cells[0] == GiftSheets.TooLong) return GiftReasons.NumberLost;
        if (cells[0].Length > Fundraising.ExternalIdMax || cells[0].Any(char.IsControl)) return GiftReasons.BadNumber;
        if (Yuan.Parse(cells[1]) is not ({ } fen and > 0)) return GiftReasons.BadAmount;
        if (Moment(cells[2]) is not { } given) return GiftReasons.BadMoment;
        gift = new(cells[0], fen, given);
        return null;
    }

    /// <summary>A day or moment on Shanghai's clock, unless it says its own offset.</summary>
    private static DateTimeOffset? Moment(string text) =>
        DateTime.TryParseExact(text, Moments, Invariant, DateTimeStyles.None, out var local)
            ? Days.Moment(local)
        : text.Contains('T') && text.Length > 19 && DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ssK"], Invariant, DateTimeStyles.None, out var exact)
            && Days.Moment(exact.UtcDateTime) is not null ? exact.ToUniversalTime() : null;

    private static GiftList Refused(GiftReason reason) => new([], [reason.At(0)]);
}

/// <summary>Why a row or a file was not read: tells what to do about it.</summary>
internal sealed record GiftReason(string Zh, string En)
{
    public BadRow At(int row) => new(row, Zh, En);
}

internal static class GiftReasons
{
    public static readonly GiftReason
        FileTooLarge = new("文件超过 4 MiB，请分成几个文件导入。", "The file is larger than 4 MiB; please import it in parts."),
        TooManyRows = new("超过 10000 行，请分成几个文件导入。",
            "There are more than 10,000 rows; please import them in parts."),
        Encoding = new("无法识别文件编码，请另存为“CSV UTF-8”后重试。",
            "The file's encoding is not known; please save it as \"CSV UTF-8\" and try again."),
        Workbook = new("无法读取这个工作簿，请在表格软件中另存为 .xlsx 或“CSV UTF-8”后重试。",
            "The workbook cannot be read; please save it again as .xlsx or \"CSV UTF-8\" and try again."),
        WorkbookTooBig = new("工作簿解压后过大，请只保留捐赠明细这一张表后重试。",
            "The workbook unpacks to too much; keep only the sheet with the gifts and try again."),
        LineTooLong = new("有一行过长，请检查文件，只保留捐赠明细后重试。",
            "A line is too long; please check the file, keep only the gifts and try again."),
        NoHeader = new("第一行须有这三列：交易编号、金额(元)、捐赠时间（或 externalId、amount、givenAt）。",
            "The first row must name these three columns: externalId, amount (in yuan), givenAt "
            + "(or 交易编号, 金额(元), 捐赠时间)."),
        Quotes = new("引号不成对或位置不对，请检查这一行。", "A quotation mark is missing or misplaced in this row; please check it."),
        NoNumber = new("缺少交易编号。", "The gift's number is missing."),
        BadNumber = new("交易编号超过64个字符或含有无效字符。", "The gift's number is over 64 characters or has invalid ones."),
        NumberLost = new("交易编号被表格当成数字，末尾几位已丢失；请把该列设为文本格式后重新导出。",
            "The sheet holds the gift's number as a figure and has lost its last digits; "
            + "format the column as text and export again."),
        BadAmount = new("金额须大于0，以元为单位，最多两位小数，如 5,020.86。",
            "The amount must be more than 0, in yuan with at most two decimals, such as 5,020.86."),
        BadMoment = new("捐赠时间须写成 2022-01-15 或 2022-01-15 09:30 的样子。",
            "The moment must be written like 2022-01-15 or 2022-01-15 09:30.");

    public static GiftReason Of(Refusal refusal) => new(refusal.Zh, refusal.En);
}
