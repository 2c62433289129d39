using Federation.Domain.JointActions;

namespace Federation.Domain.Fundraisers;

/// <summary>Every no of a campaign and its gifts, and the bounds they speak of.</summary>
public static class Fundraising
{
    public const int EntriesMax = 500; // spendings, totals, relays or reconciliations of one campaign
    public const int ExternalIdMax = 64;
    public const int GiftsMax = 10_000; // of one file
    public const int GiftsPerEvent = 500;
    public const int UrlMax = 300;
    public const int CountMax = 100_000_000;
    public const string GiftClaim = "gift";

    public static class Refusals
    {
        public static readonly Refusal AlreadyCreated = new("fundraiser-already-created",
            "该编号的募捐项目已登记，且内容不同。", "A campaign of this id exists already, with other content.");

        public static readonly Refusal DaysInvalid = new("fundraiser-days-invalid",
            $"结束日期不能早于开始日期；不知道结束日期时请填写持续几个月（1至{CampaignWindow.MonthsMax}）。",
            "The campaign must not close before it opens; where the closing day is not known, "
            + $"say how many months it lasts (1 to {CampaignWindow.MonthsMax}).", Field: "closesOn");

        public static readonly Refusal TextsInvalid = new("fundraiser-texts-invalid",
            $"请填写项目名称、平台和用途（名称不超过{Texts.TitleMax}字，用途不超过{Texts.PassageMax}字）；网址须以 https:// 或 http:// 开头。",
            $"Give the title, the platform and the purpose (at most {Texts.TitleMax} characters, the purpose "
            + $"{Texts.PassageMax}); an address begins with https:// or http://.", Field: "title");

        public static readonly Refusal AmountInvalid = new("amount-invalid",
            "金额须大于0，以分为单位的整数；不接受负数或不足一分的金额。",
            "An amount is more than 0, in whole fen; neither negative nor a part of a fen.", Field: "amountFen");

        public static readonly Refusal ActionElsewhere = new("joint-action-of-another-alliance",
            "该联合行动属于其他联盟。", "That joint action belongs to another alliance.", Field: "jointActionId");

        public static readonly Refusal Closed = new("fundraiser-closed",
            "该募捐项目已结项，只能更正已有的记录。", "The campaign is closed; only what is recorded may still be corrected.");

        public static readonly Refusal AlreadyStated = new("already-stated-for-day",
            "这一天已登记了不同的数，请用“更正”。", "Another number is recorded for this day; correct that one.", Field: "on");

        public static readonly Refusal BeforeOpening = new("before-opening",
            "日期不能早于募捐开始的日期。", "The day must not be before the campaign opened.", Field: "on");

        public static readonly Refusal TooManyEntries = new("too-many-entries",
            $"一个募捐项目每类记录最多{EntriesMax}条。", $"A campaign has at most {EntriesMax} entries of a kind.");

        public static readonly Refusal CountInvalid = new("relays-invalid",
            $"接力人次须为0至{CountMax}的整数。", $"Relays are a whole number from 0 to {CountMax}.", Field: "count");

        public static readonly Refusal BelowSpent = new("below-spent",
            "这样改动后，善款将少于已审核的支出，不能记入；请先更正支出。",
            "The money would then be less than the approved spendings; correct those first.", Field: "value");

        public static readonly Refusal SpendingTextsInvalid = new("spending-texts-invalid",
            $"请填写支出用途（不超过{Texts.SourceMax}字）和凭证编号（不超过{Texts.WordMax}字）或上传凭证。",
            $"Say what it is for (at most {Texts.SourceMax} characters) and give the voucher, a number "
            + $"(at most {Texts.WordMax} characters) or a file.", Field: "purpose");

        public static readonly Refusal PurposeUnexplained = new("spending-outside-purpose",
            "支出不在募捐用途之内时，请说明原因。", "A spending outside of the campaign's purpose needs an explanation.",
            Field: "purposeNote");

        public static readonly Refusal SpendingAlreadyEntered = new("spending-already-entered",
            "该编号的支出已登记，且内容不同。", "A spending of this id exists already, with other content.");

