using Federation.Tests.Faults;
using Federation.Tests.Rig;

namespace Federation.Tests.Operating;

/// <summary>A gateway that cannot begin over its database says so in one line and ends; it makes no new key.</summary>
[Collection(nameof(Operating))]
public sealed class WrongStartTests
{
    [Fact]
    public async Task A_wrong_missing_or_damaged_master_key_is_told_and_nothing_is_made()
    {
        await using var database = await TestDatabases.Create(BothDatabases.Sqlite);
        var file = Path.Combine(database.Folder, "federation.key");
        var lone = ("Federation__MasterKeyFile", file);
        await File.WriteAllTextAsync(file, Verb.MasterKey);
        await using (var gateway = await Gateway.Start(database)) await gateway.Stop();

        await File.WriteAllTextAsync(file, Convert.ToBase64String(Enumerable.Repeat((byte)7, 32).ToArray()));
        await Refused("is not this database's", lone);
        await File.WriteAllTextAsync(file, Verb.MasterKey[..30]);
        await Refused("may be damaged", lone);
        File.Delete(file);
        await Refused("No new key was made", lone);
        Assert.False(File.Exists(file));
        await Refused("is no master key", ("Federation__MasterKey", "not base64"));
        var locked = new Federation.Log.SqliteDialect(database.ConnectionString);
        await Refused("Another process", ("Federation__MasterKey", Verb.MasterKey));
        locked.Dispose();
        await using var again = await Gateway.Start(database);
        await again.SignIn("admin");

        async Task Refused(string why, params (string, string)[] settings)
        {
            using var process = Verb.Begin(
                "Federation.Api", null, [],
                [("ConnectionStrings__Federation", database.ConnectionString),
                    ("ASPNETCORE_URLS", "http://127.0.0.1:0"), .. settings]);
            var (code, said) = await Verb.Ended(process);
            Assert.True(code == 1 && said.Contains(why), $"{code}: {said}");
            Assert.DoesNotContain("   at ", said);
            Assert.Single(said.Trim().Split('\n'));
        }
    }
}
