using System.Text.RegularExpressions;
using Federation.Tests.Hostile;
using Federation.Tests.Rig;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.Access;

/// <summary>What tests the matrix: a product with one route that lets everybody in turns it red, and so does a route
/// that nobody reviewed.</summary>
public class PlantedHoleTests
{
    [Theory]
    [InlineData("POST", "/api/v1/teams/{id}/name", "^/api/v1/teams/[^/]+/name$")]
    [InlineData("POST", "/api/v1/mentors/{id}/slots", "^/api/v1/mentors/[^/]+/slots$")]
    [InlineData("GET", "/joint-actions/{id}/manage", "^/joint-actions/[^/]+/manage$")]
    [InlineData("GET", "/api/v1/people/{id}", "^/api/v1/people/[^/]+$")]
    [InlineData("GET", "/api/v1/joint-actions/{id}/documents", "^/api/v1/joint-actions/[^/]+/documents$")]
    public async Task A_route_without_its_check_turns_the_matrix_red_and_no_other(
        string method, string template, string address)
    {
        var hole = new Hole(method, new(address));
        await using var product = await Product.Changed(BothDatabases.Sqlite, web =>
            web.ConfigureServices(services => services.AddSingleton<IStartupFilter>(hole)));
        var realm = await Realm.Build(Door.Of(product));
        var routes = Target.RoutesOf(product);
        var hit = routes.Single(r => r.Method == method && r.Template == template);
        var sound = routes.Where(r => r != hit && r.Template.Contains("/teams", StringComparison.Ordinal));
        var matrix = new Matrix(realm, [hit, .. sound], Rules.Reviewed());
        hole.Token = (await product.SignedIn()).Http.DefaultRequestHeaders.Authorization!.Parameter;

        await matrix.Refused();
        await matrix.Read(new Secrets(realm));

        Assert.NotEmpty(matrix.Wrong);
        Assert.All(matrix.Wrong, wrong => Assert.StartsWith($"{method} {template} ", wrong));
    }

    [Fact]
    public async Task A_route_without_a_row_and_a_row_without_a_route_are_told()
    {
        var product = await Product.On(BothDatabases.Sqlite);
        var (routes, rules) = (Target.RoutesOf(product), Rules.Reviewed());
        var realm = Realm.Empty(Door.Of(product));

        Assert.Equal(["no row for POST /api/v1/back-door"],
            new Matrix(realm, [.. routes, new("POST", "/api/v1/back-door", null)], rules).Gaps());
        Assert.Equal(["no route for GET /library"],
            new Matrix(realm, [.. routes.Where(r => r.Template is not ("/library" or "/api/v1/library"))], rules).Gaps()
                .Where(gap => gap.EndsWith("GET /library", StringComparison.Ordinal)));
    }
}
