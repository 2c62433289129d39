using Federation.Tests.Rig;

namespace Federation.Tests.Registry;

public class RoleScopeTests
{
    [Theory]
    [InlineData("organisation-staff", "no-such-org"), InlineData("mentor", "no-such-mentor")]
    [InlineData("coordinator", "no-such-alliance"), InlineData("auditor", "no-such-alliance")]
    [InlineData("coordinator", "99"), InlineData("town-official", "999999"), InlineData("resident", "440605999")]
    public async Task A_role_for_what_is_not_there_is_not_given(string role, string scope)
    {
        var admin = await (await Product.On(BothDatabases.Sqlite)).SignedIn();
        object Opening(params object[] roles) => new { userName = $"r{Guid.NewGuid():N}"[..20], roles };
        var grant = new { role, scope };

        var opened = await admin.Post("/accounts", Opening(grant));
        var id = await admin.Made("/accounts", Opening());
        var given = await admin.Post($"/accounts/{id}/roles", new { roles = new[] { grant } });

        Assert.Equal((409, "role-scope-not-found"), (opened.Status, opened.Code));
        Assert.Equal((409, "role-scope-not-found"), (given.Status, given.Code));
    }

    [Fact]
    public async Task Digits_that_are_no_regions_code_are_no_scope_and_hold_no_region()
    {
        var registry = await Registry.On(BothDatabases.Sqlite);

        var opened = await registry.Admin.Post("/accounts", new
        {
            userName = $"r{Guid.NewGuid():N}"[..20], roles = new[] { new { role = "coordinator", scope = "4" } },
        });

        Assert.Equal((409, "role-scope-unfit"), (opened.Status, opened.Code));
        await registry.Log.Write( // As an old log may have given it.
            "update account_roles set scope = '4' where account = @id", ("id", await Coordinator(registry, "of.four")));
        var four = await registry.Product.SignedIn($"of.four{registry.Town}");
        var member = await registry.Member();
        Assert.Equal(403, (await four.Post($"/organisations/{member}/dissolution")).Status);
        Assert.Equal(403, (await four.Post($"{registry.Path}/founding", new { foundedOn = "1999-10-01" })).Status);
        Assert.Null((await four.Read($"/organisations/{member}"))["contact"]);
    }

    [Theory]
    [InlineData("foundedOn", "0001-01-01"), InlineData("foundedOn", "1949-09-30")]
    [InlineData("foundedOn", "2101-01-01"), InlineData("on", "0001-01-01"), InlineData("on", "9999-12-31")]
    public async Task A_day_that_nobody_can_have_meant_is_refused_with_its_bounds(string field, string day)
    {
        var registry = await Registry.On(BothDatabases.Sqlite);
        var body = new Dictionary<string, object> { ["foundedOn"] = "1949-10-01", [field] = day };

        var answer = await registry.Coordinator.Post($"{registry.Path}/founding", body);

        Assert.Equal((400, field), (answer.Status, (string?)answer.Json?["field"]));
        Assert.Contains("1949-10-01", answer.Text);
        await registry.Coordinator.Done($"{registry.Path}/founding", new { foundedOn = "1949-10-01" });
    }

    private static Task<string> Coordinator(Registry registry, string name) => registry.Admin.Made("/accounts", new
    {
        userName = $"{name}{registry.Town}", password = Product.Password,
        roles = new[] { new { role = "coordinator", scope = registry.Alliance } },
    });
}
