using System.Net.Http.Json;
using Federation.Api.SigningIn;
using Federation.Tests.Rig;

namespace Federation.Tests.SigningIn;

/// <summary>Before what cannot be taken back, the password once more.</summary>
public class ConfirmTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task Roles_erasures_and_exports_wait_for_the_password(string kind)
    {
        var clock = new MovedClock();
        await using var product = await Product.StartAt(kind, clock);
        var admin = await product.SignedIn();
        var id = await admin.Made("/accounts", new { userName = "given.roles", roles = Array.Empty<object>() });
        var roles = new { roles = new[] { new { role = "auditor", scope = "*" } } };
        clock.Pass(Confirming.Holds + TimeSpan.FromSeconds(1));

        await admin.Done("/accounts", new { userName = "just.opened", roles = Array.Empty<object>() });
        foreach (var path in new[]
        {
            $"/accounts/{id}/roles", $"/accounts/{id}/closing", $"/accounts/{id}/invitations", $"/people/{id}/erasure",
            $"/complaints/{id}/erasure", $"/accounts/{id}/second-factor/removal",
        })
            Assert.Equal((403, "confirm-first"), await admin.Post(path, roles) is var a ? (a.Status, a.Code) : default);
        foreach (var path in new[] { "/audit/sign-ins.csv", $"/people/{id}/copy" })
            Assert.Equal("confirm-first", (await admin.Get(path)).Code);
        Assert.Equal("confirm-first", (await admin.Post(
            $"/accounts/{id}/password", new { password = "a-password-by-another" })).Code);

        Assert.Equal((401, "password"), await admin.Post(
            "/session/confirmation", new { password = "not-the-password" }) is var w
            ? (w.Status, (string?)w.Json!["field"]) : default);
        await admin.Done("/session/confirmation", new { password = Product.Password });
        await admin.Done($"/accounts/{id}/roles", roles);
        Assert.Equal(200, (await admin.Get("/audit/sign-ins.csv")).Status);
        clock.Pass(Confirming.Holds + TimeSpan.FromSeconds(1));
        Assert.Equal("confirm-first", (await admin.Post($"/accounts/{id}/closing")).Code);
        Assert.Equal(
            ["exported", "confirmed", "confirmation-failed"],
            (await admin.Told("admin")).Where(w => w is "exported" or "confirmed" or "confirmation-failed"));
    }

    [Fact]
    public async Task What_no_page_of_ours_sent_is_refused_and_not_asked_about()
    {
        var clock = new MovedClock();
        await using var product = await Product.StartAt(BothDatabases.Sqlite, clock);
        var admin = await product.SignedIn();
        var id = await admin.Made("/accounts", new { userName = "foreign.form", roles = Array.Empty<object>() });
        clock.Pass(Confirming.Holds + TimeSpan.FromSeconds(1));

        foreach (var content in new HttpContent[]
        {
            JsonContent.Create(new { role = "auditor" }), new ByteArrayContent([0xFF]),
            new FormUrlEncodedContent([new("role", "auditor"), new("scope", "*")]),
        })
        {
            using var answer = await admin.Http.PostAsync($"/admin/accounts/{id}/roles", content);
            Assert.Equal(400, (int)answer.StatusCode);
        }
    }

    [Fact]
    public async Task By_page_one_confirms_and_goes_on_with_what_was_typed()
    {
        var clock = new MovedClock();
        await using var product = await Product.StartAt(BothDatabases.Sqlite, clock);
        var (admin, api) = (await PageClient.Of(product, "admin"), await product.SignedIn());
        var id = await api.Made("/accounts", new { userName = "page.roles", roles = Array.Empty<object>() });
        var path = $"/admin/accounts/{id}";
        var form = (await admin.Read(path)).Form(path + "/roles").Fill("role", "auditor").Fill("scope", "*");
        clock.Pass(Confirming.Holds + TimeSpan.FromSeconds(1));

        var asked = await admin.Send(form);
        Assert.Equal(200, asked.Status);
        var wrong = await admin.Send(asked.Form("/me/confirmation").Fill("_password", "not-the-password"));
        Assert.Equal("密码不对", wrong.ErrorOf("_password"));
        var right = wrong.Form("/me/confirmation").Fill("_password", Product.Password);
        var onward = await admin.Send(right);
        Assert.Equal((307, path + "/roles"), (onward.Status, onward.Location));
        var done = await admin.Send(right.To(onward.Location!)); // As a browser does by itself.
        Assert.Equal(303, done.Status);
        Assert.Contains("审计员", (await admin.Read(done.Location!)).Text);

        clock.Pass(Confirming.Holds + TimeSpan.FromSeconds(1));
        var export = await admin.Get("/api/v1/audit/sign-ins.csv?what=sign-in");
        Assert.Equal(302, export.Status);
        var back = await admin.Send((await admin.Read(export.Location!)).Form("/me/confirmation")
            .Fill("_password", Product.Password));
        Assert.Equal((303, "/api/v1/audit/sign-ins.csv?what=sign-in"), (back.Status, back.Location));
        Assert.Equal(200, (await admin.Get(back.Location!)).Status);
    }
}
