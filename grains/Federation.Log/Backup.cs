using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Federation.Log;

/// <summary>What lies beside a backup's file and says what the file must be.</summary>
/// <param name="Key">The master key's fingerprint; never the key.</param>
/// <param name="Erased">All ids erased until then: a restore of an older backup erases them again.</param>
public sealed record Manifest(
    int Format, string Product, DateTimeOffset Taken, long Position, string Hash, string File, string Sha256,
    string Key, SortedDictionary<string, long> Tables, string[] Erased)
{
    /// <summary>The fingerprint of the pair of keys it is closed with; null when it lies open.</summary>
    public string? ClosedFor { get; init; }

    /// <summary>When each account's password was set, in microseconds: a restore of an older backup tells whose is the
    /// old one again.</summary>
    public SortedDictionary<string, long> Passwords { get; init; } = [];
}

/// <summary>An account whose password a restore brought back as it was.</summary>
/// <param name="ChangedSince">A newer manifest says that another was set since: this one may be known to somebody.
/// </param>
public sealed record OldPassword(string UserName, DateTimeOffset Set, bool ChangedSince);

/// <summary>A town in one file, taken while it runs, and back.</summary>
public static class Backup
{
    private const int Format = 1;
    private static readonly TimeSpan LeftOver = TimeSpan.FromDays(1);
    private static readonly JsonSerializerOptions Written = new(Json.Options) { WriteIndented = true };

    private static string Product { get; } = typeof(Backup).Assembly.GetName().Version!.ToString(3);

