using System.Collections.Immutable;

namespace Federation.Domain;

/// <summary>The rules of one kind of stream: where it starts, what a command leads to, what an event changes.</summary>
/// <remarks>Pure. No clock, no I/O, no randomness: who asks, when and for which day arrives in
/// <see cref="Asked"/>.</remarks>
public sealed record Decider<TState, TCommand, TEvent>(
    TState Initial,
    Func<TState, TCommand, Asked, Decision<TEvent>> Rules,
    Func<TState, TEvent, TState> Evolve)
{
    /// <summary>What the command leads to. The stated day is looked at here, once, before any rule of a boundary.
    /// </summary>
    public Decision<TEvent> Decide(TState state, TCommand command, Asked asked) =>
        asked.DayRefused(asked.On) is { } refusal ? refusal : Rules(state, command, asked);

    public TState Fold(TState state, IEnumerable<TEvent> events) => events.Aggregate(state, Evolve);
}

/// <summary>Either events to record (none: it is already so) or the one reason for refusing. Never both.</summary>
public sealed record Decision<TEvent>(ImmutableArray<TEvent> Events, Refusal? Refusal)
{
    public static Decision<TEvent> Nothing { get; } = new([], null);

    /// <summary>What must be unique across streams; written with the events, or the command is refused.</summary>
    public ImmutableArray<Claim> Claims { get; init; } = [];

    /// <summary>Claims given up with these events.</summary>
    public ImmutableArray<Claim> Releases { get; init; } = [];

    public static implicit operator Decision<TEvent>(TEvent recorded) => new([recorded], null);

    public static implicit operator Decision<TEvent>(Refusal refusal) => new([], refusal);

    public static Decision<TEvent> Of(params ReadOnlySpan<TEvent> events) => new([.. events], null);

    public Decision<TEvent> Claiming(string kind, string value, Refusal taken) =>
        this with { Claims = Claims.Add(new(kind, value, taken)) };
}

/// <summary>A value that only one stream may hold at a time, and the refusal for whoever comes second.</summary>
public sealed record Claim(string Kind, string Value, Refusal Taken);

/// <summary>A rule said no. The code is stable and public; the texts are for people, Chinese first.</summary>
/// <param name="Forbids">The asker may not do this at all (403), whatever the state (otherwise 409).</param>
/// <param name="Field">The field of the command's body that it is about, as the API names it; forms show it
/// there.</param>
public sealed record Refusal(string Code, string Zh, string En, bool Forbids = false, string? Field = null);

/// <summary>The permanent name of a stored event or a command: it crosses processes and lives for ever.</summary>
/// <remarks>Events: <c>area.what-happened.v1</c>, with what somebody did in words. Commands: <c>area.do-something</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NameAttribute(string name, string? zh = null, string? en = null) : Attribute
{
    public string Name { get; } = name;

    /// <summary>What was done, as the record of who did what says it.</summary>
    public Name? Words { get; } = zh is null ? null : new(zh, en);
}
