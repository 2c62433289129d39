using System.Net;
using System.Net.Http.Json;
using Federation.Api.Accounts;
using Federation.Api.SigningIn;
using Federation.Log;
using Federation.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.SigningIn;

/// <summary>Guessing passwords becomes slow, and nobody else is held up by it.</summary>
public class LimitTests
{
    private static readonly Visit Hall = new("203.0.113.7"), Home = new("198.51.100.7");

    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task A_typo_every_ten_minutes_never_shuts_out_an_address(string kind)
    {
        var clock = new MovedClock();
        await using var product = await Product.StartAt(kind, clock);
        await product.As("resident", "*", "typist");
        await product.As("resident", "*", "colleague");
        var signIn = product.Services.GetRequiredService<SignIn>();

        // Most typos are in the name: nobody has it, so that only the network can count them, and must forget them.
        for (var i = 0; i < SignIn.FreeOfNetwork + 12; i++)
        {
            var (name, password) = i % 8 > 0 ? ("typits", Product.Password) : ("typist", $"typo-number-{i}");
            Assert.Equal(SignIn.Wrong, (await signIn.In(name, password, Hall)).Problem);
            Assert.NotNull((await signIn.In("typist", Product.Password, Hall)).Token);
            clock.Pass(TimeSpan.FromMinutes(10));
        }

        Assert.NotNull((await signIn.In("colleague", Product.Password, Hall)).Token);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Who_guesses_waits_longer_from_try_to_try_and_the_holder_signs_in_elsewhere(string kind)
    {
        var clock = new MovedClock();
        await using var product = await Product.StartAt(kind, clock);
        await product.As("resident", "*", "victim");
        var signIn = product.Services.GetRequiredService<SignIn>();
        for (var i = 0; i < SignIn.FreeOfPair; i++)
            Assert.Equal(SignIn.Wrong, (await signIn.In("victim", "guess-number-1", Hall)).Problem);

        var waits = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            var told = (await signIn.In("victim", Product.Password, Hall)).Problem!;
            Assert.True(SignIn.IsDelay(told));
            waits.Add(told.RetryAfter!.Value);
            clock.Pass(TimeSpan.FromSeconds(told.RetryAfter.Value));
            Assert.Equal(SignIn.Wrong, (await signIn.In("victim", "guess-number-2", Hall)).Problem);
        }

        Assert.Equal(waits.Order().Distinct(), waits);
        Assert.True(waits[^1] <= SignIn.LeakOfPair.TotalSeconds);
        Assert.NotNull((await signIn.In("victim", Product.Password, Home)).Token);
        clock.Pass(SignIn.LeakOfPair);
        Assert.NotNull((await signIn.In("victim", Product.Password, Hall)).Token);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Of_guesses_sent_at_once_no_more_are_judged_than_one_after_the_other(string kind)
    {
        await using var product = await Product.Start(kind);
        await product.As("resident", "*", "crowded");

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 60).Select(i => Enter(product, "crowded", $"guess-{i}-x")));

        Assert.Equal(SignIn.FreeOfPair, answers.Count(a => a.Status == 401));
        Assert.All(answers.Where(a => a.Status != 401), a =>
        {
            Assert.Equal((429, "sign-in-delayed"), (a.Status, a.Code));
            Assert.True(a.Message.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        });
    }

    /// <summary>At another gateway, or in another thread, a try may be counted a moment after a later one was.
    /// </summary>
    [Theory, MemberData(nameof(Databases))]
    public async Task Whose_try_is_counted_after_a_later_one_does_not_wait(string kind)
    {
        var clock = new MovedClock();
        await using var product = await Product.StartAt(kind, clock);
        await product.As("resident", "*", "first");
        await product.As("resident", "*", "second");
        await product.As("resident", "*", "third");
        var signIn = product.Services.GetRequiredService<SignIn>();

        Assert.NotNull((await signIn.In("first", Product.Password, Hall)).Token);
        clock.Pass(TimeSpan.FromMilliseconds(-50));
        Assert.NotNull((await signIn.In("second", Product.Password, Hall)).Token);
        Assert.Equal(SignIn.Wrong, (await signIn.In("third", "guess-number-1", Hall)).Problem);
        clock.Pass(TimeSpan.FromMilliseconds(-50));
        Assert.NotNull((await signIn.In("third", Product.Password, Hall)).Token);
    }

