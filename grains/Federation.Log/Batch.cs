using System.Data.Common;
using System.Text.Json;
using Federation.Domain;

namespace Federation.Log;

/// <summary>The rows of one batch as they gather: positions and hashes given out in order under the head's lock.</summary>
internal sealed class Batch(EventLog log, Locked locked)
{
    private readonly List<object?[]> _events = [];
    private readonly List<object?[]> _commands = [];
    private readonly List<object?[]> _claims = [];
    private readonly List<object?[]> _released = [];
    private readonly List<object?[]> _sealed = [];
    private readonly List<object?[]> _sealedKeys = [];
    private readonly List<Rowset> _plain = [];
    private readonly Merge _merge = new();
    private readonly long _now = Micros.Of(log.Clock.GetUtcNow());
    private byte[] _hash = locked.Hash;

    public long Position { get; private set; } = locked.Position;

    /// <summary>Takes the member's events and outcomes; later members of the same stream in this batch see its new version.</summary>
    public MemberResult Take(Member member, Locked locked, HashSet<(string, string)> taken)
    {
        var version = member.Expected;
        var outcomes = new List<Outcome>(member.Commands.Count);
        foreach (var command in member.Commands)
        {
            foreach (var body in command.Events) Take(member.Stream, ++version, body, command.Context);
            foreach (var claim in command.Claims)
            {
                _claims.Add([claim.Kind, claim.Value, member.Stream]);
                taken.Add((claim.Kind, claim.Value));
            }

            foreach (var claim in command.Releases) _released.Add([claim.Kind, claim.Value]);
            foreach (var attachment in command.Events.Count > 0 ? command.Context.Attachments : []) Take(attachment);
            outcomes.Add(Settle(command, version, locked));
        }

        locked.Versions[member.Stream] = version;
        return new MemberResult.Committed(outcomes, version, _hash);
    }

    /// <summary>A free statement runs at once inside the transaction; rowsets join the rest.</summary>
    public int Take(DbConnection writer, PlainWrite write)
    {
        _plain.AddRange(write.Rowsets);
        if (write.Sql is null) return write.Rowsets.Sum(r => r.Rows.Count);
        using var command = Rows.Command(writer, write.Sql, write.Values!);
        return command.ExecuteNonQuery();
    }

    public IReadOnlyList<Rowset> Rowsets()
    {
        var all = new List<Rowset>();
        Insert(Tables.Events, _events);
        Insert(Tables.Commands, _commands);
        if (_released.Count > 0) all.Add(new(Tables.Claims, WriteMode.Delete, ["kind", "value"], _released));
        Put(Tables.Claims, _claims);
        Put(Tables.Sealed, _sealed);
        Put(Tables.SealedKeys, _sealedKeys);
        all.AddRange(_merge.Rowsets());
        all.AddRange(_plain);
        if (Position != locked.Position) all.Add(Rowset.Put(Tables.Head, 1L, Position, _hash));
        return all;

        void Insert(Table table, List<object?[]> rows)
        {
            if (rows.Count > 0) all.Add(Rowset.Insert(table, rows));
        }

        void Put(Table table, List<object?[]> rows)
        {
            if (rows.Count > 0) all.Add(Rowset.Put(table, rows));
        }
    }

    private void Take(string stream, long version, object body, CommandContext context)
    {
        var name = log.Catalogue.NameOf(body);
        var row = new EventRow(
            ++Position, stream, version, name, Days.Text(context.Asked.On), _now, context.Asked.By, context.Key,
            JsonSerializer.Serialize(body, body.GetType(), Json.Options));
        _hash = Chain.Next(_hash, row);
        _events.Add([row.Position, row.Stream, row.Version, row.Name, row.Day, row.RecordedAt, row.Actor, row.Key, row.Body, _hash]);
        var stored = new StoredEvent(
            row.Position, stream, version, name, context.Asked.On, Micros.ToMoment(_now), row.Actor, row.Key, body);
        foreach (var projection in log.Catalogue.Projections) _merge.Take(projection.Apply(stored));
    }

    private void Take(Attachment attachment)
    {
        var (cipher, wrapped) = log.Vault.Seal(attachment.Id, attachment.Plain);
        _sealed.Add([attachment.Id, attachment.Kind, attachment.Owner, cipher, _now]);
        _sealedKeys.Add([attachment.Id, wrapped]);
    }

    private Outcome Settle(Decided command, long version, Locked locked)
    {
        var outcome = command.Refusal is { } refusal
            ? new Outcome(OutcomeKind.Refused, version, Position, refusal)
            : new Outcome(OutcomeKind.Accepted, version, Position);
        if (!command.Writes) return outcome;
        var (actor, key) = (command.Context.Asked.By, command.Context.Key);
        var json = JsonSerializer.Serialize(outcome, Json.Options);
        _commands.Add([actor, key, command.Context.Payload, json, _now]);
        locked.Known[(actor, key)] = (command.Context.Payload, json); // A twin later in this batch meets it.
        return outcome;
    }
}
