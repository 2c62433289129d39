using System.Diagnostics;
using Federation.Tests.Rig;

namespace Federation.Tests.Faults;

/// <summary>Gateways whose silos are all gone: they go on showing what is stored, and tell those who want something
/// done to come back; the same request is done once a silo answers.</summary>
[Collection(nameof(Faults))]
public sealed class NoSiloTests
{
    /// <summary>The gateway waits ten seconds for an owner; the rest is a busy machine's.</summary>
    private static readonly TimeSpan Answered = TimeSpan.FromSeconds(20);

    /// <summary>Each as long as the gateway waits, while the killed silo is not yet known to be gone.</summary>
    private const int TriesMax = 6;

    [Fact]
    public async Task Without_silos_a_gateway_shows_what_is_stored_and_tells_commands_to_come_back()
    {
        await using var database = await TestDatabases.Create(BothDatabases.PostgreSql);
        await using var deployment = await Deployment.Of(database, gateways: 2, silos: 1);
        var world = await World.Founded(deployment.AnyGateway());
        var (key, body) = (Guid.NewGuid(), RegistryWishes.Organisation("等一等的会", world.Villages[0]));
        var (was, came) = (deployment.Gateways[0], deployment.Gateways[1]);
        await came.Stop();
        await deployment.Silos[0].Kill();
        await came.Start(); // It never saw a silo, though the table still names the killed one.

        foreach (var seat in new[] { was, came })
        {
            var client = ((Gateway)seat.Running).As(world.Tokens[1]);
            Assert.NotNull((await client.Read($"/alliances/{World.Alliance}"))["name"]);
            var clock = Stopwatch.StartNew();
            var refused = await client.Post("/organisations", body, key);
            Assert.True(refused.Status == 503, refused.Text);
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, Answered);
            Assert.NotNull(refused.Message.Headers.RetryAfter?.Delta);
            Assert.Equal("busy", refused.Code);
            Assert.All(["请", "try again"], words => Assert.Contains(words, refused.Text));
        }

        await came.Stop(); // Still looking for a silo, it ends in good order.
        await deployment.Start();
        var again = ((Gateway)came.Running).As(world.Tokens[1]);
        var done = await again.Post("/organisations", body, key);
        for (var tries = 1; done.Status == 503 && tries < TriesMax; tries++)
            done = await again.Post("/organisations", body, key);
        Assert.True(done.Status == 201, done.Text);
        var first = ((Gateway)was.Running).As(world.Tokens[1]);
        Assert.Equal(done.Text, (await first.Post("/organisations", body, key)).Text);
        foreach (var seat in deployment.Gateways) Assert.False(seat.Complained, seat.Said);
    }
}
