using Federation.Tests.Rig;
using Npgsql;

namespace Federation.Tests.Faults;

/// <summary>A place for one process of a deployment: whichever runs there now. It is started, killed, frozen and
/// started again while others go on asking for it.</summary>
public sealed class Seat(string name, Func<Task<ProductProcess>> start) : IAsyncDisposable
{
    private readonly List<ProductProcess> _gone = [];
    private volatile ProductProcess? _process;

    public string Name => name;

    /// <summary>The process here, or null while there is none that is ready.</summary>
    public ProductProcess? Process => _process;

    /// <summary>The process here, which must be there.</summary>
    public ProductProcess Running => _process ?? throw new InvalidOperationException($"{name} is down.");

    /// <summary>The slowest of its starts.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>Whether any process that ever ran here logged an error.</summary>
    public bool Complained => _gone.Concat(_process is { } now ? [now] : []).Any(p => p.Complained);

    public string Said => string.Join('\n', _gone.Concat(_process is { } now ? [now] : []).Select(p => p.Said));

    public async Task Start()
    {
        if (_process is not null) throw new InvalidOperationException($"{name} runs already.");
        var process = await start();
        if (process.ReadyAfter > ReadyAfter) ReadyAfter = process.ReadyAfter;
        _process = process;
    }

    /// <summary>SIGKILL.</summary>
    public async Task Kill()
    {
        var process = Running;
        await process.Kill();
        Leave(process);
    }

    /// <summary>As an operator stops it; it must end in good order.</summary>
    public async Task Stop()
    {
        var process = Running;
        await process.Stop();
        Leave(process);
    }

    /// <summary>SIGSTOP: it is there and answers nobody.</summary>
    public void Freeze() => Running.Freeze();

    public void Thaw() => Running.Thaw();

    /// <summary>It ends by itself, and is started again.</summary>
    public async Task StartAfterItsEnd(TimeSpan within)
    {
        var process = Running;
        await process.Ended(within);
        Leave(process);
        await Start();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process) Leave(process);
        foreach (var gone in _gone) await gone.DisposeAsync();
    }

    /// <summary>Kept until the end: clients may still be waiting for its answer.</summary>
    private void Leave(ProductProcess process)
    {
        _process = null;
        _gone.Add(process);
    }
}

/// <summary>Some gateways over one PostgreSQL database: beside silos, or without and holding the grains themselves.</summary>
public sealed class Deployment : IAsyncDisposable
{
    private const int StartsMax = 3;

    private Deployment(TestDatabase database, Seat[] gateways, Seat[] silos) =>
        (Database, Gateways, Silos) = (database, gateways, silos);

    public TestDatabase Database { get; }

    public IReadOnlyList<Seat> Gateways { get; }

    /// <summary>None where the gateways hold the grains.</summary>
    public IReadOnlyList<Seat> Silos { get; }

    /// <summary>Those that hold the grains.</summary>
    public IReadOnlyList<Seat> Holders => Silos.Count > 0 ? Silos : Gateways;

    public IEnumerable<Seat> All => Silos.Concat(Gateways);

    /// <summary>A deployment that has been started, all its processes at once.</summary>
    public static async Task<Deployment> Of(TestDatabase database, int gateways, int silos = 0)
    {
        var deployment = new Deployment(
            database,
            [.. Seats("gateway", gateways, () => Supervised(async () => await StartGateway(database, silos > 0)))],
            [.. Seats("silo", silos, () => Supervised(() => StartSilo(database)))]);
        await deployment.Start();
        return deployment;
    }

    public Gateway AnyGateway() => (Gateway)Gateways.First(s => s.Process is not null).Running;

    public Gateway[] RunningGateways() => [.. Gateways.Select(s => s.Process).OfType<Gateway>()];

    /// <summary>Starts whatever is down, all at once.</summary>
    /// <param name="gateways">No more than so many of them.</param>
    public Task Start(int gateways = int.MaxValue) => Task.WhenAll(
        Silos.Concat(Gateways.Take(gateways)).Where(s => s.Process is null).Select(s => s.Start()));

    /// <summary>SIGTERM to all, the gateways first, so that nothing is asked of silos that have gone.</summary>
    public async Task Stop()
    {
        await Task.WhenAll(Gateways.Where(s => s.Process is not null).Select(s => s.Stop()));
        await Task.WhenAll(Silos.Where(s => s.Process is not null).Select(s => s.Stop()));
    }

    /// <summary>Who holds the Reactor's lease.</summary>
    public async Task<Seat?> LeaseHolder()
    {
        await using var connection = await Database.Connect();
        await using var command = new NpgsqlCommand("select holder from leases where name = 'reactor'", connection);
        var holder = (string?)await command.ExecuteScalarAsync();
        return holder is null ? null : All.FirstOrDefault(s => holder.Contains($"/{s.Process?.Id}/"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var seat in All) await seat.DisposeAsync();
    }

    private static IEnumerable<Seat> Seats(string what, int count, Func<Task<ProductProcess>> start) =>
        Enumerable.Range(1, count).Select(i => new Seat($"{what} {i}", start));

    /// <summary>Started again when it ends before it is ready, as its supervisor does: where processor time is short,
    /// the others may take a starting silo for dead.</summary>
    private static async Task<ProductProcess> Supervised(Func<Task<ProductProcess>> start)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await start();
            }
            catch (InvalidOperationException) when (attempt < StartsMax)
            {
                // The last one's words are in the message that ends this.
            }
        }
    }

    private static Task<Gateway> StartGateway(TestDatabase database, bool asksSilos) =>
        Gateway.Start(database, asksSilos ? [("Federation__Cluster", "client")] : [("Federation__Cluster", "join"), .. Ports]);

    private static Task<ProductProcess> StartSilo(TestDatabase database) => ProductProcess.Start(
        "Federation.Silo", ["serve"],
        [
            ("ConnectionStrings__Federation", database.ConnectionString), ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
            .. Ports, ("Federation__GatewayPort", $"{PostgresServer.FreePort()}"),
        ]);

    private static (string, string)[] Ports =>
        [("Federation__AdvertisedAddress", "127.0.0.1"), ("Federation__SiloPort", $"{PostgresServer.FreePort()}")];
}
