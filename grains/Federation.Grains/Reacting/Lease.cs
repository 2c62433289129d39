using Federation.Log;

namespace Federation.Grains;

/// <summary>The right to run the Processes, which one node has at a time. It only saves work: two that run them at once
/// come to the same.</summary>
internal sealed class Lease(EventLog log, TimeProvider clock)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10), Patience = TimeSpan.FromSeconds(2);

    /// <summary>Its machine and process stand in the lease's row, for operators to see who works.</summary>
    private readonly string _node = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";

    private DateTimeOffset _until = DateTimeOffset.MinValue;

    /// <summary>Whether this node has it: kept, taken over, or found free.</summary>
    public async Task<bool> Holds()
    {
        var now = clock.GetUtcNow();
        if (now + Length / 2 < _until) return true;
        var held = await log.Write(
            "insert into leases (name, holder, until) values ('reactor', @node, @until) on conflict (name) do update " +
            "set holder = excluded.holder, until = excluded.until where leases.holder = @node or leases.until < @now",
            ("node", _node), ("until", now + Length), ("now", now)) == 1;
        _until = held ? now + Length : DateTimeOffset.MinValue;
        return held;
    }

    /// <summary>Another node goes on at once, not only when it has run out.</summary>
    public async Task GiveUp()
    {
        if (_until == DateTimeOffset.MinValue) return;
        _until = DateTimeOffset.MinValue;
        try
        {
            await log.Write("delete from leases where name = 'reactor' and holder = @node", ("node", _node))
                .WaitAsync(Patience, clock, CancellationToken.None);
        }
        catch (Exception away) when (away is System.Data.Common.DbException or InvalidOperationException
            or LogFullException or TimeoutException)
        {
            // It runs out by itself.
        }
    }
}
