using System.Security.Cryptography;

namespace Federation.Log;

/// <summary>Whether everything sealed still opens with the master key: told by number and kind.</summary>
internal static class SealedCheck
{
    public static Check Check { get; } = new("封存 sealed", Look);

    private sealed class Kind
    {
        public long All, Closed, Keyless;
        public string First = "";
    }

    private static IEnumerable<string> Look(Checked given)
    {
        if (given.Log.Vault.IsAbsent)
        {
            given.Note("没有主密钥，封存的内容未核对 without the master key nothing sealed was opened: --key FILE");
            return [];
        }

        var kinds = new SortedDictionary<string, Kind>(StringComparer.Ordinal);
        foreach (var row in given.Read(
            "select s.id, s.kind, s.cipher, k.wrapped, e.id from sealed s " +
            "left join sealed_keys k on k.id = s.id left join erased e on e.id = s.id"))
        {
            if (!kinds.TryGetValue(row.GetString(1), out var kind)) kinds[row.GetString(1)] = kind = new();
            kind.All++;
            if (row.IsDBNull(3)) kind.Keyless += row.IsDBNull(4) ? 1 : 0;
            else if (!Opens(given, row.GetString(0), (byte[])row[2], (byte[])row[3])) kind.Closed++;
            else continue;
            if (kind.First.Length == 0 && (!row.IsDBNull(3) || row.IsDBNull(4))) kind.First = row.GetString(0);
        }

        return [.. kinds.SelectMany(kind => Told(kind.Key, kind.Value)), .. OfOthers(given)];
    }

    private static IEnumerable<string> Told(string kind, Kind seen)
    {
        if (seen.Closed > 0)
            yield return $"{kind}: {seen.All} 条中有 {seen.Closed} 条打不开 {seen.Closed} of {seen.All} do not open, "
                + $"such as {seen.First}";
        if (seen.Keyless > 0)
            yield return $"{kind}: {seen.Keyless} 条没有密钥，也没有清除记录 {seen.Keyless} lost their keys and were "
                + $"never erased, such as {seen.First}";
    }

    /// <summary>Keys whose record is gone, and the framework's keys of cookies and forms.</summary>
    private static IEnumerable<string> OfOthers(Checked given)
    {
        var orphans = given.Read(
            "select count(*), min(k.id) from sealed_keys k left join sealed s on s.id = k.id where s.id is null")
            .Select(row => (Count: row.GetInt64(0), First: row.Text(1))).Single();
        if (orphans.Count > 0)
            yield return $"{orphans.Count} 条记录不见了 {orphans.Count} records are gone, such as {orphans.First}";
        foreach (var row in given.Read("select name, xml from data_protection_keys order by name"))
            if (!Discloses(given.Log.Vault, row.GetString(1)))
                yield return $"data_protection_keys {row.GetString(0)}: 打不开 does not open";
    }

    private static bool Opens(Checked given, string id, byte[] cipher, byte[] wrapped)
    {
        try
        {
            given.Log.Vault.Open(id, cipher, wrapped);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or OverflowException)
        {
            return false; // Too short to be a cipher is as closed as any.
        }
    }

    private static bool Discloses(Vault vault, string closed)
    {
        try
        {
            vault.Disclose(Vault.DataProtection, closed);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException
            or OverflowException)
        {
            return false;
        }
    }
}