    /// <summary>Writes the file and its manifest under names of this moment; under their own names they are whole.
    /// </summary>
    /// <param name="from">Opened to read, with the town's master key.</param>
    /// <param name="closing">The public key that it is closed with; null leaves it open to whoever gets the
    /// file.</param>
    /// <param name="scratch">Where the open copy lies until it is closed: best where the town itself lies.</param>
    /// <returns>The file, and its manifest.</returns>
    public static (string File, Manifest Manifest) Take(
        EventLog from, string folder, Action<long>? progress = null, ECDiffieHellman? closing = null,
        string? scratch = null)
    {
        if (!Directory.Exists(folder))
            throw new CopyRefusedException(
                $"没有文件夹 {folder}：磁盘接上了吗？", $"There is no folder {folder}: is the disk there?");
        foreach (var old in Directory.GetFiles(folder, "federation-*.partial*"))
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(old) > LeftOver) File.Delete(old);
        var now = from.Clock.GetUtcNow();
        while (File.Exists(NameAt(folder, now))) now = now.AddSeconds(1);
        var file = NameAt(folder, now);
        var partial = $"{file}.{Environment.ProcessId}.partial";
        var open = closing is null ? partial
            : Path.Combine(scratch ?? folder, Path.GetFileName(partial) + ".open");
        try
        {
            var manifest = Fill(from, open, Path.GetFileName(file), now, progress);
            if (closing is not null) manifest = Close(open, partial, closing, manifest);
            File.Move(partial, file);
            WriteDown(JsonSerializer.SerializeToUtf8Bytes(manifest, Written), partial);
            File.Move(partial, file + ".json");
            return (file, manifest);
        }
        finally
        {
            foreach (var place in new[] { folder, Path.GetDirectoryName(open)! })
            foreach (var rest in Directory.GetFiles(place, Path.GetFileName(partial) + "*")) File.Delete(rest);
        }
    }

    private static Manifest Close(string open, string file, ECDiffieHellman closing, Manifest manifest)
    {
        using (var from = File.OpenRead(open))
        using (var to = OwnerOnly(file)) SealedFile.Close(from, to, closing);
        return manifest with { Sha256 = Sha256Of(file), ClosedFor = BackupKeys.FingerprintOf(closing) };
    }

    /// <summary>Opens a closed backup into a file of the scratch folder, which the caller deletes; one that lies open
    /// is given back as it is.</summary>
    /// <exception cref="CopyRefusedException">The key is missing or not its own, or the file is damaged.</exception>
    public static string Opened(string file, Manifest manifest, ECDiffieHellman? key, string scratch)
    {
        if (!SealedFile.IsOne(file)) return file;
        if (key is null) throw new CopyRefusedException(
            "备份是加密的：请用 --backup-key 给出它的私钥文件。", "The backup is encrypted: give its private key with --backup-key.");
        if (manifest.ClosedFor is { } pair && pair != BackupKeys.FingerprintOf(key)) throw new CopyRefusedException(
            "这不是此备份的私钥。", $"That is not the private key of this backup: it wants the pair {pair}.");
        var open = Path.Combine(scratch, $"{Path.GetFileName(file)}.{Environment.ProcessId}.open");
        try
        {
            using var from = File.OpenRead(file);
            using var to = OwnerOnly(open);
            SealedFile.Open(from, to, key);
            return open;
        }
        catch
        {
            File.Delete(open);
            throw;
        }
    }

    /// <summary>Deletes all but the newest; how many went.</summary>
    public static int Keep(string folder, int count)
    {
        var old = Directory.GetFiles(folder, "federation-*.backup").OrderDescending(StringComparer.Ordinal)
            .Where(file => File.Exists(file + ".json")).Skip(count).ToArray();
        foreach (var file in old)
        {
            File.Delete(file + ".json"); // First: a file without its manifest is no backup.
            File.Delete(file);
        }

        return old.Length;
    }

    /// <summary>The manifest, when the file is what it says and this version and key can restore it.</summary>
    /// <exception cref="CopyRefusedException">It is not.</exception>
    public static Manifest Check(string file, Vault vault)
    {
        if (!File.Exists(file)) throw new CopyRefusedException($"没有文件 {file}。", $"There is no file {file}.");
        var manifest = ManifestOf(file + ".json") ?? throw new CopyRefusedException(
            $"备份缺少清单 {file}.json,或清单无法读取。", "The backup lacks its manifest, or that cannot be read.");
        if (manifest.Format > Format || Version.Parse(manifest.Product) > Version.Parse(Product))
            throw new CopyRefusedException(
                $"备份出自更新的版本 {manifest.Product}。", $"The backup is of a newer version; this one is {Product}.");
        if (manifest.Key != vault.Fingerprint)
            throw new CopyRefusedException(
                "主密钥与备份的不同。", "The master key is not the one of this backup.");
        if (Sha256Of(file) != manifest.Sha256)
            throw new CopyRefusedException("备份文件已损坏。", "The backup's file is damaged: its SHA-256 differs.");
        return manifest;
    }

    /// <summary>Fills an empty database from a checked backup, without the keys of what was erased since.</summary>
    /// <param name="to">Not started; its vault has the town's master key.</param>
    /// <param name="erased">Ids known to be erased, beside those in the manifests of the folder.</param>
    /// <param name="opened">What <see cref="Opened"/> gave, when the backup is closed.</param>
    public static Copied Restore(
        string file, Manifest manifest, EventLog to, IEnumerable<string> erased, Action<long>? progress = null,
        string? opened = null)
    {
        var later = Beside(file).Where(other => other.Key == manifest.Key).SelectMany(other => other.Erased);
        using var from = EventLog.ToRead($"Data Source={opened ?? file}", to.Vault, to.Catalogue);
        if (from.Witness() != (manifest.Position, manifest.Hash))
            throw new CopyRefusedException(
                "备份文件的末位与清单不符。", "The head in the backup's file is not the manifest's.");
        var copied = new Copy(from, to, progress)
        {
            Erased = erased.Concat(later).ToHashSet(),
            Act = ("restore", $"{manifest.File} {manifest.Position}:{manifest.Hash}"),
        }.Run();
        using var writer = to.Dialect.OpenWriter();
        Accounts.Trail.Write(to, writer, [new("restored", null, "operator", About: Path.GetFileName(file))]);
        return copied;
    }

    /// <summary>Every password of the restored town; first those that newer manifests in the folder know to have been
    /// changed since.</summary>
    public static IReadOnlyList<OldPassword> Passwords(string file, EventLog restored)
    {
        var later = Beside(file).SelectMany(other => other.Passwords)
            .GroupBy(p => p.Key).ToDictionary(p => p.Key, p => p.Max(one => one.Value));
        return
        [
            .. restored.Rows.All(
                "select account, user_name, changed_at from credentials",
                r => (Account: r.GetString(0), Name: r.GetString(1), At: r.GetInt64(2)))
                .Select(c => new OldPassword(
                    c.Name, Micros.ToMoment(c.At), later.TryGetValue(c.Account, out var at) && at > c.At))
                .OrderByDescending(p => p.ChangedSince).ThenBy(p => p.UserName, StringComparer.Ordinal),
        ];
    }

    /// <summary>The manifests of all backups in the folder of this one.</summary>
    private static IEnumerable<Manifest> Beside(string file) =>
        Directory.GetFiles(Path.GetDirectoryName(Path.GetFullPath(file))!, "federation-*.backup.json")
            .Select(ManifestOf).OfType<Manifest>();

    private static Manifest Fill(
        EventLog from, string partial, string name, DateTimeOffset now, Action<long>? progress)
    {
        Copied copied;
        OwnerOnly(partial).Dispose();
        var dialect = new SqliteDialect($"Data Source={partial}");
        using (var to = new EventLog(dialect, from.Vault, from.Clock, from.Catalogue))
            copied = new Copy(from, to, progress) { Derives = false }.Run();
        var (erased, passwords) = (new List<string>(), new SortedDictionary<string, long>(StringComparer.Ordinal));
        using (var file = new SqliteConnection($"Data Source={partial};Pooling=false"))
        {
            // One file without a journal: it can be read from a disk that nobody may write to.
            file.Open();
            Schema.Run(file, "pragma journal_mode=delete");
            erased.AddRange(Maintenance.Read(file, "select id from erased order by id").Select(r => r.GetString(0)));
            foreach (var row in Maintenance.Read(file, "select account, changed_at from credentials"))
                passwords[row.GetString(0)] = row.GetInt64(1);
        }

        using (var settled = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite)) settled.Flush(true);
        return new(
            Format, Product, now, copied.Position, copied.Hash, name, Sha256Of(partial), from.Vault.Fingerprint,
            copied.Rows, [.. erased]) { Passwords = passwords };
    }

    private static string NameAt(string folder, DateTimeOffset at) =>
        Path.Combine(folder, $"federation-{at.UtcDateTime:yyyyMMdd-HHmmss}.backup");

    private static Manifest? ManifestOf(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Manifest>(File.ReadAllBytes(file), Json.Options);
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException)
        {
            return null;
        }
    }

    private static void WriteDown(byte[] bytes, string file)
    {
        using var written = OwnerOnly(file);
        written.Write(bytes);
        written.Flush(flushToDisk: true);
    }

    /// <summary>Password hashes are in there: from the first byte nobody but its owner reads
    /// it.</summary>
    private static FileStream OwnerOnly(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(file, options);
    }

    private static string Sha256Of(string file)
    {
        using var read = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(read));
    }
}
