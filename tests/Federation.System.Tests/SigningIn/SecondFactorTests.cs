using Federation.Api.SigningIn;
using Federation.Tests.Rig;
using OtpNet;

namespace Federation.Tests.SigningIn;

/// <summary>Officials and administrators come in with a second factor; a code is worth something once.</summary>
public class SecondFactorTests
{
    private const string Chosen = "three-stools-by-the-well";

    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task In_a_real_town_an_administrator_first_changes_the_password_and_sets_up_a_factor(string kind)
    {
        var clock = new MovedClock();
        await using var product = await Product.StartAt(kind, clock, Entrance.Strict);
        var entered = await product.Enter("admin");
        Assert.Equal("password", (string)entered.Json!["owes"]!);
        var admin = product.With(entered);
        Assert.Equal((403, "first-password"), await Code(admin.Get("/accounts")));
        Assert.Equal((403, "first-password"), await Code(admin.Get("/alliances")));
        Assert.Equal(200, (await admin.Get("/me")).Status);
        Assert.Equal(204, (await admin.Post(
            "/accounts/admin/password", new { password = Chosen, current = Product.Password })).Status);

        admin = product.With(await product.Enter("admin", Chosen));
        Assert.Equal((403, "second-factor-missing"), await Code(admin.Get("/accounts")));
        Assert.Equal((403, "second-factor-missing"), await Code(admin.Post("/accounts", new { userName = "x" })));
        var (secret, codes) = await SetUp(admin, clock);
        Assert.Equal(SecondFactors.RecoveryCodesMade, codes.Length);
        Assert.Equal(200, (await admin.Get("/accounts")).Status);

        Assert.Equal((401, "second-factor-needed"), await Code(product.Enter("admin", Chosen)));
        Assert.Equal((401, "second-factor-wrong"), await Code(product.Enter("admin", Chosen, "000000")));
        Assert.Equal(
            (401, "sign-in-failed"), await Code(product.Enter("admin", "not-the-password", CodeOf(secret, clock))));
        // The code that set it up was used.
        Assert.Equal((401, "second-factor-wrong"), await Code(product.Enter("admin", Chosen, CodeOf(secret, clock))));
        clock.Pass(TimeSpan.FromSeconds(30));
        var code = CodeOf(secret, clock);
        Assert.Equal(200, (await product.Enter("admin", Chosen, code)).Status);
        Assert.Equal((401, "second-factor-wrong"), await Code(product.Enter("admin", Chosen, code)));

        Assert.Equal(200, (await product.Enter("admin", Chosen, codes[0].ToUpperInvariant().Replace("-", " "))).Status);
        Assert.Equal((401, "second-factor-wrong"), await Code(product.Enter("admin", Chosen, codes[0])));
        Assert.Equal(409, (await admin.Post("/me/second-factor/removal")).Status);
        Assert.Contains("recovery-code-used", await admin.Told("admin"));
    }

    [Fact]
    public async Task Guessing_codes_is_as_slow_as_guessing_passwords()
    {
        var clock = new MovedClock();
        await using var product = await Product.StartAt(BothDatabases.Sqlite, clock);
        await SetUp(await product.As("resident", "*", "guessed.codes"), clock);

        var statuses = new List<int>();
        for (var i = 0; i < 10; i++) statuses.Add((await product.Enter("guessed.codes", code: $"{i:000000}")).Status);

        Assert.Equal([401, 401, 401, 401, 401, 401, 429, 429, 429, 429], statuses);
    }

    [Fact]
    public async Task Others_may_have_one_remove_it_and_an_administrator_takes_a_lost_one_away()
    {
        var clock = new MovedClock();
        await using var product = await Product.StartAt(BothDatabases.Sqlite, clock);
        var member = await product.As("resident", "*", "may.have.one");
        Assert.Equal(200, (await member.Get("/requests")).Status);
        await SetUp(member, clock);
        await member.Done("/me/second-factor/removal");
        Assert.Equal(200, (await product.Enter("may.have.one")).Status);

        clock.Pass(TimeSpan.FromSeconds(60));
        await SetUp(member, clock);
        var id = (string)(await member.Read("/me"))["id"]!;
        Assert.Equal(403, (await member.Post($"/accounts/{id}/second-factor/removal")).Status);
        var admin = await product.SignedIn();
        await admin.Done($"/accounts/{id}/second-factor/removal");
        var entered = await product.Enter("may.have.one");
        Assert.Equal(["second-factor-taken"], entered.Json!["notices"]!.AsArray().Select(n => (string)n!));
    }

