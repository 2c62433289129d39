using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Federation.Grains.Orleans;

/// <summary>What nodes of one cluster agree on, and where this one is reached.</summary>
/// <param name="Connection">PostgreSQL: membership, snapshots and the log lie there.</param>
/// <param name="ClusterId">Nodes of one id form one cluster; a database holds one federation.</param>
/// <param name="SiloPort">Where other silos reach this one.</param>
/// <param name="GatewayPort">Where gateways reach this silo.</param>
/// <param name="ProbeSeconds">Silos ask each other this often whether they live; three silences and two votes declare
/// one dead. Shorter: the keys of a killed silo answer sooner; longer: a starved machine kills nobody.</param>
public sealed record ClusterSettings(
    string Connection, string ClusterId = ClusterSettings.ClusterIdUsual,
    int SiloPort = ClusterSettings.SiloPortUsual, int GatewayPort = ClusterSettings.GatewayPortUsual,
    IPAddress? Advertised = null, int ProbeSeconds = ClusterSettings.ProbeSecondsUsual)
{
    public const string ClusterIdUsual = "federation";
    public const int SiloPortUsual = 11111, GatewayPortUsual = 30000, ProbeSecondsUsual = 2, ProbeSecondsMax = 60;

    private const int PortMax = 65_535;

    /// <summary>The name under which grain storage keeps its rows: for ever the same.</summary>
    public const string ServiceId = "federation";

    /// <exception cref="InvalidOperationException">The connection is not to PostgreSQL, or a setting is not what it
    /// should be; the message says which, in both languages.</exception>
    public static ClusterSettings Of(string? connection, Func<string, string?> setting)
    {
        if (connection?.Contains("Host=", StringComparison.OrdinalIgnoreCase) != true)
            throw new InvalidOperationException(
                "集群需要 PostgreSQL：请设置 ConnectionStrings__Federation=Host=…。 "
                + "The cluster needs PostgreSQL: set ConnectionStrings__Federation=Host=….");
        return new(
            connection, setting("Federation:ClusterId") ?? ClusterIdUsual,
            Number("Federation:SiloPort", SiloPortUsual, PortMax),
            Number("Federation:GatewayPort", GatewayPortUsual, PortMax),
            setting("Federation:AdvertisedAddress") is { } text ? Address(text) : null,
            Number("Federation:ProbeSeconds", ProbeSecondsUsual, ProbeSecondsMax));

        int Number(string name, int usual, int most) => setting(name) switch
        {
            null => usual,
            var text when int.TryParse(text, out var number) && number > 0 && number <= most => number,
            var text => throw Wrong(name, text, $" 1–{most} 的整数", $"a whole number, 1–{most}"),
        };
    }

    /// <summary>The first address of this machine that others can reach; the loopback address when it has
    /// none.</summary>
    public static IPAddress OwnAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(n => n.OperationalStatus == OperationalStatus.Up
            && n.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(n => n.GetIPProperties().UnicastAddresses)
        .Select(a => a.Address)
        .FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork) ?? IPAddress.Loopback;

    private static IPAddress Address(string text) =>
        IPAddress.TryParse(text, out var address)
            ? address
            : throw Wrong("Federation:AdvertisedAddress", text, "IP 地址", "an IP address");

    private static InvalidOperationException Wrong(string name, string text, string zh, string en) =>
        new($"{name} 须为{zh}，不能是“{text}”。 {name} is {en}, not '{text}'.");
}
