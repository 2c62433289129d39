using Federation.Log;
using Federation.Log.Accounts;
using Federation.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.SigningIn;

/// <summary>Who signed in, or tried to, and what became of accounts is told, found, taken along and verified.</summary>
public class TrailTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task Signing_in_failing_and_a_reset_are_told_and_the_holder_hears_of_it(string kind)
    {
        await using var product = await Product.Start(kind);
        var admin = await product.SignedIn();
        await product.As("resident", "*", "told.one");
        var id = (string)(await product.With(await product.Enter("told.one")).Read("/me"))["id"]!;
        await product.Enter("told.one", "not-the-password");
        Assert.Equal(204, (await admin.Post(
            $"/accounts/{id}/password", new { password = "reset-by-somebody" })).Status);

        var entered = await product.Enter(
            "told.one", "reset-by-somebody", agent: "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8");
        Assert.Equal(["password-reset"], entered.Json!["notices"]!.AsArray().Select(n => (string)n!));
        Assert.Empty((await product.Enter("told.one", "reset-by-somebody")).Json!["notices"]!.AsArray());

        Assert.Equal(
            ["sign-in", "sign-in", "password-reset", "sign-in-failed", "sign-in", "sign-in", "password-set"],
            await admin.Told("told.one"));
        var own = (await product.With(entered).Read("/me/sign-ins")).Items();
        Assert.Equal(("password-reset", "another"), ((string)own[2]["what"]!, (string)own[2]["by"]!));
        Assert.Equal("android/wechat", (string)own[1]["device"]!);
        Assert.Equal(("sign-in-failed", "unknown"), ((string)own[3]["what"]!, (string)own[3]["by"]!));
    }

    [Fact]
    public async Task The_trail_is_filtered_taken_along_as_a_table_and_read_by_few()
    {
        await using var product = await Product.Start(BothDatabases.Sqlite);
        var admin = await product.SignedIn();
        await product.Enter("admin", "not-the-password");

        var failed = (await admin.Read("/audit?of=sign-ins&what=sign-in-failed")).Items();
        Assert.Equal("admin", (string)Assert.Single(failed)["account"]!);
        Assert.Empty((await admin.Read("/audit?of=sign-ins&what=sign-in-failed&to=2020-01-01")).Items());
        Assert.NotEmpty((await admin.Read($"/audit?of=sign-ins&place={failed[0]["mark"]}")).Items());
        Assert.Equal("malformed", (await admin.Get("/audit?of=sign-ins&what=nothing")).Code);
        foreach (var edge in new[] { "from=2100-12-31", "to=2100-12-31", "from=1949-10-01", "to=1949-10-01" })
            Assert.Equal(200, (await admin.Get($"/audit?of=sign-ins&{edge}")).Status);

        var table = await admin.Get("/audit/sign-ins.csv?what=sign-in-failed");
        Assert.Equal(200, table.Status);
        Assert.Equal(2, table.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("exported", (await admin.Told("admin"))[0]);

        Assert.Equal(200, (await (await product.As("auditor", "*")).Get("/audit?of=sign-ins")).Status);
        Assert.Equal(403, (await (await product.As("auditor", "440605")).Get("/audit?of=sign-ins")).Status);
        Assert.Equal(403, (await (await product.As("coordinator", "*")).Get("/audit/sign-ins.csv")).Status);
        var page = await (await PageClient.Of(product, "admin")).Read("/admin/sign-ins?what=sign-in-failed");
        Assert.Contains("登录失败", page.Text);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_changed_or_missing_row_shows_and_what_was_kept_long_enough_goes_without_a_gap(string kind)
    {
        var clock = new MovedClock();
        await using var product = await Product.StartAt(kind, clock);
        var log = product.Services.GetRequiredService<EventLog>();
        for (var i = 0; i < 3; i++) await product.SignedIn();
        Assert.Empty(Wrong(log));
        var last = Last(log);

        await log.Write("update trail set account = 'somebody' where number = 2");
        Assert.Contains(": 2: ", Wrong(log)[0]);
        await log.Write("update trail set account = 'admin' where number = 2");
        Assert.Empty(Wrong(log));

        clock.Pass(TimeSpan.FromDays(100));
        await product.SignedIn();
        clock.Pass(TimeSpan.FromDays(100));
        Assert.Equal(last, await log.ForgetTrail(clock.GetUtcNow() - TimeSpan.FromDays(184)));
        Assert.Equal(1, log.Rows.One("select count(*) from trail", r => r.GetInt64(0)));
        Assert.Empty(Wrong(log));
        await product.SignedIn();
        Assert.Empty(Wrong(log));

        await log.Write("delete from trail where number = @last", ("last", Last(log)));
        Assert.NotEmpty(Wrong(log));
        await log.Write("delete from trail");
        Assert.NotEmpty(Wrong(log));
    }

    [Fact]
    public async Task One_does_not_change_ones_password_by_a_token_alone()
    {
        await using var product = await Product.Start(BothDatabases.Sqlite);
        var own = await product.As("resident", "*", "own.one");
        var id = (string)(await own.Read("/me"))["id"]!;

        foreach (var body in new object[]
        {
            new { password = "of-whoever-has-the-token" },
            new { password = "of-whoever-has-the-token", current = "a-guess-at-it" },
        })
        {
            var answer = await own.Post($"/accounts/{id}/password", body);
            Assert.Equal((400, "current"), (answer.Status, (string?)answer.Json?["field"]));
        }

        Assert.Equal(200, (await product.Enter("own.one")).Status);
        Assert.Equal(204, (await own.Post(
            $"/accounts/{id}/password",
            new { password = "a-new-one-of-ones-own", current = Product.Password })).Status);
        Assert.Equal(401, (await product.Enter("own.one")).Status);
        Assert.Equal(200, (await product.Enter("own.one", "a-new-one-of-ones-own")).Status);
    }

    private static long Last(EventLog log) => log.Rows.One("select max(number) from trail", r => r.GetInt64(0));

    private static string[] Wrong(EventLog log) =>
        [.. log.Inspect().Select(damage => damage.What).Where(what => what.Contains(Trail.Check.Name))];
}
