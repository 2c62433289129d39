using Federation.Grains.Engine;
using Orleans.Dashboard;
using Orleans.Hosting;

namespace Federation.Api.Hosting;

/// <summary>Orleans' dashboard, for platform administrators where <c>Federation__Dashboard</c> is <c>true</c>: how many
/// grains of each kind live on which silo, how often they are asked, how long that takes.</summary>
/// <remarks>It counts and names kinds, never a grain: no id, no state, nothing that somebody typed. Its pages are
/// served from here, its numbers come from grains of its own on the silos.</remarks>
internal static class Dashboard
{
    public static readonly NavLink Link =
        new("grains", new("系统内部：各类 grain", "Inside the system: grains"), At + "/#/grains");

    private const string At = "/admin/grains";

    private static readonly string[] Files =
        ["", "/index.html", "/index.min.js", "/index.css", "/favicon.ico", "/fonts/{**path}", "/img/{**path}"];

    private static readonly string[] Numbers =
    [
        "/version", "/DashboardCounters", "/ClusterStats", "/TopGrainMethods", "/GrainTypes",
        "/GrainStats/{*grainName}", "/HistoricalStats/{*path}", "/SiloProperties/{*address}",
        "/SiloMetadata/{*address}", "/SiloStats/{*address}", "/SiloCounters/{*address}", "/LifecycleStages",
        "/Reminders", "/Reminders/{page:int}",
        "/Trace", // The log: says that it is switched off.
    ];

    /// <summary>An address that another version of the package adds has no row, and the gateway does not
    /// start.</summary>
    public static readonly RoleRow[] Roles =
    [
        .. Files.Concat(Numbers).Select(path => new RoleRow("GET", At + path, Who.Administrator)),
        new("GET", At + "/GrainState", Who.Nobody), // What a grain holds is nobody's business here.
    ];

    private static readonly Problem Away = new(
        503, "grains-away", "暂时看不到：silo 没有应答，或没有设置 Federation__Dashboard=true。请稍后再看。",
        "Nothing to be seen now: the silo does not answer, or lacks Federation__Dashboard=true. Look again shortly.");

    public static bool IsOn(IServiceProvider services) => services.GetRequiredService<NodeSettings>().Dashboard;

    public static void AddDashboard(this WebApplicationBuilder builder)
    {
        new Asker(builder.Services, builder.Configuration).AddDashboard(options => options.HideTrace = true);
        builder.Services.AddTransient(services => services.GetRequiredService<Node>().Grains
            ?? throw new InvalidOperationException("No silo is there yet."));
    }

    public static void MapDashboard(this WebApplication app)
    {
        var node = app.Services.GetRequiredService<Node>();
        IEndpointConventionBuilder pages = app.MapOrleansDashboard(At).ExcludeFromDescription();
        pages.Add(endpoint =>
        {
            var answer = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = http => node.Grains is null ? TellAway(http) : Answer(http, answer);
        });
    }

    /// <summary>An open page asks every second, also for a silo that has left: no failure of ours.</summary>
    private static async Task Answer(HttpContext http, RequestDelegate answer)
    {
        try
        {
            await answer(http);
        }
        catch (Exception lost) when (lost is not (OutOfMemoryException or BadHttpRequestException)
            && !http.Response.HasStarted)
        {
            http.RequestServices.GetRequiredService<ILogger<Node>>().LogInformation(
                "看板没有得到应答 The dashboard got no answer: {Fault}", lost.GetType().Name);
            await TellAway(http);
        }
    }

    private static Task TellAway(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "1";
        return Away.For(http).ExecuteAsync(http);
    }

    /// <summary>The package adds what its pages need to a client's services, and these are the gateway's: its own part
    /// in the cluster is a host of its own.</summary>
    private sealed record Asker(IServiceCollection Services, IConfiguration Configuration) : IClientBuilder;
}
