using Federation.Log;

namespace Federation.Grains;

/// <summary>The one port to whatever decides: an address, a command, what surrounds it, and the outcome.</summary>
/// <remarks>Beyond it is Orleans, which nothing above or below knows of. Correctness never rests on it: two owners of
/// one stream, or a reply lost after the commit, are settled by the log.</remarks>
public interface IGrains
{
    /// <param name="stream">The grain's address: <c>kind/id</c> or <c>kind/id/id</c>.</param>
    /// <param name="command">A command record of the boundary whose kind the stream names.</param>
    Task<Outcome> Execute(string stream, object command, CommandContext context);
}

/// <summary>A command in an inbox, and who waits for its outcome.</summary>
public sealed class Waiting(object command, CommandContext context)
{
    /// <summary>The grain's answer goes out within the turn that made it: one hop of the scheduler less.</summary>
    private readonly TaskCompletionSource<Outcome> _done = new();

    public object Command { get; } = command;

    public CommandContext Context { get; } = context;

    /// <summary>The trace of whoever asks: the turn that decides it may have been woken by another.</summary>
    public System.Diagnostics.ActivityContext Trace { get; } =
        System.Diagnostics.Activity.Current?.Context ?? default;

    public Task<Outcome> Outcome => _done.Task;

    public void Answer(Outcome outcome) => _done.TrySetResult(outcome);

    public void Fail(Exception cause) => _done.TrySetException(cause);
}
