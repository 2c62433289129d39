using System.Net;
using Federation.Api.Changes;
using Federation.Api.Http;
using Federation.Tests.Rig;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.Bounds;

/// <summary>Places at the live stream, and what resumes it.</summary>
public class ListenerTests
{
    [Fact]
    public void One_address_takes_its_places_and_leaves_the_others_theirs()
    {
        var listeners = new Listeners();
        var here = Enumerable.Range(0, Listeners.PerAddressMax)
            .Select(_ => listeners.Enter(Stranger("203.0.113.9"))).ToArray();

        Assert.Equal("busy", Refused(listeners, Stranger("203.0.113.9")));
        using var elsewhere = listeners.Enter(Stranger("198.51.100.7"));
        using var member = listeners.Enter(Member("acc-1", "203.0.113.9"));
        here[0].Dispose();
        using var again = listeners.Enter(Stranger("203.0.113.9"));
        Assert.Equal("busy", Refused(listeners, Stranger("203.0.113.9")));
    }

    [Fact]
    public void Who_is_signed_in_finds_a_place_when_strangers_have_taken_all_of_theirs()
    {
        var listeners = new Listeners();
        for (var i = 0; i < Listeners.AnonymousMax; i++) listeners.Enter(Stranger($"10.0.{i / 200}.{i % 200}"));

        Assert.Equal("busy", Refused(listeners, Stranger("198.51.100.7")));
        for (var i = 0; i < Listeners.PerAccountMax; i++) listeners.Enter(Member("acc-1", "198.51.100.7"));
        Assert.Equal("busy", Refused(listeners, Member("acc-1", "198.51.100.7")));
        using var other = listeners.Enter(Member("acc-2", "198.51.100.7"));
    }

    [Theory]
    [InlineData("-1"), InlineData("-9223372036854775808"), InlineData("99999999999999999999"), InlineData("abc")]
    [InlineData("+1"), InlineData("1.0")]
    public async Task What_cannot_be_a_position_resumes_nothing(string last)
    {
        var product = await Product.On(BothDatabases.Sqlite);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/changes");
        request.Headers.TryAddWithoutValidation("Last-Event-ID", last);

        using var answer = await product.Anonymous().Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Who_comes_from_beyond_the_head_is_told_to_look_at_everything_anew()
    {
        var product = await Product.On(BothDatabases.Sqlite);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/changes");
        request.Headers.Add("Last-Event-ID", $"{long.MaxValue}");
        using var answer = await product.Anonymous().Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());

        // Were nothing told now, this would be the first to come.
        var body = new { userName = $"l{Guid.NewGuid():N}"[..20], roles = Array.Empty<object>() };
        await (await product.SignedIn()).Made("/accounts", body);

        string? line;
        do line = await lines.ReadLineAsync(); while (line is not null && !line.StartsWith("data:"));

        Assert.Contains("\"areas\":[\"*\"]", line);
    }

    [Fact]
    public async Task Who_is_slow_to_take_one_nudge_misses_none_of_the_next()
    {
        var product = await Product.On(BothDatabases.Sqlite);
        var nudges = product.Services.GetRequiredService<Nudges>();
        var (slow, accounts) = (nudges.Next(), await product.SignedIn());
        for (var i = 0; i < 3; i++)
        {
            var told = nudges.Next();
            var body = new { userName = $"n{Guid.NewGuid():N}"[..20], roles = Array.Empty<object>() };
            await accounts.Made("/accounts", body);
            await told;
        }

        for (var i = 0; i < 3; i++)
        {
            Assert.True(slow.IsCompletedSuccessfully);
            Assert.Contains("\"areas\":[", System.Text.Encoding.UTF8.GetString((await slow).Bytes));
            slow = (await slow).Next;
        }
    }

    [Fact]
    public void An_operator_says_how_many_listen()
    {
        var listeners = new Listeners(10);
        for (var i = 0; i < 8; i++) listeners.Enter(Stranger($"10.0.0.{i}"));

        Assert.Equal("busy", Refused(listeners, Stranger("198.51.100.7")));
        listeners.Enter(Member("acc-1", "198.51.100.7"));
        listeners.Enter(Member("acc-2", "198.51.100.7"));
        Assert.Equal("busy", Refused(listeners, Member("acc-3", "198.51.100.7")));
    }

    private static string Refused(Listeners listeners, HttpContext http) =>
        Assert.Throws<ProblemException>(() => listeners.Enter(http)).Problem.Code;

    private static DefaultHttpContext Stranger(string address)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(address);
        return http;
    }

    private static DefaultHttpContext Member(string account, string address)
    {
        var http = Stranger(address);
        http.Features.Set(new Caller(account, account, []));
        return http;
    }
}
