using System.Net.Http.Json;
using Federation.Tests.Help;
using Federation.Tests.Rig;

namespace Federation.Tests.Http;

/// <summary>Holes that comparable products had, each with its name. Injection through sorting and script in pages are
/// in Hostile/, guessing passwords in SigningIn/, copies of personal data in Registry/PeopleTests.cs.</summary>
public class KnownHolesTests
{
    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_are_answered_alike()
    {
        var product = await Product.Start(BothDatabases.Sqlite);
        await using var _ = product;
        await product.As("resident", "*", "known.name");

        var known = await Entering(product, "known.name", "not-the-password");
        var unknown = await Entering(product, "nobody.at.all", "not-the-password");

        Assert.Equal((401, "sign-in-failed"), (known.Status, known.Code));
        Assert.Equal((known.Status, known.Code, (string?)known.Json!["detail"]),
            (unknown.Status, unknown.Code, (string?)unknown.Json!["detail"]));
        Assert.Equal(known.Json.AsObject().Select(f => f.Key), unknown.Json!.AsObject().Select(f => f.Key));
    }

    [Fact]
    public async Task A_session_planted_before_signing_in_is_worth_nothing_afterwards()
    {
        var product = await Product.On(BothDatabases.Sqlite);
        await product.As("resident", "*", "fixation.test");
        var http = product.Anonymous().Http;
        http.DefaultRequestHeaders.Add("Cookie", "federation=planted-by-somebody");
        var browser = new PageClient(http);
        var form = (await browser.Get("/sign-in")).Form("/sign-in");

        var entered = await browser.Send(form.Fill("userName", "fixation.test").Fill("password", Product.Password));

        Assert.Equal(302, entered.Status);
        var other = product.Anonymous();
        other.Http.DefaultRequestHeaders.Authorization = new("Bearer", "planted-by-somebody");
        Assert.Equal(401, (await other.Get("/me")).Status);
    }

    [Fact]
    public async Task A_command_of_the_api_is_not_taken_from_a_browsers_cookie()
    {
        var product = await Product.On(BothDatabases.Sqlite);
        var token = (await product.SignedIn()).Http.DefaultRequestHeaders.Authorization!.Parameter;
        var forged = product.Anonymous();
        forged.Http.DefaultRequestHeaders.Add("Cookie", $"federation={token}");

        var answer = await forged.Post("/accounts", new { userName = "forged", roles = Array.Empty<object>() });

        Assert.Equal((401, "not-signed-in"), (answer.Status, answer.Code));
        Assert.Equal(401, (await forged.Get("/me")).Status);
    }

    [Fact]
    public async Task The_words_of_a_request_are_read_by_those_concerned_only()
    {
        var town = await HelpTown.On(BothDatabases.Sqlite);
        var request = await town.Delivered();
        await town.ReceiverStaff.Done($"/requests/{request}/confirmation", new { rating = 5, comment = "很耐心" });
        var stranger = await town.Registry.Staff(await town.Registry.Organisation());
        var resident = await town.Registry.Product.As("resident", "*");

        Assert.Contains("很耐心", (await town.ProviderStaff.Get($"/requests/{request}")).Text);
        foreach (var client in new[] { stranger, resident })
        foreach (var path in new[] { $"/requests/{request}", "/requests?limit=500" })
        {
            var answer = await client.Get(path);
            Assert.Equal(200, answer.Status);
            Assert.DoesNotContain("很耐心", answer.Text);
            Assert.DoesNotContain("李阿姨", answer.Text);
        }
    }

    [Fact]
    public async Task An_imported_sheets_result_page_shows_its_words_as_text()
    {
        var town = (await HelpTown.On(BothDatabases.Sqlite)).Registry;
        var admin = await PageClient.Of(town.Product, "admin");
        var form = (await admin.Read("/admin/places/import")).Document.Forms
            .First(f => f.QuerySelector("input[type=file]") is not null);
        var field = form.QuerySelector("input[type=file]")!.GetAttribute("name")!;
        var csv = "code,name,validFrom\n<script>alert(1)</script>,<img src=x onerror=alert(1)>,2026-01-01\n" +
            $"{town.Town}299,<script>alert(2)</script>村,2026-01-01\n";

        var page = await admin.Send(
            new FilledForm(form).Attach(field, "<script>.csv", System.Text.Encoding.UTF8.GetBytes(csv)));

        Assert.True(page.Status < 500, page.Text);
        Assert.DoesNotContain("<script>alert", page.Html);
        Assert.DoesNotContain("<img src=x", page.Html);
    }

    private static async Task<Answer> Entering(Product product, string userName, string password) => await Answer.Of(
        await product.Anonymous().Http.PostAsJsonAsync("/api/v1/session", new { userName, password }));
}
