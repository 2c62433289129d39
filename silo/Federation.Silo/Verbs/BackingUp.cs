using Federation.Log;

namespace Federation.Silo.Verbs;

/// <summary>A town into a file, while it runs, and out of it into an empty database.</summary>
internal static class BackingUp
{
    /// <summary>After a backup that failed the next try does not wait for the next day.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(10);

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
        using var to = new EventLog(EventLog.DialectFor(options.Database), vault, TimeProvider.System);
        var copied = Log.Backup.Restore(file, manifest, to, erased, Options.Progress);
        Console.WriteLine(
            $"恢复完成 restored: {copied.Position} events, verified on both sides {copied.Position}:{copied.Hash}; "
            + "start the gateway with the same master key");
        return 0;
    }

    private static int Once(Options options, Vault vault)
    {
        var (folder, keep) = (options.Required("--to"), options.Count("--keep"));
        using var from = EventLog.ToRead(options.Database, vault);
        var (file, manifest) = Log.Backup.Take(from, folder, Options.Progress);
        var gone = keep is { } count ? Log.Backup.Keep(folder, count) : 0;
        Console.WriteLine(
            $"备份完成 backed up: {file} · {manifest.Position} events · {manifest.Position}:{manifest.Hash} · "
            + $"删除旧备份 older ones deleted: {gone}");
        return 0;
    }
}