    [Fact]
    public async Task A_known_device_and_a_known_network_pass_though_others_there_are_held_up()
    {
        await using var product = await Product.StartAt(BothDatabases.Sqlite, new MovedClock());
        await product.As("resident", "*", "neighbour");
        await product.As("resident", "*", "newcomer");
        var signIn = product.Services.GetRequiredService<SignIn>();
        var device = (await signIn.In("neighbour", Product.Password, Hall)).Device!;
        Assert.NotNull((await signIn.In("neighbour", Product.Password, Home)).Token);

        // Somebody at home tries one password with every name they can think of, then the neighbour's own name.
        for (var i = 0; i < SignIn.FreeOfNetwork + 1; i++) await signIn.In($"name-{i}", "one-password-for-all", Home);
        Assert.True(SignIn.IsDelay((await signIn.In("newcomer", Product.Password, Home)).Problem));
        Assert.NotNull((await signIn.In("neighbour", Product.Password, Home)).Token);
        for (var i = 0; i < SignIn.FreeOfPair; i++) await signIn.In("neighbour", "guess-number-1", Home);
        Assert.True(SignIn.IsDelay((await signIn.In("neighbour", Product.Password, Home)).Problem));

        Assert.NotNull((await signIn.In("neighbour", Product.Password, Home with { Device = device })).Token);
        // What a device is worth, it is worth to the accounts that have signed in with it.
        var newcomer = await signIn.In("newcomer", Product.Password, Home with { Device = device });
        Assert.True(SignIn.IsDelay(newcomer.Problem));
    }

    [Fact]
    public async Task Addresses_of_one_IPv6_network_count_as_one()
    {
        Assert.Equal("2001:db8:1:2::/64", Visit.NetworkOf(IPAddress.Parse("2001:db8:1:2:3:4:5:6")));
        Assert.Equal("192.0.2.1", Visit.NetworkOf(IPAddress.Parse("::ffff:192.0.2.1")));
        await using var product = await Product.Listening(
            BothDatabases.Sqlite, ("Federation:TrustedProxies", "127.0.0.0/8, ::1"),
            ("Federation:PlainHttp", "allowed"));
        using var http = new HttpClient { BaseAddress = product.Address };

        var statuses = new List<int>();
        for (var i = 1; i <= 15; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/session")
            {
                Content = JsonContent.Create(new { userName = "admin", password = "guess-number-1" }),
            };
            request.Headers.Add("X-Forwarded-For", $"2001:db8:7:8::{i:x}");
            statuses.Add((int)(await http.SendAsync(request)).StatusCode);
        }

        Assert.Equal([.. Enumerable.Repeat(401, SignIn.FreeOfPair), .. Enumerable.Repeat(429, 9)], statuses);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task What_is_typed_as_a_name_is_kept_nowhere(string kind)
    {
        await using var product = await Product.Start(kind);
        var log = product.Services.GetRequiredService<EventLog>();

        Assert.Equal("sign-in-failed", (await Enter(product, new string('x', 41), "guess-number-1")).Code);
        Assert.Equal("sign-in-failed", (await Enter(product, new string('x', 1_000), "guess-number-1")).Code);
        Assert.Equal(0, log.Rows.One("select count(*) from sign_in_tries", r => r.GetInt64(0)));

        await Enter(product, "my-secret-password", "my-secret-password");
        Assert.All(
            log.Rows.All("select who from sign_in_tries", r => r.GetString(0)),
            who => Assert.Matches("^[0-9a-f]{20}\\z", who));
    }

    private static async Task<Answer> Enter(Product product, string userName, string password) => await Answer.Of(
        await product.Anonymous().Http.PostAsJsonAsync("/api/v1/session", new { userName, password }));
}
