using System.Security.Cryptography;
using Federation.Domain;
using Federation.Tests.Rig;

namespace Federation.Log.Tests.Kit;

/// <summary>A log on a fresh database of one kind; it can be closed and opened again, or opened twice on
/// PostgreSQL.</summary>
public sealed class TestLog : IAsyncDisposable
{
    public static readonly Catalogue Catalogue = new(typeof(TestLog).Assembly);
    private readonly Vault _vault = new(RandomNumberGenerator.GetBytes(32));
    private readonly List<EventLog> _others = [];
    private readonly TimeProvider _clock;

    private TestLog(TestDatabase database, TimeProvider clock)
    {
        (Database, _clock) = (database, clock);
        Log = NewLog();
    }

    public TestDatabase Database { get; }

    public EventLog Log { get; private set; }

    public static async Task<TestLog> Open(string kind, TimeProvider? clock = null) =>
        new(await TestDatabases.Create(kind), clock ?? new FineClock());

    /// <summary>As after a restart: nothing is remembered but what the database holds.</summary>
    public void Reopen()
    {
        Log.Dispose();
        Log = NewLog();
    }

    /// <summary>A second process over the same database; PostgreSQL only.</summary>
    public EventLog Another()
    {
        var other = NewLog();
        _others.Add(other);
        return other;
    }

    /// <summary>Does something to the file while nobody has it open, or to the server's database.</summary>
    public void Tamper(string sql)
    {
        Log.Dispose();
        Run(sql);
        Log = NewLog();
    }

    public void Run(string sql)
    {
        using System.Data.Common.DbConnection connection = Database.Kind == BothDatabases.Sqlite
            ? new Microsoft.Data.Sqlite.SqliteConnection(Database.ConnectionString + ";Pooling=false")
            : new Npgsql.NpgsqlConnection(Database.ConnectionString + ";Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var other in _others) other.Dispose();
        Log.Dispose();
        await Database.DisposeAsync();
    }

    private EventLog NewLog()
    {
        var log = new EventLog(EventLog.DialectFor(Database.ConnectionString), _vault, _clock, Catalogue);
        log.Start();
        return log;
    }
}

/// <summary>The system's time, but never the same microsecond twice: so each batch has a moment of its own.</summary>
public sealed class FineClock : TimeProvider
{
    private long _last;

    public override DateTimeOffset GetUtcNow()
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var now = Math.Max(System.GetUtcNow().UtcTicks, last + TimeSpan.TicksPerMicrosecond);
            if (Interlocked.CompareExchange(ref _last, now, last) == last) return new(now, TimeSpan.Zero);
        }
    }
}
