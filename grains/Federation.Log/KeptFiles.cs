using System.Security.Cryptography;

namespace Federation.Log;

/// <summary>A file to be kept.</summary>
/// <param name="Id">Of the upload: two uploads of the same bytes are two files.</param>
/// <param name="Account">Who sent it.</param>
public sealed record NewFile(string Id, string Name, string Type, long Bytes, string Account);

/// <summary>A file as it is kept; its name is the sender's own, which others are not shown.</summary>
/// <param name="Account">Null for one that a former version took.</param>
/// <param name="Stored">Under which it is sealed; null for one that still lies in clear.</param>
public sealed record KeptFile(
    string Id, string Name, string Type, long Bytes, string? Account, DateTimeOffset At, bool Referred,
    string? Stored);

/// <summary>Files in sealed pieces, each file under a key of its own that an erasure destroys.</summary>
/// <remarks>A file is there once its row in <c>files</c> is: pieces come before it, and those without one are swept.
/// What a former version kept in clear is read as it lies, and sealed within the hour.</remarks>
public static class KeptFiles
{
    /// <summary>What is in memory of a file while it comes or goes.</summary>
    public const int PartBytes = 256 * 1024;

    private const string Kind = "file";

    /// <summary>Seals it piece by piece. False when the sender's files of the last day would be more than allowed;
    /// nothing is left of it then.</summary>
    /// <param name="perDay">Bytes that one account may send in a day.</param>
    public static async Task<bool> Keep(
        this EventLog log, NewFile file, Stream content, long perDay, CancellationToken cancel = default)
    {
        if (log.FileOf(file.Id) is not null) return true; // Sent again under the same key.
        var now = log.Clock.GetUtcNow();
        var stored = await log.Seal(file.Name, $"account/{file.Account}", content, now, cancel);
        var kept = await log.Write(
            "insert into files (id, type, at, referred, account, bytes, stored) " +
            "select @id, @type, @at, 0, @account, @bytes, @stored where @bytes + coalesce((select sum(bytes) " +
            "from files where account = @account and at > @since), 0) <= @max on conflict (id) do nothing",
            ("id", file.Id), ("type", file.Type), ("at", now), ("account", file.Account), ("bytes", file.Bytes),
            ("stored", stored), ("since", now.AddDays(-1)), ("max", perDay));
        if (kept > 0) return true;
        await log.Drop(stored);
        return log.FileOf(file.Id) is not null;
    }

    /// <summary>Null when there is none, or it was erased.</summary>
    public static KeptFile? FileOf(this EventLog log, string id)
    {
        var found = log.Rows.One(
            "select type, case when stored is null then cast(length(content) as bigint) else bytes end, account, at, " +
            "referred, stored, name from files where id = @id",
            r => new KeptFile(
                id, r.Text(6) ?? "", r.GetString(0), r.Number(1) ?? 0, r.Text(2), Micros.ToMoment(r.GetInt64(3)),
                r.Number(4) == 1, r.Text(5)),
            ("id", id));
        if (found?.Stored is not { } stored) return found;
        return log.Open(stored) is { } name ? found with { Name = name } : null;
    }

    /// <summary>Writes its content out, a piece at a time.</summary>
    public static async Task CopyTo(
        this EventLog log, KeptFile file, Stream to, CancellationToken cancel = default)
    {
        if (file.Stored is not { } stored)
        {
            var clear = log.Rows.One("select content from files where id = @id", r => (byte[])r[0], ("id", file.Id));
            await to.WriteAsync(clear, cancel);
            return;
        }

        var key = log.Vault.KeyOf(stored, log.Rows.One(
            "select wrapped from sealed_keys where id = @id", r => (byte[])r[0], ("id", stored))!);
        for (var (part, left) = (0L, file.Bytes); left > 0; part++)
        {
            var cipher = log.Rows.One(
                "select cipher from file_parts where file = @file and part = @part", r => (byte[])r[0],
                ("file", stored), ("part", part)) ?? throw new CryptographicException("A piece of a file is missing.");
            var plain = key.Open($"{stored}/{part}", cipher);
            await to.WriteAsync(plain, cancel);
            left -= plain.Length;
        }
    }

