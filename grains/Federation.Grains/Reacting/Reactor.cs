using System.Diagnostics.Metrics;
using Federation.Domain;
using Federation.Log;

namespace Federation.Grains;

/// <summary>Runs the Processes: for each event in order, the commands that follow from it; and sees to it that what
/// falls due is worked off.</summary>
/// <remarks>Exactly once in effect: an effect's key is (process, version, position, ordinal) and its outcome is stored
/// even when it is a refusal, so a Reactor that stopped half way, or two that run at once, come to the same. One node
/// holds the lease; that only saves work.</remarks>
public sealed class Reactor(EventLog log, IGrains grains, TimeProvider clock)
{
    private const int PageMax = 500;

    /// <summary>Events that are no Process's, seen and not yet noted: more are noted while there is work, all of them
    /// when there is none.</summary>
    private const int PassedMax = 1_000;

    /// <summary>Keys, or streams, that are worked on at once.</summary>
    internal const int ParallelMax = 16;

    /// <summary>What is parked only because an earlier event of its key is; with none before it, its turn has come.
    /// </summary>
    private const string Waits = "waits for an earlier event of its key";

    private static readonly Meter Meter = new("Federation.Grains");
    private static readonly Counter<long> Faults = Meter.CreateCounter<long>("federation.reactor.faults");
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);
    private readonly Lease _lease = new(log, clock);
    private readonly Effects _effects = new(log, grains, clock);
    private readonly Dictionary<string, (long Noted, long Passed)> _passed = [];

    /// <summary>Until cancelled: takes the lease when it is free, and handles what is new or due.</summary>
    public async Task Run(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var seen = log.Head.Position;
                if (!log.Storage.Refuses && await _lease.Holds() && await Advance(stopping)) continue;
                await Task.WhenAny(log.Head.Moved(seen), Task.Delay(Poll, clock, stopping));
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                Faults.Add(1, new KeyValuePair<string, object?>("fault", fault.GetType().Name));
                // Whoever wrote what is unknown here looks for the lease more often than this one will.
                if (fault is UnknownNameException) await _lease.GiveUp();
                await Task.WhenAny(Task.Delay(Poll * 4, clock, stopping)); // The database is away: come back.
            }
        }

        await _lease.GiveUp(); // Another node goes on at once, and an operator may move the town.
    }

    /// <summary>One page of every Process and of what is due; true when there was anything to do.</summary>
    /// <remarks>It is asked after every commit: where nothing follows from it, that is two statements for all
    /// Processes.</remarks>
    public async Task<bool> Advance(CancellationToken stopping)
    {
        var (worked, stand, page) = (false, Stand.Of(log), (NamesRead?)null);
        foreach (var process in log.Catalogue.Processes)
        {
            if (stand.Parked) worked |= await Resume(process, stopping);
            var noted = stand.Noted.GetValueOrDefault(NameOf(process));
            var passed = PassedBy(process, noted);
            if (page?.After != passed) page = log.NamesAfter(passed, PageMax);
            worked |= await Advance(process, noted, page, stand.Parked, stopping);
        }

        return (stand.DueAt <= clock.GetUtcNow() && await DueWork.WorkOff(log, _effects, stopping)) || worked;
    }

    private long PassedBy(Process process, long noted) =>
        _passed.GetValueOrDefault(NameOf(process)) is var known && known.Noted == noted ? known.Passed : noted;

    private async Task<bool> Advance(
        Process process, long noted, NamesRead among, bool anyParked, CancellationToken stopping)
    {
        var (name, page, upTo) = (NameOf(process), log.ReadOf(process.Of, among), among.UpTo);
        if (page.Count == 0)
        {
            _passed[name] = (noted, upTo);
            if (upTo == among.After ? upTo > noted : upTo - noted >= PassedMax) await Note(name, upTo);
            return upTo - among.After >= PageMax;
        }

        var parked = !anyParked ? [] : log.Rows.All(
            "select key from parked where process = @name", r => r.GetString(0), ("name", name)).ToHashSet();
        var keyed = page.Select(e => Happened(e))
            .Select(h => (Happened: h, Key: process.Key(h)))
            .Where(h => h.Key is not null);
        await Parallel.ForEachAsync(
            keyed.GroupBy(h => h.Key!),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelMax, CancellationToken = stopping },
            async (group, cancel) => await InOrder(
                process, name, group.Key, group.Select(g => g.Happened), parked.Contains(group.Key), cancel));
        await Note(name, upTo);
        return true;
    }

    private Task Note(string name, long position) => log.Write(Rowset.Put(log.ProcessPositions, name, position));

    private async Task InOrder(
        Process process, string name, string key, IEnumerable<Happened> events, bool waits, CancellationToken stopping)
    {
        foreach (var happened in events)
        {
            var fault = waits
                ? Waits
                : await _effects.Trying(() => Handle(process, name, happened), stopping);
            if (fault is null) continue;
            waits = true;
            await log.Write(Rowset.Put(log.Parked, name, happened.Position, key, fault, Micros.Of(clock.GetUtcNow())));
        }
    }

    /// <summary>Parked events whose turn has come: their key has none left that failed. In order, and the first that
    /// fails once more holds up the rest again; new events of the key join behind them meanwhile.</summary>
    private async Task<bool> Resume(Process process, CancellationToken stopping)
    {
        var name = NameOf(process);
        var free = log.Rows.All(
            "select position, key from parked p where process = @name and error = @waits and not exists " +
            "(select 1 from parked f where f.process = p.process and f.key = p.key and f.error <> @waits) " +
            $"order by position limit {PageMax}",
            r => (Position: r.GetInt64(0), Key: r.GetString(1)), ("name", name), ("waits", Waits));
        await Parallel.ForEachAsync(
            free.GroupBy(row => row.Key),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelMax, CancellationToken = stopping },
            async (group, cancel) =>
            {
                foreach (var (position, key) in group)
                    if (!await Resumed(process, name, position, key, cancel)) return;
            });
        return free.Count > 0;
    }

    private async Task<bool> Resumed(
        Process process, string name, long position, string key, CancellationToken stopping)
    {
        var happened = Happened(log.ReadAll(position - 1, 1).Single());
        var fault = await _effects.Trying(() => Handle(process, name, happened), stopping);
        await log.Write(fault is null
            ? Rowset.Delete(log.Parked, name, position)
            : Rowset.Put(log.Parked, name, position, key, fault, Micros.Of(clock.GetUtcNow())));
        return fault is null;
    }

    /// <summary>Tries what is parked again at its next turn: an event of a Process (its name as in the row), or what
    /// fell due (its id and position 0).</summary>
    public static async Task TryAgain(EventLog log, string process, long position)
    {
        await log.Write(
            "update parked set error = @waits where process = @process and position = @position and position > 0",
            ("waits", Waits), ("process", process), ("position", position));
        if (position == 0) await log.Write(
            "update due set at = @now where id = @process and at > @now",
            ("now", log.Clock.GetUtcNow()), ("process", process));
    }

    /// <summary>Whether a parked row is only in line behind another.</summary>
    public static bool IsWaiting(string error) => error == Waits;

    private static string NameOf(Process process) => $"{process.Name}.v{process.Version}";

    private async Task Handle(Process process, string name, Happened happened)
    {
        var ordinal = 0;
        foreach (var effect in process.React(happened))
            await _effects.Carry(name, $"{name}.{happened.Position}.{ordinal++}", effect, happened);
    }

    private static Happened Happened(StoredEvent e) =>
        new(e.Position, e.Stream, e.Version, e.Day, e.RecordedAt, e.Actor, e.Body);
}
