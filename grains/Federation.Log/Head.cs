namespace Federation.Log;

/// <summary>The last position a node has seen: what reads wait for and open pages are nudged by.</summary>
public sealed class Head
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Position { get; private set; }

    internal void Start(long position) => Position = position;

    /// <summary>Seen in an own commit, a notification or a poll; never goes back.</summary>
    public void See(long position)
    {
        TaskCompletionSource moved;
        lock (_lock)
        {
            if (position <= Position) return;
            Position = position;
            (moved, _moved) = (_moved, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        moved.SetResult();
    }

    /// <summary>Completes when the head moves past what it is now.</summary>
    public Task Moved(long past)
    {
        lock (_lock) return Position > past ? Task.CompletedTask : _moved.Task;
    }

    /// <summary>Waits until this node has seen the position; false when it has not within the time.</summary>
    public async Task<bool> Reaches(
        long position, TimeSpan within, TimeProvider clock, CancellationToken cancel = default)
    {
        using var limit = new CancellationTokenSource(within, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        while (Position < position)
        {
            try
            {
                await Moved(Position).WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                return Position >= position;
            }
        }

        return true;
    }
}
