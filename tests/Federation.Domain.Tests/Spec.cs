using Federation.Domain;

namespace Federation.Tests;

/// <summary>Given events, when a command, then events or a refusal. Always folds from the decider's own
/// Initial.</summary>
public sealed class Spec<TState, TCommand, TEvent>(
    Decider<TState, TCommand, TEvent> decider, TEvent[] given, Asked asked, TCommand? when = default)
    where TCommand : notnull
{
    public Spec<TState, TCommand, TEvent> By(Asked other) => new(decider, given, other, when);

    public Spec<TState, TCommand, TEvent> When(TCommand command) => new(decider, given, asked, command);

    public void Then(params TEvent[] expected)
    {
        var decision = Decide(given);
        Assert.Null(decision.Refusal);
        Assert.Equal(expected, decision.Events);

        // Every accepted command can be retried: asked again it records nothing new.
        var again = Decide([.. given, .. expected]);
        Assert.Null(again.Refusal);
        Assert.Empty(again.Events);
    }

    /// <summary>For the few commands that are a new fact each time they are asked (only their key tells a
    /// retry).</summary>
    public void ThenEachTime(params TEvent[] expected)
    {
        var decision = Decide(given);
        Assert.Null(decision.Refusal);
        Assert.Equal(expected, decision.Events);
    }

    /// <summary>A refusal is known by its code; where it is raised it may say which field it is about.</summary>
    /// <summary>For this reason; which field it is about may depend on the command.</summary>
    public void ThenRefused(Refusal expected) => Assert.Equal(
        expected, Decide(given).Refusal is { } told ? told with { Field = expected.Field } : null);

    private Decision<TEvent> Decide(TEvent[] history) =>
        decider.Decide(decider.Fold(decider.Initial, history), when!, asked);
}

/// <summary>Who asks in the decider tests, on one fixed day.</summary>
public static class Askers
{
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero); // 09:00 in Shanghai
    public static readonly DateOnly Today = new(2026, 3, 2);

    public static Asked Coordinator => new("coordinator", new(true, []), Now, Today);

    public static Asked Staff(string organisation) => new("staff", new(false, [organisation]), Now, Today);

    public static Asked Mentor(string mentor) => new("mentor", new(false, [], mentor), Now, Today);

    public static Asked Nobody => new("nobody", Standing.Nobody, Now, Today);

    public static Asked On(this Asked asked, DateOnly day) => asked with { On = day };
}