        public static readonly Refusal BeyondBalance = new("spending-beyond-balance",
            "支出超过可用结余。", "The spending is beyond the balance.", Field: "amountFen");

        public static readonly Refusal SecondPerson = new("second-person-needed",
            "支出须由登记人以外的另一个账号审核。", "A spending is approved by another account than the one that entered it.");

        public static readonly Refusal NotApprover = new("not-approver",
            "支出须由联盟协调员、本区域的镇街干部或审计员审核。",
            "A spending is approved by a coordinator, or an official or auditor of the region.", Forbids: true);

        public static readonly Refusal SpendingDecided = new("spending-decided",
            "该支出已有审核结果。", "This spending has been decided already.");

        public static readonly Refusal NothingToCorrect = new("nothing-to-correct",
            "没有可以更正的记录：须是已登记的捐赠、已审核的支出，或已登记日期的数。",
            "There is nothing to correct: a recorded gift, an approved spending, or a day's number.", Field: "of");

        public static readonly Refusal StatementDiffers = new("statement-differs",
            "对账单与记录不符。如核对无误，请说明差额原因后再登记。",
            "The statement does not add up with what is recorded. If it is right, explain the difference.",
            Field: "explanation");

        public static readonly Refusal AlreadyReconciled = new("already-reconciled",
            "该编号的对账已登记，且内容不同。", "A reconciliation of this id exists already, with other content.");

        public static readonly Refusal SpendingsWaiting = new("spendings-waiting",
            "还有支出等待审核，请先审核。", "Some spendings wait for approval; decide them first.");

        public static readonly Refusal RemainderUnexplained = new("remainder-unexplained",
            "还有结余，请说明结余的去向。", "Money is left; say where it goes.", Field: "remainder");

        public static readonly Refusal GiftInvalid = new("gift-invalid",
            $"请填写平台的交易编号（不超过{ExternalIdMax}字），一次最多{GiftsMax}笔。",
            $"Give the platform's number of the gift (at most {ExternalIdMax} characters); "
            + $"at most {GiftsMax} gifts at once.", Field: "externalId");

        public static readonly Refusal GiftAlreadyRecorded = new("gift-already-recorded",
            "该交易编号已登记，且金额或时间不同；如有误请更正。",
            "A gift of this number is recorded with another amount or time; if it is wrong, correct it.",
            Field: "externalId");

        public static readonly Refusal OutsideWindow = new("gift-outside-window",
            "捐赠时间不在募捐期内。", "The gift was given outside of the campaign's days.", Field: "givenAt");

        public static readonly Refusal GiftInFuture = new("gift-in-future",
            "捐赠时间不能晚于现在。", "A gift is not given in the future.", Field: "givenAt");

        public static readonly Refusal GiftsBelowSpent = new("gifts-below-spent",
            "已按平台公布总额审核了支出；首次导入的捐赠合计须不少于已审核的支出，请一次导入全部捐赠。",
            "Spendings were approved against the published total; the first gifts recorded must cover them: "
            + "import all gifts at once.");
    }

    /// <summary>The same no with the numbers in it.</summary>
    public static Refusal Beyond(long balance) => Refusals.BeyondBalance with
    {
        Zh = $"支出超过可用结余（{Yuan.Text(balance)} 元，已扣除待审核的支出）。",
        En = $"The spending is beyond the balance (CNY {Yuan.Text(balance)}, spendings that wait are taken off).",
    };

    /// <summary>The same no with the difference in it.</summary>
    public static Refusal Differs(long statement, long ours) => Refusals.StatementDiffers with
    {
        Zh = $"对账单 {Yuan.Text(statement)} 元，记录 {Yuan.Text(ours)} 元，相差 {Yuan.Text(statement - ours)} 元。"
            + "如核对无误，请说明差额原因后再登记。",
        En = $"The statement says CNY {Yuan.Text(statement)}, the records CNY {Yuan.Text(ours)}: they differ by "
            + $"CNY {Yuan.Text(statement - ours)}. If the statement is right, explain the difference.",
    };
}
