namespace Federation.Tests.Registry;

/// <summary>A second alliance over the same town, with a coordinator of its own and none of the first one's.</summary>
public sealed record TwoAlliances(Registry First, string Second, Client Stranger)
{
    public string Path => $"/alliances/{Second}";

    public static async Task<TwoAlliances> On(string kind)
    {
        var first = await Registry.On(kind);
        var second = await first.AnotherAlliance();
        return new(first, second, await first.Product.As("coordinator", second));
    }

    public async Task<string> ContactOf(string organisation) =>
        (string)(await First.Admin.Read($"/organisations/{organisation}"))["contact"]!["personId"]!;
}
