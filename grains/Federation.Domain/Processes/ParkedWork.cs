using System.Diagnostics;

namespace Federation.Domain.Processes;

// An event that a Process could not handle ten times over is parked, and later events of its key wait for it. Once the
// cause is mended, an administrator asks for it to be tried again; this stream says who did, and when.
//
// One stream per parked event. What is parked is no fact of the log but a row of the Reactor's: it comes along as
// ParkedFacts, and asking twice is harmless, because every effect has its own key.

public abstract record ParkedCommand
{
    [Name("processes.retry")]
    public sealed record Retry(ParkedFacts? Parked) : ParkedCommand;

    private ParkedCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record ParkedEvent
{
    /// <param name="Key">Of the events that wait for this one.</param>
    [Name("processes.retry-asked.v1", "重试停下的事项", "Had stopped work tried again")]
    public sealed record RetryAsked(string Key) : ParkedEvent;

    private ParkedEvent() { }
}

/// <summary>What the Reactor's rows say; null where nothing is parked.</summary>
/// <param name="First">No earlier event of its key is parked.</param>
public sealed record ParkedFacts(string Key, bool First);

/// <param name="Asked">How often it was asked for.</param>
public sealed record ParkedState(int Asked);

public static class ParkedWork
{
    public static class Refusals
    {
        public static readonly Refusal NotAdministrator =
            new("administrators-only", "此操作须由平台管理员办理。", "Only an administrator of the platform may do this.",
                Forbids: true);

        public static readonly Refusal BehindAnother =
            new("parked-behind-another", "它在等待同一事项更早的一条，请先重试那一条。",
                "It waits for an earlier one of the same matter; try that one again.");
    }

    public static readonly Boundary<ParkedState, ParkedCommand, ParkedEvent> Boundary =
        new("parked", Decider, new("停下的后续事项", "Work that stopped"));

    public static Decider<ParkedState, ParkedCommand, ParkedEvent> Decider(string id) => new(new(0), Decide, Evolve);

    private static Decision<ParkedEvent> Decide(ParkedState state, ParkedCommand command, Asked asked)
    {
        if (!asked.As.Administrator) return Refusals.NotAdministrator;

        return command switch
        {
            ParkedCommand.Retry { Parked: null } => Federation.Domain.Asked.Refusals.NotFound,
            ParkedCommand.Retry { Parked.First: false } => Refusals.BehindAnother,
            ParkedCommand.Retry { Parked: var parked } => new ParkedEvent.RetryAsked(parked.Key),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    private static ParkedState Evolve(ParkedState state, ParkedEvent recorded) => recorded switch
    {
        ParkedEvent.RetryAsked => new(state.Asked + 1),
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
