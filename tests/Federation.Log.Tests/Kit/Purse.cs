using Federation.Domain;

namespace Federation.Log.Tests.Kit;

/// <summary>A boundary made for these tests: a purse is never overdrawn, its name is its own, and once closed it stays
/// so.</summary>
public static class Purses
{
    public static readonly Boundary<Purse, PurseCommand, PurseEvent> Boundary =
        new("purse", _ => new(Purse.Empty, Decide, Evolve), new("钱包", "Purse"));

    private static Decision<PurseEvent> Decide(Purse purse, PurseCommand command, Asked asked) => command switch
    {
        PurseCommand.Break => throw new InvalidOperationException("A fault of our own."),
        _ when purse.Closed => command is PurseCommand.Close ? Decision<PurseEvent>.Nothing : Refusals.Closed,
        PurseCommand.Deposit c => new PurseEvent.Deposited(c.Amount, c.Note),
        PurseCommand.Withdraw c when c.Amount > purse.Balance => Refusals.TooLittle,
        PurseCommand.Withdraw c => new PurseEvent.Withdrawn(c.Amount),
        PurseCommand.Rename c when c.To == purse.Name => Decision<PurseEvent>.Nothing,
        PurseCommand.Rename c => Decision<PurseEvent>.Of(new PurseEvent.Renamed(c.To))
            .Claiming("purse-name", c.To, Refusals.NameTaken) with { Releases = NameOf(purse) },
        PurseCommand.Close => Decision<PurseEvent>.Of(new PurseEvent.Closed()) with { Releases = NameOf(purse) },
        PurseCommand.Scribble c => new PurseEvent.Scribbled(c.Marks),
        _ => throw new System.Diagnostics.UnreachableException($"{command}"),
    };

    private static System.Collections.Immutable.ImmutableArray<Claim> NameOf(Purse purse) =>
        purse.Name is { } name ? [new("purse-name", name, Refusals.NameTaken)] : [];

    private static Purse Evolve(Purse purse, PurseEvent happened) => happened switch
    {
        PurseEvent.Deposited e => purse with { Balance = purse.Balance + e.Amount, Count = purse.Count + 1 },
        PurseEvent.Withdrawn e => purse with { Balance = purse.Balance - e.Amount, Count = purse.Count + 1 },
        PurseEvent.Renamed e => purse with { Name = e.To },
        PurseEvent.Closed => purse with { Closed = true, Name = null },
        _ => purse,
    };

    public static class Refusals
    {
        public static readonly Refusal Closed = new("purse-closed", "钱包已停用。", "The purse is closed.");
        public static readonly Refusal TooLittle = new("too-little", "余额不足。", "There is too little in the purse.");
        public static readonly Refusal NameTaken =
            new("name-taken", "名称已被使用，请换一个。", "The name is taken; choose another.");
    }
}

/// <param name="Count">How many amounts went in or out.</param>
public sealed record Purse(long Balance, long Count, string? Name, bool Closed)
{
    public static Purse Empty { get; } = new(0, 0, null, false);
}

public abstract record PurseCommand
{
    private PurseCommand() { }

    /// <param name="Note">What the projection and the process of these tests react to; see there.</param>
    [Name("test.deposit")]
    public sealed record Deposit(long Amount, string Note = "") : PurseCommand;

    [Name("test.withdraw")]
    public sealed record Withdraw(long Amount) : PurseCommand;

    [Name("test.rename")]
    public sealed record Rename(string To) : PurseCommand;

    [Name("test.close")]
    public sealed record Close : PurseCommand;

    [Name("test.break")]
    public sealed record Break : PurseCommand;

    [Name("test.scribble")]
    public sealed record Scribble(Items<Mark> Marks) : PurseCommand;
}

public abstract record PurseEvent
{
    private PurseEvent() { }

    [Name("test.deposited.v1")]
    public sealed record Deposited(long Amount, string Note) : PurseEvent;

    [Name("test.withdrawn.v1")]
    public sealed record Withdrawn(long Amount) : PurseEvent;

    [Name("test.renamed.v1")]
    public sealed record Renamed(string To) : PurseEvent;

    [Name("test.closed.v1")]
    public sealed record Closed : PurseEvent;

    [Name("test.scribbled.v1")]
    public sealed record Scribbled(Items<Mark> Marks) : PurseEvent;
}

/// <summary>One row change of the sheet, for the tests of merging.</summary>
public sealed record Mark(
    ChangeKind Kind, string Row, long Part, string? Column = null, long? Number = null, string? Text = null);
