using System.Net.Http.Json;
using Federation.Tests.Rig;

namespace Federation.Tests.Http;

/// <summary>How a request came, and to whom it says it came.</summary>
public class TransportTests
{
    /// <summary>The test's own connection stands for the proxy.</summary>
    private static readonly (string, string) Proxy = ("Federation:TrustedProxies", "127.0.0.0/8, ::1");

    private const string Town = "https://town.example";

    [Fact]
    public async Task Who_comes_from_another_machine_without_TLS_is_not_recognised_and_sends_nothing()
    {
        await using var product = await Product.Listening(BothDatabases.Sqlite, Proxy);
        var token = (await product.SignedIn()).Http.DefaultRequestHeaders.Authorization!.Parameter!;
        var outside = new Caller(product.Address, "203.0.113.7");

        Assert.Equal((403, "tls-needed"), await outside.SignIn());
        Assert.Equal((401, "sign-in-failed"), await outside.SignIn("https"));
        Assert.Equal((401, "sign-in-failed"), await new Caller(product.Address, null).SignIn());
        Assert.Equal(403, await outside.Get("/api/v1/me", ("Authorization", $"Bearer {token}")));
        Assert.Equal(200, await outside.Get("/api/v1/me", ("Authorization", $"Bearer {token}"), Tls));
        Assert.Equal(403, await outside.Get("/me", ("Cookie", $"federation={token}")));
        Assert.Equal(403, await outside.Post("/sign-in"));
        Assert.Equal(403, await outside.Post("/complaints/new"));
        Assert.Equal(200, await outside.Get("/api/v1/alliances"));
        Assert.Equal(200, await outside.Get("/sign-in"));
        Assert.Equal(200, await outside.Get("/health/live"));
    }

    [Fact]
    public async Task A_page_asked_for_without_TLS_leads_to_the_address_that_has_it()
    {
        await using var product = await Product.Listening(
            BothDatabases.Sqlite, Proxy, ("Federation:PublicAddress", Town + "/"));
        var outside = new Caller(product.Address, "203.0.113.7");
        using var answer = await outside.Send(HttpMethod.Get, "/help?q=%E7%BC%9D", ("Host", "evil.example"));

        Assert.Equal((302, Town + "/help?q=%E7%BC%9D"),
            ((int)answer.StatusCode, answer.Headers.Location!.OriginalString));
        Assert.Equal(200, await outside.Get("/api/v1/alliances")); // What was sent was read already: told, not mended.
        Assert.Equal((403, "tls-needed"), await outside.SignIn());
    }

    [Fact]
    public async Task An_office_that_does_without_TLS_says_so()
    {
        await using var product = await Product.Listening(
            BothDatabases.Sqlite, Proxy, ("Federation:PlainHttp", "allowed"));
        Assert.Equal((401, "sign-in-failed"), await new Caller(product.Address, "203.0.113.7").SignIn());
    }

    [Fact]
    public async Task A_host_that_nobody_named_is_not_answered()
    {
        await using var product = await Product.Listening(
            BothDatabases.Sqlite, ("Federation:AllowedHosts", "town.example, *.office.example"));
        var here = new Caller(product.Address, null);

        string[] named = ["town.example", "TOWN.example:8443", "a.office.example", product.Address.Authority];
        foreach (var host in named)
            Assert.Equal(200, await here.Get("/sign-in", ("Host", host)));
        foreach (var host in new[] { "evil.example", "office.example", "town.example.evil.example", "192.0.2.1" })
        {
            using var answer = await here.Send(HttpMethod.Get, "/api/v1/alliances", ("Host", host));
            Assert.Equal((400, "host-unknown"), ((int)answer.StatusCode, await Code(answer)));
            Assert.Equal(400, await here.Get("/sign-in", ("Host", host)));
            Assert.Equal(200, await here.Get("/health/live", ("Host", host))); // A probe asks by the node's address.
        }
    }

    private static readonly (string, string) Tls = ("X-Forwarded-Proto", "https");

    private static async Task<string?> Code(HttpResponseMessage answer) => (await Answer.Of(answer)).Code;

    /// <summary>Somebody at an address of their own, or on this machine.</summary>
    private sealed class Caller(Uri product, string? address)
    {
        private static readonly HttpClient Http =
            new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

        public async Task<HttpResponseMessage> Send(
            HttpMethod method, string path, params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(method, new Uri(product, path));
            if (method == HttpMethod.Post)
                request.Content = JsonContent.Create(new { userName = "nobody-here", password = Product.Password });
            if (address is not null) request.Headers.Add("X-Forwarded-For", address);
            foreach (var (name, value) in headers) request.Headers.Add(name, value);
            return await Http.SendAsync(request);
        }

        public async Task<int> Get(string path, params (string, string)[] headers)
        {
            using var answer = await Send(HttpMethod.Get, path, headers);
            return (int)answer.StatusCode;
        }

        public async Task<int> Post(string path)
        {
            using var answer = await Send(HttpMethod.Post, path);
            return (int)answer.StatusCode;
        }

        public async Task<(int, string?)> SignIn(string scheme = "http")
        {
            using var answer = await Send(HttpMethod.Post, "/api/v1/session", ("X-Forwarded-Proto", scheme));
            return ((int)answer.StatusCode, await Code(answer));
        }
    }
}
