using Federation.Log;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Federation.Grains.Orleans;

/// <summary>A stream with an address in the cluster. Each kind has an interface of its own, so that placement,
/// telemetry and operators see kinds.</summary>
public interface IStreamGrain : IGrainWithStringKey
{
    /// <summary>Decides a command; safe to send again under the same key.</summary>
    /// <param name="question">A command and its context, packed by <see cref="Crossing"/>.</param>
    /// <returns>The packed outcome; <c>Busy</c> while the database is away.</returns>
    /// <remarks>Calls interleave as far as the inbox, where they gather for the next turn; nothing else of a grain runs
    /// beside a turn.</remarks>
    [AlwaysInterleave]
    Task<byte[]> Execute(byte[] question);
}

/// <summary>What every grain of a silo needs.</summary>
public sealed class GrainParts(EventLog log, IPersistentStateFactory storage, ILoggerFactory loggers)
{
    public EventLog Log { get; } = log;

    public Aggregates Aggregates { get; } = new(log);

    public Crossing Crossing { get; } = new(log.Catalogue);

    public IPersistentStateFactory Storage { get; } = storage;

    public ILogger Logger { get; } = loggers.CreateLogger("Federation.Grains");
}

/// <summary>The snapshot as Orleans stores it; empty until the first was made.</summary>
public sealed class KeptSnapshot
{
    public Snapshot? Latest { get; set; }
}

/// <summary>The one base of all kinds: an aggregate, its inbox, and its snapshot in Orleans' grain storage.</summary>
public abstract class StreamGrain : Grain, IStreamGrain
{
    /// <summary>The name under which silos know the storage of snapshots.</summary>
    public const string Storage = "snapshots";

    private readonly GrainParts _parts;
    private readonly IPersistentState<KeptSnapshot> _kept;
    private readonly string _stream;
    private Inbox _inbox = null!;
    private bool _keeping;

    protected StreamGrain(GrainParts parts)
    {
        _parts = parts;
        _stream = GrainContext.GrainId.ToString();
        // Made here and not later: it is read before the grain's first call.
        _kept = parts.Storage.Create<KeptSnapshot>(GrainContext, new PersistentStateAttribute("latest", Storage));
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var shelf = new SnapshotShelf(Taken, made => _ = Keep(made));
        _inbox = new(_parts.Aggregates.Of(_stream, shelf), _parts.Log, Leave);
        return Task.CompletedTask;
    }

    public async Task<byte[]> Execute(byte[] question)
    {
        var (command, context) = _parts.Crossing.Unpack(question);
        try
        {
            return Crossing.Pack(await _inbox.Ask(new(command, context)));
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Type and stream, never the command: it may carry personal data.
            _parts.Logger.LogError(fault, "Unexpected failure of {Command} on {Stream}", command.GetType(), _stream);
            throw;
        }
    }

    /// <summary>A stale owner goes: the next call finds the one that the directory knows. What it decided meanwhile was
    /// refused by the log.</summary>
    private void Leave(IAggregate aggregate)
    {
        if (aggregate.WasOvertaken()) DeactivateOnIdle();
    }

    /// <summary>Read once, then let go: the aggregate holds the state from here on.</summary>
    private Snapshot? Taken()
    {
        var latest = _kept.State.Latest;
        _kept.State.Latest = null;
        return latest;
    }

    private async Task Keep(Snapshot made)
    {
        if (_keeping) return; // The next one will be newer.
        _keeping = true;
        try
        {
            _kept.State.Latest = made;
            await _kept.WriteStateAsync();
        }
        catch (Exception lost) when (lost is not OutOfMemoryException)
        {
            // Another owner's, or the database is away: a snapshot is only a cache. Its etag is of no use any more.
            _parts.Logger.LogDebug(lost, "The snapshot of {Stream} was not kept", _stream);
            DeactivateOnIdle();
        }
        finally
        {
            _kept.State.Latest = null;
            _keeping = false;
        }
    }
}
