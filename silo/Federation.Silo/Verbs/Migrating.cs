using Federation.Log;

namespace Federation.Silo.Verbs;

/// <summary>A town to another database, or to the other engine.</summary>
internal static class Migrating
{
    public static async Task<int> Migrate(Options options)
    {
        if (options["--to-orleans"] is not null) return await ToOrleans(options);
        var (source, vault) = (options.Required("--from"), options.Vault());
        if (source == options.Database)
            throw new UsageException("来源与目标相同 the source and the target are the same");
        using var from = Stopped(source, vault);
        using var to = new EventLog(EventLog.DialectFor(options.Database), vault, TimeProvider.System);
        var copied = new Copy(from, to, Options.Progress).Run();
        Console.WriteLine(
            $"搬迁完成 migrated: {copied.Position} events, verified on both sides {copied.Position}:{copied.Hash}; "
            + "do not start the town on the old database again");
        return 0;
    }

    /// <summary>What a town still wrote after the copy would be lost: SQLite's lock is taken, on PostgreSQL nobody may
    /// hold a lease.</summary>
    private static EventLog Stopped(string source, Vault vault)
    {
        if (!Options.IsPostgresAt(source))
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

    private static async Task<int> ToOrleans(Options options)
    {
        if (!options.IsPostgres)
            throw new UsageException("Orleans 需要 PostgreSQL: migrate to it first, then to Orleans");
        using (var log = EventLog.ToRead(options.Database))
        {
            var damages = log.Verify(progress: Options.Progress);
            if (damages.Count > 0)
                throw new CopyRefusedException(
                    "日志有损坏。", $"The log is damaged at {damages[0].Position}: {damages[0].What}");
        }

        await MakeTables(options.Database);
        Console.WriteLine("已就绪 ready: the chain is whole and the tables of the Orleans engine are there; start silos");
        return 0;
    }

#if ORLEANS
    private static Task MakeTables(string database) => Federation.Grains.Orleans.ClusterTables.Make(database);
#else
    private static Task MakeTables(string database) => throw new UsageException(
        "此版本不含 Orleans: this build has no Orleans engine; use the one built with -p:Engine=Orleans");
#endif
}
