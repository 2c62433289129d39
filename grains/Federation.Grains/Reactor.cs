using System.Diagnostics.Metrics;
using Federation.Domain;
using Federation.Log;

namespace Federation.Grains;

/// <summary>Runs the Processes: for each event in order, the commands that follow from it; and works off what falls
/// due.</summary>
/// <remarks>Exactly once in effect: an effect's key is (process, version, position, ordinal) and its outcome is stored
/// even when it is a refusal, so a Reactor that stopped half way, or two that run at once, come to the same. One node
/// holds the lease; that only saves work.</remarks>
public sealed class Reactor(EventLog log, IGrains grains, TimeProvider clock)
{
    private const int PageMax = 500, ParallelMax = 16, FailuresMax = 10;

    /// <summary>What is parked only because an earlier event of its key is; with none before it, its turn has come.
    /// </summary>
    private const string Waits = "waits for an earlier event of its key";

    private static readonly Meter Meter = new("Federation.Grains");
    private static readonly Counter<long> Faults = Meter.CreateCounter<long>("federation.reactor.faults");
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10), Poll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Postponed = TimeSpan.FromHours(1);

    /// <summary>Its machine and process stand in the lease's row, for operators to see who works.</summary>
    private readonly string _node = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";

    private DateTimeOffset _leaseUntil = DateTimeOffset.MinValue;
    private (long After, IReadOnlyList<StoredEvent> Events)? _page;

    /// <summary>Until cancelled: takes the lease when it is free, and handles what is new or due.</summary>
    public async Task Run(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var seen = log.Head.Position;
                if (await HoldsLease() && await Advance(stopping)) continue;
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
                if (fault is UnknownNameException) await GiveUpLease();
                await Task.WhenAny(Task.Delay(Poll * 4, clock, stopping)); // The database is away: come back.
            }
        }

        await GiveUpLease(); // Another node goes on at once, and an operator may move the town.
    }

    private async Task GiveUpLease()
    {
        if (_leaseUntil == DateTimeOffset.MinValue) return;
        _leaseUntil = DateTimeOffset.MinValue;
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

    /// <summary>One page of every Process and of what is due; true when there was anything to do.</summary>
    public async Task<bool> Advance(CancellationToken stopping)
    {
        var worked = false;
        _page = null; // Shared by the Processes that stand at one position: usually all of them.
        foreach (var process in log.Catalogue.Processes)
        {
            worked |= await Resume(process, stopping);
            worked |= await Advance(process, stopping);
        }

        return await WorkOffDue(stopping) || worked;
    }

    private async Task<bool> HoldsLease()
    {
        var now = clock.GetUtcNow();
        if (now + Lease / 2 < _leaseUntil) return true;
        var held = await log.Write(
            "insert into leases (name, holder, until) values ('reactor', @node, @until) on conflict (name) do update " +
            "set holder = excluded.holder, until = excluded.until where leases.holder = @node or leases.until < @now",
            ("node", _node), ("until", now + Lease), ("now", now)) == 1;
        _leaseUntil = held ? now + Lease : DateTimeOffset.MinValue;
        return held;
    }

    private async Task<bool> Advance(Process process, CancellationToken stopping)
    {
        var name = NameOf(process);
        var position = log.Rows.One(
            "select position from process_positions where process = @name", r => r.GetInt64(0), ("name", name));
        if (_page?.After != position) _page = (position, log.ReadAll(position, PageMax));
        var page = _page.Value.Events;
        if (page.Count == 0) return false;
        var parked = log.Rows.All(
            "select key from parked where process = @name", r => r.GetString(0), ("name", name)).ToHashSet();
        var keyed = page.Select(e => Happened(e))
            .Select(h => (Happened: h, Key: process.Key(h)))
            .Where(h => h.Key is not null);
        await Parallel.ForEachAsync(
            keyed.GroupBy(h => h.Key!),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelMax, CancellationToken = stopping },
            async (group, cancel) => await InOrder(
                process, name, group.Key, group.Select(g => g.Happened), parked.Contains(group.Key), cancel));
        await log.Write(Rowset.Put(log.ProcessPositions, name, page[^1].Position));
        return true;
    }

    private async Task InOrder(
        Process process, string name, string key, IEnumerable<Happened> events, bool waits, CancellationToken stopping)
    {
        foreach (var happened in events)
        {
            var fault = waits
                ? Waits
                : await Trying(() => Handle(process, name, happened), stopping);
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
        var fault = await Trying(() => Handle(process, name, happened), stopping);
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
            await Carry(name, $"{name}.{happened.Position}.{ordinal++}", effect, happened);
    }

    /// <summary>Null when it went well; otherwise why not, after the last try.</summary>
    private async Task<string?> Trying(Func<Task> work, CancellationToken stopping)
    {
        for (var failures = 1; ; failures++)
        {
            stopping.ThrowIfCancellationRequested();
            try
            {
                await work();
                return null;
            }
            catch (Exception fault) when (fault is not (OutOfMemoryException or UnknownNameException))
            {
                if (failures == FailuresMax) return $"{fault.GetType().Name}: {fault.Message}";
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20 << failures), clock, stopping);
        }
    }

    private async Task Carry(string name, string key, Effect effect, Happened happened)
    {
        if (effect.At is { } at)
        {
            // Always by way of the due row, also when it is due by now: an event handled again must meet the same key.
            var command = effect.Command;
            var body = System.Text.Json.JsonSerializer.Serialize(command, command.GetType(), Json.Options);
            await log.Write(Rowset.Put(
                log.Due, key, Micros.Of(at), effect.Stream, log.Catalogue.NameOf(command), body));
            return;
        }

        var outcome = await Ask(effect.Stream, effect.Command, name, key, happened.Day);
        if (outcome.Kind == OutcomeKind.Refused && effect.IfRefused?.Invoke(outcome.Refusal!) is { } instead)
            await Carry(name, key + ".no", instead, happened);
    }

    private async Task<Outcome> Ask(string stream, object command, string name, string key, DateOnly on)
    {
        var asked = new Asked($"process/{name}", Standing.Process, clock.GetUtcNow(), on);
        var outcome = await grains.Execute(stream, command, new(key, "process", asked) { KeepsRefusal = true });
        return outcome.Kind is OutcomeKind.Accepted or OutcomeKind.Refused
            ? outcome
            : throw new InvalidOperationException($"{key} was answered {outcome.Kind}.");
    }

    private sealed record DueRow(string Id, string Stream, string Name, string Body);

    /// <summary>Each stream's due commands in order, streams in parallel; one that fails ten times waits an hour and is
    /// shown as parked meanwhile, so that it holds up nobody else.</summary>
    private async Task<bool> WorkOffDue(CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        var due = log.Rows.All(
            "select id, stream, name, body from due where at <= @now order by at, id limit 200",
            r => new DueRow(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3)), ("now", now));
        await Parallel.ForEachAsync(
            due.GroupBy(d => d.Stream),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelMax, CancellationToken = stopping },
            async (group, cancel) =>
            {
                foreach (var row in group) await WorkOff(row, now, cancel);
            });
        return due.Count > 0;
    }

    /// <summary>The row is deleted after its command was answered; done twice, its key makes it once.</summary>
    private async Task WorkOff(DueRow row, DateTimeOffset now, CancellationToken stopping)
    {
        var fault = await Trying(
            async () =>
            {
                var type = log.Catalogue.TypeOf(row.Name);
                var command = System.Text.Json.JsonSerializer.Deserialize(row.Body, type, Json.Options)!;
                await Ask(row.Stream, command, "due", row.Id, Days.Of(now));
            },
            stopping);
        if (fault is null)
        {
            await log.Write(Rowset.Delete(log.Due, row.Id), Rowset.Delete(log.Parked, row.Id, 0L));
            return;
        }

        await log.Write(
            Rowset.Put(log.Due, row.Id, Micros.Of(now + Postponed), row.Stream, row.Name, row.Body),
            Rowset.Put(log.Parked, row.Id, 0L, row.Stream, fault, Micros.Of(now)));
    }

    private static Happened Happened(StoredEvent e) =>
        new(e.Position, e.Stream, e.Version, e.Day, e.RecordedAt, e.Actor, e.Body);
}
