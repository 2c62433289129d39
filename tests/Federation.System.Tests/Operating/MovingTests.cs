using Federation.Tests.Faults;
using Federation.Tests.Rig;

namespace Federation.Tests.Operating;

/// <summary>A town that outgrew its PC: from SQLite to PostgreSQL, from one process to a cluster, and to a PC again, by
/// the operator's commands and settings alone.</summary>
[Collection(nameof(Operating))]
public sealed class MovingTests
{
    private const int Gateways = 2, Silos = 3;

    [Fact]
    public async Task A_town_moves_to_PostgreSQL_to_a_cluster_and_back_with_every_answer_and_its_chain()
    {
        await using var pc = await TestDatabases.Create(BothDatabases.Sqlite);
        await using var server = await TestDatabases.Create(BothDatabases.PostgreSql);
        await using var home = await TestDatabases.Create(BothDatabases.Sqlite);
        var town = await FoundedOnAPc(pc);
        var asked = new List<Asked>();
        await OneMore(pc, "在小机器上成立的会");
        await Moved(pc, server);
        await OneMore(server, "在一台服务器上成立的会");

        asked.Add(new(town, "在集群上成立的会"));
        await using (var cluster = await Deployment.Of(server, Gateways, Silos))
        {
            foreach (var one in asked[..^1]) await one.IsKnownTo(cluster.AnyGateway());
            await asked[^1].Of(cluster.AnyGateway());
            await cluster.Stop();
        }

        await Moved(server, home);
        await OneMore(home, "回到小机器上成立的会");
        Assert.Contains("changed: none", await Verb.Done("rebuild", "--database", home.ConnectionString));

        async Task OneMore(TestDatabase database, string name)
        {
            asked.Add(new(town, name));
            await using var gateway = await Gateway.Start(database);
            foreach (var one in asked[..^1]) await one.IsKnownTo(gateway);
            await asked[^1].Of(gateway);
            await Stop(gateway);
        }
    }

    /// <summary>The chain's end before is its end after.</summary>
    private static async Task Moved(TestDatabase from, TestDatabase to)
    {
        var head = (await Verb.Done("witness", "--database", from.ConnectionString)).Trim();
        await Verb.Done("migrate", "--from", from.ConnectionString, "--database", to.ConnectionString);
        await Verb.Done("verify", "--against", head, "--database", to.ConnectionString);
    }

    private static async Task<World> FoundedOnAPc(TestDatabase pc)
    {
        await using var local = await Gateway.Start(pc);
        var world = await World.Founded(local);
        await Stop(local);
        return world;
    }

    private static async Task Stop(Gateway gateway)
    {
        await gateway.Stop();
        Assert.False(gateway.Complained, gateway.Said);
    }

    /// <summary>An organisation registered by a coordinator whose sign-in is older than all moves.</summary>
    private sealed class Asked(World town, string name)
    {
        private readonly Guid _key = Guid.NewGuid();
        private readonly object _body = RegistryWishes.Organisation(name, town.Villages[0]);
        private Answer? _first;

        public async Task Of(Gateway gateway)
        {
            _first = await Send(gateway);
            Assert.True(_first.Status == 201, _first.Text);
        }

        /// <summary>Sent again with its key it answers as it did, and what lies sealed is readable.</summary>
        public async Task IsKnownTo(Gateway gateway)
        {
            var again = await Send(gateway);
            Assert.Equal((_first!.Status, _first.Text), (again.Status, again.Text));
            var read = await gateway.As(town.Tokens[0]).Read($"/organisations/{(string)_first.Json!["id"]!}");
            Assert.Equal((name, "13912345678"), ((string?)read["name"]?["zh"], (string?)read["contact"]?["phone"]));
        }

        private Task<Answer> Send(Gateway gateway) =>
            gateway.As(town.Tokens[1]).Post("/organisations", _body, _key);
    }
}
