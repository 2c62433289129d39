namespace Federation.Log.Tests.Kit;

/// <summary>Waiting for a condition on the log, looked at again whenever its head moves; no clock decides.</summary>
public static class Until
{
    public static async Task True(EventLog log, Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience.Long);
        for (var seen = log.Head.Position; !condition(); seen = log.Head.Position)
            await log.Head.Moved(seen).WaitAsync(limit.Token);
    }

    /// <summary>For what moves no head: looked at again and again.</summary>
    public static async Task Soon(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience.Long);
        for (; !condition(); limit.Token.ThrowIfCancellationRequested()) await Task.Yield();
    }
}
