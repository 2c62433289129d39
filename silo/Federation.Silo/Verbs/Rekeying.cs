using Federation.Log;

namespace Federation.Silo.Verbs;

/// <summary>Another master key for a town that stands still.</summary>
internal static class Rekeying
{
    public static int Rekey(Options options)
    {
        var (file, old) = (options.Required("--new-key"), options.Vault());
        var next = Vault.Open(null, file); // Made where there is none.
        using var log = new EventLog(EventLog.DialectFor(options.Database), old, TimeProvider.System);
        if (options.IsPostgres && log.IsWorkedOn()) throw new CopyRefusedException(
            "仍有网关或 silo 在运行，请先停止；若是意外中断，请等十秒再试。",
            "A gateway or silo still runs on it: stop it; after a crash, wait ten seconds and try again.");
        var (rewrapped, lost) = log.Rekey(next, Options.Progress);
        Console.WriteLine($"已更换主密钥 the master key was changed: {rewrapped} keys wrapped anew");
        if (lost > 0) Console.WriteLine($"两个密钥都打不开的 records that neither key opens: {lost}");
        Console.WriteLine(
            $"请在启动前把新密钥 {file} 放到各节点的 Federation__MasterKeyFile；另存一份，旧的留给旧备份。 Before the start "
            + "put it where every node looks for it, keep a copy apart, and the old one for as long as its backups.");
        return lost == 0 ? 0 : 1;
    }
}
