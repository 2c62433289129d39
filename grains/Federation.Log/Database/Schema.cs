using System.Data.Common;

namespace Federation.Log;

/// <summary>Forward only: makes the tables, columns and indexes that are missing, the log's own and those derived from
/// it. Nothing is dropped, renamed or changed, so that an older version goes on working beside a newer one.</summary>
internal static class Schema
{
    /// <summary>PostgreSQL cuts longer names.</summary>
    private const int NameMax = 63;

    public static void Make(IDialect dialect, DbConnection writer, IReadOnlyCollection<Table> tables)
    {
        var stored = StoredTables.Read(dialect, writer);
        // All are looked at before any is touched: a database that cannot be taken forward stays as it was.
        string[] obstacles = [.. tables.SelectMany(t => stored.Obstacles(dialect, t))];
        if (obstacles.Length > 0) throw new SchemaException(obstacles);
        foreach (var table in tables)
        {
            if (!stored.Has(table.Name))
                Run(writer, $"create table if not exists {table.Name} " +
                    $"({Columns(dialect, table)}, primary key ({KeyOf(table)}))");
            else
                foreach (var column in table.Columns.Where(c => !stored.Has(table.Name, c.Name)))
                    Run(writer, $"alter table {table.Name} add column {Of(dialect, column)}");
            foreach (var index in table.Indexes) Run(writer, Index(table, index));
        }

        Run(writer,
            $"insert into head (id, position, hash) values (1, 0, {Zeros(dialect)}) on conflict (id) do nothing");
    }

    private static string Columns(IDialect dialect, Table table) => string.Join(", ",
        table.Key.Select(k => $"{k.Name} {dialect.TypeOf(k.Type)} not null")
            .Concat(table.Columns.Select(c => Of(dialect, c))));

    private static string Of(IDialect dialect, Column column) =>
        $"{column.Name} {dialect.TypeOf(column.Type)}{(column.Type == ColumnType.Number ? " default 0" : "")}";

    public static string KeyOf(Table table) => string.Join(", ", table.Key.Select(k => k.Name));

    public static bool IsUnique(string index) => index.StartsWith("unique ", StringComparison.Ordinal);

    public static string NameOf(Table table, string index)
    {
        var name = $"{table.Name}_{ColumnsOf(index).Replace(", ", "_", StringComparison.Ordinal)}";
        return name.Length > NameMax ? name[..NameMax] : name;
    }

    private static string ColumnsOf(string index) => IsUnique(index) ? index["unique ".Length..] : index;

    private static string Index(Table table, string index) =>
        $"create {(IsUnique(index) ? "unique " : "")}index if not exists {NameOf(table, index)} " +
        $"on {table.Name} ({ColumnsOf(index)})";

    private static string Zeros(IDialect dialect) =>
        dialect.TypeOf(ColumnType.Bytes) == "bytea" ? $"'\\x{new string('0', 64)}'" : $"x'{new string('0', 64)}'";

    public static void Run(DbConnection writer, string sql)
    {
        using var command = writer.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

/// <summary>The tables as the database has them.</summary>
internal sealed class StoredTables
{
    private readonly Dictionary<string, Dictionary<string, (string Type, long Place)>> _tables = [];
    private readonly HashSet<(string Table, string Index)> _unique = [];

    public static StoredTables Read(IDialect dialect, DbConnection connection)
    {
        var stored = new StoredTables();
        Each(connection, dialect.ColumnsQuery, row =>
        {
            var (table, column) = (row.GetString(0), row.GetString(1));
            if (!stored._tables.TryGetValue(table, out var columns)) stored._tables[table] = columns = [];
            columns[column] = (row.GetString(2), row.GetInt64(3));
        });
        Each(connection, dialect.UniqueIndexesQuery, row => stored._unique.Add((row.GetString(0), row.GetString(1))));
        return stored;
    }

    public bool Has(string table) => _tables.ContainsKey(table);

    public bool Has(string table, string column) => _tables[table].ContainsKey(column);

    /// <summary>What adding alone cannot bridge between the stored table and the one the code names.</summary>
    public IEnumerable<string> Obstacles(IDialect dialect, Table table)
    {
        if (!_tables.TryGetValue(table.Name, out var columns)) yield break;
        var places = columns.Where(c => c.Value.Place > 0).OrderBy(c => c.Value.Place);
        var key = string.Join(", ", places.Select(c => c.Key));
        if (key != Schema.KeyOf(table))
            yield return $"{table.Name}: primary key ({key}), not ({Schema.KeyOf(table)})";
        foreach (var column in table.Key.Concat(table.Columns))
            if (columns.TryGetValue(column.Name, out var stored) && stored.Type != dialect.TypeOf(column.Type))
                yield return $"{table.Name}.{column.Name}: {stored.Type}, not {dialect.TypeOf(column.Type)}";
        var named = table.Indexes.Where(Schema.IsUnique).Select(i => Schema.NameOf(table, i)).ToHashSet();
        var had = _unique.Where(u => u.Table == table.Name).Select(u => u.Index).ToHashSet();
        foreach (var index in named.Except(had)) yield return $"{table.Name}: no unique index {index}";
        foreach (var index in had.Except(named)) yield return $"{table.Name}: unique index {index} is in the way";
    }

    private static void Each(DbConnection connection, string sql, Action<DbDataReader> row)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read()) row(reader);
    }
}

/// <summary>The database cannot be taken to this version's tables by adding alone; nothing in it was
/// changed.</summary>
public sealed class SchemaException(IReadOnlyList<string> obstacles) : Exception(
    "数据库的表与本版本不符，无法自动升级（主键、列类型和唯一索引不能更改），数据库未作任何改动。请使用原来的版本。 " +
    "The database's tables do not fit this version and cannot be taken forward (keys, column types and unique " +
    "indexes never change); nothing was touched. Go on with the version that made it. " +
    string.Join("; ", obstacles));
