using System.Data.Common;
using System.Text.Json;
using Federation.Domain;

namespace Federation.Log;

/// <summary>One batch as one transaction: lock first, drop the losers, then events, keys, attachments, rows and the new
/// head.</summary>
internal sealed class Commit(EventLog log)
{
    public void Run(DbConnection writer, IReadOnlyList<Member> members, IReadOnlyList<PlainWrite> writes)
    {
        var locked = log.Dialect.Lock(writer, WantedBy(members, out var known));
        foreach (var (stream, version) in known) locked.Versions[stream] = version; // The lock makes them certain.
        if (members.Count > 0) ClockWatch.Believe(log.Clock.GetUtcNow(), locked.RecordedAt);
        var batch = new Batch(log, locked);
        var results = new List<(Member, MemberResult)>(members.Count);
        foreach (var member in members) results.Add((member, Admit(member, locked, batch)));
        var touched = writes.Select(w => batch.Take(writer, w)).ToArray();
        log.Dialect.Commit(writer, Guarded(writer, batch.Rowsets()));
        foreach (var (stream, version) in locked.Versions) log.Versions.Committed(stream, version);
        log.Books.Committed(locked.Position, batch.Stored);
        log.Head.See(batch.Position);
        foreach (var (member, result) in results) member.Done.TrySetResult(result);
        for (var i = 0; i < writes.Count; i++) writes[i].Done.TrySetResult(touched[i]);
    }

    /// <summary>Readings are written first, so that what guards their hour can be made over all of it.</summary>
    private IReadOnlyList<Rowset> Guarded(DbConnection writer, IReadOnlyList<Rowset> rowsets)
    {
        Rowset[] reads = [.. rowsets.Where(r => r.Table == Tables.PersonalReads)];
        if (reads.Length == 0) return rowsets;
        log.Dialect.Write(writer, reads);
        return [.. rowsets.Except(reads), .. Guards.OverReads(log, writer, reads)];
    }

    /// <summary>What the database must be asked about; versions of streams that are known need no asking.</summary>
    private Wanted WantedBy(IReadOnlyList<Member> members, out Dictionary<string, long> known)
    {
        var streams = new HashSet<string>();
        var families = new HashSet<string>();
        var keys = new HashSet<(string, string)>();
        var claims = new HashSet<(string, string)>();
        foreach (var member in members)
        {
            streams.Add(member.Stream);
            foreach (var command in member.Commands)
            {
                keys.Add((command.Context.Asked.By, command.Context.Key));
                foreach (var basis in command.Context.Basis)
                    _ = Basis.FamilyOf(basis.Stream) is { } family ? families.Add(family) : streams.Add(basis.Stream);
                foreach (var claim in command.Claims.Concat(command.Releases)) claims.Add((claim.Kind, claim.Value));
            }
        }

        known = [];
        foreach (var stream in streams)
            if (log.Versions.Of(stream) is { } version) known[stream] = version;
        streams.ExceptWith(known.Keys);
        return new(streams, families, keys, claims);
    }

    /// <summary>A member goes in whole or not at all; one that lost learns why and which commands are settled
    /// already.</summary>
    private static MemberResult Admit(Member member, Locked locked, Batch batch)
    {
        var stored = locked.Versions[member.Stream];
        var settled = new Dictionary<int, Outcome>();
        for (var i = 0; i < member.Commands.Count; i++)
        {
            if (Settled(member.Commands[i].Context, locked) is { } outcome) settled[i] = outcome;
        }

        if (stored != member.Expected || settled.Count > 0) return new MemberResult.Lost(stored, settled);
        // Only the first clash is told: what was decided after it rested on its having gone well.
        for (var i = 0; i < member.Commands.Count; i++)
        {
            if (Clash(member.Commands[i], member.Stream, locked) is not { } clash) continue;
            settled[i] = batch.Refuse(member.Commands[i], clash.Taken, stored);
            return new MemberResult.Lost(stored, settled);
        }

        return batch.Take(member);
    }

    private static Outcome? Settled(CommandContext context, Locked locked)
    {
        if (locked.Known.TryGetValue((context.Asked.By, context.Key), out var known))
        {
            return known.Payload == context.Payload
                ? JsonSerializer.Deserialize<Outcome>(known.Outcome, Json.Options)
                : Outcome.OtherPayload;
        }

        return context.Basis.Any(b => VersionOf(b.Stream, locked) != b.Version) ? Outcome.BasisMoved : null;
    }

    private static long VersionOf(string stream, Locked locked) =>
        Basis.FamilyOf(stream) is { } family ? locked.Families[family] : locked.Versions[stream];

    private static Claim? Clash(Decided command, string stream, Locked locked) => command.Claims.FirstOrDefault(
        c => locked.Claims.TryGetValue((c.Kind, c.Value), out var holder) && holder != stream);
}
