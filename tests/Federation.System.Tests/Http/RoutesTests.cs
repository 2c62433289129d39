using Federation.Api.Http;
using Federation.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.Http;

/// <summary>The role table as a file that people review: who may call what is said where the route is, and a change of
/// it is a line here.</summary>
public class RoutesTests
{
    private const string Golden = "Http/routes.txt";

    [Fact]
    public async Task Every_route_and_who_may_call_it_is_as_reviewed()
    {
        var product = await Product.On(BothDatabases.Sqlite);
        var table = product.Services.GetRequiredService<RoleTable>();
        string[] served = [.. table.Rows.Select(row => $"{row.Method,-6} {row.Route}  {row.Allowed}")];
        var reviewed = (await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, Golden)))
            .Where(line => line is not ("" or ['#', ..])).ToArray();

        var changes = served.Except(reviewed).Select(line => "+ " + line)
            .Concat(reviewed.Except(served).Select(line => "- " + line)).ToArray();

        Assert.True(changes.Length == 0, $"{Golden} is to say:\n{string.Join('\n', changes)}");
        Assert.Equal(reviewed.Order(StringComparer.Ordinal), reviewed);
    }
}
