using System.Net.Http.Json;
using Federation.Tests.Rig;

namespace Federation.Tests.Registry;

public class ReopenedAccountTests
{
    [Fact]
    public async Task Whoever_opened_an_account_gets_no_password_into_it_by_opening_it_again()
    {
        var registry = await Registry.On(BothDatabases.Sqlite);
        var member = await registry.Member();
        var staff = new { role = "organisation-staff", scope = member };
        var (id, name) = ($"acc-{registry.Town}", $"clerk{registry.Town}");
        await registry.Coordinator.Made("/accounts", new { id, userName = name, roles = new[] { staff } });
        object again = new { id, userName = name, roles = new[] { staff }, password = Product.Password };

        var same = await registry.Coordinator.Post("/accounts", again);
        var administrator = new { role = "platform-administrator", scope = "*" };
        await registry.Admin.Done($"/accounts/{id}/roles", new { roles = new[] { staff, administrator } });
        var risen = await registry.Coordinator.Post("/accounts", again);

        Assert.Equal((409, "account-already-open"), (same.Status, same.Code));
        Assert.Equal((409, "account-already-open"), (risen.Status, risen.Code));
        var session = await registry.Product.Anonymous().Http.PostAsJsonAsync(
            "/api/v1/session", new { userName = name, password = Product.Password });
        Assert.Equal(401, (int)session.StatusCode);
    }

    [Fact]
    public async Task A_retry_under_the_same_key_completes_the_opening_with_its_password()
    {
        var registry = await Registry.On(BothDatabases.Sqlite);
        var (key, name) = (Guid.NewGuid(), $"n{Guid.NewGuid():N}"[..20]);
        var body = new
        {
            userName = name, roles = new[] { new { role = "resident", scope = "*" } }, password = Product.Password,
        };

        var first = await registry.Admin.Post("/accounts", body, key);
        var again = await registry.Admin.Post("/accounts", body, key);

        Assert.Equal((201, first.Text), (again.Status, again.Text));
        await registry.Product.SignedIn(name);
    }
}
