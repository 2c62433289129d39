using Federation.Log.Places;
using MediatR;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Identity;

namespace Federation.Api.Hosting;

/// <summary>Where everything is put together: the log, the engine, the front door, signing in.</summary>
public static class Composition
{
    private const string UsualAddress = "http://localhost:5080";

    public static void AddFederation(this WebApplicationBuilder builder)
    {
        // Any of the usual ways to give addresses wins; without one there is a place to look.
        if (string.IsNullOrEmpty(builder.Configuration["urls"])) builder.WebHost.UseUrls(UsualAddress);
        var settings = Settings.Of(builder.Configuration, builder.Environment.ContentRootPath);
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(Country.Open());
        services.AddSingleton(provider => StartLog(
            settings, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<EventLog>>()));
        builder.AddEngine(settings);
        services.AddHostedService<HeadService>();
        services.AddHostedService<StorageService>();
        services.AddHostedService<RowsService>();
        services.AddSingleton<Retention>();
        services.AddHostedService(provider => provider.GetRequiredService<Retention>());
        services.AddSingleton<BodiesHeld>();
        services.AddSingleton<Turns>();
        services.AddSingleton<Imports>();
        services.AddSingleton<Callers>();
        services.AddSingleton<Changes.Nudges>();
        services.AddSingleton(_ => new Changes.Listeners(Changes.Listeners.MaxOf(builder.Configuration)));
        services.AddSingleton<Counting.CoverageCache>();
        services.AddSingleton<Sample.Loopback>();
        services.AddSingleton<Sample.SampleLoader>();
        services.AddHostedService<FirstKey>(); // Before the framework's own service makes a key at its start.
        services.AddDataProtection().SetApplicationName("Federation");
        services.AddOptions<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>()
            .Configure<EventLog>((options, log) => options.XmlRepository = new KeysInDatabase(log));
        AddSigningIn(services);
        AddFrontDoor(services);
    }

    private static void AddSigningIn(IServiceCollection services)
    {
        services.AddSingleton<SigningIn.SignInPolicy>();
        services.AddSingleton<SigningIn.LiveSessions>();
        services.AddSingleton<SigningIn.SecondFactors>();
        services.AddSingleton<SigningIn.Tickets>();
        services.AddSingleton<SigningIn.Tries>();
        services.AddSingleton<SigningIn.KnownPlaces>();
        services.AddSingleton<IPasswordHasher<string>, PasswordHasher<string>>();
        services.AddSingleton<Accounts.SignIn>();
        services.AddSingleton<SigningIn.Invitations>();
    }

    /// <summary>MediatR by hand: its own registration package is one more dependency for five lines.</summary>
    private static void AddFrontDoor(IServiceCollection services)
    {
        services.AddTransient<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddTransient<IMediator, Mediator>();
        services.AddTransient<IRequestHandler<Ask, Outcome>, AskHandler>();
        services.AddTransient<IPipelineBehavior<Ask, Outcome>, AskBounded>();
        services.AddTransient<IPipelineBehavior<Ask, Outcome>, AskTraced>();
    }

    private static EventLog StartLog(Settings settings, TimeProvider clock, ILogger<EventLog> logger)
    {
        var vault = Vault.Open(
            settings.MasterKey, settings.KeyFile, () => EventLog.HasData(settings.Connection));
        var log = new EventLog(EventLog.DialectFor(settings.Connection), vault, clock);
        if (log.Dialect.File is null) log.Books.File = settings.BooksFile;
        try
        {
            log.Start(at => RowsService.Tell(logger, at));
            return log;
        }
        catch
        {
            log.Dispose(); // It holds the file's lock.
            throw;
        }
    }

    /// <summary>Opens the log before anything else begins; why not, in one line of each language, where it cannot be.
    /// </summary>
    public static string? WhyNotOpen(this IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<EventLog>();
            return null;
        }
        catch (Exception refused) when (refused is StartRefusedException or SchemaException
            or System.Data.Common.DbException)
        {
            return refused.Message;
        }
    }
}

