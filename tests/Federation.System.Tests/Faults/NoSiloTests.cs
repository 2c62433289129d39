using System.Diagnostics;
using Federation.Tests.Rig;

namespace Federation.Tests.Faults;

/// <summary>Gateways whose silos are all gone: they go on showing what is stored, and tell those who want something
/// done to come back; the same request is done once a silo answers.</summary>
[Collection(LongestFirst.Processes)]
public sealed class NoSiloTests
{
    /// <summary>The gateway waits ten seconds for an owner; the rest is a busy machine's.</summary>
    private static readonly TimeSpan Answered = TimeSpan.FromSeconds(20);

    private static readonly (string, string) Client = ("Federation__Cluster", "client");

    /// <summary>Each as long as the gateway waits, while the killed silo is not yet known to be gone.</summary>
    private const int TriesMax = 6;

    [Fact]
    public async Task Without_silos_a_gateway_shows_what_is_stored_and_tells_commands_to_come_back()
    {
        await using var database = await TestDatabases.Create(BothDatabases.PostgreSql);
        await using var deployment = await Deployment.Of(database, gateways: 1, silos: 1);
        var was = deployment.AnyGateway();
        var world = await World.Founded(was);
        var (key, body) = (Guid.NewGuid(), RegistryWishes.Organisation("等一等的会", world.Villages[0]));
        await deployment.Silos[0].Kill();
        // It never saw a silo, though the table still names the killed one.
        var came = await Gateway.Listening(database, Client);

        foreach (var gateway in new[] { was, came })
        {
            var client = gateway.As(world.Tokens[1]);
            Assert.NotNull((await client.Read($"/alliances/{World.Alliance}"))["name"]);
            var clock = Stopwatch.StartNew();
            var refused = await client.Post("/organisations", body, key);
            Assert.True(refused.Status == 503, refused.Text);
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, Answered);
            Assert.NotNull(refused.Message.Headers.RetryAfter?.Delta);
            Assert.Equal("busy", refused.Code);
            Assert.All(["请", "try again"], words => Assert.Contains(words, refused.Text));
        }

        Assert.Equal((true, false), (await was.SaysReady(), await came.SaysReady()));
        await came.Stop(); // Still looking for a silo, it ends in good order.
        Assert.False(came.Complained, came.Said);
        await came.DisposeAsync();
        came = await Gateway.Listening(database, Client);
        await deployment.Start();
        var again = came.As(world.Tokens[1]);
        var done = await again.Post("/organisations", body, key);
        for (var tries = 1; done.Status == 503 && tries < TriesMax; tries++)
            done = await again.Post("/organisations", body, key);
        Assert.True(done.Status == 201, done.Text);
        Assert.Equal(done.Text, (await was.As(world.Tokens[1]).Post("/organisations", body, key)).Text);
        foreach (var gateway in new[] { was, came }) Assert.False(gateway.Complained, gateway.Said);
        await came.DisposeAsync();
    }
}
