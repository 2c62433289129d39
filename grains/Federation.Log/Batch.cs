using System.Data.Common;
using System.Text.Json;
using Federation.Domain;

namespace Federation.Log;

/// <summary>The rows of one batch as they gather: positions and hashes given out in order under the head's
/// lock.</summary>
internal sealed class Batch(EventLog log, Locked locked)
{
    private readonly List<object?[]> _events = [];
    private readonly List<StoredEvent> _stored = [];
    private readonly List<object?[]> _commands = [];
    private readonly Dictionary<(string Kind, string Value), string> _claims = [];
    private readonly List<object?[]> _released = [];
    private readonly Dictionary<string, (object?[] Cipher, object?[] Key)> _sealed = [];
    private readonly List<Rowset> _plain = [];
    private readonly Merge _merge = new();
    private readonly long _now = Math.Max(Micros.Of(log.Clock.GetUtcNow()), locked.RecordedAt); // Never back.
    private byte[] _hash = locked.Hash;

    public long Position { get; private set; } = locked.Position;

    public IReadOnlyList<StoredEvent> Stored => _stored;

    /// <summary>Takes the member's events and outcomes; later members of the same stream in this batch see its new
    /// version.</summary>
    public MemberResult Take(Member member)
    {
        var version = member.Expected;
        var outcomes = new List<Outcome>(member.Commands.Count);
        foreach (var command in member.Commands)
        {
            for (var i = 0; i < command.Events.Count; i++)
                Take(member.Stream, ++version, command.Events[i], command.Bodies[i], command.Context);
            foreach (var claim in command.Releases) Release((claim.Kind, claim.Value), member.Stream);
            foreach (var claim in command.Claims) Hold((claim.Kind, claim.Value), member.Stream);
            foreach (var attachment in command.Events.Count > 0 ? command.Context.Attachments : []) Take(attachment);
            outcomes.Add(Settle(command, version));
        }

        locked.Versions[member.Stream] = version;
        foreach (var family in locked.Families.Keys)
            if (member.Stream.StartsWith(family, StringComparison.Ordinal))
                locked.Families[family] += version - member.Expected;
        return new MemberResult.Committed(outcomes, version, _hash);
    }

    /// <summary>A free statement runs at once inside the transaction; rowsets join the rest.</summary>
    public int Take(DbConnection writer, PlainWrite write)
    {
        _plain.AddRange(write.Rowsets);
        foreach (var rowset in write.Rowsets) _plain.AddRange(Guards.Over(log, rowset));
        if (write.Sql is null) return write.Rowsets.Sum(r => r.Rows.Count);
        using var command = Rows.Command(writer, write.Sql, write.Values!);
        return command.ExecuteNonQuery();
    }

    public IReadOnlyList<Rowset> Rowsets()
    {
        var all = new List<Rowset>();
        Insert(Tables.Events, _events);
        Insert(Tables.Commands, _commands);
        if (_released.Count > 0) all.Add(new(Tables.Claims, WriteMode.Delete, ["kind", "value", "stream"], _released));
        Insert(Tables.Claims, [.. _claims.Select(c => new object?[] { c.Key.Kind, c.Key.Value, c.Value })]);
        Put(Tables.Sealed, [.. _sealed.Values.Select(s => s.Cipher)]);
        Put(Tables.SealedKeys, [.. _sealed.Values.Select(s => s.Key)]);
        all.AddRange(_merge.Rowsets());
        all.AddRange(_plain);
        if (Position == locked.Position) return all;
        all.Add(Rowset.Put(Tables.Head, 1L, Position, _hash, log.Shape.Name));
        if (locked.Position > 0 && locked.Shape != log.Shape.Name) // Another version wrote before: so far, it did.
            all.Add(new(Tables.Shapes, WriteMode.Put, ["shape", "folded"], [[locked.Shape ?? "", locked.Position]]));
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

    private void Take(string stream, long version, object body, string json, CommandContext context)
    {
        var name = log.Catalogue.NameOf(body);
        var row = new EventRow(
            ++Position, stream, version, name, Days.Text(context.Asked.On), _now, context.Asked.By, context.Key,
            json);
        _hash = Chain.Next(_hash, row);
        _events.Add(
        [
            row.Position, row.Stream, row.Version, row.Name, row.Day, row.RecordedAt, row.Actor, row.Key, row.Body,
            _hash,
        ]);
        var stored = new StoredEvent(
            row.Position, stream, version, name, context.Asked.On, Micros.ToMoment(_now), row.Actor, row.Key, body);
        _stored.Add(stored);
        foreach (var projection in log.Catalogue.Projections) _merge.Take(projection.Apply(stored));
    }

    private void Take(Attachment attachment)
    {
        var (cipher, wrapped) = log.Vault.Seal(attachment.Id, attachment.Plain);
        _sealed[attachment.Id] = (
            [attachment.Id, attachment.Kind, attachment.Owner, cipher, _now], [attachment.Id, wrapped]);
    }

    /// <summary>New claims are plain inserts: the table's key has the last word on who holds what.</summary>
    private void Hold((string, string) claim, string stream)
    {
        if (locked.Claims.TryGetValue(claim, out var holder) && holder == stream) return;
        (locked.Claims[claim], _claims[claim]) = (stream, stream);
    }

    /// <summary>Only who holds a claim can give it up, and whoever comes later in this batch may have it.</summary>
    private void Release((string Kind, string Value) claim, string stream)
    {
        if (!locked.Claims.TryGetValue(claim, out var holder) || holder != stream) return;
        locked.Claims.Remove(claim);
        if (!_claims.Remove(claim)) _released.Add([claim.Kind, claim.Value, stream]);
    }

    /// <summary>A claim was taken by another stream: the refusal is the claim's own, and a Process's is kept.</summary>
    public Outcome Refuse(Decided command, Refusal taken, long version) =>
        Settle(command with { Events = [], Refusal = taken }, version);

    private Outcome Settle(Decided command, long version)
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
