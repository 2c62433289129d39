using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace Federation.Log;

/// <summary>The writer's statements for each row and each key, prepared once and bound by place: a batch runs some for
/// each of its rows, and what an ADO command costs beside the statement is half of it and more.</summary>
internal sealed class SqliteWrites(SqliteConnection writer) : IDisposable
{
    private readonly Dictionary<(string, WriteMode, string, string), sqlite3_stmt> _prepared = [];
    private readonly Dictionary<string, sqlite3_stmt> _reads = [];

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

    /// <summary>The first row's columns; none where there is no row.</summary>
    public object[] One(string sql, params ReadOnlySpan<string> values)
    {
        if (!_reads.TryGetValue(sql, out var statement)) _reads[sql] = statement = Prepare(sql);
        for (var place = 0; place < values.Length; place++)
            Check(sqlite3_bind_text(statement, place + 1, values[place]));
        var code = sqlite3_step(statement);
        var row = code == SQLITE_ROW ? new object[sqlite3_column_count(statement)] : [];
        for (var place = 0; place < row.Length; place++) row[place] = Column(statement, place);
        sqlite3_reset(statement);
        if (code != SQLITE_ROW && code != SQLITE_DONE) Check(code);
        return row;
    }

    public void Dispose()
    {
        foreach (var statement in _prepared.Values) statement.Dispose();
        foreach (var statement in _reads.Values) statement.Dispose();
    }

    private static object Column(sqlite3_stmt statement, int place) => sqlite3_column_type(statement, place) switch
    {
        SQLITE_NULL => DBNull.Value,
        SQLITE_INTEGER => sqlite3_column_int64(statement, place),
        SQLITE_BLOB => sqlite3_column_blob(statement, place).ToArray(),
        _ => sqlite3_column_text(statement, place).utf8_to_string(),
    };

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
