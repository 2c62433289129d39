using Federation.Tests.Rig;

namespace Federation.Tests.Faults;

/// <summary>Pages behind two gateways without stickiness: each request of one browser may be answered by either, and
/// either may have been replaced since the page was made.</summary>
[Collection(LongestFirst.Processes)]
public sealed class PagesBehindGatewaysTests
{
    private const int Gateways = 2, Rounds = 6, StartsAtOnce = 3;

    [Fact]
    public async Task Signing_in_forms_and_what_they_lead_to_work_on_whichever_gateway_answers()
    {
        await using var database = await TestDatabases.Create(BothDatabases.PostgreSql);
        await using var deployment = await Deployment.Of(database, Gateways);
        var village = await Village(deployment.AnyGateway());
        var browser = new Browser(deployment);
        for (var round = 0; round < Rounds; round++)
        {
            var (one, other) = (round % Gateways, (round + 1) % Gateways);
            await browser.Enter(one, other);

            var form = Filled(await browser.At(other).Read("/organisations/new"), $"会 {round}", village);
            var sent = await browser.At(one).Send(form);
            Assert.True(sent.Status == 303, $"{sent.Status}: {sent.Text}");
            Assert.Contains($"会 {round}", (await browser.At(other).Read(sent.Location!)).Text);

            var again = await browser.At(other).Send(form); // The second of two clicks went to the other gateway.
            Assert.Equal((303, sent.Location), (again.Status, again.Location));
            Assert.Equal(round + 1, await Count(database, "select count(*) from organisations"));

            await browser.Leave(one, other);
        }
    }

    [Fact]
    public async Task A_form_from_before_a_rolling_restart_is_taken_by_the_gateways_that_came_after()
    {
        await using var database = await TestDatabases.Create(BothDatabases.PostgreSql);
        await using var deployment = await Deployment.Of(database, Gateways);
        var village = await Village(deployment.AnyGateway());
        var browser = new Browser(deployment);
        await browser.Enter(0, 1);
        var pages = new[]
        {
            await browser.At(0).Read("/organisations/new"), await browser.At(1).Read("/organisations/new"),
        };
        foreach (var seat in deployment.Gateways)
        {
            await seat.Stop();
            await seat.Start();
        }

        var made = await browser.At(1).Send(Filled(pages[0], "前会", village));
        Assert.True(made.Status == 303, $"{made.Status}: {made.Text}");
        Assert.Contains("前会", (await browser.At(0).Read(made.Location!)).Text);
        Assert.Equal(303, (await browser.At(0).Send(Filled(pages[1], "后会", village))).Status);
    }

    [Fact]
    public async Task Gateways_that_start_at_once_on_an_empty_database_make_one_key_of_forms_and_one_administrator()
    {
        for (var start = 0; start < StartsAtOnce; start++)
        {
            await using var database = await TestDatabases.Create(BothDatabases.PostgreSql);
            await using var deployment = await Deployment.Of(database, Gateways);
            Assert.Equal(1, await Count(database, "select count(*) from data_protection_keys"));
            Assert.Equal(1, await Count(database, "select count(*) from credentials"));
            foreach (var seat in deployment.Gateways) Assert.False(seat.Complained, seat.Said);
        }
    }

    private static FilledForm Filled(Page page, string name, string village) => page.Form("/organisations/new")
        .Fill("name", name).Fill("kind", "neighbourhood-association").Fill("villageCode", village)
        .Fill("legalStatus", "filed").Fill("contact.name", "陈美玲").Fill("contact.phone", "13812345678");

    private static async Task<string> Village(Gateway gateway)
    {
        var admin = gateway.As(await gateway.SignIn("admin"));
        await admin.Done($"/regions/{World.Town}/adoption");
        var country = Federation.Log.Places.Country.Open();
        return country.Villages(World.Town).Select(v => v.Code).First(Federation.Domain.Places.Regions.IsVillage);
    }

    private static async Task<long> Count(TestDatabase database, string sql)
    {
        await using var connection = await database.Connect();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>One person's browser; the proxy in front chooses the gateway of each request.</summary>
    private sealed class Browser(Deployment deployment)
    {
        private readonly PageClient _same = new(new HttpClient());

        public PageClient At(int gateway) => _same.By(new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false,
        })
        {
            BaseAddress = deployment.Gateways[gateway].Running.Http.BaseAddress,
        });

        /// <summary>The page from one, the password to the other.</summary>
        public async Task Enter(int one, int other)
        {
            var page = await At(one).Get("/sign-in");
            var entered = await At(other).Send(
                page.Form("/sign-in").Fill("userName", "admin").Fill("password", Product.Password));
            Assert.True(entered.Status == 302, $"{entered.Status}: {entered.Text}");
        }

        public async Task Leave(int one, int other)
        {
            var page = await At(one).Read("/");
            Assert.Equal(302, (await At(other).Send(page.Form("/sign-out"))).Status);
            Assert.NotEqual(200, (await At(one).Get("/organisations/new")).Status);
        }
    }
}
