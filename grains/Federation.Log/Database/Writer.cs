using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Federation.Log;

/// <summary>A write that no event stands behind; it shares the batch's transaction.</summary>
internal sealed record PlainWrite(Rowset[] Rowsets, string? Sql, (string Name, object? Value)[]? Values)
{
    public TaskCompletionSource<int> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>About how much it writes.</summary>
    public long Bytes => Rowsets.Sum(r => r.Rows.Sum(row => row.Sum(SizeOf)))
        + (Values ?? []).Sum(v => SizeOf(v.Value));

    private static long SizeOf(object? value) =>
        value switch { byte[] bytes => bytes.Length, string text => 3L * text.Length, _ => sizeof(long) };
}

/// <summary>Work that has the writing connection to itself between two batches: scrubbing, rebuilding.</summary>
internal sealed record Alone(Action<DbConnection> Work)
{
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>The one thread that writes: while a batch commits, the next one gathers. No timer.</summary>
internal sealed class Writer(EventLog log) : IDisposable
{
    /// <summary>Members of one batch; the rest wait for the next, so that one commit stays short.</summary>
    private const int MembersMax = 1_024;

    /// <summary>Commands of one batch: a busy grain's turn brings many in one member.</summary>
    private const int CommandsMax = 4_096;

    /// <summary>Waiting members and writes; beyond it a caller is told to come back.</summary>
    internal const int WaitingMax = 20_000;

    private const int TriesMax = 5;
    private static readonly Meter Meter = new("Federation.Log");
    private static readonly Histogram<int> BatchSize = Meter.CreateHistogram<int>("federation.log.batch_members");
    private static readonly Histogram<double> CommitTime = Meter.CreateHistogram<double>("federation.log.commit", "ms");
    private readonly BlockingCollection<object> _waiting = new(WaitingMax);
    private readonly Commit _commit = new(log);
    private readonly ManualResetEventSlim _closing = new();
    private Thread? _thread;
    private DbConnection? _connection;

    public void Start()
    {
        _thread = new(Run) { IsBackground = true, Name = "federation log writer" };
        _thread.Start();
    }

    public Task<MemberResult> Append(Member member)
    {
        if (!TryAdd(member)) throw new LogFullException();
        return member.Done.Task;
    }

    public Task<int> Write(PlainWrite write)
    {
        if (!TryAdd(write)) throw new LogFullException();
        return write.Done.Task;
    }

    public Task Alone(Action<DbConnection> work)
    {
        var alone = new Alone(work);
        if (!TryAdd(alone)) throw new LogFullException();
        return alone.Done.Task;
    }

    public void Dispose()
    {
        _closing.Set();
        _waiting.CompleteAdding();
        _thread?.Join();
        _connection?.Dispose();
    }

    private bool TryAdd(object item)
    {
        try
        {
            return _waiting.TryAdd(item);
        }
        catch (InvalidOperationException)
        {
            return false; // Closing: nothing more is taken in.
        }
    }

    private void Run()
    {
        var members = new List<Member>();
        var writes = new List<PlainWrite>();
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            members.Clear();
            writes.Clear();
            var (next, commands) = (first, 0);
            do
            {
                if (next is Member member)
                {
                    members.Add(member);
                    commands += member.Commands.Count;
                }
                else if (next is PlainWrite write) writes.Add(write);
                else Run((Alone)next);
            }
            while (members.Count + writes.Count < MembersMax && commands < CommandsMax && _waiting.TryTake(out next));

            if (members.Count + writes.Count > 0) Settle(members, writes);
        }
    }

    /// <summary>Commits the batch; when the database refuses it, halves it until the offender stands alone.</summary>
    private void Settle(IReadOnlyList<Member> members, IReadOnlyList<PlainWrite> writes)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var started = Stopwatch.GetTimestamp();
                _connection ??= log.Dialect.OpenWriter();
                _commit.Run(_connection, members, writes);
                log.Storage.Committed();
                BatchSize.Record(members.Count);
                CommitTime.Record(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                return;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // Also a fault in our own projection: it fails the one command it belongs to, never the writer.
                var fault = FaultOf(e);
                Reset(fault);
                if (fault is not { Refuses: false } || attempt == TriesMax)
                {
                    Refuse(members, writes, fault, e);
                    return;
                }

                // If the answer to COMMIT was lost, the keys are found under the next lock and settle the members.
                _closing.Wait(TimeSpan.FromMilliseconds(10 << (2 * attempt)));
            }
        }
    }

    /// <summary>A storage that fails or is away fails everybody alike: nobody is the offender.</summary>
    private void Refuse(
        IReadOnlyList<Member> members, IReadOnlyList<PlainWrite> writes, StorageFault? fault, Exception e)
    {
        if (fault is { Refuses: true }) GiveUp(members, writes, e as StorageException ?? new(fault, e));
        else if (fault is null && members.Count + writes.Count > 1) Halve(members, writes);
        else
        {
            if (fault is not null) log.Storage.Saw(fault);
            Fail(members, writes, e);
        }
    }

    private void Halve(IReadOnlyList<Member> members, IReadOnlyList<PlainWrite> writes)
    {
        if (members.Count == 0 || writes.Count == 0)
        {
            Settle([.. members.Take(members.Count / 2)], [.. writes.Take(writes.Count / 2)]);
            Settle([.. members.Skip(members.Count / 2)], [.. writes.Skip(writes.Count / 2)]);
            return;
        }

        Settle(members, []);
        Settle([], writes);
    }

    private StorageFault? FaultOf(Exception e) => (e as StorageException)?.Fault ?? log.Dialect.FaultOf(e);

    /// <summary>The storage fails everybody alike. On a full disk the reserve makes room for small plain
    /// writes.</summary>
    private void GiveUp(IReadOnlyList<Member> members, IReadOnlyList<PlainWrite> writes, StorageException why)
    {
        var room = log.Storage.Saw(why.Fault) || why.Fault == StorageFault.ClockBehind;
        PlainWrite[] small = room ? [.. writes.Where(w => w.Bytes <= why.Fault.PlainMax)] : [];
        Fail(members, [.. writes.Except(small)], why);
        if (small.Length > 0) Settle([], small);
    }

    private static void Fail(IReadOnlyList<Member> members, IReadOnlyList<PlainWrite> writes, Exception e)
    {
        foreach (var member in members) member.Done.TrySetException(e);
        foreach (var write in writes) write.Done.TrySetException(e);
    }

    /// <summary>After a fault of the storage, a full disk apart, what the connection remembers of the file may be
    /// wrong: the next one reads it anew.</summary>
    private void Reset(StorageFault? fault)
    {
        log.Versions.Forget();
        try
        {
            if (_connection is not null) log.Dialect.Rollback(_connection);
            if (fault is not { Refuses: true, PlainMax: < 0 }) return;
        }
        catch (Exception e) when (e is DbException or InvalidOperationException)
        {
            // The connection goes, and with it what it had begun.
        }

        _connection?.Dispose();
        _connection = null;
    }

    private void Run(Alone alone)
    {
        try
        {
            alone.Work(_connection ??= log.Dialect.OpenWriter());
            alone.Done.SetResult();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            var fault = FaultOf(e);
            Reset(fault);
            if (fault is not null) log.Storage.Saw(fault);
            alone.Done.SetException(fault is { Refuses: true } ? e as StorageException ?? new(fault, e) : e);
        }
    }
}

/// <summary>More is waiting to be written than the queue holds: the caller may come back in a moment.</summary>
public sealed class LogFullException() : Exception("The log's queue is full.");
