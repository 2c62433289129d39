using Federation.Tests.Rig;

namespace Federation.Bench.Rows;

/// <summary>A gateway with one town and so many sessions, planned and reported: the log at one of its sizes.</summary>
internal sealed record Grown(int Sessions, Filled Filled, Server Gateway, Town Town) : IAsyncDisposable
{
    public string Size => $"{Sessions:#,0} sessions";

    public string[] Reports => Town.ReportPaths("grown", Sessions);

    public static async Task<Grown> Start(string kind, int sessions, Table table)
    {
        var filled = await Filled.Create(kind, $"a town of {sessions:#,0} sessions", table);
        var gateway = await Server.Gateway(filled.Database);
        var town = new Town(gateway);
        await town.SetUp();
        await town.Plan("grown", 0, sessions);
        await town.Report("grown", 0, sessions);
        return new(sessions, filled, gateway, town);
    }

    public async ValueTask DisposeAsync()
    {
        Town.Dispose();
        await Gateway.DisposeAsync();
        await Filled.DisposeAsync();
    }
}
