using Federation.Tests.Faults;
using Federation.Tests.Rig;
using Microsoft.Data.Sqlite;

namespace Federation.Tests.Operating;

/// <summary>The verb verify tells an operator what somebody did to the file behind the product's back.</summary>
[Collection(nameof(Operating))]
public sealed class VerifyTests
{
    [Fact]
    public async Task Every_damage_that_a_chain_alone_does_not_show_is_told()
    {
        await using var database = await TestDatabases.Create(BothDatabases.Sqlite);
        await using (var gateway = await Gateway.Start(database))
        {
            var world = await World.Founded(gateway);
            var person = await gateway.As(world.Tokens[1]).Post("/organisations", RegistryWishes.Organisation(
                "留下来的会", world.Villages[0]));
            await gateway.As(world.Tokens[0]).Read($"/organisations/{(string)person.Json!["id"]!}");
            Assert.Contains("完好 whole", await Verify(database, 0)); // Beside the running town.
            await gateway.Stop();
        }

        Assert.Contains("完好 whole", await Verify(database, 0));
        await Told(database, "update account_roles set role = 'platform-administrator' where role = 'coordinator'",
            "account_roles");
        await Told(database, "update sealed_keys set wrapped = randomblob(60)", "do not open");
        await Told(database, "update credentials set password = 'AQAAAA' where account = 'admin'", "admin");
        await Told(database, "delete from organisations", "organisations");
        await Told(database, "delete from personal_reads", "personal_reads");
        await Told(database, "delete from credentials", "its row is gone");
    }

    [Fact]
    public async Task Without_the_master_key_it_says_what_it_did_not_look_at()
    {
        await using var database = await TestDatabases.Create(BothDatabases.Sqlite);
        Oracle.Open(database).Dispose();
        var (code, said) = await Verb.Run(null, "verify", "--database", database.ConnectionString);
        Assert.Equal((0, true), (code, said.Contains("without the master key")));
    }

    private static async Task Told(TestDatabase database, string sql, string what)
    {
        var file = database.ConnectionString["Data Source=".Length..];
        await using (var connection = new SqliteConnection(database.ConnectionString + ";Pooling=false"))
        {
            connection.Open();
            await using var command = connection.CreateCommand();
            command.CommandText = "pragma wal_checkpoint(truncate)"; // All of it lies in the one file that is kept.
            await command.ExecuteNonQueryAsync();
            File.Copy(file, file + ".kept");
            command.CommandText = sql;
            Assert.True(await command.ExecuteNonQueryAsync() > 0, sql);
        }

        Assert.Contains(what, await Verify(database, 1));
        File.Delete(file + "-wal");
        File.Delete(file + "-shm");
        File.Move(file + ".kept", file, overwrite: true);
    }

    private static async Task<string> Verify(TestDatabase database, int expected)
    {
        var (code, said) = await Verb.Run(Verb.MasterKey, "verify", "--database", database.ConnectionString);
        Assert.True(code == expected, said);
        return said;
    }
}
