using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace Federation.Log;

/// <summary>Statements that write rows, prepared once and bound by place: a batch runs some for each of its rows, and
/// what an ADO command costs beside the statement is half of it.</summary>
internal sealed class SqliteWrites(SqliteConnection writer) : IDisposable
{
    private readonly Dictionary<(string, WriteMode, string), sqlite3_stmt> _prepared = [];

    /// <exception cref="SqliteException">With the codes that an ADO command would give.</exception>
    public void Run(Rowset rowset)
    {
        if (!_prepared.TryGetValue(rowset.Shape, out var statement))
            _prepared[rowset.Shape] = statement = Prepare(Sql(rowset));
        foreach (var row in rowset.Rows)
        {
            for (var place = 0; place < row.Length; place++) Check(Bind(statement, place + 1, row[place]));
            var code = sqlite3_step(statement);
            sqlite3_reset(statement);
            if (code != SQLITE_DONE) Check(code);
        }
    }

    public void Dispose()
    {
        foreach (var statement in _prepared.Values) statement.Dispose();
    }

    private static int Bind(sqlite3_stmt statement, int place, object? value) => value switch
    {
        null => sqlite3_bind_null(statement, place),
        string text => sqlite3_bind_text(statement, place, text),
        long number => sqlite3_bind_int64(statement, place, number),
        byte[] { Length: 0 } => sqlite3_bind_zeroblob(statement, place, 0), // As a blob it would be null.
        byte[] bytes => sqlite3_bind_blob(statement, place, bytes),
        _ => Bind(statement, place, Micros.Plain(value)),
    };

    private static string Sql(Rowset rowset) => rowset.Mode == WriteMode.Delete
        ? $"delete from {rowset.Table.Name} where " +
          string.Join(" and ", rowset.Columns.Select((c, i) => $"{c} = ?{i + 1}"))
        : $"insert into {rowset.Table.Name} ({string.Join(", ", rowset.Columns)}) values " +
          $"({string.Join(", ", rowset.Columns.Select((_, i) => $"?{i + 1}"))}){rowset.OnConflict()}";

    private sqlite3_stmt Prepare(string sql)
    {
        Check(sqlite3_prepare_v3(writer.Handle, sql, SQLITE_PREPARE_PERSISTENT, out var statement));
        return statement;
    }

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, writer.Handle);
}
