using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Federation.Tests.Rig;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Federation.Tests;

/// <summary>The whole product over a database of its own, called over HTTP, in the formation of this run.</summary>
public sealed class Product : IAsyncDisposable
{
    public const string Password = "a-password-of-tests";
    private static readonly Dictionary<string, Lazy<Task<Product>>> Shared = BothDatabases.All
        .Select(row => (string)row[0]).ToDictionary(kind => kind, kind => new Lazy<Task<Product>>(() => Start(kind)));

    private readonly TestDatabase _database;
    private readonly bool _ownsDatabase;
    private readonly Silos _silos;

    /// <summary>The gateways: callers take turns at them.</summary>
    private readonly WebApplicationFactory<Program>[] _hosts;
    private int _callers;

    /// <summary>Who opens accounts for the tests: signed in once, for many open them at the same moment.</summary>
    private Task<Client>? _opener;

    private Product(
        TestDatabase database, bool ownsDatabase, Silos silos, (string, string)[] settings, TimeProvider? clock,
        Action<IWebHostBuilder>? change = null)
    {
        (_database, _ownsDatabase, _silos) = (database, ownsDatabase, silos);
        _hosts = [.. Enumerable.Range(0, Formation.Chosen.Gateways).Select(_ =>
        {
            var host = Gateway(database, [.. Formation.Chosen.OfGateway(), .. settings], clock);
            return change is null ? host : host.WithWebHostBuilder(change);
        })];
    }

    private WebApplicationFactory<Program> First => _hosts[0];

    private static WebApplicationFactory<Program> Gateway(
        TestDatabase database, (string, string)[] settings, TimeProvider? clock) =>
        new WebApplicationFactory<Program>().WithWebHostBuilder(web =>
        {
            web.UseSetting("urls", "http://127.0.0.1:0"); // Several listen at once.
            web.UseSetting("ConnectionStrings:Federation", database.ConnectionString);
            web.UseSetting("Federation:MasterKey", Convert.ToBase64String(new byte[32]));
            web.UseSetting("FEDERATION_SAMPLE_PASSWORD", Password);
            web.UseSetting("Sample", "none");
            web.UseSetting("Federation:SignInsPerMinute", "100000"); // One address signs in for all tests of a run.
            web.UseSetting("Federation:ComplaintsPerMinute", "100000");
            // Tests sign one account in many times over, by one password that all know; SigningIn/ tests the usual.
            web.UseSetting("Federation:SessionsPerAccount", "100000");
            web.UseSetting("Federation:SecondFactor", "optional");
            web.UseSetting("Federation:FirstPasswords", "keep");
            web.UseSetting("Logging:LogLevel:Default", "Error");
            web.ConfigureLogging(logging => logging.AddProvider(new ErrorsSeen()));
            // Thousands of accounts are opened in a run: each password is hashed as an operator's is, in fewer rounds.
            web.ConfigureTestServices(services =>
                services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1_000));
            if (clock is not null) web.ConfigureTestServices(services => services.AddSingleton(clock));
            foreach (var (name, value) in settings) web.UseSetting(name, value);
        });

    public IServiceProvider Services => First.Services;

    /// <summary>Whatever any of its gateways logs from now on is told there, too.</summary>
    public void LogTo(ILoggerProvider listener)
    {
        foreach (var host in _hosts) host.Services.GetRequiredService<ILoggerFactory>().AddProvider(listener);
    }

    /// <summary>One product per database for the tests of a run; a test keeps to ids and towns of its own.</summary>
    public static Task<Product> On(string kind) => Shared[Formation.Chosen.DatabaseFor(kind)].Value;

    /// <summary>A product of a test's own.</summary>
    public static async Task<Product> Start(string kind, params (string Name, string Value)[] settings) =>
        await (await Over(await NewDatabase(kind), ownsDatabase: true, settings)).Ready();

    /// <summary>A product that a test puts something wrong into.</summary>
    public static async Task<Product> Changed(string kind, Action<IWebHostBuilder> change)
    {
        var database = await NewDatabase(kind);
        var silos = await Silos.Start(database, Formation.Chosen.Silos, dashboard: false);
        return await new Product(database, ownsDatabase: true, silos, [], clock: null, change).Ready();
    }

    /// <summary>One whose clock the test moves.</summary>
    public static async Task<Product> StartAt(
        string kind, TimeProvider clock, params (string Name, string Value)[] settings) =>
        await (await Over(await NewDatabase(kind), ownsDatabase: true, settings, clock)).Ready();

    /// <summary>A product that listens on a free port of this machine, for a browser: <see cref="Address"/>.</summary>
    public static async Task<Product> Listening(string kind, params (string Name, string Value)[] settings)
    {
        var product = await Over(await NewDatabase(kind), ownsDatabase: true, settings);
        foreach (var host in product._hosts)
        {
            host.UseKestrel(0);
            host.StartServer();
        }

        return await product.Ready();
    }

    private static Task<TestDatabase> NewDatabase(string kind) =>
        TestDatabases.Create(Formation.Chosen.DatabaseFor(kind));

    private static async Task<Product> Over(
        TestDatabase database, bool ownsDatabase, (string Name, string Value)[] settings, TimeProvider? clock = null) =>
        new(
            database, ownsDatabase,
            await Silos.Start(database, Formation.Chosen.Silos, settings.Contains(("Federation:Dashboard", "true"))),
            settings, clock);

    /// <summary>Where it is reached.</summary>
    public Uri Address => First.ClientOptions.BaseAddress;

    /// <summary>Stops it and starts it again over the same database: nothing but what was stored survives.</summary>
    public async Task<Product> Restart(params (string Name, string Value)[] settings)
    {
        await Stop();
        return await (await Over(_database, _ownsDatabase, settings)).Ready();
    }

    public Client Anonymous() => Of(_hosts[Interlocked.Increment(ref _callers) % _hosts.Length]);

    /// <summary>A caller of the very gateway that <see cref="Services"/> are of.</summary>
    public Client Here() => Of(First);

    private static Client Of(WebApplicationFactory<Program> host) => new(host.CreateClient(
        new() { AllowAutoRedirect = false, BaseAddress = host.ClientOptions.BaseAddress }));

    /// <summary>A client signed in by user name, with the password that tests use for every account.</summary>
    public async Task<Client> SignedIn(string userName = "admin")
    {
        var client = Anonymous();
        var answer = await client.Http.PostAsJsonAsync("/api/v1/session", new { userName, password = Password });
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(body.ToJsonString());
        client.Http.DefaultRequestHeaders.Authorization = new("Bearer", (string)body["token"]!);
        return client;
    }

    /// <summary>Opens an account with one role and signs in with it.</summary>
    public async Task<Client> As(string role, string scope, string? userName = null)
    {
        var admin = await (_opener ??= SignedIn());
        userName ??= $"{role}-{Guid.NewGuid():N}"[..30];
        await admin.Done("/accounts", new { userName, roles = new[] { new { role, scope } }, password = Password });
        return await SignedIn(userName);
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        if (_ownsDatabase) await _database.DisposeAsync();
    }

    private async Task Stop()
    {
        foreach (var host in _hosts) await host.DisposeAsync();
        await _silos.DisposeAsync();
    }

    private async Task<Product> Ready()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(240));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        foreach (var client in _hosts.Select(host => host.CreateClient()).ToArray())
            while (!(await client.GetAsync("/health/ready", limit.Token)).IsSuccessStatusCode)
                await look.WaitForNextTickAsync(limit.Token);
        return this;
    }
}

