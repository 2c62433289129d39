namespace Federation.Log;

/// <summary>Whether the storage under this node's log works: what its writer and readers met last.</summary>
/// <remarks>While a fault stands, commands are told so at once instead of each finding out for itself; a probe finds
/// out when it has gone. Small plain writes still go through on a full disk: the reserve is let go for them, so that
/// people sign in and see what there is.</remarks>
public sealed class Storage(IDialect dialect, TimeProvider time)
{
    /// <summary>Between two looks at a storage that failed.</summary>
    public static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(1);

    /// <summary>What a probe writes: more than a sign-in, so that a disk with a few free blocks is not called
    /// well.</summary>
    private const int ProbeBytes = 64 * 1024;

    /// <summary>A plain write up to here (a sign-in, a failure, a reading) is let through when the disk is full.
    /// </summary>
    internal const int SmallMax = 16 * 1024;

    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _reserved;

    /// <summary>What stands in the way; null when nothing does.</summary>
    public StorageFault? Fault { get; private set; }

    /// <summary>Whether commands are told to come back.</summary>
    public bool Refuses => Fault is { Refuses: true };

    /// <summary>Throws the standing fault, for what is not tried while it stands.</summary>
    /// <param name="bytes">How much would be written.</param>
    internal void Admit(long bytes)
    {
        var fault = Fault;
        if (fault is not { Refuses: true } || bytes <= fault.PlainMax) return;
        throw new StorageException(fault);
    }

    /// <summary>A statement failed for this reason.</summary>
    /// <returns>Whether room was made: then small writes may be tried once more.</returns>
    internal bool Saw(StorageFault fault)
    {
        lock (_lock)
        {
            if (Fault is { Lasts: true }) return false;
            var made = fault == StorageFault.Full && _reserved;
            if (made)
            {
                dialect.LetGo();
                _reserved = false;
            }

            if (Fault != fault) Change(fault);
            return made;
        }
    }

    /// <summary>A commit went well: a server that was away is back. The other faults end by a probe alone.</summary>
    internal void Committed()
    {
        if (Fault == StorageFault.Away) lock (_lock) Change(null);
    }

    /// <summary>Sets the reserve aside, and when something failed, tries whether it works again.</summary>
    /// <param name="clock">Looked at, too.</param>
    internal async Task Probe(Writer writer, ClockWatch clock)
    {
        try
        {
            var before = Fault;
            if (before is { Lasts: true }) return;
            if (before is { Probed: true }) await writer.Alone(Write);
            if (before == StorageFault.ClockBehind) clock.Forget();
            dialect.SetAside();
            var wrong = clock.Look();
            lock (_lock)
            {
                _reserved = true;
                // What failed meanwhile is the next probe's business.
                if (Fault == before && wrong != before) Change(wrong);
            }
        }
        catch (Exception still) when (still is System.Data.Common.DbException or LogFullException
            or InvalidOperationException)
        {
            Saw((still as StorageException)?.Fault ?? dialect.FaultOf(still) ?? Fault ?? StorageFault.Io);
        }
    }

    /// <summary>Until cancelled: probes, and tells each change of state once.</summary>
    public async Task Watch(EventLog log, Action<StorageFault?> changed, CancellationToken stopping)
    {
        StorageFault? told = null;
        while (!stopping.IsCancellationRequested)
        {
            var change = _changed.Task;
            await log.Probe();
            if (Fault != told) changed(told = Fault);
            if (Fault == told) await Task.WhenAny(change, Task.Delay(ProbeEvery, log.Clock, stopping));
        }
    }

    private void Change(StorageFault? fault)
    {
        Fault = fault;
        var changed = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.TrySetResult();
    }

    private void Write(System.Data.Common.DbConnection writer)
    {
        var filler = new byte[ProbeBytes];
        Random.Shared.NextBytes(filler); // What is written must need its room, also on a disk that compresses.
        ClockWatch.Believe(time.GetUtcNow(), dialect.Lock(writer, new([], [], [], [])).RecordedAt);
        dialect.Commit(writer, [Rowset.Put(Tables.Probe, 1L, filler)]);
    }
}
