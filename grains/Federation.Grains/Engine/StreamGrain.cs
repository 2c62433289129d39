using Federation.Log;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Storage;

namespace Federation.Grains.Engine;

/// <summary>A stream with an address. One interface for all kinds: which grain it is the id's kind says.</summary>
/// <remarks>Its names are permanent: they stand on the wire between two versions.</remarks>
[Alias(StreamGrain.Name), GrainInterfaceType(StreamGrain.Name)]
public interface IStreamGrain : IGrainWithStringKey
{
    /// <summary>Decides a command; safe to send again under the same key.</summary>
    /// <returns><c>Busy</c> while the database is away.</returns>
    /// <exception cref="UnknownNameException">A newer version sent the command or wrote to the stream.</exception>
    /// <remarks>Calls interleave as far as the inbox, where they gather for the next turn; nothing else of a grain runs
    /// beside a turn.</remarks>
    [AlwaysInterleave, Alias("execute")]
    Task<Outcome> Execute(Letter letter);
}

/// <summary>What every grain of a silo needs.</summary>
/// <param name="storage">Orleans' grain storage of the name <see cref="StreamGrain.Storage"/>.</param>
public sealed class GrainParts(
    EventLog log, [FromKeyedServices(StreamGrain.Storage)] IGrainStorage storage, ILoggerFactory loggers)
{
    public EventLog Log { get; } = log;

    public Aggregates Aggregates { get; } = new(log);

    public IGrainStorage Storage { get; } = storage;

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

    internal const string Name = "federation.stream";

    /// <summary>Of <see cref="IStreamGrain"/>, looked up once.</summary>
    public static readonly GrainInterfaceType Interface = GrainInterfaceType.Create(Name);

    private const string Latest = "latest";
    private readonly GrainParts _parts;
    private readonly GrainState<KeptSnapshot> _kept = new(new());
    private readonly string _stream;
    private Inbox _inbox = null!;
    private bool _keeping;

    protected StreamGrain(GrainParts parts) => (_parts, _stream) = (parts, GrainContext.GrainId.ToString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _parts.Storage.ReadStateAsync(Latest, GrainContext.GrainId, _kept);
        }
        catch (Exception lost) when (lost is not OutOfMemoryException)
        {
            // Without it the stream is read from its beginning; if the database is away, that will tell.
            _parts.Logger.LogDebug(lost, "The snapshot of {Stream} could not be read", _stream);
        }

        _inbox = new(
            _parts.Aggregates.Of(_stream, _kept.State?.Latest, made => _ = Keep(made)), _parts.Log, Leave);
        _kept.State = new(); // Read once, then let go: the aggregate holds the state from here on.
    }

    public async Task<Outcome> Execute(Letter letter)
    {
        try
        {
            var (command, context) = letter.Open(_parts.Log.Catalogue);
            return await _inbox.Ask(new(command, context));
        }
        catch (UnknownNameException)
        {
            throw; // In a rolling upgrade a newer version sent or wrote it: told, and asked again later.
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // The stream, never the command: it may carry personal data. And no foreign exception crosses: what type
            // it has is not known over there.
            _parts.Logger.LogError(fault, "Unexpected failure on {Stream}", _stream);
            throw new InvalidOperationException($"The grain of {_stream} failed; its silo has logged why.");
        }
    }

    /// <summary>A stale owner goes: the next call finds the one that the directory knows. What it decided meanwhile was
    /// refused by the log.</summary>
    private void Leave(IAggregate aggregate)
    {
        if (aggregate.WasOvertaken()) DeactivateOnIdle();
    }

    private async Task Keep(Snapshot made)
    {
        if (_keeping) return; // The next one will be newer.
        _keeping = true;
        try
        {
            _kept.State = new() { Latest = made };
            await _parts.Storage.WriteStateAsync(Latest, GrainContext.GrainId, _kept);
        }
        catch (Exception lost) when (lost is not OutOfMemoryException)
        {
            // Another owner's, or the database is away: a snapshot is only a cache. Its etag is of no use any more.
            _parts.Logger.LogDebug(lost, "The snapshot of {Stream} was not kept", _stream);
            DeactivateOnIdle();
        }
        finally
        {
            _kept.State = new();
            _keeping = false;
        }
    }
}
