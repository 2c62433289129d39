using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Federation.Tests.Rig;

namespace Federation.Tests.Faults;

/// <summary>The gateway as a process of its own, and how clients of the API enter by it.</summary>
public sealed class Gateway : ProductProcess
{
    private Gateway(TestDatabase database, (string Name, string Value)[] environment, bool limitable = false)
        : base("Federation.Api", ["--urls", "http://127.0.0.1:0"], [.. Usual(database), .. environment], limitable)
    {
    }

    public static async Task<Gateway> Start(TestDatabase database, params (string Name, string Value)[] environment)
    {
        var gateway = new Gateway(database, environment);
        await gateway.Begin();
        return gateway;
    }

    /// <summary>A gateway whose files can be kept from growing.</summary>
    public static async Task<Gateway> Limitable(TestDatabase database)
    {
        var gateway = new Gateway(database, [], limitable: true);
        await gateway.Begin();
        return gateway;
    }

    /// <summary>A gateway that may never be ready: it serves pages all the same.</summary>
    public static async Task<Gateway> Listening(
        TestDatabase database, params (string Name, string Value)[] environment)
    {
        var gateway = new Gateway(database, environment);
        await gateway.Begin(ready: false);
        return gateway;
    }

    /// <summary>A sign-in's token; it lies in the database and so outlives the process.</summary>
    public async Task<string> SignIn(string userName)
    {
        using var answer = await Http.PostAsJsonAsync("/api/v1/session", new { userName, password = Product.Password });
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return (string)JsonNode.Parse(text)!["token"]!;
    }

    /// <summary>A client of the API that calls with this token.</summary>
    public Client As(string token)
    {
        var http = new HttpClient { BaseAddress = Http.BaseAddress, Timeout = Patience };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return new(http);
    }

    private static (string Name, string Value)[] Usual(TestDatabase database) =>
    [
        ("ASPNETCORE_ENVIRONMENT", "Production"), ("ConnectionStrings__Federation", database.ConnectionString),
        ("FEDERATION_SAMPLE_PASSWORD", Product.Password), ("Sample", "none"),
        ("Federation__SessionsPerAccount", "1000"), ("Federation__SecondFactor", "optional"),
        ("Federation__FirstPasswords", "keep"),
    ];
}
