using System.Collections.Concurrent;
using Federation.Tests.Rig;
using Npgsql;

namespace Federation.Tests.Faults;

/// <summary>A place for one process of a deployment: whichever runs there now. It is started, killed, frozen and
/// started again while others go on asking for it; when it ends by itself, its supervisor starts it again, as the units
/// and manifests do.</summary>
public sealed class Seat(string name, Func<Task<ProductProcess>> start) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90), Look = TimeSpan.FromMilliseconds(50);
    private readonly ConcurrentQueue<ProductProcess> _gone = [];
    private ProductProcess? _process;
    private Task _supervised = Task.CompletedTask;

    public string Name => name;

    /// <summary>The process here, or null while there is none that is ready.</summary>
    public ProductProcess? Process => Volatile.Read(ref _process);

    /// <summary>The process here, which must be there.</summary>
    public ProductProcess Running => Process ?? throw new InvalidOperationException($"{name} is down.");

    /// <summary>The slowest of its starts.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>How often its process ended without having been asked to.</summary>
    public int EndedByItself { get; private set; }

    /// <summary>Whether any process that ever ran here logged an error.</summary>
    public bool Complained => Ever.Any(p => p.Complained);

    public string Said => string.Join('\n', Ever.Select(p => p.Said));

    private IEnumerable<ProductProcess> Ever => Process is { } now ? _gone.Append(now) : _gone;

    public async Task Start()
    {
        if (Process is not null) throw new InvalidOperationException($"{name} runs already.");
        var process = await start();
        if (process.ReadyAfter > ReadyAfter) ReadyAfter = process.ReadyAfter;
        Volatile.Write(ref _process, process);
        _supervised = Supervise(process);
    }

    /// <summary>SIGKILL.</summary>
    public async Task Kill() => await (await Taken()).Kill();

    /// <summary>As an operator stops it; it must end in good order.</summary>
    public async Task Stop() => await (await Taken()).Stop();

    /// <summary>SIGSTOP: it is there and answers nobody.</summary>
    public void Freeze() => Running.Freeze();

    public void Thaw() => Running.Thaw();

    /// <summary>It ends by itself, and has been started again.</summary>
    /// <param name="times">How often it had ended so before.</param>
    public async Task ReturnsAfterItsEnd(int times)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var look = new PeriodicTimer(Look);
        while (EndedByItself == times || Process is null) await look.WaitForNextTickAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _process, null) is { } process) _gone.Enqueue(process);
        foreach (var gone in _gone) await gone.DisposeAsync();
        await _supervised.WaitAsync(Limit);
        foreach (var gone in _gone) await gone.DisposeAsync();
    }

    /// <summary>The process, which from now on is nobody's: its end is wanted. Kept until the end of the test: clients
    /// may still be waiting for its answer.</summary>
    private async Task<ProductProcess> Taken()
    {
        using var limit = new CancellationTokenSource(Limit);
        using var look = new PeriodicTimer(Look);
        ProductProcess? process;
        while ((process = Interlocked.Exchange(ref _process, null)) is null)
            await look.WaitForNextTickAsync(limit.Token);
        _gone.Enqueue(process);
        return process;
    }

    private async Task Supervise(ProductProcess process)
    {
        await process.End;
        if (Interlocked.CompareExchange(ref _process, null, process) != process) return;
        _gone.Enqueue(process);
        EndedByItself++;
        await Start();
    }
}

/// <summary>Some gateways over one PostgreSQL database: beside silos, or without and holding the grains
/// themselves.</summary>
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
        Gateway.Start(
            database, asksSilos ? [("Federation__Cluster", "client")] : [("Federation__Cluster", "join"), .. Ports]);

    private static Task<ProductProcess> StartSilo(TestDatabase database) => ProductProcess.Start(
        "Federation.Silo", ["serve"],
        [
            ("ConnectionStrings__Federation", database.ConnectionString), ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
            .. Ports, ("Federation__GatewayPort", $"{PostgresServer.FreePort()}"),
        ]);

    private static (string, string)[] Ports =>
        [("Federation__AdvertisedAddress", "127.0.0.1"), ("Federation__SiloPort", $"{PostgresServer.FreePort()}")];
}
