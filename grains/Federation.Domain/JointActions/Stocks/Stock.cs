using System.Diagnostics;

namespace Federation.Domain.JointActions;

// A stock of one material (宣传册, 宣传品 …) that an alliance or one of its members holds for everyone.
//
// One stream per stock, so that two who take from it at once meet the same count: what is left never falls below zero.
// Entries are counted and numbered without gaps, and none is edited: where a count turns out otherwise, it is counted
// again as a new entry. Stock changes no figure; what was handed out at a session is what its report says.
// What the rules share is in StockRules.cs.

public abstract record StockCommand
{
    /// <param name="OrganisationId">The member that holds it; null: the alliance itself.</param>
    /// <param name="Holder">Of that member.</param>
    [Name("stocks.open")]
    public sealed record Open(
        string AllianceId, string? OrganisationId, Name Material, Help.MemberFacts? Holder = null) : StockCommand;

    /// <param name="Source">Where the copies came from, such as a printer's; organisational text.</param>
    [Name("stocks.receive")]
    public sealed record Receive(long Count, string? Source = null) : StockCommand;

    [Name("stocks.issue")]
    public sealed record Issue(long Count, IssuedTo To) : StockCommand;

    /// <param name="ReasonId">A sealed text: why the count differs.</param>
    [Name("stocks.count-again")]
    public sealed record CountAgain(long Found, string? ReasonId) : StockCommand;

    /// <summary>The last entry, on the day it was entered for.</summary>
    [Name("stocks.undo")]
    public sealed record Undo : StockCommand;

    [Name("stocks.close")]
    public sealed record Close : StockCommand;

    private StockCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record StockEvent
{
    [Name("stocks.opened.v1", "建立库存", "Opened a stock")]
    public sealed record Opened(
        string AllianceId, string? OrganisationId, Name Material, DateOnly Day) : StockEvent;

    [Name("stocks.received.v1", "资料入库", "Received material")]
    public sealed record Received(StockEntry Entry, string? Source) : StockEvent;

    [Name("stocks.issued.v1", "领取资料", "Issued material")]
    public sealed record Issued(StockEntry Entry, IssuedTo To) : StockEvent;

    [Name("stocks.counted-again.v1", "盘点库存", "Counted a stock again")]
    public sealed record CountedAgain(StockEntry Entry, string? ReasonId) : StockEvent;

    /// <param name="Left">What is left again, as before the entry of this number.</param>
    [Name("stocks.entry-undone.v1", "撤销库存登记", "Undid an entry of a stock")]
    public sealed record EntryUndone(long Number, long Left, DateOnly Day) : StockEvent;

    [Name("stocks.closed.v1", "结束库存", "Closed a stock")]
    public sealed record Closed(DateOnly Day) : StockEvent;

    private StockEvent() { }
}

/// <summary>A stock as its rules need it; <c>About</c> is null until it was opened.</summary>
public sealed record StockState(
    StockEvent.Opened? About, long Left, long Entries, bool Closed, StockEntry? Last = null, bool LastUndone = false);

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

        public static readonly Refusal NothingToUndo = new("stock-nothing-to-undo",
            "还没有登记，没有可以撤销的。", "Nothing was entered yet that could be undone.");

        public static readonly Refusal AlreadyUndone = new("stock-already-undone",
            "最后一笔已经撤销了。", "The last entry is undone already.");

        public static readonly Refusal UndoTooLate = new("stock-undo-too-late",
            "只能在登记当天撤销；请盘点，另记一笔。", "An entry is undone on its own day only; count again instead.");

        public static readonly Refusal NotEmpty = new("stock-not-empty",
            "还有剩余，不能结束。", "Something is left; it cannot be closed.");

        public static readonly Refusal Closed = new("stock-closed",
            "这批库存已结束，请另建一批。", "This stock is closed; open another one.");
    }

    public static readonly Boundary<StockState, StockCommand, StockEvent> Boundary =
        new("stock", Decider, new("资料库存", "Stock of material"));

    public static Decider<StockState, StockCommand, StockEvent> Decider(string id) =>
        new(new(null, 0, 0, false), Decide, Evolve);

    private static Decision<StockEvent> Decide(StockState state, StockCommand command, Asked asked)
    {
        if (command is StockCommand.Open open) return Open(state, open, asked);
        if (state.About is not { } about) return Asked.Refusals.NotFound;
        if (NotKept(about.OrganisationId, asked) is { } refused) return refused;
        if (command is StockCommand.Close) return Close(state, about, asked);
        if (state.Closed) return Refusals.Closed;
        if (asked.On < about.Day) return Refusals.BeforeOpening;
        if (command is StockCommand.Undo) return Undo(state, asked);
        if (state.Entries >= EntriesMax) return Refusals.TooManyEntries;

        return command switch
        {
            StockCommand.Receive { Count: < 1 or > CountMax } => Refusals.CountInvalid,
            StockCommand.Receive r when !Texts.FitsOrMissing(r.Source, Texts.SourceMax) => Refusals.SourceInvalid,
            StockCommand.Receive r when state.Left + r.Count > LeftMax => Refusals.TooMuch,
            StockCommand.Receive r => new StockEvent.Received(Next(state, r.Count, asked), r.Source),
            StockCommand.Issue { Count: < 1 or > CountMax } => Refusals.CountInvalid,
            StockCommand.Issue i when i.Count > state.Left => Beyond(state.Left),
            StockCommand.Issue i => new StockEvent.Issued(Next(state, -i.Count, asked), i.To),
            StockCommand.CountAgain { Found: < 0 or > LeftMax } => Refusals.FoundInvalid,
            StockCommand.CountAgain { ReasonId: null } c when c.Found != state.Left => Refusals.ReasonMissing,
            StockCommand.CountAgain c => new StockEvent.CountedAgain(
                Next(state, c.Found - state.Left, asked), c.ReasonId),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    private static Decision<StockEvent> Undo(StockState state, Asked asked) =>
        state.Last is not { } last ? Refusals.NothingToUndo
        : state.LastUndone ? Refusals.AlreadyUndone
        : last.Day != asked.Today ? Refusals.UndoTooLate
        : new StockEvent.EntryUndone(last.Number, last.Left - last.Change, asked.Today);

    private static StockState Evolve(StockState state, StockEvent recorded) => recorded switch
    {
        StockEvent.Opened e => state with { About = e },
        StockEvent.Received e => After(state, e.Entry),
        StockEvent.Issued e => After(state, e.Entry),
        StockEvent.CountedAgain e => After(state, e.Entry),
        StockEvent.EntryUndone e => state with { Left = e.Left, LastUndone = true },
        StockEvent.Closed => state with { Closed = true },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };

    private static StockState After(StockState state, StockEntry entry) =>
        state with { Left = entry.Left, Entries = entry.Number, Last = entry, LastUndone = false };
}
