using System.Text;
using Federation.Tests.Rig;

namespace Federation.Tests.Pages;

public class AdminPageTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    private static Task<Product> Sqlite => Product.On(BothDatabases.Sqlite);

    private static string FreshName => $"u{Guid.NewGuid():N}"[..20];

    [Theory, MemberData(nameof(Databases))]
    public async Task An_account_is_opened_given_roles_and_closed(string kind)
    {
        var product = await Product.On(kind);
        var (admin, name) = (await PageClient.Of(product, "admin"), FreshName);

        var form = (await admin.Read("/admin/accounts/new")).Form("/admin/accounts/new").Fill("userName", name)
            .Fill("role", "coordinator").Fill("scope", "*").Fill("password", Product.Password);
        var opened = await admin.Done(form);
        Assert.Contains("账号已开通", opened.Text);
        await PageClient.Of(product, name); // It can sign in.

        var list = await admin.Read($"/admin/accounts?q={name}");
        var path = list.Document.QuerySelector(".table th a")!.GetAttribute("href")!;
        var granted = await admin.Done(
            (await admin.Read(path)).Form(path + "/roles").Fill("role", "auditor").Fill("scope", "*"));
        Assert.Contains("审计员", granted.Text);
        var revoked = await admin.Done(
            (await admin.Read(path)).Form(path + "/revocations").Fill("revoke", "coordinator|*"));
        Assert.DoesNotContain("coordinator|*", revoked.Html);
        Assert.Contains("auditor|*", revoked.Html);

        var closed = await admin.Done((await admin.Read(path)).Form(path + "/closing"));
        Assert.Contains("已关闭", closed.Text);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Sending_a_form_twice_has_one_effect(string kind)
    {
        var product = await Product.On(kind);
        var (admin, name) = (await PageClient.Of(product, "admin"), FreshName);
        var form = (await admin.Read("/admin/accounts/new")).Form("/admin/accounts/new").Fill("userName", name);

        var answers = await Task.WhenAll(admin.Send(form), admin.Send(form));
        var third = await admin.Send(form);

        Assert.All(answers.Append(third), a => Assert.Equal(303, a.Status));
        Assert.Single(answers.Append(third).Select(a => a.Location!.Split('?')[0]).Distinct());
        Assert.Single((await admin.Read($"/admin/accounts?q={name}")).Document.QuerySelectorAll(".table tbody tr"));
    }

    [Theory]
    [InlineData("zh", "用户名须为", "请填写这一项")]
    [InlineData("en", "A user name has", "Please fill this in")]
    public async Task An_error_stands_beside_its_field_and_what_was_typed_is_kept(
        string language, string unfit, string missing)
    {
        var admin = await PageClient.Of(await Sqlite, "admin");
        var page = await admin.Read($"/admin/accounts/new?lang={language}");

        var refused = await admin.Send(page.Form("/admin/accounts/new").Fill("userName", "陈美")
            .Fill("role", "town-official").Fill("otherScope", "440605124"));

        Assert.Equal(422, refused.Status);
        Assert.StartsWith(unfit, refused.ErrorOf("userName"));
        Assert.Equal(
            ("陈美", "town-official", "440605124"),
            (refused.ValueOf("userName"), refused.ValueOf("role"), refused.ValueOf("otherScope")));
        var empty = await admin.Send(refused.Form("/admin/accounts/new").Fill("userName", ""));
        Assert.Equal(missing, empty.ErrorOf("userName"));
        var corrected = await admin.Send(empty.Form("/admin/accounts/new").Fill("userName", FreshName));
        Assert.Equal(303, corrected.Status);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused_and_changes_nothing()
    {
        var (admin, name) = (await PageClient.Of(await Sqlite, "admin"), FreshName);
        var page = await admin.Read("/admin/accounts/new");

        var answer = await admin.Send(
            page.Form("/admin/accounts/new").Fill("userName", name).Without("__RequestVerificationToken"));

        Assert.Equal(400, answer.Status);
        Assert.Contains("页面已过期", answer.Text);
        Assert.Contains("没有符合条件的账号", (await admin.Read($"/admin/accounts?q={name}")).Text);
    }

    [Fact]
    public async Task What_is_typed_into_a_filter_is_shown_as_text_only()
    {
        var admin = await PageClient.Of(await Sqlite, "admin");
        const string Attack = "\"><script>alert(1)</script>";

        string[] paths = ["/admin/accounts?q=", "/admin/audit?actor=", "/admin/audit?stream=", "/admin/places?q="];
        foreach (var path in paths)
        {
            var page = await admin.Read(path + Uri.EscapeDataString(Attack));
            Assert.DoesNotContain("<script>alert", page.Html);
        }
    }

    [Fact]
    public async Task Administration_is_not_shown_to_others()
    {
        var product = await Sqlite;
        var (nobody, resident) = (await PageClient.Of(product), await PageClient.As(product, "resident", "*"));
        var auditor = await PageClient.As(product, "auditor", "*");

        foreach (var path in new[] { "/admin/accounts", "/admin/audit", "/admin/places", "/me" })
            Assert.Equal(
                (302, $"/sign-in?to={Uri.EscapeDataString(path)}"),
                (await nobody.Get(path)) is var p ? (p.Status, p.Location) : default);
        foreach (var path in new[] { "/admin/accounts", "/admin/audit", "/admin/places", "/admin/accounts/new" })
            Assert.Equal(403, (await resident.Get(path)).Status);
        Assert.Equal(200, (await auditor.Get("/admin/audit")).Status);
        Assert.Equal(403, (await auditor.Get("/admin/accounts/new")).Status);
        Assert.Empty((await auditor.Read("/admin/accounts/admin")).Document.QuerySelectorAll("main form"));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_town_is_found_adopted_and_its_changes_imported(string kind)
    {
        var admin = await PageClient.Of(await Product.On(kind), "admin");
        var found = await admin.Read("/admin/places/4403?q=" + Uri.EscapeDataString("沙头"));
        Assert.NotEmpty(found.Document.QuerySelectorAll(".table a[href^='/admin/places/4403']"));
        var town = (await admin.Read("/admin/places/440304")).Document
            .QuerySelectorAll(".places a").First().GetAttribute("href")!;

        var page = await admin.Done((await admin.Read(town)).Form(town + "/adoption"));
        Assert.Contains("镇街已启用", page.Text);
        var village = page.Document.QuerySelector("#villages .table td.number")!.TextContent.Trim();

        var csv = $"code,name,validFrom\n{village},新名村委会,2026-01-01\n44,坏行,2026-01-01\n";
        var form = (await admin.Read("/admin/places/import")).Form("/admin/places/import")
            .Attach("file", "changes.csv", Encoding.UTF8.GetBytes(csv));
        var came = await admin.Send(form);
        Assert.Equal(200, came.Status);
        Assert.Contains("1 行已生效，1 行没有生效", came.Text);
        Assert.Contains("编码须为12位数字", came.Text);
        Assert.Contains("1 行已生效", (await admin.Send(form)).Text); // Sent again: the same, once.
        Assert.Contains("新名村委会", (await admin.Read(town)).Text);
    }

    [Fact]
    public async Task An_import_without_rows_says_so()
    {
        var admin = await PageClient.Of(await Sqlite, "admin");

        var answer = await admin.Send((await admin.Read("/admin/places/import?lang=en")).Form("/admin/places/import"));

        Assert.Equal((422, "Choose a file, or paste the rows below"), (answer.Status, answer.ErrorOf("file")));
    }

    [Fact]
    public async Task One_changes_ones_own_password_and_stays_signed_in()
    {
        var (product, name) = (await Sqlite, FreshName);
        await product.As("resident", "*", name);
        var (here, elsewhere) = (await PageClient.Of(product, name), await PageClient.Of(product, name));
        FilledForm Form(Page page, string current, string password, string again) => page.Form("/me/password")
            .Fill("current", current).Fill("password", password).Fill("again", again);

        var wrong = await here.Send(
            Form(await here.Read("/me"), "not-the-password", "another-password", "another-password"));
        Assert.Equal("现在的密码不对", wrong.ErrorOf("current"));
        var differ = await here.Send(
            Form(await here.Read("/me"), Product.Password, "another-password", "yet-another-one"));
        Assert.Equal("两次输入的新密码不一样", differ.ErrorOf("again"));
        var tooShort = await here.Send(Form(await here.Read("/me"), Product.Password, "short", "short"));
        Assert.StartsWith("密码须为", tooShort.ErrorOf("password"));

        var form = Form(await here.Read("/me"), Product.Password, "another-password", "another-password");
        Assert.Contains("密码已修改", (await here.Done(form)).Text);
        Assert.Equal(303, (await here.Send(form)).Status); // Sent twice.
        Assert.Equal(302, (await elsewhere.Get("/me")).Status);
    }

    [Fact]
    public async Task The_audit_tells_who_did_what_in_words()
    {
        var product = await Sqlite;
        var name = FreshName;
        var id = await (await product.SignedIn()).Made(
            "/accounts", new { userName = name, roles = Array.Empty<object>() });
        var admin = await PageClient.Of(product, "admin");

        var zh = await admin.Read($"/admin/audit?stream=account/{id}");
        Assert.Contains("开通账号", zh.Text);
        Assert.Contains(name, zh.Text);
        Assert.Contains("Opened an account", (await admin.Read($"/admin/audit?stream=account/{id}&lang=en")).Text);
        Assert.Contains("No record matches", (await admin.Read("/admin/audit?actor=nobody-of-this-name&lang=en")).Text);
        var first = await admin.Read("/admin/audit?actor=admin&limit=1&lang=zh");
        var next = await admin.Read(first.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        Assert.Single(next.Document.QuerySelectorAll(".table tbody tr"));
        Assert.NotEqual(first.Text, next.Text);
    }
}
