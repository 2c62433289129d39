using Federation.Api.Hosting;
using Federation.Log;
using Federation.Tests.Access;
using Federation.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.Bounds;

/// <summary>So many reads run, so many wait, and whoever comes beyond is told at once.</summary>
public class TurnsTests
{
    private const int Beyond = 20;

    [Fact]
    public async Task Beyond_those_inside_a_refusal_waits_for_nobody_and_those_inside_are_served()
    {
        await using var product = await Product.Listening(BothDatabases.Sqlite);
        var door = DoorOf(product);
        var admin = await door.SignedIn("admin");
        Client[] members =
            [await door.As(admin, "crowd0", "resident", "*"), await door.As(admin, "crowd1", "resident", "*")];
        using var halt = new Halt(product.Services.GetRequiredService<EventLog>().Rows, "from mentors");
        var asked = Enumerable.Range(0, Turns.MembersMax + Beyond)
            .Select(i => members[i % members.Length].Get("/mentors")).ToList();

        for (var refused = 0; refused < Beyond; refused++)
        {
            var first = await Task.WhenAny(asked); // While nobody inside has been answered.
            asked.Remove(first);
            var answer = await first;
            Assert.Equal((503, "busy", "1"), (answer.Status, answer.Code, $"{answer.Message.Headers.RetryAfter}"));
        }

        using var page = await members[0].Http.GetAsync("/mentors");
        Assert.Equal((503, "text/html"), ((int)page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Equal(200, (await door.Anonymous().Get("/alliances")).Status); // Strangers have a lane of their own.
        await OthersAreNotAsked(door, members[1]);
        halt.End();
        Assert.All(await Task.WhenAll(asked), answer => Assert.Equal(200, answer.Status));
        Assert.Equal(200, (await members[0].Get("/mentors")).Status);
    }

    [Fact]
    public async Task Who_waits_for_a_position_takes_no_turn()
    {
        await using var product = await Product.Listening(BothDatabases.Sqlite);
        var member = await DoorOf(product).SignedIn("admin");
        var waiting = Enumerable.Range(0, 4 * Turns.PerCoreMax * Environment.ProcessorCount)
            .Select(_ => member.Get("/alliances?after=999999")).ToArray();

        Assert.Equal(200, (await member.Get("/alliances")).Status);

        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal("not-yet-seen", answer.Code));
    }

    /// <summary>Streams, health, signing in and out: whoever is inside or not.</summary>
    private static async Task OthersAreNotAsked(Door door, Client member)
    {
        using var live = await member.Http.GetAsync("/api/v1/changes", HttpCompletionOption.ResponseHeadersRead);
        using var ready = await member.Http.GetAsync("/health/ready");
        Assert.All([live, ready], answer => Assert.Equal(200, (int)answer.StatusCode));
        var another = await door.SignedIn("crowd0");
        using var left = await another.Http.DeleteAsync("/api/v1/session");
        Assert.Equal(204, (int)left.StatusCode);
    }

    /// <summary>One of its gateways, over HTTP.</summary>
    private static Door DoorOf(Product product) =>
        new(() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = product.Address });

    /// <summary>Reads of one table come to a stop until it ends.</summary>
    private sealed class Halt : IDisposable
    {
        private readonly Rows _rows;
        private readonly ManualResetEventSlim _over = new();

        public Halt(Rows rows, string reads)
        {
            _rows = rows;
            rows.Listener = sql =>
            {
                if (sql.Contains(reads, StringComparison.Ordinal)) _over.Wait();
            };
        }

        public void End()
        {
            _rows.Listener = null;
            _over.Set();
        }

        public void Dispose() => End();
    }
}
