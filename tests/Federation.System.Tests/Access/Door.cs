using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Federation.Domain.Places;

namespace Federation.Tests.Access;

/// <summary>Where the product is reached, in this process or as one of its own, and how one enters by it.</summary>
public sealed class Door(Func<HttpClient> open)
{
    public static Door Of(Product product) => new(() => product.Anonymous().Http);

    public Client Anonymous() => new(open());

    public async Task<Client> SignedIn(string userName)
    {
        var client = Anonymous();
        using var answer = await client.Http.PostAsJsonAsync(
            "/api/v1/session", new { userName, password = Product.Password });
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        client.Http.DefaultRequestHeaders.Authorization = new("Bearer", (string)JsonNode.Parse(body)!["token"]!);
        return client;
    }

    /// <summary>Opens an account with one role, by the administrator, and enters with it.</summary>
    public async Task<Client> As(Client admin, string userName, string role, string scope)
    {
        await admin.Done(
            "/accounts", new { userName, roles = new[] { new { role, scope } }, password = Product.Password });
        return await SignedIn(userName);
    }

    /// <summary>Villages of a town that people live in.</summary>
    public static async Task<string[]> Villages(Client client, string town) =>
    [
        .. (await client.Read($"/regions/{town}/children"))["items"]!.AsArray().Select(v => (string)v!["code"]!)
            .Where(Regions.IsVillage),
    ];
}
