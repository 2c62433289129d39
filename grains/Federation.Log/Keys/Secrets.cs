namespace Federation.Log;

/// <summary>Reading and erasing sealed records: people and free text.</summary>
public static class Secrets
{
    /// <summary>The plain text, or null when there is none or it was erased.</summary>
    public static string? Open(this EventLog log, string id) => log.Open([id]).GetValueOrDefault(id);

    /// <summary>The plain texts of those that exist and were not erased.</summary>
    public static Dictionary<string, string> Open(this EventLog log, IReadOnlyCollection<string> ids)
    {
        var plain = new Dictionary<string, string>();
        foreach (var chunk in ids.Distinct().Chunk(200))
        {
            var names = string.Join(", ", chunk.Select((_, i) => $"@id{i}"));
            log.Rows.Each(
                "select s.id, s.cipher, k.wrapped from sealed s join sealed_keys k on k.id = s.id " +
                $"where k.wrapped is not null and s.id in ({names})",
                row => plain[row.GetString(0)] = log.Vault.Open(row.GetString(0), (byte[])row[1], (byte[])row[2]),
                [.. chunk.Select((id, i) => ($"id{i}", (object?)id))]);
        }

        return plain;
    }

    /// <summary>All sealed records kept for one owner (an organisation, a person, a request), for a person's own
    /// copy.</summary>
    public static Dictionary<string, string> OpenAllOf(this EventLog log, string owner) => log.Open(log.Rows.All(
        "select id from sealed where owner = @owner", row => row.GetString(0), ("owner", owner)));

    /// <summary>The rows of a record sealed by hand, beside no event: to be written with what refers to it.</summary>
    public static Rowset[] Seal(this EventLog log, string id, string kind, string owner, string plain)
    {
        var (cipher, wrapped) = log.Vault.Seal(id, plain);
        return
        [
            Rowset.Put(Tables.Sealed, id, kind, owner, cipher, Micros.Of(log.Clock.GetUtcNow())),
            Rowset.Put(Tables.SealedKeys, id, wrapped),
        ];
    }

    /// <summary>Destroys the record's key, for ever, and remembers that it was asked for. The log still verifies and
    /// replays.</summary>
    public static async Task Erase(this EventLog log, string id, string actor)
    {
        await log.Write(
            Rowset.Put(Tables.SealedKeys, id, null),
            Rowset.Put(Tables.Erased, id, Micros.Of(log.Clock.GetUtcNow()), actor));
        await log.Scrub();
    }

    /// <summary>After a restore of an older backup: what was erased since is erased again.</summary>
    public static async Task<int> EraseAgain(this EventLog log)
    {
        var again = await log.Write(
            "update sealed_keys set wrapped = null where wrapped is not null and id in (select id from erased)");
        if (again > 0) await log.Scrub();
        return again;
    }
}
