using Federation.Log;
using Federation.Tests.Rig;
using Xunit.Abstractions;

namespace Federation.Tests.Faults;

/// <summary>A gateway that is asked to stop finishes what it accepted, and nothing is left unsaid.</summary>
[Collection(LongestFirst.Processes)]
public sealed class StopTests(ITestOutputHelper output)
{
    private const int Clients = 24, Steps = 600;

    /// <summary>What an operator grants between SIGTERM and SIGKILL.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Whatever_was_stored_before_the_end_was_answered(string kind)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        await using var database = await TestDatabases.Create(kind);
        await using var gateway = await Gateway.Start(database);
        var crowd = new Crowd(await World.Founded(gateway), Clients, seed);
        using var listener = await gateway.Http.GetStreamAsync("/api/v1/changes"); // An open page must not hold it up.
        var stretch = new Stretch(Steps);
        var load = crowd.Go(stretch, gateway);
        await await Task.WhenAny(stretch.Worn, load);

        stretch.MeetTheEnd();
        gateway.AskToStop();
        while (await gateway.SaysReady()) await Task.Yield();
        stretch.End();
        var code = await gateway.Ended(Grace);
        await load;

        Assert.Equal(0, code);
        Assert.False(gateway.Complained, gateway.Said);
        var unknown = crowd.Unknown;
        Assert.Empty(await Journal.Stored(database, unknown));
        output.WriteLine($"{crowd.Journal.Acknowledged.Count()} acknowledged, {unknown.Length} never accepted");
        await using var next = await Gateway.Start(database);
        await crowd.Settle(next);
        await next.DisposeAsync();
        using var log = Oracle.Open(database);
        await Oracle.Check(log, crowd.Journal);
    }
}
