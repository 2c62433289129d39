using System.Data.Common;

namespace Federation.Log;

/// <summary>How a node learns of positions that others commit.</summary>
public static class Following
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    /// <summary>By notification where the database has it, and by a poll; until cancelled.</summary>
    public static async Task Follow(this EventLog log, CancellationToken stopping)
    {
        if (log.Dialect.Exclusive) return; // Nobody else writes: an own commit is all there is to learn of.
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                log.Head.See(await log.Dialect.AwaitNotice(Poll, stopping) ?? log.StoredPosition());
            }
            catch (Exception fault) when (fault is DbException or IOException)
            {
                await Task.WhenAny(Task.Delay(Poll, stopping));
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
