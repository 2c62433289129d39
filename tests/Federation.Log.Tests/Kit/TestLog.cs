using System.Security.Cryptography;
using Federation.Domain;
using Federation.Grains.Engine;
using Federation.Tests.Rig;

namespace Federation.Log.Tests.Kit;

/// <summary>A log on a fresh database of one kind; it can be closed and opened again, or opened twice on
/// PostgreSQL.</summary>
public sealed class TestLog : IAsyncDisposable
{
    public static readonly Catalogue Catalogue = new(typeof(TestLog).Assembly);
    private readonly Vault _vault = new(RandomNumberGenerator.GetBytes(32));
    private readonly List<EventLog> _others = [];
    private readonly List<(EventLog Of, OneSilo Silo)> _silos = [];
    private readonly TimeProvider _clock;

    private TestLog(TestDatabase database, TimeProvider clock, Catalogue? catalogue)
    {
        (Database, _clock) = (database, clock);
        Log = NewLog(catalogue);
    }

    public TestDatabase Database { get; }

    public EventLog Log { get; private set; }

    public static async Task<TestLog> Open(string kind, TimeProvider? clock = null, Catalogue? catalogue = null) =>
        new(await TestDatabases.Create(kind), clock ?? new FineClock(), catalogue);

    /// <summary>As after a restart: nothing is remembered but what the database holds.</summary>
    /// <param name="catalogue">Of another version of the product.</param>
    /// <param name="progress">Told how far a rebuild at the start has come.</param>
    public void Reopen(Catalogue? catalogue = null, Action<long>? progress = null)
    {
        Log.Dispose();
        Log = NewLog(catalogue, progress);
    }

    /// <summary>A second process over the same database; PostgreSQL only.</summary>
    public EventLog Another(Catalogue? catalogue = null)
    {
        var other = NewLog(catalogue);
        _others.Add(other);
        return other;
    }

    /// <summary>The grains of a process over this log, or over another of this database: always the same, until the
    /// log is opened again.</summary>
    public async Task<OneSilo> Grains(EventLog? log = null, Func<NodeSettings, NodeSettings>? settings = null)
    {
        var of = log ?? Log;
        if (_silos.Find(s => s.Of == of).Silo is { } running) return running;
        var silo = await OneSilo.Over(of, Database.ConnectionString, settings);
        _silos.Add((of, silo));
        return silo;
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
        foreach (var (_, silo) in _silos) await silo.DisposeAsync();
        foreach (var other in _others) other.Dispose();
        Log.Dispose();
        await Database.DisposeAsync();
    }

    private EventLog NewLog(Catalogue? catalogue = null, Action<long>? progress = null)
    {
        var log = new EventLog(EventLog.DialectFor(Database.ConnectionString), _vault, _clock, catalogue ?? Catalogue);
        try
        {
            log.Start(progress);
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
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
