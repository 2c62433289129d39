using System.Diagnostics.Metrics;
using System.Net.Http.Json;
using Federation.Api.Hosting;
using Federation.Log;
using Federation.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.Http;

/// <summary>Behind a proxy the gateway counts and answers the caller, not the proxy, and believes nobody
/// else.</summary>
public class ProxyTests
{
    private static readonly (string, string) TwoSignIns = ("Federation:SignInsPerMinute", "2");

    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Fact]
    public async Task A_trusted_proxy_passes_on_the_callers_address_and_that_it_came_by_TLS()
    {
        await using var product = await Product.Listening(
            BothDatabases.Sqlite, TwoSignIns, ("Federation:TrustedProxies", "127.0.0.0/8, ::1"));
        using var http = new HttpClient { BaseAddress = product.Address };

        foreach (var status in new[] { 401, 401, 429 }) Assert.Equal(status, await SignIn(http, "203.0.113.7"));
        Assert.Equal(401, await SignIn(http, "203.0.113.8"));
        // What a caller put before the proxy's own word is not believed.
        Assert.Equal(429, await SignIn(http, "203.0.113.99, 203.0.113.7"));
        Assert.Contains("secure", await Cookie(http));
    }

    [Fact]
    public async Task A_stranger_cannot_choose_the_address_that_limits_count()
    {
        await using var product = await Product.Listening(BothDatabases.Sqlite, TwoSignIns);
        using var http = new HttpClient { BaseAddress = product.Address };

        Assert.Equal(401, await SignIn(http, "203.0.113.7"));
        Assert.Equal(401, await SignIn(http, "203.0.113.8"));
        Assert.Equal(429, await SignIn(http, "203.0.113.9"));
        Assert.DoesNotContain("secure", await Cookie(http));
    }

    [Fact]
    public void What_is_no_address_is_told_by_name()
    {
        Assert.Equal(["10.0.0.0/8", "192.0.2.1/32", "fd00::1/128"],
            Proxies.Of("10.0.0.0/8, 192.0.2.1 fd00::1").Select(network => network.ToString()));
        Assert.Empty(Proxies.Of(null));
        var wrong = Assert.Throws<InvalidOperationException>(() => Proxies.Of("10.0.0.0/8,proxy"));
        Assert.Contains("'proxy'", wrong.Message);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task How_the_database_stands_is_measured(string kind)
    {
        await using var product = await Product.Start(kind);
        var log = product.Services.GetRequiredService<EventLog>();
        var before = Measured(log);
        Assert.Equal(log.StoredPosition(), before["federation.log.position"]);
        Assert.Equal((0L, 0L), (before["federation.parked"], before["federation.due.overdue"]));

        // A command that nobody can carry out: it is late, tried, and parked.
        var late = Micros.Of(log.Clock.GetUtcNow() - TimeSpan.FromMinutes(5));
        await log.Write(
            Rowset.Put(log.ProcessPositions, "a-process-of-an-earlier-version.v0", 0L),
            Rowset.Put(log.Due, "due-of-the-test", late, "request/x", "no.such-command", "{}"),
            Rowset.Put(log.Parked, "of-the-test.v1", 1L, "key", "A fault of the test.", late));

        var after = Measured(log);
        Assert.InRange(after["federation.due.overdue"], 300, 900);
        Assert.InRange(after["federation.parked"], 1, 2);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (Measured(log)["federation.processes.behind"] > 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static Dictionary<string, long> Measured(EventLog log)
    {
        var measured = new Dictionary<string, long>();
        using var vitals = new VitalsMeter(log);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == VitalsMeter.Name) l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => measured[instrument.Name] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return measured;
    }

    private static async Task<int> SignIn(HttpClient http, string forwardedFor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/session")
        {
            Content = JsonContent.Create(new { userName = "nobody-of-the-test", password = Product.Password }),
        };
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    /// <summary>The cookie of the language, which any page sets.</summary>
    private static async Task<string> Cookie(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in?lang=en");
        request.Headers.Add("X-Forwarded-For", "203.0.113.10");
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var answer = await http.SendAsync(request);
        return string.Join(';', answer.Headers.GetValues("Set-Cookie")).ToLowerInvariant();
    }
}
