using Federation.Tests.Rig;

namespace Federation.Tests.Http;

public class KeyTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task The_same_key_gives_one_effect_and_the_same_answer_also_after_a_restart(string kind)
    {
        var product = await Product.Start(kind);
        var admin = await product.SignedIn();
        var (key, body) = (Guid.NewGuid(), new { userName = "chen.mei", roles = Array.Empty<object>() });

        var first = await admin.Post("/accounts", body, key);
        var again = await admin.Post("/accounts", body, key);
        await using var restarted = await product.Restart();
        var later = await (await restarted.SignedIn()).Post("/accounts", body, key);

        Assert.Equal(201, first.Status);
        Assert.Equal((201, first.Text), (again.Status, again.Text));
        Assert.Equal((201, first.Text), (later.Status, later.Text));
        Assert.Equal(first.Message.Headers.Location, later.Message.Headers.Location);
        var accounts = await (await restarted.SignedIn()).Read("/accounts");
        Assert.Single(accounts["items"]!.AsArray(), a => (string)a!["userName"]! == "chen.mei");
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Another_payload_under_a_used_key_is_told(string kind)
    {
        var admin = await (await Product.On(kind)).SignedIn();
        var key = Guid.NewGuid();
        await admin.Post(
            "/accounts", new { userName = $"a{Guid.NewGuid():N}"[..20], roles = Array.Empty<object>() }, key);

        var other = await admin.Post(
            "/accounts", new { userName = "somebody.else", roles = Array.Empty<object>() }, key);

        Assert.Equal((422, "idempotency-key-reused"), (other.Status, other.Code));
    }

    [Fact]
    public async Task A_write_without_a_key_is_told()
    {
        var admin = await (await Product.On(BothDatabases.Sqlite)).SignedIn();

        var answer = await Answer.Of(await admin.Http.PostAsync("/api/v1/accounts", new StringContent("{}")));

        Assert.Equal((415, "content-type"), (answer.Status, answer.Code)); // No JSON either: that is told first.
        var json = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        answer = await Answer.Of(await admin.Http.PostAsync("/api/v1/accounts", json));
        Assert.Equal((400, "idempotency-key-missing"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("{\"userNam\":\"x\",\"roles\":[]}", "userNam")]
    [InlineData("{\"roles\":[]}", "userName")]
    [InlineData("{\"userName\":7,\"roles\":[]}", "userName")]
    [InlineData("{\"userName\":\"x\",\"roles\":[{\"role\":\"emperor\",\"scope\":\"*\"}]}", "roles")]
    [InlineData("[]", "$")]
    [InlineData("{", "$")]
    public async Task A_malformed_body_names_its_field_in_the_callers_language(string body, string field)
    {
        var admin = await (await Product.On(BothDatabases.Sqlite)).SignedIn();
        foreach (var language in new[] { "zh-CN", "en" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/accounts");
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
            request.Headers.AcceptLanguage.ParseAdd(language);
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

            var answer = await Answer.Of(await admin.Http.SendAsync(request));

            Assert.Equal((400, "malformed", field), (answer.Status, answer.Code, (string?)answer.Json!["field"]));
            Assert.Equal(language == "en", ((string)answer.Json!["detail"]!).All(c => c < 128));
        }
    }
}
