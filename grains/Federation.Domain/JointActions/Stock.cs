using System.Diagnostics;

namespace Federation.Domain.JointActions;

// A stock of one material (宣传册, 宣传品 …) that an alliance or one of its members holds for everyone.
//
// One stream per stock, so that two who take from it at once meet the same count: what is left never falls below zero.
// Entries are counted and numbered without gaps, and none is edited: where a count turns out otherwise, it is counted
// again as a new entry. Stock changes no figure; what was handed out at a session is what its report says.
// The refusals are listed in StockRefusals.cs.

/// <param name="Number">From 1 on.</param>
/// <param name="Change">What came (more than 0) or went (less).</param>
/// <param name="Left">What is left after it.</param>
public sealed record StockEntry(long Number, long Change, long Left, DateOnly Day);

/// <param name="SessionId">At which session of the action they were handed out.</param>
public sealed record IssuedTo(string? OrganisationId = null, string? ActionId = null, string? SessionId = null);

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

    [Name("stocks.closed.v1", "结束库存", "Closed a stock")]
    public sealed record Closed(DateOnly Day) : StockEvent;

    private StockEvent() { }
}

/// <summary>A stock as its rules need it; <c>About</c> is null until it was opened.</summary>
public sealed record StockState(StockEvent.Opened? About, long Left, long Entries, bool Closed);

public static partial class Stock
{
    /// <summary>Copies that come or go at once, as many as a session may report.</summary>
    public const long CountMax = SessionReport.CopiesMax;
    public const long LeftMax = 10 * CountMax;
    public const long EntriesMax = 10_000;

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

    private static Decision<StockEvent> Open(StockState state, StockCommand.Open open, Asked asked)
    {
        var opened = new StockEvent.Opened(open.AllianceId, open.OrganisationId, open.Material, asked.On);
        if (NotKept(open.OrganisationId, asked) is { } refused) return refused;
        if (state.About == opened) return Decision<StockEvent>.Nothing;
        if (state.About is not null) return Refusals.AlreadyOpened;

        if (open is { OrganisationId: not null, Holder: not { Member: true } }) return Refusals.HolderNotMember;

        return open.Material.Fits(Texts.WordMax) ? opened : Refusals.MaterialInvalid;
    }

    private static Decision<StockEvent> Close(StockState state, StockEvent.Opened about, Asked asked)
    {
        if (state.Closed) return Decision<StockEvent>.Nothing;
        if (asked.On < about.Day) return Refusals.BeforeOpening;

        return state.Left > 0 ? StillHolds(state.Left) : new StockEvent.Closed(asked.On);
    }

    private static Refusal? NotKept(string? organisation, Asked asked) =>
        asked.As.Coordinator ? null
        : organisation is null ? Asked.Refusals.NotCoordinator
        : asked.SpeaksFor(organisation) ? null
        : Asked.Refusals.NotYourOrganisation;

    private static StockEntry Next(StockState state, long change, Asked asked) =>
        new(state.Entries + 1, change, state.Left + change, asked.On);

    private static StockState Evolve(StockState state, StockEvent recorded) => recorded switch
    {
        StockEvent.Opened e => state with { About = e },
        StockEvent.Received e => After(state, e.Entry),
        StockEvent.Issued e => After(state, e.Entry),
        StockEvent.CountedAgain e => After(state, e.Entry),
        StockEvent.Closed => state with { Closed = true },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };

    private static StockState After(StockState state, StockEntry entry) =>
        state with { Left = entry.Left, Entries = entry.Number };
}
