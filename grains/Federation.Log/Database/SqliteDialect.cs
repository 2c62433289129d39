using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Federation.Log;

/// <summary>SQLite: one file, one connection that writes and checkpoints, all others read only.</summary>
/// <remarks>WAL with synchronous=FULL. Two connections that write and checkpoint at once can corrupt a WAL database in
/// the bundled version, so nothing but the writer ever does either: readers open read only and never
/// checkpoint.</remarks>
public sealed class SqliteDialect : IDialect, IDisposable
{
    private const int ScrubWait = 8_000, BusySeconds = 5;

    /// <summary>The file of the readers' common memory could not grow: SQLite does not call that full.</summary>
    private const int NoRoomForSharedMemory = 4874;

    private readonly string _file;
    private readonly FileLock? _lock;
    private readonly Reserve? _reserve;
    private readonly Dictionary<string, SqliteCommand> _commands = [];
    private SqliteConnection? _writer;
    private SqliteWrites? _writes;

    /// <param name="readOnly">Beside the process that writes the file: takes no lock, makes nothing, and has no
    /// writer.</param>
    public SqliteDialect(string connectionString, bool readOnly = false)
    {
        _file = new SqliteConnectionStringBuilder(connectionString).DataSource;
        if (readOnly) return;
        _lock = new(_file);
        _reserve = new(_file);
    }

    public bool Exclusive => true;

    public string? File => _file;

    public string TypeOf(ColumnType type) => type switch
    {
        ColumnType.Text => "text",
        ColumnType.Number => "integer",
        _ => "blob",
    };

    public string ColumnsQuery =>
        "select m.name, p.name, lower(p.type), p.pk from sqlite_master m join pragma_table_info(m.name) p " +
        "where m.type = 'table'";

    public string UniqueIndexesQuery =>
        "select m.name, i.name from sqlite_master m join pragma_index_list(m.name) i " +
        "where m.type = 'table' and i.\"unique\" = 1 and i.origin = 'c'";

    public string Shape
    {
        set => _ = value; // Nobody else is ever connected.
    }

    public bool IsConnected(IReadOnlyCollection<string> shapes) => false;

