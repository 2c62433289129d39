using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using Federation.Api.Http;
using Federation.Tests.Faults;
using Federation.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.Bounds;

/// <summary>Bodies end at their route's bound, whether or not they say how long they are.</summary>
public class BodyBoundTests
{
    private const int ComplaintMax = Federation.Api.Complaints.Complaints.BytesMax;
    private const string Json = "application/json", Form = "application/x-www-form-urlencoded";

    public static TheoryData<string, string, int> Routes => new()
    {
        { "/api/v1/session", Json, Bodies.SmallMax },
        { "/sign-in", Form, Bodies.SmallMax },
        { "/api/v1/complaints", Json, ComplaintMax },
        { "/complaints/new", Form, ComplaintMax },
        { "/api/v1/complaints/status", Json, Bodies.SmallMax },
    };

    [Theory, MemberData(nameof(Routes))]
    public async Task A_body_is_read_to_its_routes_bound_and_no_further(string path, string type, int max)
    {
        await using var product = await Product.Listening(BothDatabases.Sqlite);

        using var chunked = OpenRequest.Chunked(product.Address, path, type);
        chunked.Send(new byte[max + 1]);
        using var said = OpenRequest.OfLength(product.Address, path, type, max + 1);

        // Neither body has ended: whoever waited for that would not answer.
        Assert.Contains(" 413 ", await chunked.Answer);
        Assert.Contains(" 413 ", await said.Answer);
        Assert.Equal(0, product.Services.GetRequiredService<BodiesHeld>().Anonymous.Held);
    }

    [Fact]
    public async Task Commands_end_at_their_bound_and_a_file_has_its_own()
    {
        await using var product = await Product.Listening(BothDatabases.Sqlite);
        var admin = await product.SignedIn();
        var token = $"Authorization: {admin.Http.DefaultRequestHeaders.Authorization}\r\n";

        foreach (var path in new[] { "/api/v1/accounts", "/api/v1/alliances", "/api/v1/requests" })
        {
            using var command = OpenRequest.Chunked(product.Address, path, Json, token);
            command.Send(new byte[Bodies.BytesMax + 1], last: true); // Whoever took it all would answer, too.
            Assert.Contains(" 413 ", await command.Answer);
        }

        using var file = new ByteArrayContent([.. "%PDF"u8, .. new byte[2 * Bodies.BytesMax]]);
        file.Headers.ContentType = new("application/pdf");
        using var sent = new HttpRequestMessage(HttpMethod.Post, "/api/v1/attachments") { Content = file };
        sent.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        Assert.Equal(201, (int)(await admin.Http.SendAsync(sent)).StatusCode);
    }

    [Fact]
    public async Task Bodies_beyond_what_the_process_may_hold_are_told_to_come_again()
    {
        await using var product = await Product.Start(BothDatabases.Sqlite);
        var held = product.Services.GetRequiredService<BodiesHeld>();
        var admin = await product.SignedIn();
        Assert.True(held.Anonymous.Take(Bodies.AnonymousHeldMax));
        var body = new { userName = "admin", password = Product.Password };

        using var refused = await product.Here().Http.PostAsJsonAsync("/api/v1/session", body);
        Assert.Equal((503, 1), ((int)refused.StatusCode, refused.Headers.RetryAfter?.Delta?.Seconds ?? 0));
        // Who is signed in has room of their own.
        await admin.Made("/accounts", new { userName = "room", roles = Array.Empty<object>() });

        held.Anonymous.Give(Bodies.AnonymousHeldMax);
        using var served = await product.Here().Http.PostAsJsonAsync("/api/v1/session", body);
        Assert.Equal(200, (int)served.StatusCode);
        Assert.Equal((0, 0), (held.Anonymous.Held, held.SignedIn.Held));
    }

    [Fact]
    public async Task The_longest_complaint_that_may_be_written_is_taken_as_json_and_as_a_form()
    {
        var registry = await Registry.Registry.On(BothDatabases.Sqlite);
        var text = new string('诉', Post.TextMax);
        var sent = await registry.Product.Anonymous().Post(
            "/complaints", new { allianceId = registry.Alliance, about = "other", text });
        Assert.Equal(201, sent.Status);

        var browser = new PageClient(registry.Product.Anonymous().Http);
        var form = (await browser.Get("/complaints/new")).Form("/complaints/new");
        var page = await browser.Send(
            form.Fill("text", text).Fill("about", "other").Fill("allianceId", registry.Alliance));
        Assert.True(page.Status == 200 && page.Text.Contains("查询码"), page.Text);
    }
}

/// <summary>What strangers send is not held in memory.</summary>
[Collection(LongestFirst.Processes)]
public sealed class BodyMemoryTests
{
    private const int Connections = 60, Chunk = 64 * 1024;
    private const long BodyBytes = 10L * 1024 * 1024, GrowthMax = 200L * 1024 * 1024;

    [Fact]
    public async Task Sixty_chunked_bodies_of_a_stranger_held_open_take_no_memory()
    {
        await using var database = await TestDatabases.Create(BothDatabases.Sqlite);
        await using var gateway = await Gateway.Start(database);
        using var process = Process.GetProcessById(gateway.Id);
        await Entering(gateway);
        process.Refresh();
        var before = process.WorkingSet64;

        var open = Enumerable.Range(0, Connections).Select(_ => OpenRequest.Chunked(
            gateway.Http.BaseAddress!, "/api/v1/session", "application/json")).ToArray();
        await Task.WhenAll(open.Select(one => Task.Run(() =>
        {
            for (var sent = 0L; sent < BodyBytes && one.Send(new byte[Chunk]); sent += Chunk)
                if (one.Answer.IsCompleted) break;
        })));
        process.Refresh();
        var grown = process.WorkingSet64 - before;

        Assert.True(grown < GrowthMax, $"{Connections} bodies held open take {grown / 1024 / 1024} MiB.");
        await Entering(gateway); // And others are served meanwhile.
        foreach (var one in open) one.Dispose();
    }

    private static async Task Entering(Gateway gateway)
    {
        var body = Encoding.UTF8.GetBytes("{\"userName\":\"admin\",\"password\":\"" + Product.Password + "\"}");
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        using var answer = await gateway.Http.PostAsync("/api/v1/session", content);
        Assert.Equal(200, (int)answer.StatusCode);
    }
}
