using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Federation.Log;

/// <summary>What the database itself can tell of its files: SQLite's own check; on PostgreSQL every row of every table
/// read whole, and the indexes by <c>amcheck</c> where it is installed.</summary>
internal static class DatabaseCheck
{
    private const int ToldMax = 20;

    public static Check Check { get; } = new("数据库 database", Look);

    private static IEnumerable<string> Look(Checked given) =>
        given.Connection is SqliteConnection ? OfSqlite(given) : OfPostgres(given);

    private static IEnumerable<string> OfSqlite(Checked given) =>
        given.Read($"pragma integrity_check({ToldMax})").Select(row => row.GetString(0)).Where(said => said != "ok");

    private static IEnumerable<string> OfPostgres(Checked given)
    {
        var there = StoredTables.Read(given.Log.Dialect, given.Connection);
        foreach (var table in Tables.All.Concat(given.Log.Catalogue.Tables).Where(t => there.Has(t.Name)))
            if (FaultIn(given.Connection, $"select sum(length(t::text)) from {table.Name} t") is { } fault)
                yield return $"{table.Name}: {fault}";
        if (!given.Read("select 1 from pg_extension where extname = 'amcheck'").Any())
        {
            given.Note("索引未核对 indexes were not compared: create extension amcheck");
            yield break;
        }

        string[] indexes =
        [
            .. given.Read(
                "select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = " +
                "c.relam where m.amname = 'btree' and c.relnamespace = current_schema()::regnamespace and i.indisvalid")
                .Select(row => row.GetString(0)),
        ];
        foreach (var index in indexes)
            if (FaultIn(given.Connection, $"select bt_index_check('{index}'::regclass, true)") is { } fault)
                yield return $"{index}: {fault}";
    }

    /// <summary>A statement that fails costs itself alone: the transaction goes on behind it.</summary>
    private static string? FaultIn(DbConnection connection, string sql)
    {
        Schema.Run(connection, "savepoint looking");
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.CommandTimeout = 0;
            command.ExecuteScalar();
            return null;
        }
        catch (DbException fault)
        {
            Schema.Run(connection, "rollback to looking");
            return fault.Message;
        }
    }
}
