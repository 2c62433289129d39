using Federation.Log;

namespace Federation.Silo.Verbs;

/// <summary>A town to another database.</summary>
internal static class Migrating
{
    public static int Migrate(Options options)
    {
        var (source, vault) = (options.Required("--from"), options.Vault());
        if (source == options.Database)
            throw new UsageException("来源与目标相同 the source and the target are the same");
        using var from = Stopped(source, vault);
        using var to = new EventLog(EventLog.DialectFor(options.Database), vault, TimeProvider.System);
        var copied = new Copy(from, to, Options.Progress) { SignIns = true, Act = ("migrate", "") }.Run();
        Console.WriteLine(
            $"搬迁完成 migrated: {copied.Position} events, verified on both sides {copied.Position}:{copied.Hash}; "
            + "do not start the town on the old database again");
        return 0;
    }

    /// <summary>What a town still wrote after the copy would be lost: SQLite's lock is taken, on PostgreSQL nobody may
    /// hold a lease.</summary>
    private static EventLog Stopped(string source, Vault vault)
    {
        if (EventLog.IsOneFile(source))
        {
            var file = source["Data Source=".Length..].Split(';')[0];
            if (!File.Exists(file)) throw new CopyRefusedException($"没有文件 {file}。", $"There is no file {file}.");
            return new(EventLog.DialectFor(source), vault, TimeProvider.System);
        }

        var log = EventLog.ToRead(source, vault);
        if (!log.IsWorkedOn()) return log;
        log.Dispose();
        throw new CopyRefusedException(
            "来源仍有网关或 silo 在运行，请先停止；若是意外中断，请等十秒再试。",
            "A gateway or silo still runs on the source: stop it; after a crash, wait ten seconds and try again.");
    }
}
