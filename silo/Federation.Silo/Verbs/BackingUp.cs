using System.Security.Cryptography;
using Federation.Log;

namespace Federation.Silo.Verbs;

/// <summary>A town into a file, while it runs, and out of it into an empty database.</summary>
internal static class BackingUp
{
    /// <summary>After a backup that failed the next try does not wait for the next day.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(10);

    private const int PasswordsTold = 200;

    public static async Task<int> Backup(Options options)
    {
        var (every, vault) = (options.Count("--every"), options.Vault());
        if (every is not { } hours) return Once(options, vault);
        while (true)
        {
            var next = TimeSpan.FromHours(hours);
            try
            {
                Once(options, vault);
            }
            catch (Exception e) when (Failure.IsExpected(e))
            {
                Console.Error.WriteLine($"备份失败 The backup failed: {e.Message}");
                next = Again;
            }

            await Task.Delay(next);
        }
    }

    public static int Restore(Options options)
    {
        var (file, vault) = (options.Required("--from"), options.Vault());
        Console.WriteLine("核对备份文件 checking the file against its manifest");
        var manifest = Log.Backup.Check(file, vault);
        var erased = options["--erased"] is { } list
            ? File.ReadAllLines(list).Select(line => line.Trim()).Where(line => line.Length > 0).ToArray()
            : [];
        using var key = PrivateKey(options);
        var scratch = Scratch(options);
        Directory.CreateDirectory(scratch);
        var opened = Log.Backup.Opened(file, manifest, key, scratch);
        try
        {
            return Restore(options, vault, file, manifest, erased, opened);
        }
        finally
        {
            if (opened != file) File.Delete(opened);
        }
    }

    /// <summary>A pair of keys for backups: the public one stays, the private one goes elsewhere.</summary>
    public static int Keys(Options options)
    {
        var folder = options.Required("--to");
        var pair = BackupKeys.Make(folder);
        Console.WriteLine($"公钥（留在本机）the public key, stays here: {Path.Combine(folder, BackupKeys.PublicName)}");
        Console.WriteLine(
            $"私钥（请移走，与备份、主密钥分开保存；丢了它，备份就打不开）the private key, carry it away, apart from "
            + "backups and the master key; without it no backup opens: "
            + $"{Path.Combine(folder, BackupKeys.PrivateName)}");
        Console.WriteLine($"指纹 fingerprint: {pair}");
        using var given = BackupKeys.Read(Path.Combine(folder, BackupKeys.PublicName));
        Console.WriteLine(
            $"Federation__BackupKey={Convert.ToBase64String(given.PublicKey.ExportSubjectPublicKeyInfo())}");
        return 0;
    }

    private static int Restore(
        Options options, Vault vault, string file, Manifest manifest, string[] erased, string opened)
    {
        using var to = new EventLog(EventLog.DialectFor(options.Database), vault, TimeProvider.System);
        var copied = Log.Backup.Restore(file, manifest, to, erased, Options.Progress, opened);
        Console.WriteLine(
            $"恢复完成 restored: {copied.Position} events, verified on both sides {copied.Position}:{copied.Hash}; "
            + "start the gateway with the same master key");
        Tell(Log.Backup.Passwords(file, to), manifest.Taken);
        return 0;
    }

    /// <summary>What a restore cannot know: whose password was changed after the backup, perhaps because it had leaked.
    /// </summary>
    private static void Tell(IReadOnlyList<OldPassword> passwords, DateTimeOffset taken)
    {
        Console.WriteLine("所有人都须重新登录。 Everybody has to sign in anew.");
        Console.WriteLine(
            $"{taken:yyyy-MM-dd HH:mm}Z 之后用掉的备用码又能用了；请有两步验证的人换一批。 "
            + "Recovery codes used after that work again: whoever has a second factor makes new ones.");
        if (passwords.Count == 0) return;
        Console.WriteLine(
            $"{taken:yyyy-MM-dd HH:mm}Z 之后改过的密码又变回了旧的；凡是因泄露而改过的，请马上重设。 "
            + "Passwords changed after that are the old ones again: reset at once those changed because they had "
            + "leaked.");
        foreach (var (name, set, changed) in passwords.Take(PasswordsTold))
            Console.WriteLine($"  {name} · {set:yyyy-MM-dd}"
                + (changed ? " · 备份之后改过，请重设 was changed since: reset it" : ""));
        if (passwords.Count > PasswordsTold) Console.WriteLine($"  … {passwords.Count - PasswordsTold}");
    }

    /// <summary>Where an open copy may lie for a while: where the town itself does, or as it is said.</summary>
    private static string Scratch(Options options) => options["--scratch"]
        ?? (options.IsPostgres ? Path.GetTempPath() : Path.GetDirectoryName(Path.GetFullPath(options.File))!);

    /// <summary>As it is said, or the one that lies beside the master key: where there is one, backups are closed.
    /// </summary>
    private static ECDiffieHellman? PublicKey(Options options)
    {
        const string setting = "Federation__BackupKey";
        if (options["--to-key"] is { } file) return BackupKeys.Read(file);
        if (Environment.GetEnvironmentVariable(setting) is { Length: > 0 } text) return BackupKeys.Of(text, setting);
        var beside = options.BesideKey(BackupKeys.PublicName);
        return File.Exists(beside) ? BackupKeys.Read(beside) : null;
    }

    private static ECDiffieHellman? PrivateKey(Options options)
    {
        var file = options["--backup-key"] ?? options.BesideKey(BackupKeys.PrivateName);
        return options["--backup-key"] is not null || File.Exists(file) ? BackupKeys.Read(file) : null;
    }

    private static int Once(Options options, Vault vault)
    {
        var (folder, keep) = (options.Required("--to"), options.Count("--keep"));
        using var from = EventLog.ToRead(options.Database, vault);
        using var closing = PublicKey(options);
        var (file, manifest) = Log.Backup.Take(from, folder, Options.Progress, closing, Scratch(options));
        if (closing is null) Console.WriteLine(
            "备份未加密：谁拿到文件都能读到密码的哈希和未封存的内容（见 backup-keys）。 "
            + "The backup is not encrypted: whoever gets the file reads what is not sealed (see backup-keys).");
        var gone = keep is { } count ? Log.Backup.Keep(folder, count) : 0;
        Console.WriteLine(
            $"备份完成 backed up: {file} · {manifest.Position} events · {manifest.Position}:{manifest.Hash} · "
            + $"删除旧备份 older ones deleted: {gone}");
        return 0;
    }
}
