using System.Data.Common;

namespace Federation.Log;

/// <summary>Makes the tables that are missing: the log's own, and those derived from it. One that is there keeps its
/// columns.</summary>
internal static class Schema
{
    public static void Make(IDialect dialect, DbConnection writer, IEnumerable<Table> tables)
    {
        foreach (var table in tables)
        {
            Run(writer, $"create table if not exists {table.Name} " +
                $"({Columns(dialect, table)}, primary key ({KeyOf(table)}))");
            foreach (var index in table.Indexes) Run(writer, Index(table, index));
        }

        Run(writer,
            $"insert into head (id, position, hash) values (1, 0, {Zeros(dialect)}) on conflict (id) do nothing");
    }

    private static string Columns(IDialect dialect, Table table) => string.Join(", ",
        table.Key.Select(k => $"{k.Name} {dialect.TypeOf(k.Type)} not null").Concat(
            table.Columns.Select(c =>
                $"{c.Name} {dialect.TypeOf(c.Type)}{(c.Type == ColumnType.Number ? " default 0" : "")}")));

    public static string KeyOf(Table table) => string.Join(", ", table.Key.Select(k => k.Name));

    private static string Index(Table table, string index)
    {
        var unique = index.StartsWith("unique ", StringComparison.Ordinal);
        var columns = unique ? index["unique ".Length..] : index;
        var name = $"{table.Name}_{columns.Replace(", ", "_", StringComparison.Ordinal)}";
        return $"create {(unique ? "unique " : "")}index if not exists {name} on {table.Name} ({columns})";
    }

    private static string Zeros(IDialect dialect) =>
        dialect.TypeOf(ColumnType.Bytes) == "bytea" ? $"'\\x{new string('0', 64)}'" : $"x'{new string('0', 64)}'";

    public static void Run(DbConnection writer, string sql)
    {
        using var command = writer.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
