using Federation.Api.Http;
using Federation.Api.SigningIn;
using Federation.Log;
using Federation.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.SigningIn;

/// <summary>Sign-ins are few, end after rest, are seen and ended by their holder; cookies are kept well.</summary>
public class SessionTests
{
    private const string Token = "__RequestVerificationToken";

    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Fact]
    public async Task What_was_read_before_a_change_and_comes_after_it_is_not_remembered()
    {
        await using var product = await Product.Start(BothDatabases.Sqlite);
        var token = (await product.SignedIn()).Http.DefaultRequestHeaders.Authorization!.Parameter!;
        var callers = product.Services.GetRequiredService<Callers>();
        var (log, reads) = (product.Services.GetRequiredService<EventLog>(), 0);
        callers.Forget();
        log.Rows.Listener = sql =>
        {
            if (!sql.Contains("from sign_ins s join accounts")) return;
            if (++reads == 1) callers.Forget(); // As a change does that is committed while this is being read.
        };

        foreach (var _ in Enumerable.Range(0, 3)) Assert.Equal("admin", (await callers.Find(token))!.UserName);
        log.Rows.Listener = null;

        Assert.Equal(2, reads);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Ones_sign_ins_are_listed_and_ended_one_by_one_or_all_others(string kind)
    {
        await using var product = await Product.Start(kind);
        var here = await product.As("resident", "*", "many.places");
        var phone = product.With(await product.Enter("many.places", agent: "Mozilla/5.0 (iPhone) Safari/600"));
        var third = product.With(await product.Enter("many.places"));

        var all = (await here.Read("/me/sessions")).Items();
        Assert.Equal(3, all.Length);
        var present = Assert.Single(all, one => (bool)one["present"]!);
        var onPhone = Assert.Single(all, one => (string)one["device"]! == "iphone/safari");
        var another = await product.As("resident", "*", "somebody.else");
        Assert.Equal(404, (int)(await another.Http.DeleteAsync($"/api/v1/me/sessions/{onPhone["id"]}")).StatusCode);
        Assert.Equal(204, (int)(await here.Http.DeleteAsync($"/api/v1/me/sessions/{onPhone["id"]}")).StatusCode);
        Assert.Equal(401, (await phone.Get("/me")).Status);

        await here.Done("/me/sessions/ending");
        Assert.Equal(401, (await third.Get("/me")).Status);
        Assert.Equal((string)present["id"]!, (string)Assert.Single((await here.Read("/me/sessions")).Items())["id"]!);
        var page = await (await PageClient.Of(product, "many.places")).Read("/me");
        Assert.Contains("就是这里", page.Text);
        Assert.Equal(2, page.Document.QuerySelectorAll("#sessions form").Length);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task One_sign_in_more_than_five_ends_the_oldest(string kind)
    {
        await using var product = await Product.Start(kind, ("Federation:SessionsPerAccount", "5"));
        await product.As("resident", "*", "six.places");
        var clients = new List<Client>();
        for (var i = 0; i <= LiveSessions.AtOnceMax; i++) clients.Add(product.With(await product.Enter("six.places")));

        Assert.Equal(401, (await clients[0].Get("/me")).Status);
        foreach (var client in clients.Skip(1)) Assert.Equal(200, (await client.Get("/me")).Status);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_sign_in_ends_after_rest_sooner_for_whoever_may_do_more(string kind)
    {
        var clock = new MovedClock();
        await using var product = await Product.StartAt(kind, clock);
        var coordinator = await product.As("coordinator", "*", "rest.coordinator");
        var member = await product.As("resident", "*", "rest.member");
        var admin = await product.SignedIn();

        // In use, it goes on.
        for (var i = 0; i < 3; i++)
        {
            clock.Pass(LiveSessions.RestOfAdministrators - TimeSpan.FromMinutes(2));
            Assert.Equal(200, (await admin.Get("/me")).Status);
        }

        var moment = TimeSpan.FromSeconds(1);
        clock.Pass(LiveSessions.RestOfAdministrators + moment);
        Assert.Equal((401, 200), ((await admin.Get("/me")).Status, (await coordinator.Get("/me")).Status));
        clock.Pass(LiveSessions.RestOfOffices + moment);
        Assert.Equal((401, 200), ((await coordinator.Get("/me")).Status, (await member.Get("/me")).Status));
        clock.Pass(LiveSessions.RestOfMembers + moment);
        Assert.Equal(401, (await member.Get("/me")).Status);
    }

    [Fact]
    public async Task Over_HTTPS_cookies_are_of_this_host_alone_and_plainly_on_ones_own_machine_as_before()
    {
        await using var product = await Product.Listening(
            BothDatabases.Sqlite, ("Federation:TrustedProxies", "127.0.0.0/8, ::1"));
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = product.Address,
        };
        var plain = await Entered(http);
        Assert.Contains(plain, cookie => cookie.StartsWith("federation="));
        Assert.Contains(plain, cookie => cookie.StartsWith("federation-form="));
        Assert.DoesNotContain(plain, cookie => cookie.Contains("secure"));

        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        var sealed_ = await Entered(http);
        Assert.Equal(3, sealed_.Length);
        Assert.All(sealed_, cookie =>
        {
            Assert.StartsWith("__Host-federation", cookie);
            foreach (var mark in new[] { "secure", "httponly", "path=/" }) Assert.Contains(mark, cookie);
            Assert.DoesNotContain("domain", cookie);
        });

        var chosen = Assert.Single((await http.GetAsync("/sign-in?lang=en")).Headers.GetValues("Set-Cookie"),
            cookie => cookie.Contains("lang="));
        Assert.StartsWith("__Host-lang=en", chosen);
        http.DefaultRequestHeaders.Add("Cookie", "__Host-lang=en");
        Assert.Contains("lang=\"en\"", await http.GetStringAsync("/sign-in"));
        http.DefaultRequestHeaders.Remove("Cookie");
        http.DefaultRequestHeaders.Add("Cookie", "lang=en"); // Planted from a neighbouring host.
        Assert.Contains("lang=\"zh-CN\"", await http.GetStringAsync("/sign-in"));
    }

    [Fact]
    public async Task Signing_out_leaves_nothing_in_the_browser()
    {
        var product = await Product.On(BothDatabases.Sqlite);
        var me = await PageClient.As(product, "resident", "*");

        var answer = await me.Send((await me.Read("/me")).Form("/sign-out"));

        Assert.Equal("\"cache\", \"storage\"", answer.Headers.GetValues("Clear-Site-Data").Single());
        Assert.Equal(302, (await me.Get("/me")).Status);
    }

    [Fact]
    public async Task A_forms_token_is_worth_nothing_to_another_account()
    {
        var product = await Product.On(BothDatabases.Sqlite);
        string[] names = [$"f{Guid.NewGuid():N}"[..20], $"f{Guid.NewGuid():N}"[..20]];
        var (browser, tokens, own) = (await PageClient.Of(product), new List<string>(), (Page?)null);
        foreach (var name in names) // One after the other in one browser, whose cookie of forms stays.
        {
            await product.As("resident", "*", name);
            if (own is not null) await browser.Send(own.Form("/sign-out"));
            var entrance = await browser.Read("/sign-in");
            tokens.Add(TokenIn(entrance.Html));
            await browser.Send(entrance.Form("/sign-in").Fill("userName", name).Fill("password", Product.Password));
            own = await browser.Read("/me");
            tokens.Add(TokenIn(own.Html));
        }

        var form = own!.Form("/me/password").Fill("current", Product.Password)
            .Fill("password", "something-planted-here").Fill("again", "something-planted-here");
        foreach (var nobodysOrTheFirsts in tokens[..3])
            Assert.Equal(400, (await browser.Send(form.Fill(Token, nobodysOrTheFirsts))).Status);
        Assert.Equal(303, (await browser.Send(form.Fill(Token, tokens[3]))).Status);
    }

    private static string TokenIn(string html) =>
        html.Split($"name=\"{Token}\"")[1].Split("value=\"")[1].Split('"')[0];

    /// <summary>All cookies that the form and the sign-in set, in lower case but for their names.</summary>
    private static async Task<string[]> Entered(HttpClient http)
    {
        var page = await http.GetAsync("/sign-in");
        var set = page.Headers.GetValues("Set-Cookie").ToList();
        var html = await page.Content.ReadAsStringAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Content = new FormUrlEncodedContent([
                new(Token, TokenIn(html)), new("userName", "admin"), new("password", Product.Password)]),
        };
        request.Headers.Add("Cookie", string.Join("; ", set.Select(cookie => cookie.Split(';')[0])));
        var answer = await http.SendAsync(request);
        Assert.Equal(302, (int)answer.StatusCode);
        set.AddRange(answer.Headers.GetValues("Set-Cookie"));
        return [.. set.Select(
            c => c.Split(';', 2) is [var name, var marks] ? $"{name};{marks.ToLowerInvariant()}" : c)];
    }
}
