using System.Security.Cryptography;

namespace Federation.Log;

/// <summary>Whether every file still opens, piece by piece, to as many bytes as were sent.</summary>
internal static class FilesCheck
{
    public static Check Check { get; } = new("文件 files", Look);

    private static IEnumerable<string> Look(Checked given)
    {
        if (given.Log.Vault.IsAbsent || !given.Has(Tables.FileParts)) return [];
        var missing = given.Read(
            "select f.id, f.bytes from files f left join erased e on e.id = f.stored " +
            "where f.stored is not null and e.id is null order by f.id")
            .Select(row => (Id: row.GetString(0), Bytes: row.GetInt64(1))).ToDictionary();
        foreach (var row in given.Read(
            "select f.id, f.stored, k.wrapped, p.part, p.cipher from files f join sealed_keys k on k.id = f.stored " +
            "join file_parts p on p.file = f.stored where k.wrapped is not null"))
            if (missing.TryGetValue(row.GetString(0), out var left))
                missing[row.GetString(0)] = left - LengthOf(
                    given.Log.Vault, row.GetString(1), (byte[])row[2], row.GetInt64(3), (byte[])row[4]);
        var damaged = missing.Where(file => file.Value != 0).Select(file => file.Key).ToList();
        return damaged.Count == 0 ? [] :
        [
            $"{missing.Count} 个中有 {damaged.Count} 个打不开或不完整 {damaged.Count} of {missing.Count} do not open or "
                + $"lack a piece, such as {damaged[0]}",
        ];
    }

    /// <summary>Bytes of a piece; none where it does not open, or stands in another's place.</summary>
    private static int LengthOf(Vault vault, string stored, byte[] wrapped, long part, byte[] cipher)
    {
        try
        {
            return vault.KeyOf(stored, wrapped).Open($"{stored}/{part}", cipher).Length;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or OverflowException)
        {
            return 0; // Too short to be a cipher is as closed as any.
        }
    }
}
