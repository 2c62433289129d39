using Federation.Log;
using Federation.Tests.Rig;

namespace Federation.Tests.Faults;

/// <summary>A disk that does not take what is written: told, waited for, and nothing that was answered is lost.
/// </summary>
[Collection(LongestFirst.Processes)]
public sealed class StorageFaultTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1), LookEvery = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task A_disk_that_fails_is_told_with_503_and_the_town_comes_back_by_itself()
    {
        await using var database = await TestDatabases.Create(BothDatabases.Sqlite);
        string[] made;
        await using (var gateway = await Gateway.Limitable(database))
        {
            var world = await World.Founded(gateway);
            var client = gateway.As(world.Tokens[1]);
            await gateway.LimitFiles(Grown(database));
            var acknowledged = new List<string>();
            Answer answer;
            for (var n = 0; (answer = await Register(client, world, n)).Status == 201; n++)
                acknowledged.Add((string)answer.Json!["id"]!);
            Told(answer);
            var page = await gateway.Http.GetAsync("/sign-in");
            Assert.True(page.IsSuccessStatusCode); // Reading goes on.
            Assert.False(await gateway.SaysReady());
            for (var n = 0; n < 20; n++) Told(await Register(client, world, 1_000 + n));

            await gateway.LimitFiles(null);
            await Ready(gateway);
            answer = await Register(client, world, 2_000);
            Assert.True(answer.Status == 201, answer.Text);
            made = [.. acknowledged, (string)answer.Json!["id"]!];
            foreach (var id in made) await client.Read($"/organisations/{id}");
            // Two lines: it failed, it works again; and no trace of any request.
            Assert.DoesNotContain("   at ", gateway.Said);
            Assert.Equal(1, gateway.Said.Split("storage-io").Length - 1);
            Assert.Contains("works again", gateway.Said);
            await gateway.Stop();
        }

        using var log = Oracle.Open(database);
        Assert.Empty(log.Verify());
        var there = log.Rows.All("select id from organisations", r => r.GetString(0));
        Assert.Empty(made.Except(there));
    }

    private static void Told(Answer answer)
    {
        Assert.Equal((503, "storage-io"), (answer.Status, answer.Code));
        Assert.NotNull(answer.Message.Headers.RetryAfter);
        Assert.Contains("磁盘", answer.Text);
        Assert.Contains("disk", answer.Text);
    }

    private static Task<Answer> Register(Client client, World world, int n) => client.Post(
        "/organisations", RegistryWishes.Organisation($"第{n}街坊会", world.Villages[0]));

    /// <summary>A little more than the largest of its files has now.</summary>
    private static long Grown(TestDatabase database) =>
        new DirectoryInfo(database.Folder).GetFiles("x.db*").Where(f => !f.Name.EndsWith(".reserve"))
            .Max(f => f.Length) + 64 * 1024;

    private static async Task Ready(Gateway gateway)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(LookEvery);
        while (!await gateway.SaysReady(limit.Token)) await look.WaitForNextTickAsync(limit.Token);
    }
}