/// <summary>A caller of the API; paths are below <c>/api/v1</c>.</summary>
public sealed class Client(HttpClient http)
{
    private const int AgainMax = 30;

    public HttpClient Http { get; } = http;

    /// <summary>Sends a command under a fresh key, or the given one.</summary>
    public async Task<Answer> Post(string path, object? body = null, Guid? key = null, string? language = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1" + path);
        request.Headers.Add("Idempotency-Key", (key ?? Guid.NewGuid()).ToString());
        if (language is not null) request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue(language));
        request.Content = JsonContent.Create(body ?? new { });
        return await Answer.Of(await Http.SendAsync(request));
    }

    public async Task<Answer> Get(string path) => await Answer.Of(await Http.GetAsync("/api/v1" + path));

    /// <summary>A command that must be accepted; answers its body. Told to come back later it does, under the same key:
    /// machines that run all tests at once are busy.</summary>
    public async Task<JsonObject> Done(string path, object? body = null)
    {
        var key = Guid.NewGuid();
        var answer = await Post(path, body, key);
        using var later = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var again = 0; answer.Status == 503 && again < AgainMax; again++)
        {
            await later.WaitForNextTickAsync();
            answer = await Post(path, body, key);
        }

        Assert.True(answer.Status is 200 or 201, $"{path} answered {answer.Status}: {answer.Text} {answer.Why}");
        return (JsonObject)answer.Json!;
    }

    /// <summary>A command that must be accepted; answers the id of what it made.</summary>
    public async Task<string> Made(string path, object? body = null) => (string)(await Done(path, body))["id"]!;

    /// <summary>A read that must succeed.</summary>
    public async Task<JsonNode> Read(string path)
    {
        var answer = await Get(path);
        Assert.True(answer.Status == 200, $"{path} answered {answer.Status}: {answer.Text} {answer.Why}");
        return answer.Json!;
    }
}

/// <summary>An answer: its status, its exact bytes as text, and the JSON in it.</summary>
public sealed record Answer(int Status, string Text, HttpResponseMessage Message)
{
    public JsonNode? Json => Text.StartsWith('{') || Text.StartsWith('[') ? JsonNode.Parse(Text) : null;

    /// <summary>What the product logged, where it answered that it failed.</summary>
    public string Why => Status >= 500 ? ErrorsSeen.Text : "";

    /// <summary>The problem's stable code.</summary>
    public string? Code => (string?)Json?["code"];

    public static async Task<Answer> Of(HttpResponseMessage message) =>
        new((int)message.StatusCode, await message.Content.ReadAsStringAsync(), message);
}
