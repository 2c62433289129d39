using System.Collections.Concurrent;
using System.Text;
using Federation.Tests.Rig;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Federation.Tests.Faults;

/// <summary>What a gateway tells its operator: traces and metrics reach a collector, and neither they nor the log hold
/// what people typed.</summary>
[Collection(LongestFirst.Processes)]
public sealed class TelemetryTests
{
    private const string Phone = "13899990001", Person = "林巧巧", Note = "家里有事要请假", Secret = "wrong-but-private";
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_collector_receives_traces_and_metrics_and_nobodys_data_leaves_by_them_or_the_log()
    {
        await using var collector = await Collector.Listen();
        await using var database = await TestDatabases.Create(BothDatabases.Sqlite);
        await using var gateway = await Gateway.Start(
            database, ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("Logging__LogLevel__Default", "Information"));

        await WorkWithPersonalData(gateway);
        gateway.AskToStop(); // What is still in its queues is sent before it ends.
        Assert.Equal(0, await gateway.Ended(Grace));

        var (traces, metrics) = (collector.Received("traces"), collector.Received("metrics"));
        string[] spans =
            ["POST /api/v1/organisations", "http.response.status_code", "command", "organisation/told", "append"];
        foreach (var span in spans) Assert.Contains(span, traces);
        foreach (var metric in new[] { "federation.commands", "federation.log.commit", "federation.log.batch_members" })
            Assert.Contains(metric, metrics);
        foreach (var personal in new[] { Phone, Person, Note, Secret, Product.Password })
        {
            Assert.DoesNotContain(personal, traces);
            Assert.DoesNotContain(personal, metrics);
            Assert.DoesNotContain(personal, gateway.Said);
        }
    }

    /// <summary>Names, phones and words: accepted, refused as malformed, refused by a rule, mistyped.</summary>
    private static async Task WorkWithPersonalData(Gateway gateway)
    {
        const string town = "440605121";
        var admin = gateway.As(await gateway.SignIn("admin"));
        await admin.Done($"/regions/{town}/adoption");
        var body = new
        {
            id = "told", name = "某街坊会", kind = "neighbourhood-association", villageCode = town + "001",
            legalStatus = "filed", specialities = Array.Empty<string>(), contact = new { name = Person, phone = Phone },
        };
        await admin.Done("/organisations", body);
        var leader = new { organisationId = "told", name = Person, phone = Phone, roles = new[] { "leader" } };
        await admin.Done("/people", leader);
        Assert.Equal(400, (await admin.Post("/organisations", new { body.name, contact = Phone, note = Note })).Status);
        Assert.Equal(409, (await admin.Post("/organisations", body with { villageCode = town + "003" })).Status);
        Assert.Equal(200, (await admin.Get($"/organisations?q={Phone}")).Status);
        Assert.Equal(404, (await admin.Get($"/organisations/{Phone}")).Status);
        Assert.Equal(401, (await admin.Post("/session", new { userName = Person, password = Secret })).Status);
    }

    /// <summary>The least of a collector: it takes what is sent by OTLP over HTTP and keeps the bytes.</summary>
    private sealed class Collector(WebApplication app) : IAsyncDisposable
    {
        private readonly ConcurrentQueue<(string Kind, byte[] Bytes)> _received = [];

        public string Address => app.Urls.Single();

        public static async Task<Collector> Listen()
        {
            var builder = WebApplication.CreateBuilder();
            builder.Logging.ClearProviders();
            var app = builder.Build();
            app.Urls.Add("http://127.0.0.1:0");
            var collector = new Collector(app);
            app.MapPost("/v1/{kind}", async (string kind, HttpRequest request) =>
            {
                using var bytes = new MemoryStream();
                await request.Body.CopyToAsync(bytes);
                collector._received.Enqueue((kind, bytes.ToArray()));
                return Results.Ok();
            });
            await app.StartAsync();
            return collector;
        }

        /// <summary>Texts stand in the messages as plain UTF-8.</summary>
        public string Received(string kind) => string.Concat(
            _received.Where(one => one.Kind == kind).Select(one => Encoding.UTF8.GetString(one.Bytes)));

        public async ValueTask DisposeAsync() => await app.DisposeAsync();
    }
}
