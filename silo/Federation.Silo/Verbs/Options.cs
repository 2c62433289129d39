using Federation.Log;

namespace Federation.Silo.Verbs;

/// <summary>The verb was not called as it wants to be: exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>A verb and its options, parsed once; environment variables stand in for what is not given.</summary>
internal sealed class Options
{
    public const string Usage = """
        用法 Usage: Federation.Silo VERB --database "Data Source=…" | "Host=…" [--key FILE]
          verify [--against POSITION:HASH]   日志是否完好 is the log whole; beside a running town
          witness                            要另抄一份的末位 the head, to be written down elsewhere
          status [--url ADDRESS]             位置、搁置、逾期 position, parked and late work; or: is that address ready
          backup --to FOLDER [--keep N] [--every HOURS]
                                             运行中也可备份 a backup, also of a running town; the folder must exist
                                             --to-key FILE: 用公钥加密 closed with the public key; --scratch FOLDER
          backup-keys --to FOLDER            备份的一对密钥 a pair of keys for backups
          restore --from FILE [--erased FILE] [--backup-key FILE]
                                             恢复到空数据库 into an empty database, SQLite or PostgreSQL; ids erased
                                             since (newer manifests beside it, --erased: one id a line) stay erased
          migrate --from DATABASE            搬到空数据库 from another database into this empty one; the town is stopped
          import --from FILE|FOLDER          逐行导入命令 one command a line: {"stream","command","body","key","on"};
                                             of a folder its *.jsonl and *.jsonl.gz in the order of their names; safe to
                                             run again, and goes on after a kill. On SQLite the town is stopped
          rekey --new-key FILE               更换主密钥 another master key (made if the file is not there); the town is
                                             stopped; after a kill run it again
          rebuild                            重建查询行 makes all derived rows again; on SQLite the town is stopped
          erase-again                        再次清除 erases again what was erased; on SQLite the town is stopped
          serve                              运行一个 silo one silo of a cluster (PostgreSQL)
        数据库 database: --database, or ConnectionStrings__Federation
        主密钥 master key: Federation__MasterKey, or the file of --key or Federation__MasterKeyFile;
                           default: federation.key beside the SQLite file
        结果 exit code: 0 好 fine, 1 有问题 something is wrong, 2 用法不对 wrong usage
        """;

    private static readonly Dictionary<string, string[]> Known = new()
    {
        ["verify"] = ["--against"], ["witness"] = [], ["status"] = ["--url"], ["rebuild"] = [], ["erase-again"] = [],
        ["backup"] = ["--to", "--keep", "--every", "--to-key", "--scratch"], ["backup-keys"] = ["--to"],
        ["restore"] = ["--from", "--erased", "--backup-key", "--scratch"],
        ["migrate"] = ["--from"], ["rekey"] = ["--new-key"], ["import"] = ["--from"],
    };

    private readonly Dictionary<string, string> _given = [];

    private Options(string verb) => Verb = verb;

    public string Verb { get; }

    public string Database => this["--database"] ?? Environment.GetEnvironmentVariable("ConnectionStrings__Federation")
        ?? throw new UsageException("缺少数据库 --database is missing");

    public bool IsPostgres => !EventLog.IsOneFile(Database);

    /// <summary>Of a SQLite database.</summary>
    public string File => Database["Data Source=".Length..].Split(';')[0];

    public string? this[string name] => _given.GetValueOrDefault(name);

    public static Options Parse(string[] args)
    {
        if (args.Length == 0) throw new UsageException("缺少命令 a verb is missing");
        var options = new Options(args[0]);
        // A silo's further arguments are its host's.
        var allowed = args[0] == "serve" ? null
            : Known.TryGetValue(args[0], out var own) ? own
            : throw new UsageException($"没有这个命令 there is no verb '{args[0]}'");
        for (var i = 1; i < args.Length; i++)
        {
            var name = args[i];
            if (allowed is not null && name is not ("--database" or "--key") && !allowed.Contains(name))
                throw new UsageException($"{args[0]} 没有选项 has no option '{name}'");
            if (i + 1 < args.Length) options._given[name] = args[++i];
            else throw new UsageException($"选项缺少值 the option {name} lacks its value");
        }

        return options;
    }

    public string Required(string name) =>
        this[name] ?? throw new UsageException($"{Verb} 缺少选项 needs the option {name}");

    public int? Count(string name) =>
        this[name] is not { } text ? null
        : int.TryParse(text, out var count) && count > 0 ? count
        : throw new UsageException($"{name} 应为正整数 is a whole number above 0");

    /// <summary>The town's master key; a verb never makes one, because another key opens nothing.</summary>
    public Vault Vault() => IsKeyGiven ? VaultMade()
        : throw new UsageException($"找不到主密钥 there is no master key at {KeyFile}: --key or Federation__MasterKey");

    /// <summary>For verbs that open nothing sealed.</summary>
    public Vault VaultIfAny() => IsKeyGiven ? VaultMade() : Log.Vault.Absent;

    /// <summary>As a gateway has it: made at the first start.</summary>
    public Vault VaultMade() => Log.Vault.Open(
        Environment.GetEnvironmentVariable("Federation__MasterKey"), KeyFile, () => EventLog.HasData(Database));

    /// <summary>The log, started; on SQLite nobody else may have it.</summary>
    public EventLog OpenLog(Vault vault)
    {
        var log = new EventLog(EventLog.DialectFor(Database), vault, TimeProvider.System);
        log.Start();
        return log;
    }

    /// <summary>Progress on lines of its own.</summary>
    public static void Progress(long position) => Console.WriteLine($"… {position}");

    /// <summary>A file where the master key's lies, or would.</summary>
    public string BesideKey(string name) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(KeyFile))!, name);

    private bool IsKeyGiven => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("Federation__MasterKey"))
        || System.IO.File.Exists(KeyFile);

    private string KeyFile => this["--key"] ?? Environment.GetEnvironmentVariable("Federation__MasterKeyFile")
        ?? Path.Combine(
            IsPostgres ? "." : Path.GetDirectoryName(File) ?? ".",
            "federation.key");
}
