using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Federation.Api.Http;
using Federation.Tests.Rig;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.Http;

public partial class RoleTableTests
{
    private static async Task<(Who Who, string Role, string Scope)[]> Roles(Product product)
    {
        var registry = await Registry.Registry.In(Task.FromResult(product));
        var member = await registry.Member();
        var mentor = await registry.Coordinator.Made("/mentors", new
        {
            organisationId = member, name = "陈导师", topics = new[] { "助老" }, modes = new[] { "on-site-guidance" },
        });
        return
        [
            (Who.Resident, "resident", "*"), (Who.Mentor, "mentor", mentor), (Who.Staff, "organisation-staff", member),
            (Who.Official, "town-official", "110101001"), (Who.Auditor, "auditor", "*"),
            (Who.Coordinator, "coordinator", registry.Alliance), (Who.Administrator, "platform-administrator", "*"),
        ];
    }

    [Fact]
    public async Task Every_endpoint_has_a_row_and_every_row_an_endpoint()
    {
        var product = await Product.On(BothDatabases.Sqlite);
        var table = product.Services.GetRequiredService<RoleTable>();
        var endpoints = product.Services.GetRequiredService<EndpointDataSource>().Endpoints;

        table.CheckAgainst(endpoints);

        var idle = new RoleTable([.. table.Rows, new("GET", "/api/v1/nothing", Who.Everyone)]);
        Assert.Throws<InvalidOperationException>(() => idle.CheckAgainst(endpoints));
        var missing = new RoleTable(table.Rows.Skip(1));
        Assert.Throws<InvalidOperationException>(() => missing.CheckAgainst(endpoints));
    }

    [Fact]
    public async Task Every_cell_of_the_table_is_as_written()
    {
        await using var product = await Product.Start(BothDatabases.Sqlite);
        var table = product.Services.GetRequiredService<RoleTable>();
        var callers = new List<(Who Who, Client Client)> { (Who.Anonymous, product.Anonymous()) };
        foreach (var (who, role, scope) in await Roles(product)) callers.Add((who, await product.As(role, scope)));

        var wrong = new List<string>();
        foreach (var row in table.Rows)
        foreach (var (who, client) in callers)
        {
            // A signed-in account is a resident too.
            var allowed = (row.Allowed & who) != 0
                || (who != Who.Anonymous && (row.Allowed & Who.Resident) != 0) || row.Allowed == Who.Everyone;
            if (row is { Method: "DELETE", Route: "/api/v1/session" } && allowed) continue; // It would end the sign-in.
            if (await Refused(client, row, who) == allowed) wrong.Add($"{row.Method} {row.Route} as {who}");
        }

        Assert.Empty(wrong);
    }

    /// <summary>Whether the gate itself said no; what a decider says of the body is another matter.</summary>
    private static async Task<bool> Refused(Client client, RoleRow row, Who who)
    {
        var page = !row.Route.StartsWith("/api/", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new(row.Method), Parameter().Replace(row.Route, "x"));
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        if (page && client.Http.DefaultRequestHeaders.Authorization is { Parameter: { } token })
            request.Headers.Add("Cookie", $"federation={token}");
        if (row.Method == "POST") request.Content = page ? new FormUrlEncodedContent([]) : JsonContent.Create(new { });
        using var answer = await client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var status = (int)answer.StatusCode;
        Assert.True(status < 500, $"{row.Method} {row.Route} as {who} answered {status}");
        if (page) return who == Who.Anonymous
            ? status == 302 && answer.Headers.Location!.ToString().StartsWith("/sign-in", StringComparison.Ordinal)
            : status == 403;
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json") return false;
        var code = (await Answer.Of(answer)).Code;
        return code == (who == Who.Anonymous ? "not-signed-in" : "not-allowed") && status is 401 or 403;
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