/// <summary>What an operator sets, and where the defaults are.</summary>
/// <param name="Connection"><c>ConnectionStrings__Federation</c>: <c>Data Source=…</c> or <c>Host=…</c>.</param>
/// <param name="KeyFile">The master key's file, when <c>Federation__MasterKey</c> does not give the key itself.</param>
/// <param name="BooksFile">Where a node keeps its counts beside a database server.</param>
/// <param name="Sample"><c>jiujiang</c>, <c>none</c>, or null: the sample on an empty default SQLite file.</param>
public sealed record Settings(
    string Connection, string? MasterKey, string KeyFile, string BooksFile, string? Sample, string? Password,
    bool DefaultFile)
{
    public bool LoadsSample => Sample == "jiujiang" || (Sample is null && DefaultFile);

    public static Settings Of(IConfiguration configuration, string contentRoot)
    {
        var given = configuration.GetConnectionString("Federation");
        var data = configuration["Federation:Data"] ?? Path.Combine(contentRoot, "data");
        return new(
            given ?? $"Data Source={Path.Combine(data, "federation.db")}",
            configuration["Federation:MasterKey"],
            configuration["Federation:MasterKeyFile"] ?? Path.Combine(data, "federation.key"),
            Path.Combine(data, "federation.books"),
            configuration["Sample"]?.ToLowerInvariant(),
            configuration["FEDERATION_SAMPLE_PASSWORD"],
            given is null);
    }
}

/// <summary>Learns of positions that other nodes commit.</summary>
internal sealed class HeadService(EventLog log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stopping) => log.Follow(stopping);
}

/// <summary>Finds out when a storage that failed works again; each change of its state is one line of the log, however
/// many requests meet it.</summary>
internal sealed class StorageService(EventLog log, ILogger<Storage> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stopping) => log.Storage.Watch(log, Tell, stopping);

    private void Tell(StorageFault? fault)
    {
        if (fault is null) logger.LogWarning("存储恢复正常 The storage works again");
        else logger.LogCritical("{Code}: {Zh} {En}", fault.Code, fault.Zh, fault.En);
    }
}

/// <summary>After a rolling upgrade: makes anew what an older version wrote meanwhile, once none is
/// connected.</summary>
internal sealed class RowsService(EventLog log, TimeProvider clock, ILogger<EventLog> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <summary>Progress of making rows anew, at a start or later.</summary>
    public static void Tell(ILogger logger, long position) =>
        logger.LogWarning("升级：正在重建数据行 Upgrade: making rows anew, event {Position}", position);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        if (log.Dialect.Exclusive) return; // Whoever wrote before has ended, and the start has looked.
        using var timer = new PeriodicTimer(Every, clock);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stopping);
                await log.PutRowsRight(at => Tell(logger, at));
            }
            catch (Exception fault) when (fault is System.Data.Common.DbException or IOException or TimeoutException)
            {
                logger.LogWarning("数据库暂时不可用 The database does not answer: {Fault}", fault.GetType().Name);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}

/// <summary>The key of cookies and forms is made by one gateway: two that start at once over an empty database would
/// each make its own, and not know the other's for a day.</summary>
internal sealed class FirstKey(EventLog log, IDataProtectionProvider protection) : IHostedService
{
    public Task StartAsync(CancellationToken cancel)
    {
        using var alone = log.Dialect.Exclusively("data-protection key");
        protection.CreateProtector("first").Protect([]);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;
}

/// <summary>Keys of cookies and forms lie in the database, so that any gateway answers any page.</summary>
internal sealed class KeysInDatabase(EventLog log) : IXmlRepository
{
    public IReadOnlyCollection<System.Xml.Linq.XElement> GetAllElements() => log.Rows.All(
        "select xml from data_protection_keys order by name",
        r => System.Xml.Linq.XElement.Parse(log.Vault.Disclose(Vault.DataProtection, r.GetString(0))));

    public void StoreElement(System.Xml.Linq.XElement element, string friendlyName) =>
        log.Write(Rowset.Put(
            log.DataProtection, friendlyName, log.Vault.Close(Vault.DataProtection, element.ToString())))
            .GetAwaiter().GetResult();
}
