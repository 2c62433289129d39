using Federation.Tests.Faults;
using Federation.Tests.Rig;

namespace Federation.Tests.Operating;

/// <summary>A part in a cluster that cannot be played ends the start with a word, and nothing was made.</summary>
[Collection(nameof(Operating))]
public sealed class WrongSettingsTests
{
    [Theory]
    [InlineData("Federation.Api", "Federation__Cluster", "join", "PostgreSQL")]
    [InlineData("Federation.Api", "Federation__Cluster", "many", "none, join or client")]
    [InlineData("Federation.Api", "Federation__SiloPort", "11111", "Federation__Cluster is none")]
    [InlineData("Federation.Api", "Federation__PlainHttp", "yes", "is allowed, or not set")]
    [InlineData("Federation.Api", "Federation__PublicAddress", "town", "is an address such as")]
    [InlineData("Federation.Silo", "Federation__Cluster", "join", "PostgreSQL")]
    [InlineData("Federation.Silo", "Federation__Cluster", "client", "this program is a silo")]
    public async Task What_cannot_be_ends_at_the_start(string program, string name, string value, string why)
    {
        await using var database = await TestDatabases.Create(BothDatabases.Sqlite);
        using var process = Verb.Begin(
            program, null, program == "Federation.Silo" ? ["serve"] : [], (name, value),
            ("ConnectionStrings__Federation", database.ConnectionString), ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
            ("Federation__MasterKeyFile", Path.Combine(database.Folder, "federation.key")));
        var (code, said) = await Verb.Ended(process);
        Assert.Equal((2, true), (code, said.Contains(why)));
        Assert.DoesNotContain("   at ", said);
        Assert.Empty(Directory.GetFiles(database.Folder));
    }
}