    /// <summary>What a record refers to is not swept.</summary>
    public static Task Refer(this EventLog log, string file) =>
        log.Write("update files set referred = 1 where id = @id", ("id", file));

    /// <summary>Destroys the key, and then what it opened; the row that names the file stays, and tells nothing.
    /// </summary>
    public static async Task EraseFile(this EventLog log, string id, string actor)
    {
        if (log.FileOf(id) is not { } file) return;
        if (file.Stored is null) await log.SealClear(id);
        if (log.FileOf(id)?.Stored is not { } stored) return;
        await log.Erase(stored, actor);
        await log.Write("delete from file_parts where file = @file", ("file", stored));
    }

    /// <summary>Seals files that a former version kept in clear, so many at most; answers how many.</summary>
    public static async Task<int> SealClear(this EventLog log, int most)
    {
        var clear = log.Rows.All(
            "select id from files where content is not null order by id limit @max",
            r => r.GetString(0), ("max", most));
        foreach (var id in clear) await log.SealClear(id);
        return clear.Count;
    }

    /// <summary>Deletes what no row of <c>files</c> names any more and is older than the moment.</summary>
    public static async Task<int> SweepFileParts(this EventLog log, DateTimeOffset before, int step)
    {
        const string Gone = "not exists (select 1 from files f where f.stored = ";
        var swept = await log.Write(
            "delete from file_parts where (file, part) in (select p.file, p.part from file_parts p " +
            $"where p.at < @before and {Gone} p.file) limit @step)", ("before", before), ("step", step));
        const string Keys = "(select s.id from sealed s where s.kind = 'file' and s.at < @before and " + Gone +
            "s.id) limit @step)";
        await log.Write($"delete from sealed_keys where id in {Keys}", ("before", before), ("step", step));
        return swept + await log.Write($"delete from sealed where id in {Keys}", ("before", before), ("step", step));
    }

    private static async Task SealClear(this EventLog log, string id)
    {
        var (name, content) = log.Rows.One(
            "select name, content from files where id = @id and content is not null",
            r => (r.Text(0) ?? "", (byte[])r[1]), ("id", id));
        if (content is null) return;
        using var stream = new MemoryStream(content);
        var stored = await log.Seal(name, Kind, stream, log.Clock.GetUtcNow(), CancellationToken.None);
        if (await log.Write(
            "update files set stored = @stored, bytes = @bytes, content = null, name = null " +
            "where id = @id and content is not null",
            ("stored", stored), ("bytes", (long)content.Length), ("id", id)) == 0) await log.Drop(stored);
    }

    /// <summary>Pieces, name and key; answers what they are stored under.</summary>
    private static async Task<string> Seal(
        this EventLog log, string name, string owner, Stream content, DateTimeOffset now, CancellationToken cancel)
    {
        var stored = Guid.NewGuid().ToString("N");
        var (key, wrapped) = log.Vault.NewKey(stored);
        var (part, at) = (new byte[PartBytes], Micros.Of(now));
        for (var number = 0L; ; number++)
        {
            var read = await content.ReadAtLeastAsync(part, PartBytes, throwOnEndOfStream: false, cancel);
            if (read == 0) break;
            var cipher = key.Seal($"{stored}/{number}", part.AsSpan(0, read));
            await log.Write(Rowset.Put(Tables.FileParts, stored, number, cipher, at));
        }

        var sealedName = key.Seal(stored, System.Text.Encoding.UTF8.GetBytes(name));
        await log.Write(
            Rowset.Put(Tables.Sealed, stored, Kind, owner, sealedName, at),
            Rowset.Put(Tables.SealedKeys, stored, wrapped));
        return stored;
    }

    private static async Task Drop(this EventLog log, string stored)
    {
        await log.Write("delete from file_parts where file = @id", ("id", stored));
        await log.Write(Rowset.Delete(Tables.SealedKeys, stored), Rowset.Delete(Tables.Sealed, stored));
    }
}
