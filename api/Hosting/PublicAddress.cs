using System.Net;
using Federation.Grains.Engine;

namespace Federation.Api.Hosting;

/// <summary>Where people reach this gateway from outside: what printed codes and documents lead to.</summary>
/// <remarks>A caller writes what it likes into <c>Host</c>. It is believed where it cannot mislead: this machine's own
/// addresses, and hosts that the operator names in <c>Federation__AllowedHosts</c>.</remarks>
public sealed class PublicAddress
{
    private const StringComparison Ignoring = StringComparison.OrdinalIgnoreCase;
    private readonly string? _set;

    /// <exception cref="SettingsException">It is set, and no address.</exception>
    public PublicAddress(IConfiguration configuration)
    {
        _set = configuration["Federation:PublicAddress"]?.TrimEnd('/') is { Length: > 0 } set ? Checked(set) : null;
        Hosts = [.. (configuration["Federation:AllowedHosts"] ?? "").Split(
            [',', ' '], StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>As the operator names them, <c>*.town.example</c> for all below; none: any name is answered.</summary>
    public IReadOnlyList<string> Hosts { get; }

    /// <summary>Where who came without TLS is sent; null where nobody has said.</summary>
    public string? ByTls => _set?.StartsWith("https://", Ignoring) == true ? _set : null;

    /// <summary>The beginning of an absolute link; null where nobody has said it and the request cannot be believed.
    /// </summary>
    public string? Of(HttpContext http) => _set
        ?? (IsOurs(http) || (Hosts.Count > 0 && IsNamed(http.Request.Host))
            ? $"{http.Request.Scheme}://{http.Request.Host}" : null);

    /// <summary>Whether a request for this host is answered.</summary>
    public bool Admits(HttpContext http) => Hosts.Count == 0 || IsNamed(http.Request.Host) || IsOurs(http);

    private bool IsNamed(HostString host) => (_set is not null && host.Host.Equals(new Uri(_set).Host, Ignoring))
        || Hosts.Any(named => named.StartsWith("*.", StringComparison.Ordinal)
            ? host.Host.EndsWith(named[1..], Ignoring) : host.Host.Equals(named, Ignoring));

    /// <summary>Loopback, or the very address that this connection came to.</summary>
    private static bool IsOurs(HttpContext http)
    {
        var host = http.Request.Host.Host;
        if (host.Equals("localhost", Ignoring)) return true;
        return IPAddress.TryParse(host.Trim('[', ']'), out var address)
            && (IPAddress.IsLoopback(address) || address.Equals(Plain(http.Connection.LocalIpAddress)));
    }

    private static IPAddress? Plain(IPAddress? address) =>
        address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    private static string Checked(string set) =>
        Uri.TryCreate(set, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"
            && address is { Query: "", Fragment: "", UserInfo: "" }
            ? set
            : throw new SettingsException(
                $"Federation__PublicAddress 须为 https:// 开头的网址，不能是“{set}”。",
                $"Federation__PublicAddress is an address such as https://town.example, not '{set}'.");
}
