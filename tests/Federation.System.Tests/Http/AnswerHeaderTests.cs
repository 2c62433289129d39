using System.Collections.Concurrent;
using Federation.Api.Http;
using Federation.Tests.Hostile;
using Federation.Tests.Rig;
using Microsoft.Extensions.Logging;

namespace Federation.Tests.Http;

/// <summary>What every answer says to the browser, whatever it answers.</summary>
[Collection(LongestFirst.Hostile)] // It makes a route fail, for its own request.
public class AnswerHeaderTests
{
    private static readonly (string Name, string Value)[] OfEveryAnswer =
    [
        ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"), ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    ];

    [Fact]
    public async Task Every_route_answers_with_them_to_everybody_and_is_kept_in_no_cache()
    {
        var target = await Target.On(BothDatabases.Sqlite);
        var (random, wrong, seen) = (new Random(4), new List<string>(), new HashSet<int>());
        foreach (var route in target.Routes.Where(r => r.Method != "DELETE")) // Signing out would end the test.
        foreach (var client in new[] { target.Town.Product.Anonymous(), target.Callers.ElementAt(0).Value })
        {
            using var request = new HttpRequestMessage(new(route.Method), target.PathOf(route, random));
            if (!route.IsApi && client.Http.DefaultRequestHeaders.Authorization?.Parameter is { } token)
                request.Headers.Add("Cookie", $"federation={token}");
            using var answer = await client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            seen.Add((int)answer.StatusCode);
            var missing = Missing(answer).ToArray();
            if (missing.Length > 0 || answer.Headers.CacheControl?.NoStore != true)
                wrong.Add($"{route.Method} {route.Template} {(int)answer.StatusCode} {string.Join(", ", missing)}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(40)));
        Assert.Superset(new HashSet<int> { 200, 302, 400, 401, 404 }, seen);
    }

    [Theory]
    [InlineData("/api/v1/nowhere", 404), InlineData("/nowhere", 404), InlineData("/federation.css", 200)]
    [InlineData("/sign-in?after=x", 400), InlineData("/api/v1/alliances?after=x", 400)]
    [InlineData("/nowhere.css", 404), InlineData("/alliances?q=boom", 500), InlineData("/api/v1/alliances?q=boom", 500)]
    public async Task Errors_files_and_what_is_not_there_answer_with_them(string path, int status)
    {
        var product = (await Target.On(BothDatabases.Sqlite)).Town.Product;
        Reading.Listener = (http, _) =>
        {
            if (http.Request.Query["q"] == "boom") throw new NotSupportedException("A fault of the test.");
        };
        try
        {
            using var answer = await product.Anonymous().Http.GetAsync(path);
            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Empty(Missing(answer));
            Assert.Equal(path != "/federation.css", answer.Headers.CacheControl?.NoStore == true);
        }
        finally
        {
            Reading.Listener = null;
        }
    }

    [Fact]
    public async Task What_fails_is_logged_with_its_route_and_without_what_was_typed()
    {
        await using var product = await Product.Start(BothDatabases.Sqlite);
        using var heard = new Heard(LogLevel.Error);
        product.LogTo(heard);
        Reading.Listener = (http, _) =>
        {
            if (http.Request.Query["q"] == "13800000000") throw new NotSupportedException("A fault of the test.");
        };
        try
        {
            Assert.Equal(500, (await product.Anonymous().Get("/alliances?q=13800000000")).Status);
        }
        finally
        {
            Reading.Listener = null;
        }

        var line = Assert.Single(heard.Lines, l => l.Contains("Unexpected failure"));
        Assert.EndsWith("GET /api/v1/alliances", line);
    }

    [Fact]
    public async Task Who_asks_for_what_they_may_not_have_is_logged_with_the_route_and_without_what_was_typed()
    {
        const string Typed = "13800000000";
        await using var product = await Product.Start(
            BothDatabases.Sqlite, ("Logging:LogLevel:Federation.Access", "Information"));
        var registry = await Registry.Registry.In(Task.FromResult(product));
        var (passer, member) = (await registry.Passer(), await registry.Member());
        var account = (string)(await passer.Read("/me"))["id"]!;
        using var heard = new Heard(LogLevel.Information);
        product.LogTo(heard);

        Assert.Equal(403, (await passer.Get($"/parked?q={Typed}")).Status); // By the table of roles.
        Assert.Equal(403, (await passer.Post( // By a rule.
            $"/organisations/{member}/profile", new { name = Typed, specialities = Array.Empty<string>() })).Status);
        Assert.Equal(401, (await product.Anonymous().Get("/parked")).Status); // Nobody known: counted only.

        Assert.Equal(
            [
                $"Refused to {account}: GET /api/v1/parked",
                $"Refused to {account}: POST /api/v1/organisations/{{id}}/profile",
            ],
            heard.Lines.Where(line => line.StartsWith("Refused", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task By_TLS_a_browser_is_told_to_come_by_TLS_for_a_year_and_otherwise_not()
    {
        var http = (await Product.On(BothDatabases.Sqlite)).Anonymous().Http;
        foreach (var path in new[] { "/sign-in", "/api/v1/alliances", "/nowhere", "/federation.css" })
        {
            using var safe = await http.GetAsync("https://localhost" + path);
            using var plain = await http.GetAsync("http://localhost" + path);
            var year = Assert.Single(safe.Headers.GetValues("Strict-Transport-Security"));
            Assert.Equal("max-age=31536000; includeSubDomains", year);
            Assert.False(plain.Headers.Contains("Strict-Transport-Security"));
        }
    }

    [Fact]
    public async Task A_page_with_a_form_is_shown_without_a_line_in_the_log()
    {
        await using var product = await Product.Start(BothDatabases.Sqlite, ("Logging:LogLevel:Default", "Warning"));
        using var heard = new Heard(LogLevel.Warning);
        product.LogTo(heard);
        var admin = await PageClient.Of(product, "admin");
        foreach (var path in new[] { "/sign-in", "/me", "/alliances/new", "/complaints/new", "/nowhere" })
            await admin.Get(path);
        // The servers of tests hold no body back; the product's does (Bounds/BodyBoundTests).
        Assert.DoesNotContain(heard.Lines, line => !line.Contains("request body size limit could not be applied"));
    }

    private static IEnumerable<string> Missing(HttpResponseMessage answer)
    {
        string Of(string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join('|', values) : "";
        foreach (var (name, value) in OfEveryAnswer) if (Of(name) != value) yield return $"{name}: {Of(name)}";
        var policy = Of("Content-Security-Policy");
        string[] parts = ["default-src 'self'", "frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'"];
        foreach (var part in parts)
            if (!policy.Contains(part)) yield return $"policy without {part}";
        if (answer.Headers.Contains("Server")) yield return "names its server";
    }

    /// <summary>Lines logged at a level or above it, from when it was added.</summary>
    private sealed class Heard(LogLevel least) : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel level) => level >= least;

        public void Log<TState>(
            LogLevel level, EventId id, TState state, Exception? fault, Func<TState, Exception?, string> words)
        {
            if (IsEnabled(level)) Lines.Enqueue(words(state, fault));
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
