using Federation.Domain.Fundraisers;

namespace Federation.Api.Fundraisers;

/// <param name="OpensOn">A day, or a month where the source states no more.</param>
/// <param name="ClosesOn">The same; may be left out where <paramref name="LastsMonths"/> is given.</param>
/// <param name="RegistrationNumber">The public fundraising's filing number (公募备案编号).</param>
public sealed record CreateFundraiserBody(
    [Says("联盟", "Alliance")] string AllianceId,
    [Says("项目名称", "Title", Max = Texts.TitleMax)] Name Title,
    [Says("平台", "Platform", "例如：区慈善会", "Such as the district charity federation", Max = Texts.TitleMax)] Name Platform,
    [Says("善款用途", "Purpose of the money", Max = Texts.PassageMax, Lines = 3)] Name Purpose,
    [Says("开始日期", "Opens on")] string OpensOn,
    [Says("结束日期", "Closes on")] string? ClosesOn = null,
    [Says("为哪项联合行动", "For which joint action", NothingZh = "不属于某项行动", NothingEn = "None")]
    string? JointActionId = null,
    [Says("目标金额", "Target", "以元为单位，例如 5,000.00", "In yuan, such as 5,000.00", Unit = "fen")]
    long? TargetFen = null,
    [Says("公募备案编号", "Filing number", Max = Texts.WordMax)] string? RegistrationNumber = null,
    [Says("项目网址", "Address of the campaign", Max = Fundraising.UrlMax)] string? Url = null,
    [Says("或持续几个月", "Or how many months it lasts", "不知道结束日期时填写", "Where the closing day is not known",
        Unit = "months")]
    int? LastsMonths = null, string? Id = null, DateOnly? On = null) : IDated, IFromForm<CreateFundraiserBody>
{
    /// <summary>The form takes days only; a tick says that of the first one no more than the month is known.</summary>
    public static CreateFundraiserBody Of(Posted form)
    {
        var (body, opens) = (FormBody<CreateFundraiserBody>.AsTyped(form), form.Day("opensOn"));
        form.Day("closesOn");
        return opens is { } day && form.Ticked("monthOnly") ? body with { OpensOn = Days.Month(day) } : body;
    }
}

/// <summary>One gift. Who gave is not asked.</summary>
public sealed record GiftBody(
    [Says("平台的交易编号", "The platform’s number", Max = Fundraising.ExternalIdMax)] string ExternalId,
    [Says("金额", "Amount", MoneyWords.InYuan, MoneyWords.InYuanEn, Unit = "fen")] long AmountFen,
    [Says("捐赠时间", "Given at")] DateTimeOffset GivenAt, DateOnly? On = null) : IDated;

public sealed record RelaysBody(
    [Says("接力人次", "Relays", Unit = "person-times")] long Count,
    [Says("截至日期", "As of", Needed = true)] DateOnly? On = null) : IDated;

/// <param name="Source">Where the total was read; the platform's page unless said otherwise.</param>
public sealed record PublishedTotalBody(
    [Says("总额", "Total", MoneyWords.InYuan, MoneyWords.InYuanEn, Unit = "fen")] long AmountFen,
    [Says("出处", "Where it was read", Max = Texts.SourceMax)] string? Source = null,
    [Says("截至日期", "As of", Needed = true)] DateOnly? On = null) : IDated;

/// <param name="Voucher">The voucher's number, or the id of a file from <c>/attachments</c>.</param>
/// <param name="PurposeNote">Needed where the spending is outside of the campaign's purpose.</param>
public sealed record SpendingBody(
    long AmountFen, Name Purpose, string Voucher, bool WithinPurpose = true, Name? PurposeNote = null,
    string? Id = null, DateOnly? On = null) : IDated;

/// <summary>A spending as its page takes it: the voucher may be sent along.</summary>
public sealed record SpendingForm(
    [Says("金额", "Amount", Unit = "fen")] long AmountFen,
    [Says("支出日期", "Day")] DateOnly On,
    [Says("用于", "For", "会公开显示，不要写个人姓名", "Shown to everybody; no person’s name", Max = Texts.SourceMax)]
    string Purpose,
    [Says("凭证编号", "Voucher number", Max = Texts.WordMax)] string? Voucher,
    [Says("或上传凭证", "Or send the voucher", "PDF 或图片，不超过 10 MB", "PDF or picture, up to 10 MB")] Upload? File,
    bool Outside,
    [Says("用途之外的说明", "Why it is outside", "勾选上一项时必须填写", "Needed where the box above is ticked",
        Max = Texts.NoteMax, Lines = 2)]
    string? PurposeNote);

public sealed record SpendingRefusalBody(
    [Says("原因", "Reason", Max = Texts.NoteMax)] string? Reason = null, DateOnly? On = null) : IDated;

/// <param name="Explanation">Needed where the statement differs from what is recorded.</param>
public sealed record ReconciliationBody(
    [Says("对账单金额", "The statement’s total", MoneyWords.InYuan, MoneyWords.InYuanEn, Unit = "fen")] long StatementFen,
    [Says("截至日期", "As of")] DateOnly AsOf,
    [Says("差额的原因", "Why they differ", "金额不一致时填写，会公开显示", "Where they differ; shown to everybody",
        Max = Texts.NoteMax, Lines = 2)]
    Name? Explanation = null, string? Id = null, DateOnly? On = null) : IDated;

/// <summary>What a correction puts right.</summary>
public enum CorrectionKind { Gift, Spending, PublishedTotal, Relays }

/// <param name="Of">The gift's number, the spending's id, or the day of the total or relays.</param>
/// <param name="Value">The right amount in fen, or the right number of relays; 0: it never was.</param>
public sealed record MoneyCorrectionBody(
    [Says("更正什么", "What")] CorrectionKind Kind,
    [Says("哪一条", "Which one", "捐赠填交易编号，支出填编号，总额和接力填日期如 2022-02-28",
        "A gift’s number, a spending’s id, or the day of a total or relays, such as 2022-02-28",
        Max = Fundraising.ExternalIdMax)]
    string Of,
    [Says("正确的数", "The right number", "金额以元为单位；填 0 表示作废", "Amounts in yuan; 0 makes it void")] long Value,
    [Says("原因", "Reason", "只有协调员、本区域干部和审计员看得到", "Seen by coordinators, officials and auditors only",
        Max = Texts.PassageMax, Lines = 2)]
    string Reason, string? Voucher = null, string? Id = null, DateOnly? On = null)
    : IDated, IFromForm<MoneyCorrectionBody>
{
    /// <summary>What kind of number it is, the form says beside it.</summary>
    static MoneyCorrectionBody IFromForm<MoneyCorrectionBody>.Of(Posted form)
    {
        var kind = form.Choice<CorrectionKind>("kind") ?? CorrectionKind.Gift;
        var value = form.Required("value").Length == 0 ? 0
            : (kind == CorrectionKind.Relays ? form.Number("value") : form.Yuan("value")) ?? 0;
        return new(kind, form.Required("of"), value, form.Required("reason"));
    }
}

/// <param name="Remainder">Where the money goes that is left.</param>
public sealed record FundraiserClosingBody(
    [Says("结余的去向", "Where the balance goes", "有结余时必须填写", "Needed where money is left", Max = Texts.NoteMax, Lines = 2)]
    Name? Remainder = null, DateOnly? On = null) : IDated;
