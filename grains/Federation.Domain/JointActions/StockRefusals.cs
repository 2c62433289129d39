namespace Federation.Domain.JointActions;

// Why a stock's keeper is told no, and the same with the number that is left.

public static partial class Stock
{
    public static class Refusals
    {
        public static readonly Refusal AlreadyOpened = new("stock-already-opened",
            "该编号的库存已存在，且内容不同。", "A stock of this id exists already, with other content.");

        public static readonly Refusal MaterialInvalid = new("stock-material-invalid",
            $"请填写资料名称（不超过{Texts.WordMax}字）。", $"Name the material (at most {Texts.WordMax} characters).",
            Field: "material");

        public static readonly Refusal HolderNotMember = new("stock-holder-not-member",
            "这个组织那天不是联盟的成员。", "This organisation was no member of the alliance on that day.", Field: "organisationId");

        public static readonly Refusal CountInvalid = new("stock-count-invalid",
            $"份数须为 1 至 {CountMax} 的整数。", $"Copies are a whole number from 1 to {CountMax}.", Field: "count");

        public static readonly Refusal FoundInvalid = new("stock-found-invalid",
            $"盘点的份数须为 0 至 {LeftMax} 的整数。", $"What was found is a whole number from 0 to {LeftMax}.", Field: "found");

        public static readonly Refusal SourceInvalid = new("stock-source-invalid",
            $"来源不超过{Texts.SourceMax}字。", $"A source has at most {Texts.SourceMax} characters.", Field: "source");

        public static readonly Refusal ReasonMissing = new("stock-reason-missing",
            "盘点的份数和账面不同，请写明原因。", "The count differs from the books; say why.", Field: "reason");

        public static readonly Refusal BeforeOpening = new("stock-before-opening",
            "日期不能早于库存的建立日期。", "The day is not before the one on which the stock was opened.", Field: "on");

        public static readonly Refusal TooMuch = new("stock-too-large",
            $"一批库存最多 {LeftMax} 份，请另建一批。", $"A stock holds at most {LeftMax} copies; open another one.", Field: "count");

        public static readonly Refusal TooManyEntries = new("too-many-stock-entries",
            $"一批库存最多登记 {EntriesMax} 笔，请另建一批。",
            $"A stock has at most {EntriesMax} entries; open another one.");

        public static readonly Refusal BeyondLeft = new("stock-beyond-left", "库存不够。", "There is not that much left.",
            Field: "count");

        public static readonly Refusal NotEmpty = new("stock-not-empty",
            "还有剩余，不能结束。", "Something is left; it cannot be closed.");

        public static readonly Refusal Closed = new("stock-closed",
            "这批库存已结束，请另建一批。", "This stock is closed; open another one.");
    }

    /// <summary>The same no with the number in it.</summary>
    public static Refusal Beyond(long left) => Refusals.BeyondLeft with
    {
        Zh = $"库存不够：只剩 {left} 份。", En = $"There is not that much left: only {left}.",
    };

    /// <summary>The same no with the number in it.</summary>
    public static Refusal StillHolds(long left) => Refusals.NotEmpty with
    {
        Zh = $"还剩 {left} 份，不能结束；请先领取完，或盘点为 0。",
        En = $"{left} left: it cannot be closed. Issue them, or count again and find none.",
    };
}
