namespace Federation.Domain;

/// <summary>A Process: what follows, in other streams, from something that happened. Pure; the Reactor runs
/// it.</summary>
/// <remarks>Each effect's id is (process, its version, the event's position, ordinal), so an effect happens once
/// however often the Reactor is restarted. Events of one <see cref="Key"/> are handled in order. Found by
/// reflection: declare it as <c>public static readonly Process Process</c>.</remarks>
/// <param name="Name">Permanent; part of every effect's id.</param>
/// <param name="Version">Raised when the meaning of React changes for events still to come.</param>
/// <param name="Of">The types of its events.</param>
/// <param name="Key">Groups the events that must be handled in order; null: not this Process's event.</param>
/// <param name="React">The effects of one event; empty: none.</param>
public sealed record Process(
    string Name, int Version, Items<Type> Of, Func<Happened, string?> Key, Func<Happened, IEnumerable<Effect>> React);

/// <summary>An event as a Process sees it.</summary>
public sealed record Happened(
    long Position, string Stream, long Version, DateOnly Day, DateTimeOffset At, string By, object Event)
{
    /// <summary>Part of the stream's name after its kind: 0 is the first id.</summary>
    public string Id(int part = 0) => Stream.Split('/')[part + 1];
}

/// <summary>A command for another stream, and what to do when that stream's rules say no.</summary>
/// <remarks>What is to happen at once may be answered by another effect when it is refused. What is to happen later
/// waits as a row, which keeps a command and no code: it has no answer, so the two cannot be had together.</remarks>
public sealed record Effect
{
    public Effect(string stream, object command, Func<Refusal, Effect?>? ifRefused = null) =>
        (Stream, Command, IfRefused) = (stream, command, ifRefused);

    private Effect(string stream, object command, DateTimeOffset at) : this(stream, command) => At = at;

    public string Stream { get; }

    public object Command { get; }

    public Func<Refusal, Effect?>? IfRefused { get; }

    /// <summary>Not before this moment. Null: at once.</summary>
    public DateTimeOffset? At { get; }

    /// <summary>Kept as a due row until the moment has come; a refusal then ends it.</summary>
    public static Effect Later(string stream, object command, DateTimeOffset at) => new(stream, command, at);
}
