using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>Who follows the log sees every position once, in order: the bug that event stores have shipped for
/// years.</summary>
public sealed class FollowTests
{
    private const int Streams = 50, Turns = 20, Commands = 50;

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Readers_see_every_position_once_and_in_order_while_many_append(string kind)
    {
        await using var test = await TestLog.Open(kind);
        var writers = kind == BothDatabases.Sqlite ? new[] { test.Log } : [test.Log, test.Another()];
        var following = Enumerable.Range(0, 3).Select(_ => Task.Run(() => Follow(test.Log))).ToArray();
        await Task.WhenAll(Enumerable.Range(0, Streams).Select(stream => Task.Run(async () =>
        {
            for (var turn = 0; turn < Turns; turn++)
            {
                var commands = Enumerable.Range(0, Commands).Select(_ => Ask.Deposit(Ask.Fresh())).ToArray();
                await writers[stream % writers.Length].Commit($"p{stream}", turn * Commands, commands);
            }
        })));
        foreach (var versions in await Task.WhenAll(following).WaitAsync(Patience.Long))
            Assert.All(versions.Values, v => Assert.Equal(Turns * Commands, v));
        Assert.Empty(test.Log.Verify());
    }

    [Fact]
    public async Task Another_process_is_told_the_position_and_asks_for_none()
    {
        await using var test = await TestLog.Open(BothDatabases.PostgreSql);
        var other = test.Another();
        using var stop = new CancellationTokenSource();
        var told = other.Dialect.AwaitNotice(Patience.Long, stop.Token);
        for (var version = 0; !told.IsCompleted; version++)
            await test.Log.Commit("p", version, Ask.Deposit(Ask.Fresh()));
        Assert.InRange((await told)!.Value, 1, test.Log.Head.Position);
    }

    /// <summary>Reads page after page until all have come, and asserts that nothing was skipped or came
    /// twice.</summary>
    private static Dictionary<string, long> Follow(EventLog log)
    {
        var versions = new Dictionary<string, long>();
        var position = 0L;
        while (position < Streams * Turns * Commands)
        {
            foreach (var stored in log.ReadAll(position, 1_000))
            {
                Assert.Equal(position + 1, stored.Position);
                Assert.Equal(versions.GetValueOrDefault(stored.Stream) + 1, stored.Version);
                (position, versions[stored.Stream]) = (stored.Position, stored.Version);
            }
        }

        return versions;
    }
}
