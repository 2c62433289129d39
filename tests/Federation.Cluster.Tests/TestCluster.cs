using Federation.Grains;
using Federation.Grains.Engine;
using Federation.Log;
using Federation.Tests.Rig;
using Orleans.TestingHost;
using EventLog = Federation.Log.EventLog;

namespace Federation.Cluster.Tests;

/// <summary>Two silos and a client in this process, over a PostgreSQL database of their own; each node has its own
/// log.</summary>
public sealed class TestCluster : IAsyncLifetime
{
    private readonly List<EventLog> _logs = [];
    private TestDatabase _database = null!;

    public string Connection => _database.ConnectionString;

    /// <summary>The test's own log over the database: reads what the silos wrote, and can play a second
    /// owner.</summary>
    public EventLog Log { get; private set; } = null!;

    public InProcessTestCluster Silos { get; private set; } = null!;

    /// <summary>The engine as a gateway sees it.</summary>
    public IGrains Grains { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabases.Create(BothDatabases.PostgreSql);
        await ClusterTables.Make(_database.ConnectionString);
        Log = Open();
        var settings = new NodeSettings(_database.ConnectionString, Part.Join, Traced: true);
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) => silo.AddGrains(settings, Open()));
        builder.ConfigureClient(client => client.AddCalls(settings, Log));
        Silos = builder.Build();
        await Silos.DeployAsync();
        Grains = new NodeGrains(Log.Catalogue, () => Silos.Client, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        await Silos.DisposeAsync();
        foreach (var log in _logs) log.Dispose();
        await _database.DisposeAsync();
    }

    private EventLog Open()
    {
        var log = new EventLog(
            EventLog.DialectFor(_database.ConnectionString), new(new byte[32]), TimeProvider.System);
        log.Start();
        _logs.Add(log);
        return log;
    }
}
