using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Federation.Log;

namespace Federation.Grains.Engine;

/// <summary>What part a process takes.</summary>
public enum Part
{
    /// <summary>It holds all grains itself and knows of no other: one machine.</summary>
    None,

    /// <summary>It holds some of the grains, its neighbours the others.</summary>
    Join,

    /// <summary>It holds none and asks silos.</summary>
    Client,
}

/// <summary>A setting, or two together, that cannot be: told in both languages, and the process ends.</summary>
public sealed class SettingsException(string zh, string en) : Exception($"{zh} {en}");

/// <summary>What nodes of one cluster agree on, and where this one is reached.</summary>
/// <param name="Connection">The log's database. A cluster's membership lies there, too, and with PostgreSQL the
/// snapshots of grains.</param>
/// <param name="ClusterId">Nodes of one id form one cluster; a database holds one federation.</param>
/// <param name="SiloPort">Where other silos reach this one.</param>
/// <param name="GatewayPort">Where clients reach this silo; 0: nowhere.</param>
/// <param name="ProbeSeconds">Silos ask each other this often whether they live; three silences and two votes declare
/// one dead. Shorter: the keys of a killed silo answer sooner; longer: a starved machine kills nobody.</param>
/// <param name="MemoryMiB">What the process may hold on its heap before the longest idle grains are let go; four
/// fifths of what it is granted when that is less.</param>
/// <param name="Traced">Whether anybody collects traces: what nobody does costs every call.</param>
public sealed record NodeSettings(
    string Connection, Part Part, string ClusterId = NodeSettings.ClusterIdUsual,
    int SiloPort = NodeSettings.SiloPortUsual, int GatewayPort = NodeSettings.GatewayPortUsual,
    IPAddress? Advertised = null, int ProbeSeconds = NodeSettings.ProbeSecondsUsual,
    int MemoryMiB = NodeSettings.MemoryUsual, bool Traced = false, bool Dashboard = false)
{
    public const string ClusterIdUsual = "federation";
    public const int SiloPortUsual = 11111, GatewayPortUsual = 30000, ProbeSecondsUsual = 2, ProbeSecondsMax = 60;
    public const int MemoryUsual = 1_024, MemoryMax = 1_048_576;

    /// <summary>The name under which grain storage keeps its rows: for ever the same.</summary>
    public const string ServiceId = "federation";

    private const int PortMax = 65_535;
    private const string Cluster = "Federation:Cluster";

    /// <summary>Only nodes that others reach have them: beside <c>none</c> somebody meant another thing.</summary>
    private static readonly string[] OfNeighbours =
        ["Federation:SiloPort", "Federation:GatewayPort", "Federation:AdvertisedAddress", "Federation:ProbeSeconds"];

    public bool IsPostgres => !EventLog.IsOneFile(Connection);

    public bool IsSilo => Part != Part.Client;

    /// <summary>All grains in this process, over this database.</summary>
    public static NodeSettings Alone(string connection) => new(connection, Part.None);

    /// <param name="only">The part that this program plays, where it has no choice.</param>
    /// <param name="given">The settings by name: <c>Federation:Cluster</c>; empty is as not given.</param>
    /// <exception cref="SettingsException">A setting is not what it should be, or does not go with another.</exception>
    public static NodeSettings Of(string connection, Func<string, string?> given, Part? only = null)
    {
        var part = PartOf(Setting(Cluster), only);
        if (part != Part.None && EventLog.IsOneFile(connection)) throw new SettingsException(
            $"{Shown(Cluster)}={Name(part)} 需要 PostgreSQL：请设置 ConnectionStrings__Federation=Host=…。",
            $"{Shown(Cluster)}={Name(part)} needs PostgreSQL: set ConnectionStrings__Federation=Host=….");
        if (part == Part.None && OfNeighbours.FirstOrDefault(name => Setting(name) is not null) is { } lost)
            throw new SettingsException(
                $"设置了 {Shown(lost)}，但 {Shown(Cluster)} 是 none（单机）：请改为 join 或 client，或去掉前者。",
                $"{Shown(lost)} is set, but {Shown(Cluster)} is none (one machine): make it join or client, or take "
                + "the other away.");
        return new(
            connection, part, Setting("Federation:ClusterId") ?? ClusterIdUsual,
            Number("Federation:SiloPort", SiloPortUsual, PortMax),
            // The gateway of an equal among equals is its web address; a silo behind gateways is reached by them.
            Number("Federation:GatewayPort", only is null ? 0 : GatewayPortUsual, PortMax),
            Setting("Federation:AdvertisedAddress") is { } text ? Address(text) : null,
            Number("Federation:ProbeSeconds", ProbeSecondsUsual, ProbeSecondsMax),
            Number("Federation:MemoryMiB", MemoryUsual, MemoryMax),
            Setting("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 },
            Setting("Federation:Dashboard") is { } wanted && (bool.TryParse(wanted, out var shown)
                ? shown
                : throw Wrong("Federation:Dashboard", wanted, " true 或 false", "true or false")));

        string? Setting(string name) => given(name) is { Length: > 0 } text ? text : null;

        int Number(string name, int usual, int most) => Setting(name) switch
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

    private static Part PartOf(string? text, Part? only)
    {
        var given = text?.ToLowerInvariant() switch
        {
            null => only ?? Part.None,
            "none" => Part.None,
            "join" => Part.Join,
            "client" => Part.Client,
            _ => throw Wrong(Cluster, text, " none、join 或 client", "none, join or client"),
        };
        return only is null || given == only ? given : throw Wrong(
            Cluster, text!, $" {Name(only.Value)}（此程序是一个 silo）", $"{Name(only.Value)} (this program is a silo)");
    }

    private static string Name(Part part) => part.ToString().ToLowerInvariant();

    private static IPAddress Address(string text) =>
        IPAddress.TryParse(text, out var address)
            ? address
            : throw Wrong("Federation:AdvertisedAddress", text, " IP 地址", "an IP address");

    private static SettingsException Wrong(string name, string text, string zh, string en) =>
        new($"{Shown(name)} 须为{zh}，不能是“{text}”。", $"{Shown(name)} is {en}, not '{text}'.");

    /// <summary>As operators write it.</summary>
    private static string Shown(string name) => name.Replace(":", "__", StringComparison.Ordinal);
}
