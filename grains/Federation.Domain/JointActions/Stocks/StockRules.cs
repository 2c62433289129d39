namespace Federation.Domain.JointActions;

// The values that a stock's commands and events are made of, and what its rules share.

/// <param name="Number">From 1 on.</param>
/// <param name="Change">What came (more than 0) or went (less).</param>
/// <param name="Left">What is left after it.</param>
public sealed record StockEntry(long Number, long Change, long Left, DateOnly Day);

/// <param name="SessionId">At which session of the action they were handed out.</param>
public sealed record IssuedTo(string? OrganisationId = null, string? ActionId = null, string? SessionId = null);

public static partial class Stock
{
    /// <summary>Copies that come or go at once, as many as a session may report.</summary>
    public const long CountMax = SessionReport.CopiesMax;
    public const long LeftMax = 10 * CountMax;
    public const long EntriesMax = 10_000;

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
