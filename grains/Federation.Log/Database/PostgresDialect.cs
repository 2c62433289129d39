using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace Federation.Log;

/// <summary>PostgreSQL: one writing connection per node, the head row's lock orders the nodes, arrays carry the
/// rows.</summary>
/// <remarks>Read committed: each statement of the locking batch sees what was committed before it ran, so what is read
/// after the head row's lock is current. No invariant rests on the isolation level: the lock and the keys
/// decide.</remarks>
public sealed class PostgresDialect : IDialect, IDisposable
{
    public const string Channel = "federation_head";
    private const string Application = "Federation ";

    /// <summary>The server ends a transaction that a frozen or unreachable node left open, and with it the head's
    /// lock: otherwise one such node would hold up all others for as long as it stands still.</summary>
    private const int LeftOpenSeconds = 5;
    private const string LeftOpen = "25P03";

    private const int CommandSeconds = 30, ReadSeconds = 5, PoolMax = 40;
    private string _connectionString;
    private bool _takesTime;
    private readonly NpgsqlDataSource _readers;
    private NpgsqlConnection? _listener;
    private long? _told;

    public PostgresDialect(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString) { Enlist = false };
        _connectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false, Enlist = false, CommandTimeout = CommandSeconds,
            MaxAutoPrepare = 200, AutoPrepareMinUsages = 3,
            Options = $"{parts.Options} -c idle_in_transaction_session_timeout={LeftOpenSeconds}s".TrimStart(),
        }.ToString();
        parts.MaxPoolSize = PoolMax;
        parts.CommandTimeout = ReadSeconds;
        parts.NoResetOnClose = true; // A reader leaves nothing behind that the next one could meet.
        parts.MaxAutoPrepare = 100;
        parts.AutoPrepareMinUsages = 3;
        parts.Options = "-c default_transaction_read_only=on";
        _readers = NpgsqlDataSource.Create(parts);
    }

    public bool Exclusive => false;

    public string? File => null;

    public string TypeOf(ColumnType type) => type switch
    {
        ColumnType.Text => "text",
        ColumnType.Number => "bigint",
        _ => "bytea",
    };

    public string ColumnsQuery =>
        "select c.relname, a.attname, format_type(a.atttypid, null), " +
        "coalesce(array_position(i.indkey::int2[], a.attnum) + 1, 0)::bigint " +
        "from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped " +
        "left join pg_index i on i.indrelid = c.oid and i.indisprimary " +
        "where c.relkind in ('r', 'p') and c.relnamespace = current_schema()::regnamespace";

    public string UniqueIndexesQuery =>
        "select t.relname, x.relname from pg_index i join pg_class t on t.oid = i.indrelid " +
        "join pg_class x on x.oid = i.indexrelid where i.indisunique and not i.indisprimary " +
        "and t.relnamespace = current_schema()::regnamespace";

    /// <summary>Part of the name under which the server lists the writing connections of all processes.</summary>
    public string Shape
    {
        set => _connectionString = new NpgsqlConnectionStringBuilder(_connectionString)
        {
            ApplicationName = Application + value,
        }.ToString();
    }

    public bool IsConnected(IReadOnlyCollection<string> shapes)
    {
        using var reader = _readers.CreateCommand(
            "select exists (select 1 from pg_stat_activity where datname = current_database() " +
            "and application_name = any($1))");
        reader.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. shapes.Select(s => Application + s)] });
        return (bool)reader.ExecuteScalar()!;
    }

    public DbConnection OpenWriter()
    {
        var writer = new NpgsqlConnection(_connectionString);
        writer.Open();
        return writer;
    }

    public DbConnection OpenReader() => _readers.OpenConnection();

    public DbConnection OpenSnapshot()
    {
        var snapshot = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_connectionString)
        {
            CommandTimeout = 0,
        }.ToString());
        snapshot.Open();
        // It holds up nobody, and whoever reads a whole log thinks for longer than that between two answers.
        Schema.Run(snapshot, "set idle_in_transaction_session_timeout = 0");
        Schema.Run(snapshot, "begin transaction isolation level repeatable read read only");
        return snapshot;
    }

    public Locked Lock(DbConnection writer, Wanted wanted)
    {
        using var batch = new NpgsqlBatch((NpgsqlConnection)writer);
        Add(batch, "begin");
        Add(batch, "select position, hash, shape from head where id = 1 for update");
        // A statement of its own: it sees what was committed while the lock was waited for.
        Add(batch, "select coalesce(max(recorded_at), 0) from events " +
            "where position = (select position from head where id = 1)");
        Add(batch, "select s, coalesce((select max(version) from events where stream = s), 0) from unnest($1) s",
            wanted.Streams.ToArray());
        Add(batch, "select c.actor, c.key, c.payload, c.outcome from commands c join unnest($1, $2) w(actor, key) " +
            "on c.actor = w.actor and c.key = w.key",
            wanted.Keys.Select(k => k.Actor).ToArray(), wanted.Keys.Select(k => k.Key).ToArray());
        Add(batch, "select c.kind, c.value, c.stream from claims c join unnest($1, $2) w(kind, value) " +
            "on c.kind = w.kind and c.value = w.value",
            wanted.Claims.Select(c => c.Kind).ToArray(), wanted.Claims.Select(c => c.Value).ToArray());
        // Nearly no batch asks about a family: only then is it one statement more.
        if (wanted.Families.Count > 0)
            Add(batch, "select f, (select count(*) from events where stream >= f and stream < e) " +
                "from unnest($1, $2) w(f, e)",
                wanted.Families.ToArray(), wanted.Families.Select(Basis.EndOf).ToArray());
        using var row = batch.ExecuteReader();
        if (!row.Read())
            throw new InvalidOperationException("The head row is missing: this is not a federation database.");
        var (position, hash, shape) = (row.GetInt64(0), (byte[])row[1], row.Text(2));
        row.NextResult();
        row.Read();
        var locked = new Locked(position, hash, shape, row.GetInt64(0));
        row.NextResult();
        while (row.Read()) locked.Versions[row.GetString(0)] = row.GetInt64(1);
        row.NextResult();
        while (row.Read()) locked.Known[(row.GetString(0), row.GetString(1))] = (row.GetString(2), row.GetString(3));
        row.NextResult();
        while (row.Read()) locked.Claims[(row.GetString(0), row.GetString(1))] = row.GetString(2);
        if (wanted.Families.Count == 0) return locked;
        row.NextResult();
        while (row.Read()) locked.Families[row.GetString(0)] = row.GetInt64(1);
        return locked;
    }

    public void Write(DbConnection writer, IReadOnlyList<Rowset> rowsets)
    {
        foreach (var rowset in rowsets)
        {
            using var batch = new NpgsqlBatch((NpgsqlConnection)writer) { Timeout = 0 };
            Add(batch, rowset);
            batch.ExecuteNonQuery();
        }
    }

    public void Commit(DbConnection writer, IReadOnlyList<Rowset> rowsets)
    {
        using var batch = new NpgsqlBatch((NpgsqlConnection)writer);
        if (_takesTime) batch.Timeout = 0;
        _takesTime = false;
        foreach (var rowset in rowsets) Add(batch, rowset);
        if (rowsets.FirstOrDefault(r => r.Table == Tables.Events) is { } events)
            Add(batch, $"select pg_notify('{Channel}', p) from unnest($1) p", new[] { $"{events.Rows[^1][0]}" });
        Add(batch, "commit");
        batch.ExecuteNonQuery();
    }

    public void TakeTime(DbConnection writer)
    {
        Schema.Run(writer, "set local idle_in_transaction_session_timeout = 0");
        _takesTime = true;
    }

    public void Rollback(DbConnection writer)
    {
        _takesTime = false;
        Schema.Run(writer, "rollback");
    }

    public IDisposable Exclusively(string what)
    {
        var holder = OpenWriter();
        using var command = holder.CreateCommand();
        command.CommandText = "select pg_advisory_lock(hashtext('federation ' || $1))";
        command.Parameters.Add(new NpgsqlParameter { Value = what });
        command.CommandTimeout = 0; // Who has it may be making all rows anew.
        command.ExecuteNonQuery();
        return holder; // Closing the connection gives the lock back.
    }

    public async Task<long?> AwaitNotice(TimeSpan atMost, CancellationToken cancel)
    {
        if (_listener is not { State: System.Data.ConnectionState.Open })
        {
            _listener?.Dispose();
            _listener = new(_connectionString);
            _listener.Notification += (_, told) => _told = long.TryParse(told.Payload, out var at) ? at : null;
            await _listener.OpenAsync(cancel);
            await using var listen = new NpgsqlCommand($"listen {Channel}", _listener);
            await listen.ExecuteNonQueryAsync(cancel);
        }

        _told = null;
        await _listener.WaitAsync(atMost, cancel);
        return _told;
    }

    public void Scrub(DbConnection writer) => Schema.Run(writer, "vacuum sealed_keys");

    public void Analyze(DbConnection writer)
    {
        using var command = new NpgsqlCommand("analyze", (NpgsqlConnection)writer) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }

    public void ForgetReaders() => _readers.Clear();

    public bool IsBroken(Exception exception) =>
        (exception is NpgsqlException { IsTransient: true } && exception is not PostgresException { SqlState: "53100" })
        || exception is PostgresException { SqlState: "57P01" or "57P02" or "57P03" or LeftOpen }
        || exception is NpgsqlException { InnerException: IOException or System.Net.Sockets.SocketException }
        || exception is InvalidOperationException { Source: "Npgsql" };

    /// <summary>By SQLSTATE. A damaged table is the statement's own misfortune: the server's others go on.</summary>
    public StorageFault? FaultOf(Exception exception) => exception switch
    {
        PostgresException { SqlState: "53100" } => StorageFault.Full,
        PostgresException { SqlState: "25006" } => StorageFault.ReadOnly,
        PostgresException { SqlState: "58030" or "58P01" or "58000" } => StorageFault.Io,
        PostgresException { SqlState: "55P03" } => StorageFault.Locked,
        _ => IsBroken(exception) ? StorageFault.Away : null,
    };

    public DateTimeOffset? ClockOf(Rows rows) => rows.One(
        "select (extract(epoch from clock_timestamp()) * 1000000)::bigint", r => Micros.ToMoment(r.GetInt64(0)));

    public void SetAside() { } // The server's disk is its operator's.

    public void LetGo() { }

    public void Dispose()
    {
        _listener?.Dispose();
        _readers.Dispose();
    }

    private static void Add(NpgsqlBatch batch, Rowset rowset)
    {
        var columns = string.Join(", ", rowset.Columns);
        var arrays = string.Join(", ", rowset.Columns.Select((_, i) => $"${i + 1}"));
        var sql = rowset.Mode == WriteMode.Delete
            ? $"delete from {rowset.Table.Name} t using unnest({arrays}) as w({columns}) where " +
              string.Join(" and ", rowset.Columns.Select(c => $"t.{c} = w.{c}"))
            : $"insert into {rowset.Table.Name} ({columns}) select * from unnest({arrays}){rowset.OnConflict()}";
        var command = new NpgsqlBatchCommand(sql);
        for (var i = 0; i < rowset.Columns.Length; i++)
        {
            var column = i;
            command.Parameters.Add(rowset.TypeOf(rowset.Columns[i]) switch
            {
                ColumnType.Text => new NpgsqlParameter<string?[]> { TypedValue = Values<string?>(rowset, column) },
                ColumnType.Number => new NpgsqlParameter<long?[]> { TypedValue = Values<long?>(rowset, column) },
                _ => new NpgsqlParameter
                {
                    Value = Values<byte[]?>(rowset, column), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea,
                },
            });
        }

        batch.BatchCommands.Add(command);
    }

    private static T[] Values<T>(Rowset rowset, int column)
    {
        var values = new T[rowset.Rows.Count];
        for (var i = 0; i < values.Length; i++) values[i] = (T)rowset.Rows[i][column]!;
        return values;
    }

    private static void Add(NpgsqlBatch batch, string sql, params string[][] arrays)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var array in arrays) command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = array });
        batch.BatchCommands.Add(command);
    }
}
