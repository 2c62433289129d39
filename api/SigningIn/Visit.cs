using System.Net;
using System.Net.Sockets;

namespace Federation.Api.SigningIn;

/// <summary>From where, and with what, somebody comes to sign in.</summary>
/// <param name="Network">What limits count: an IPv4 address, or the /64 of an IPv6 one, which is one household's or one
/// phone's.</param>
/// <param name="Wider">The /48 around it, which one customer may have whole; null for IPv4.</param>
/// <param name="Device">What tells a device known to its account from others; null where it brings none.</param>
/// <param name="Agent">What the browser calls itself.</param>
public sealed record Visit(string Network, string? Wider = null, string? Device = null, string Agent = "")
{
    /// <summary>As the trail tells it: where two visits are alike, not whose line it is.</summary>
    public string Place => Wider ?? (Network.LastIndexOf('.') is > 0 and var last ? Network[..last] + ".*" : Network);

    private const int HouseholdBits = 64, CustomerBits = 48;

    /// <summary>The visit of this request.</summary>
    /// <param name="device">As the API's body gives it; pages bring a cookie.</param>
    public static Visit Of(HttpContext http, string? device = null)
    {
        var address = http.Connection.RemoteIpAddress;
        return new(
            NetworkOf(address), WiderOf(address), Devices.Checked(device) ?? Devices.Of(http),
            http.Request.Headers.UserAgent.ToString());
    }

    /// <summary>What counts as one place: an IPv4 address, or an IPv6 network of 64 bits.</summary>
    public static string NetworkOf(IPAddress? address) => Plain(address) switch
    {
        null => "",
        { AddressFamily: AddressFamily.InterNetworkV6 } six => Cut(six, HouseholdBits),
        var four => four.ToString(),
    };

    private static string? WiderOf(IPAddress? address) =>
        Plain(address) is { AddressFamily: AddressFamily.InterNetworkV6 } six ? Cut(six, CustomerBits) : null;

    private static IPAddress? Plain(IPAddress? address) =>
        address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    private static string Cut(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, bits / 8, bytes.Length - (bits / 8));
        return $"{new IPAddress(bytes)}/{bits}";
    }
}
