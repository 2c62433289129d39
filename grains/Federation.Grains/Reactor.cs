using Federation.Domain;
using Federation.Log;

namespace Federation.Grains;

/// <summary>Runs the Processes: for each event in order, the commands that follow from it; and works off what falls due.</summary>
/// <remarks>Exactly once in effect: an effect's key is (process, version, position, ordinal) and its outcome is stored even
/// when it is a refusal, so a Reactor that stopped half way, or two that run at once, come to the same. One node holds the
/// lease; that only saves work.</remarks>
public sealed class Reactor(EventLog log, IGrains grains, TimeProvider clock)
{
    private const int PageMax = 500, ParallelMax = 16, FailuresMax = 10;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10), Poll = TimeSpan.FromMilliseconds(250);
    private readonly string _node = Guid.NewGuid().ToString("N");

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
                return;
            }
            catch (Exception fault) when (fault is System.Data.Common.DbException or LogFullException)
            {
                await Task.WhenAny(Task.Delay(Poll * 4, clock, stopping)); // The database is away: come back.
            }
        }
    }

    /// <summary>One page of every Process and of what is due; true when there was anything to do.</summary>
    public async Task<bool> Advance(CancellationToken stopping)
    {
        var worked = false;
        foreach (var process in log.Catalogue.Processes) worked |= await Advance(process, stopping);
        return await WorkOffDue() || worked;
    }

    private async Task<bool> HoldsLease()
    {
        var now = clock.GetUtcNow();
        return await log.Write(
            "insert into leases (name, holder, until) values ('reactor', @node, @until) on conflict (name) do update " +
            "set holder = excluded.holder, until = excluded.until where leases.holder = @node or leases.until < @now",
            ("node", _node), ("until", now + Lease), ("now", now)) == 1;
    }

    private async Task<bool> Advance(Process process, CancellationToken stopping)
    {
        var name = $"{process.Name}.v{process.Version}";
        var position = log.Rows.One(
            "select position from process_positions where process = @name", r => r.GetInt64(0), ("name", name));
        var page = log.ReadAll(position, PageMax);
        if (page.Count == 0) return false;
        var parked = log.Rows.All("select key from parked where process = @name", r => r.GetString(0), ("name", name)).ToHashSet();
        var keyed = page.Select(e => Happened(e)).Select(h => (Happened: h, Key: process.Key(h))).Where(h => h.Key is not null);
        await Parallel.ForEachAsync(
            keyed.GroupBy(h => h.Key!), new ParallelOptions { MaxDegreeOfParallelism = ParallelMax, CancellationToken = stopping },
            async (group, _) => await InOrder(process, name, group.Key, group.Select(g => g.Happened), parked.Contains(group.Key)));
        await log.Write(Rowset.Put(log.ProcessPositions, name, page[^1].Position));
        return true;
    }

    private async Task InOrder(Process process, string name, string key, IEnumerable<Happened> events, bool waits)
    {
        foreach (var happened in events)
        {
            var fault = waits ? "waits for an earlier event of its key" : await Handle(process, name, happened);
            if (fault is null) continue;
            waits = true;
            await log.Write(Rowset.Put(log.Parked, name, happened.Position, key, fault, Micros.Of(clock.GetUtcNow())));
        }
    }

    /// <summary>Null when handled; otherwise why it could not be, after the last try.</summary>
    private async Task<string?> Handle(Process process, string name, Happened happened)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                var ordinal = 0;
                foreach (var effect in process.React(happened)) await Carry(name, $"{name}.{happened.Position}.{ordinal++}", effect, happened);
                return null;
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                if (failures == FailuresMax) return $"{fault.GetType().Name}: {fault.Message}";
                await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(20 << failures), clock));
            }
        }
    }

    private async Task Carry(string name, string key, Effect effect, Happened happened)
    {
        if (effect.At is { } at && at > clock.GetUtcNow())
        {
            var body = System.Text.Json.JsonSerializer.Serialize(effect.Command, effect.Command.GetType(), Json.Options);
            await log.Write(Rowset.Put(log.Due, key, Micros.Of(at), effect.Stream, log.Catalogue.NameOf(effect.Command), body));
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

    /// <summary>A due row is deleted after its command was answered; done twice, its key makes it once.</summary>
    private async Task<bool> WorkOffDue()
    {
        var now = clock.GetUtcNow();
        var due = log.Rows.All(
            "select id, stream, name, body from due where at <= @now order by at, id limit 200",
            r => (Id: r.GetString(0), Stream: r.GetString(1), Name: r.GetString(2), Body: r.GetString(3)), ("now", now));
        foreach (var row in due)
        {
            var command = System.Text.Json.JsonSerializer.Deserialize(row.Body, log.Catalogue.TypeOf(row.Name), Json.Options)!;
            await Ask(row.Stream, command, "due", row.Id, Days.Of(now));
            await log.Write(Rowset.Delete(log.Due, row.Id));
        }

        return due.Count > 0;
    }

    private static Happened Happened(StoredEvent e) => new(e.Position, e.Stream, e.Version, e.Day, e.RecordedAt, e.Actor, e.Body);
}
