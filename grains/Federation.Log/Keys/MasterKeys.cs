using Microsoft.Data.Sqlite;
using Npgsql;

namespace Federation.Log;

/// <summary>A gateway, silo or verb cannot begin over this database or with this key: told in one line, Chinese first;
/// nothing was changed.</summary>
public sealed class StartRefusedException(string zh, string en, Exception? cause = null)
    : Exception($"{zh} {en}", cause);

/// <summary>Whether the vault's key is the one that the database was sealed with: its fingerprint lies in the
/// database.</summary>
internal static class MasterKeys
{
    public const string Current = "current", Next = "next", Former = "former";

    /// <summary>At a start, before anything is opened or sealed. A database of a version that kept no fingerprint is
    /// looked at, and gets it.</summary>
    /// <exception cref="StartRefusedException">It is another key, or a change of keys was not finished.</exception>
    public static void Check(EventLog log)
    {
        var known = Of(log);
        if (known.ContainsValue(Next)) throw Unfinished();
        if (known.GetValueOrDefault(log.Vault.Fingerprint) == Current)
        {
            foreach (var closed in log.Rows.All(
                "select closed from vault_keys where name = @name", r => r.GetString(0), ("name", Vault.Payloads)))
                log.Vault.Adopt(log.Vault.Disclose(Vault.Payloads, closed));
            return;
        }

        if (known.Count > 0) throw Wrong(known.GetValueOrDefault(log.Vault.Fingerprint) == Former);
        if (!log.KeyFits()) throw Wrong(former: false);
        log.Write(Row(log.Vault.Fingerprint, Current, log.Clock.GetUtcNow())).GetAwaiter().GetResult();
    }

    /// <summary>State of each key by its fingerprint.</summary>
    public static Dictionary<string, string> Of(EventLog log) => log.Rows.All(
        "select fingerprint, state from master_keys", r => (r.GetString(0), r.GetString(1))).ToDictionary();

    public static Rowset Row(string fingerprint, string state, DateTimeOffset now) =>
        Rowset.Put(Tables.MasterKeys, fingerprint, state, Micros.Of(now));

    /// <summary>Whether there is anything that needs the master key it was made with.</summary>
    public static bool HasData(string connection)
    {
        if (EventLog.IsOneFile(connection)
            && new FileInfo(new SqliteConnectionStringBuilder(connection).DataSource) is not
                { Exists: true, Length: > 0 })
            return false;
        using var log = EventLog.ToRead(connection);
        try
        {
            return log.Rows.One(
                "select (select max(position) from head) + (select count(*) from data_protection_keys)",
                r => r.IsDBNull(0) ? 0 : r.GetInt64(0)) > 0;
        }
        catch (Exception e) when (e is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_ERROR }
            or PostgresException { SqlState: PostgresErrorCodes.UndefinedTable })
        {
            return false; // Not a town yet.
        }
    }

    public static StartRefusedException Unfinished() => new(
        "更换主密钥没有完成：请再次运行 rekey（旧密钥照旧，加上 --new-key）。",
        "A change of the master key was not finished: run rekey again, with the old key in place and --new-key.");

    private static StartRefusedException Wrong(bool former) => former
        ? new(
            "这是更换之前的主密钥：请使用新的主密钥。", "This is the master key before it was changed: use the new one.")
        : new(
            "主密钥不是这个数据库的：请把原来的主密钥放回（另存的那一份）。数据没有改动。",
            "The master key is not this database's: put back the one that it was made with (your copy of it). Nothing "
            + "was changed.");
}