    public DbConnection OpenWriter()
    {
        if (_lock is null) throw new InvalidOperationException("This database was opened to read only.");
        _commands.Clear();
        var writer = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = _file, Pooling = false, DefaultTimeout = BusySeconds,
        }.ToString());
        try
        {
            writer.Open();
            Schema.Run(writer,
                "pragma journal_mode=wal; pragma synchronous=full; pragma secure_delete=on; pragma cache_size=-65536");
        }
        catch
        {
            writer.Dispose();
            throw;
        }

        _writes?.Dispose();
        _writes = new(writer);
        return _writer = writer;
    }

    public DbConnection OpenReader()
    {
        var reader = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = _file, Pooling = false, Mode = SqliteOpenMode.ReadOnly, DefaultTimeout = 5,
        }.ToString());
        reader.Open();
        Schema.Run(reader, "pragma wal_autocheckpoint=0; pragma query_only=on; pragma cache_size=-16384");
        return reader;
    }

    public DbConnection OpenSnapshot()
    {
        var reader = OpenReader();
        Schema.Run(reader, "begin");
        return reader;
    }

    public Locked Lock(DbConnection writer, Wanted wanted)
    {
        Run("begin immediate");
        var read = _writes!;
        var head = read.One("select position, hash, shape from head where id = 1");
        var last = read.One("select recorded_at from events where position = (select position from head where id = 1)");
        var locked = new Locked(
            (long)head[0], (byte[])head[1], head[2] as string, last.Length > 0 ? (long)last[0] : 0);
        foreach (var stream in wanted.Streams)
            locked.Versions[stream] =
                read.One("select coalesce(max(version), 0) from events where stream = $1", stream)[0] is long v ? v : 0;
        foreach (var family in wanted.Families)
            locked.Families[family] = (long)read.One(
                "select count(*) from events where stream >= $1 and stream < $2", family, Basis.EndOf(family))[0];
        foreach (var key in wanted.Keys)
            if (read.One("select payload, outcome from commands where actor = $1 and key = $2", key.Actor, key.Key)
                is { Length: > 0 } known)
                locked.Known[key] = ((string)known[0], (string)known[1]);
        foreach (var claim in wanted.Claims)
            if (read.One("select stream from claims where kind = $1 and value = $2", claim.Kind, claim.Value)
                is { Length: > 0 } held)
                locked.Claims[claim] = (string)held[0];
        return locked;
    }

    public void Write(DbConnection writer, IReadOnlyList<Rowset> rowsets)
    {
        foreach (var rowset in rowsets) _writes!.Run(rowset);
    }

    public void Commit(DbConnection writer, IReadOnlyList<Rowset> rowsets)
    {
        // A commit that fails is not in the journal's index, so it did not happen; should it be found after a crash all
        // the same, its members' keys tell. Whoever waits is told nothing but that the storage failed.
        Write(writer, rowsets);
        Run("commit");
    }

    public void TakeTime(DbConnection writer) { }

    public void Rollback(DbConnection writer)
    {
        try
        {
            Run("rollback");
        }
        catch (SqliteException e) when (e.SqliteErrorCode == 1)
        {
            // No transaction is open: the failing statement already rolled it back.
        }
    }

    public IDisposable Exclusively(string what) => new MemoryStream(); // The file's lock already is.

    public async Task<long?> AwaitNotice(TimeSpan atMost, CancellationToken cancel)
    {
        await Task.Delay(atMost, cancel);
        return null;
    }

    /// <summary>Waits for readers of older pages, who read at most five seconds; maintenance may read longer: then it
    /// fails.</summary>
    public void Scrub(DbConnection writer)
    {
        using var command = writer.CreateCommand();
        command.CommandText = $"pragma busy_timeout={ScrubWait}; pragma wal_checkpoint(truncate)";
        using var row = command.ExecuteReader();
        while (row.FieldCount < 3 && row.NextResult()) { }
        if (!row.Read() || row.GetInt64(0) != 0)
            throw new InvalidOperationException(
                "A long reader keeps older pages alive: erase again when it has ended.");
    }

    /// <summary>Its planner goes by the indexes alone, as in a town that grew by itself.</summary>
    public void Analyze(DbConnection writer) { }

    public void ForgetReaders() { }

    /// <summary>There is no server that could be away.</summary>
    public bool IsBroken(Exception exception) => false;

    public StorageFault? FaultOf(Exception exception) => exception switch
    {
        SqliteException { SqliteExtendedErrorCode: NoRoomForSharedMemory } => StorageFault.Full,
        SqliteException e => FaultOf(e.SqliteErrorCode),
        _ => null,
    };

    public DateTimeOffset? ClockOf(Rows rows) => null;

    public void SetAside() => _reserve?.SetAside();

    public void LetGo() => _reserve?.LetGo();

    public void Dispose()
    {
        foreach (var command in _commands.Values) command.Dispose();
        _writes?.Dispose();
        _writer?.Dispose();
        _lock?.Dispose();
    }

    /// <summary>By SQLite's result codes.</summary>
    private static StorageFault? FaultOf(int code) => code switch
    {
        SQLitePCL.raw.SQLITE_FULL => StorageFault.Full,
        SQLitePCL.raw.SQLITE_READONLY => StorageFault.ReadOnly,
        SQLitePCL.raw.SQLITE_IOERR => StorageFault.Io,
        SQLitePCL.raw.SQLITE_CANTOPEN => StorageFault.CannotOpen,
        SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB => StorageFault.Malformed,
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_PROTOCOL => StorageFault.Locked,
        _ => null,
    };

    private void Run(string sql)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            _commands[sql] = command = _writer!.CreateCommand();
            command.CommandText = sql;
        }

        command.ExecuteNonQuery();
    }
}
