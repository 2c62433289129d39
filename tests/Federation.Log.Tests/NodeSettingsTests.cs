using Federation.Grains.Engine;

namespace Federation.Log.Tests;

/// <summary>Which part a process takes, and what it is told when that cannot be.</summary>
public sealed class NodeSettingsTests
{
    private const string Sqlite = "Data Source=x.db", Postgres = "Host=db;Database=x";

    [Theory]
    [InlineData(Sqlite, null, Part.None)]
    [InlineData(Postgres, null, Part.None)]
    [InlineData(Postgres, "none", Part.None)]
    [InlineData(Postgres, "join", Part.Join)]
    [InlineData(Postgres, "Client", Part.Client)]
    [InlineData("Server=db;Database=x", "client", Part.Client)]
    [InlineData(Sqlite, "", Part.None)]
    public void A_gateway_takes_the_part_that_it_is_given(string connection, string? cluster, Part part) =>
        Assert.Equal(part, NodeSettings.Of(connection, Told(("Federation:Cluster", cluster))).Part);

    [Fact]
    public void Only_a_silo_behind_gateways_opens_a_port_to_them_unasked()
    {
        var joined = NodeSettings.Of(Postgres, Told(("Federation:Cluster", "join")));
        Assert.Equal((0, NodeSettings.SiloPortUsual), (joined.GatewayPort, joined.SiloPort));
        var silo = NodeSettings.Of(Postgres, Told(), Part.Join);
        Assert.Equal((NodeSettings.GatewayPortUsual, Part.Join), (silo.GatewayPort, silo.Part));
    }

    [Theory, InlineData("true", true), InlineData("True", true), InlineData("false", false), InlineData(null, false)]
    public void The_dashboard_is_there_when_it_is_asked_for(string? given, bool there) =>
        Assert.Equal(there, NodeSettings.Of(Sqlite, Told(("Federation:Dashboard", given))).Dashboard);

    [Theory]
    [InlineData(Sqlite, "Federation:Cluster", "join", "PostgreSQL")]
    [InlineData(Sqlite, "Federation:Cluster", "client", "PostgreSQL")]
    [InlineData(Postgres, "Federation:Cluster", "alone", "none, join or client")]
    [InlineData(Sqlite, "Federation:SiloPort", "11111", "Federation__SiloPort is set")]
    [InlineData(Postgres, "Federation:AdvertisedAddress", "10.0.0.1", "Federation__AdvertisedAddress is set")]
    [InlineData(Sqlite, "Federation:MemoryMiB", "0", "Federation__MemoryMiB")]
    [InlineData(Sqlite, "Federation:MemoryMiB", "much", "Federation__MemoryMiB")]
    [InlineData(Sqlite, "Federation:Dashboard", "yes", "true or false")]
    public void What_cannot_be_is_told_in_both_languages(string connection, string name, string value, string why)
    {
        var told = Assert.Throws<SettingsException>(() => NodeSettings.Of(connection, Told((name, value)))).Message;
        Assert.Contains(why, told);
        Assert.Contains(told, character => character is >= '\u4e00' and <= '\u9fff');
    }

    [Theory]
    [InlineData("Federation:Cluster", "client", "this program is a silo")]
    [InlineData("Federation:Cluster", "none", "this program is a silo")]
    [InlineData("Federation:SiloPort", "70000", "1–65535")]
    [InlineData("Federation:ProbeSeconds", "0", "1–60")]
    [InlineData("Federation:AdvertisedAddress", "here", "an IP address")]
    public void A_silo_is_told_what_its_settings_should_be(string name, string value, string why) => Assert.Contains(
        why,
        Assert.Throws<SettingsException>(() => NodeSettings.Of(Postgres, Told((name, value)), Part.Join)).Message);

    private static Func<string, string?> Told(params (string Name, string? Value)[] settings) =>
        name => settings.FirstOrDefault(s => s.Name == name).Value;
}
