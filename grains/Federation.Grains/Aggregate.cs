using System.Diagnostics;
using System.Text.Json;
using Federation.Domain;
using Federation.Log;
using EventLog = Federation.Log.EventLog; // .NET has one of its own.

namespace Federation.Grains;

/// <summary>One stream held in memory, without its types: what a grain holds.</summary>
public interface IAggregate
{
    /// <summary>Decides everything that waits, in order, and answers each. Never two turns at a time.</summary>
    Task Turn(IReadOnlyList<Waiting> waiting);

    /// <summary>The state as JSON, for tests and operators.</summary>
    Task<string> StateAsJson();

    /// <summary>Whether the log has shown, since it was asked last, that somebody else writes this stream.</summary>
    bool WasOvertaken();
}

/// <summary>Load, decide, append, fold: the one runner of every decider.</summary>
/// <remarks>A turn decides on a tentative state and appends as one member of the log's batch. If it loses, the
/// tentative state is thrown away and what is left is decided again, a bounded number of times.</remarks>
public sealed class Aggregate<TState, TCommand, TEvent>(
    string stream, Decider<TState, TCommand, TEvent> decider, EventLog log, Snapshot? kept, Action<Snapshot>? keep,
    bool unread = false)
    : IAggregate
{
    private const int TriesMax = 8;
    private readonly Snapshots<TState>? _snapshots = keep is null ? null : new(log, stream, kept, keep);
    private TState _state = decider.Initial;
    private long _version;
    private bool _cold = !unread;
    private bool _overtaken;

    public async Task Turn(IReadOnlyList<Waiting> waiting)
    {
        var open = new List<Waiting>(waiting);
        for (var failures = 0; open.Count > 0 && failures < TriesMax;)
        {
            if (_cold) Load();
            // A retry may overtake the command it repeats: then it waits for that one's outcome and is given the same.
            var turn = open.DistinctBy(w => (w.Context.Asked.By, w.Context.Key)).ToList();
            var (tentative, decided) = Decide(turn, open);
            if (turn.Count == 0) continue;
            switch (await Append(turn[0], new(stream, _version, decided)))
            {
                case MemberResult.Committed committed:
                    Keep(tentative, committed, decided);
                    for (var i = 0; i < turn.Count; i++) turn[i].Answer(committed.Outcomes[i]);
                    open.RemoveAll(turn.ToHashSet().Contains);
                    break;
                case MemberResult.Lost lost:
                    _overtaken |= lost.StoredVersion != _version;
                    _cold |= lost.StoredVersion != _version;
                    if (lost.Settled.Count == 0) failures++;
                    foreach (var (index, outcome) in lost.Settled) turn[index].Answer(outcome);
                    open.RemoveAll(lost.Settled.Keys.Select(index => turn[index]).ToHashSet().Contains);
                    break;
            }
        }

        foreach (var late in open) late.Answer(Outcome.Busy);
    }

    public bool WasOvertaken()
    {
        (var overtaken, _overtaken) = (_overtaken, false);
        return overtaken;
    }

    /// <summary>Traced under the turn's first command: request, command, append have one trace.</summary>
    private async Task<MemberResult> Append(Waiting first, Member member)
    {
        using var append = Tracing.Source.StartActivity("append", ActivityKind.Internal, first.Trace);
        append?.SetTag("stream", stream);
        return await log.Append(member);
    }

    public Task<string> StateAsJson()
    {
        if (_cold) Load();
        return Task.FromResult(JsonSerializer.Serialize(_state, Json.Options));
    }

    private (TState Tentative, List<Decided> Decided) Decide(List<Waiting> turn, List<Waiting> open)
    {
        var state = _state;
        var decided = new List<Decided>(turn.Count);
        foreach (var waiting in turn.ToArray())
        {
            try
            {
                var decision = decider.Decide(state, (TCommand)waiting.Command, waiting.Context.Asked);
                state = decider.Fold(state, decision.Events);
                decided.Add(new(
                    waiting.Context,
                    [.. decision.Events.Select(e => (object)e!)],
                    decision.Refusal,
                    decision.Claims,
                    decision.Releases));
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                waiting.Fail(fault); // Our bug: it costs this command, not its neighbours.
                turn.Remove(waiting);
                open.Remove(waiting);
            }
        }

        return (state, decided);
    }

    private void Keep(TState tentative, MemberResult.Committed committed, List<Decided> decided)
    {
        (_state, _version) = (tentative, committed.Version);
        if (decided.Exists(d => d.Events.Count > 0)) _snapshots?.Offer(_state, committed.Version, committed.Hash);
    }

    /// <summary>From the snapshot when it may be trusted, then the tail; a stream that merely moved on costs its new
    /// events.</summary>
    private void Load()
    {
        if (_version == 0 && _snapshots?.Read() is { } known) (_state, _version) = (known.State, known.Version);
        foreach (var stored in log.Read(stream, _version))
        {
            _state = decider.Evolve(_state, (TEvent)stored.Body);
            _version = stored.Version;
        }

        _cold = false;
    }
}

/// <summary>Makes the aggregate of a stream from its boundary.</summary>
public sealed class Aggregates(EventLog log)
{
    /// <param name="kept">The stream's latest snapshot, if there is one; used only while it holds.</param>
    /// <param name="keep">Told of a newer one. Not waited for: losing a snapshot loses time, never facts.</param>
    public IAggregate Of(string stream, Snapshot? kept, Action<Snapshot> keep)
    {
        var boundary = log.Catalogue.BoundaryOf(stream);
        var id = stream[(boundary.Kind.Length + 1)..];
        return boundary.Accept(new Maker(stream, id, log, kept, keep));
    }

    /// <summary>One that is taken to have no events yet, which spares reading it; where it has some, the log tells at
    /// the first append, and it is read and decided again. Keeps no snapshots.</summary>
    public IAggregate Unread(string stream)
    {
        var boundary = log.Catalogue.BoundaryOf(stream);
        return boundary.Accept(new Maker(stream, stream[(boundary.Kind.Length + 1)..], log, null, null, unread: true));
    }

    private sealed class Maker(
        string stream, string id, EventLog log, Snapshot? kept, Action<Snapshot>? keep, bool unread = false)
        : IBoundaryVisitor<IAggregate>
    {
        public IAggregate Visit<TState, TCommand, TEvent>(Boundary<TState, TCommand, TEvent> boundary) =>
            new Aggregate<TState, TCommand, TEvent>(stream, boundary.DeciderFor(id), log, kept, keep, unread);
    }
}

/// <summary>Traces of what grains do; type and ids, never bodies.</summary>
internal static class Tracing
{
    public static readonly ActivitySource Source = new("Federation.Grains");
}
