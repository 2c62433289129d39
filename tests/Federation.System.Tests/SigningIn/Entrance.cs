using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Federation.Tests.SigningIn;

/// <summary>Signing in as the API takes it.</summary>
internal static class Entrance
{
    /// <summary>Settings of a real town, where tests usually are let off.</summary>
    public static readonly (string, string)[] Strict =
        [("Federation:SecondFactor", ""), ("Federation:FirstPasswords", ""), ("Federation:SessionsPerAccount", "5")];

    public static async Task<Answer> Enter(
        this Product product, string userName, string password = Product.Password, string? code = null,
        string? agent = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/session")
        {
            Content = JsonContent.Create(new { userName, password, code }),
        };
        if (agent is not null) request.Headers.TryAddWithoutValidation("User-Agent", agent);
        return await Answer.Of(await product.Anonymous().Http.SendAsync(request));
    }

    /// <summary>A client with the token of an answer.</summary>
    public static Client With(this Product product, Answer entered)
    {
        Assert.True(entered.Status == 200, entered.Text);
        var client = product.Anonymous();
        client.Http.DefaultRequestHeaders.Authorization = new("Bearer", (string)entered.Json!["token"]!);
        return client;
    }

    /// <summary>What the trail tells of an account, newest first.</summary>
    public static async Task<string[]> Told(this Client reader, string userName) =>
        [.. (await reader.Read($"/audit?of=sign-ins&account={userName}"))["items"]!.AsArray()
            .Where(i => (string?)i!["userName"] == userName).Select(i => (string)i!["what"]!)];

    public static JsonObject[] Items(this JsonNode answer) =>
        [.. answer["items"]!.AsArray().Select(i => i!.AsObject())];
}
