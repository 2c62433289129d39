using Federation.Tests.Faults;
using Federation.Tests.Rig;

namespace Federation.Tests.Operating;

/// <summary>A town that outgrew its PC: from the Local engine on SQLite to a cluster on PostgreSQL, and from there to
/// the Local engine again, by the operator's commands and the programs of both builds.</summary>
[Collection(nameof(Faults))]
public sealed class MovingTests
{
    [Fact]
    public async Task A_town_moves_to_a_cluster_with_one_command_each_and_can_go_back()
    {
        await using var pc = await TestDatabases.Create(BothDatabases.Sqlite);
        await using var server = await TestDatabases.Create(BothDatabases.PostgreSql);
        var town = await FoundedOnAPc(pc);
        var asked = new Asked(town, "在小机器上成立的会");
        await using (var local = await Gateway.StartOn("Local", pc))
        {
            await asked.Of(local);
            await Stop(local);
        }

        var head = (await Verb.Done("witness", "--database", pc.ConnectionString)).Trim();
        await Verb.Done("migrate", "--from", pc.ConnectionString, "--database", server.ConnectionString);
        Assert.Contains("ready", await Verb.Done("migrate", "--to-orleans", "--database", server.ConnectionString));
        await Verb.Done("verify", "--against", head, "--database", server.ConnectionString);

        var later = new Asked(town, "在集群上成立的会");
        await using (var cluster = await Deployment.Of(server, Silos.Gateways, Silos.Processes))
        {
            await asked.IsKnownTo(cluster.AnyGateway());
            await later.Of(cluster.AnyGateway());
            await cluster.Stop();
        }

        head = (await Verb.Done("witness", "--database", server.ConnectionString)).Trim();
        await using var back = await Gateway.StartOn("Local", server);
        foreach (var one in new[] { asked, later }) await one.IsKnownTo(back);
        await Stop(back);
        await Verb.Done("verify", "--against", head, "--database", server.ConnectionString);
        Assert.Contains("changed: none", await Verb.Done("rebuild", "--database", server.ConnectionString));
    }

    private static async Task<World> FoundedOnAPc(TestDatabase pc)
    {
        await using var local = await Gateway.StartOn("Local", pc);
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
