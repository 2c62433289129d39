using Federation.Api.SigningIn;
using Federation.Tests.Rig;

namespace Federation.Tests.SigningIn;

/// <summary>Nobody tells anybody a password: a link is used once, runs out, and is never open again.</summary>
public class InvitationTests
{
    private const string Chosen = "three-stools-by-the-well";

    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task Its_holder_sets_the_password_once(string kind)
    {
        var product = await Product.Start(kind);
        var admin = await product.SignedIn();
        var (_, token) = await Invited(admin, "invited.one");
        var nobody = product.Anonymous();

        Assert.Equal("password", (string?)(await Accept(nobody, token, "short")).Json!["field"]);
        Assert.Equal(200, (await Accept(nobody, token, Chosen)).Status);
        var again = await Accept(nobody, token, Chosen);
        Assert.Equal((410, "invitation-over"), (again.Status, again.Code));
        Assert.Equal(200, (await product.Enter("invited.one", Chosen)).Status);
        Assert.Equal(["sign-in", "password-set", "invited"], await admin.Told("invited.one"));
        Assert.Equal(404, (await admin.Post("/accounts/nobody-of-that-id/invitations")).Status);
        Assert.Equal(403, (await admin.Post("/accounts/admin/invitations")).Status);

        await using var strict = await product.Restart(("Federation:FirstPasswords", "change"));
        Assert.Equal("nothing", (string)(await strict.Enter("invited.one", Chosen)).Json!["owes"]!);
        Assert.Equal("password", (string)(await strict.Enter("admin")).Json!["owes"]!);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task It_ends_with_time_with_a_newer_one_with_other_roles_and_with_the_account(string kind)
    {
        var clock = new MovedClock();
        await using var product = await Product.StartAt(kind, clock);
        var nobody = product.Anonymous();
        var admin = await product.SignedIn();

        var (_, late) = await Invited(admin, "late.one");
        clock.Pass(Invitations.Lasts);
        Assert.Equal(410, (await Accept(nobody, late, Chosen)).Status);
        admin = await product.SignedIn();
        var (id, first) = await Invited(admin, "asked.twice");
        var second = await Link(admin, id);
        Assert.Equal(410, (await Accept(nobody, first, Chosen)).Status);
        Assert.Equal(200, (await Accept(nobody, second, Chosen)).Status);

        var (changed, before) = await Invited(admin, "changed.one");
        await admin.Done(
            $"/accounts/{changed}/roles", new { roles = new[] { new { role = "resident", scope = "*" } } });
        await admin.Done($"/accounts/{changed}/roles", new { roles = Array.Empty<object>() });
        Assert.Equal(410, (await Accept(nobody, before, Chosen)).Status);
        var (closed, last) = await Invited(admin, "closed.one");
        await admin.Done($"/accounts/{closed}/closing");
        Assert.Equal(410, (await Accept(nobody, last, Chosen)).Status);
    }

    [Fact]
    public async Task A_reset_ends_the_old_password_and_its_sign_ins_and_the_same_request_makes_the_same_link()
    {
        await using var product = await Product.Start(BothDatabases.Sqlite);
        var admin = await product.SignedIn();
        var holder = await product.As("resident", "*", "lost.password");
        var id = (string)(await holder.Read("/me"))["id"]!;
        var key = Guid.NewGuid();

        var answers = new[]
        {
            await admin.Post($"/accounts/{id}/invitations", key: key),
            await admin.Post($"/accounts/{id}/invitations", key: key),
        };

        Assert.Single(answers.Select(a => (string)a.Json!["link"]!).Distinct());
        // A command: another gateway may remember who reads for two seconds.
        Assert.Equal(401, (await holder.Post("/session/confirmation", new { password = Product.Password })).Status);
        Assert.Equal(401, (await product.Enter("lost.password")).Status);
        Assert.Equal(200, (await Accept(product.Anonymous(), TokenOf(answers[0].Json!["link"]!), Chosen)).Status);
        Assert.Equal(410, (await Accept(product.Anonymous(), TokenOf(answers[0].Json!["link"]!), Chosen)).Status);
        // The request sent once more opens nothing.
        await admin.Post($"/accounts/{id}/invitations", key: key);
        Assert.Equal(410, (await Accept(product.Anonymous(), TokenOf(answers[0].Json!["link"]!), Chosen)).Status);
        var entered = await product.Enter("lost.password", Chosen);
        Assert.Equal(["password-reset"], entered.Json!["notices"]!.AsArray().Select(n => (string)n!));
    }

    [Fact]
    public async Task A_coordinator_invites_staff_of_their_organisations_and_nobody_who_is_more()
    {
        var registry = await Registry.Registry.On(BothDatabases.Sqlite);
        var (product, admin) = (registry.Product, registry.Admin);
        var coordinator = await product.As("coordinator", "*");
        var organisation = await registry.Member();
        var both = await admin.Made("/accounts", new
        {
            userName = "staff.and.official",
            roles = new[]
            {
                new { role = "organisation-staff", scope = organisation }, new { role = "auditor", scope = "*" },
            },
        });

        Assert.Equal(403, (await coordinator.Post($"/accounts/{both}/invitations")).Status);
        Assert.Equal(403, (await (await product.As("organisation-staff", organisation)).Post(
            $"/accounts/{both}/invitations")).Status);
    }

    [Theory, InlineData("zh", "给 "), InlineData("en", "A link for ")]
    public async Task By_page_a_link_with_its_code_is_made_followed_and_used(string language, string heading)
    {
        var product = await Product.On(BothDatabases.Sqlite);
        var (admin, name) = (await PageClient.Of(product, "admin"), $"u{Guid.NewGuid():N}"[..20]);
        var account = await admin.Done((await admin.Read($"/admin/accounts/new?lang={language}"))
            .Form("/admin/accounts/new").Fill("userName", name));
        var path = account.Document.Forms.Select(f => f.GetAttribute("action")!).First(a => a.EndsWith("/invitations"));

        var made = await admin.Send(account.Form(path));
        Assert.Contains(heading, made.Text);
        Assert.NotNull(made.Document.QuerySelector("svg.badge-code path"));
        var link = new Uri(made.Document.GetElementById("link")!.GetAttribute("href")!).AbsolutePath;

        var nobody = await PageClient.Of(product);
        var page = await nobody.Read(link + $"?lang={language}");
        var differ = await nobody.Send(page.Form(link).Fill("password", Chosen).Fill("again", "something-else-here"));
        Assert.NotNull(differ.ErrorOf("again"));
        await nobody.Done(differ.Form(link).Fill("password", Chosen).Fill("again", Chosen));
        Assert.Equal(410, (await nobody.Get(link)).Status);
        Assert.Equal(200, (await product.Enter(name, Chosen)).Status);
    }

    private static async Task<(string Id, string Token)> Invited(Client admin, string userName)
    {
        var id = await admin.Made("/accounts", new { userName, roles = Array.Empty<object>() });
        return (id, await Link(admin, id));
    }

    private static async Task<string> Link(Client admin, string id) =>
        TokenOf((await admin.Done($"/accounts/{id}/invitations"))["link"]!);

    private static string TokenOf(System.Text.Json.Nodes.JsonNode link) => ((string)link!).Split('/')[^1];

    private static Task<Answer> Accept(Client client, string token, string password) =>
        client.Post("/invitations/acceptance", new { token, password });
}