    [Fact]
    public async Task By_page_it_is_set_up_asked_for_and_lost_codes_are_replaced()
    {
        var clock = new MovedClock();
        await using var product = await Product.StartAt(BothDatabases.Sqlite, clock, Entrance.Strict);
        var admin = await PageClient.Of(product, "admin");
        var sent = await admin.Get("/admin/accounts");
        Assert.Equal((302, "/me/first-password"), (sent.Status, sent.Location));
        var first = (await admin.Read("/me/first-password")).Form("/me/first-password")
            .Fill("current", Product.Password).Fill("password", Chosen).Fill("again", Chosen);
        Assert.Equal(303, (await admin.Send(first)).Status);
        Assert.Equal("/me/second-factor", (await admin.Get("/")).Location);

        var page = await admin.Read("/me/second-factor");
        var secret = page.Document.GetElementById("secret")!.TextContent;
        var wrong = await admin.Send(page.Form("/me/second-factor").Fill("code", "000000"));
        Assert.NotNull(wrong.ErrorOf("code"));
        Assert.Equal(secret, wrong.Document.GetElementById("secret")!.TextContent); // The phone has it by now.
        var codes = await admin.Send(wrong.Form("/me/second-factor").Fill("code", CodeOf(secret, clock)));
        Assert.Equal(10, codes.Document.QuerySelectorAll("#recovery-codes code").Length);
        await admin.Read("/admin/accounts");

        clock.Pass(TimeSpan.FromSeconds(60));
        var browser = await PageClient.Of(product);
        var asked = await browser.Send((await browser.Get("/sign-in?to=%2Fme")).Form("/sign-in")
            .Fill("userName", "admin").Fill("password", Chosen));
        Assert.Equal(200, asked.Status);
        Assert.NotEqual(200, (await browser.Get("/me")).Status); // The password alone lets nobody in.
        var refused = await browser.Send(asked.Form("/sign-in").Fill("code", "000000"));
        Assert.Equal(401, refused.Status);
        var entered = await browser.Send(refused.Form("/sign-in").Fill("code", CodeOf(secret, clock)));
        Assert.Equal((302, "/me"), (entered.Status, entered.Location));
    }

    [Fact]
    public async Task A_town_with_the_sample_is_for_trying_out()
    {
        var product = await Product.Start(BothDatabases.Sqlite, [("Sample", "jiujiang"), .. Entrance.Strict]);

        foreach (var account in new[] { "admin", "official", "staff-01" })
            Assert.Equal("nothing", (string)(await product.Enter(account)).Json!["owes"]!);
        var official = await PageClient.Of(product, "official");
        Assert.Contains("示例数据", (await official.Read("/me/second-factor")).Text);
        await using var real = await product.Restart(("Federation:SecondFactor", "required"));
        Assert.Equal("second-factor", (string)(await real.Enter("official")).Json!["owes"]!);
        Assert.Equal("nothing", (string)(await real.Enter("staff-01")).Json!["owes"]!);
    }

    /// <summary>Sets it up as a phone would.</summary>
    private static async Task<(string Secret, string[] Codes)> SetUp(Client client, TimeProvider clock)
    {
        var offer = await client.Done("/me/second-factor/preparation");
        var (secret, ticket) = ((string)offer["secret"]!, (string)offer["ticket"]!);
        Assert.StartsWith("otpauth://totp/", (string)offer["uri"]!);
        Assert.Equal("second-factor-wrong", (await client.Post(
            "/me/second-factor", new { ticket, code = "000000" })).Code);
        Assert.Equal("second-factor-wrong", (await client.Post(
            "/me/second-factor", new { ticket = "made-up", code = CodeOf(secret, clock) })).Code);
        var set = await client.Done("/me/second-factor", new { ticket, code = CodeOf(secret, clock) });
        return (secret, [.. set["recoveryCodes"]!.AsArray().Select(code => (string)code!)]);
    }

    private static string CodeOf(string secret, TimeProvider clock) =>
        new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(clock.GetUtcNow().UtcDateTime);

    private static async Task<(int, string?)> Code(Task<Answer> answer) => ((await answer).Status, (await answer).Code);
}
