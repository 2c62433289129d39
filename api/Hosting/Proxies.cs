using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Federation.Api.Hosting;

/// <summary>Whom this gateway believes when a request says that it was passed on: limits count the caller's own address
/// then, and cookies know that the caller came by TLS.</summary>
/// <remarks>Nobody is believed unless <c>Federation__TrustedProxies</c> names them, by address or network: otherwise
/// anybody could pick the address that limits count.</remarks>
public static class Proxies
{
    private static int _told;

    /// <summary>Says once that a proxy passes requests on and is not believed: then all callers have one address, and
    /// one of them who guesses passwords holds up the rest.</summary>
    public static void TellOnce(HttpContext http)
    {
        if (!http.Request.Headers.ContainsKey("X-Forwarded-For")
            || http.RequestServices.GetRequiredService<IConfiguration>()["Federation:TrustedProxies"] is { Length: > 0 }
            || Interlocked.Exchange(ref _told, 1) == 1) return;
        http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Proxies).FullName!).LogWarning(
            "请求经由代理到达，但 Federation__TrustedProxies 没有写明它：所有人会被当作同一个地址。 Requests come through a proxy "
            + "that Federation__TrustedProxies does not name: all callers count as one address.");
    }

    public static void AddProxies(this WebApplicationBuilder builder)
    {
        var trusted = Of(builder.Configuration["Federation:TrustedProxies"]);
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = trusted.Count == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in trusted) options.KnownIPNetworks.Add(network);
            options.ForwardLimit = null; // Every hop must be a known one; the first that is not is the caller.
        });
    }

    /// <summary>Addresses and networks, by commas or spaces.</summary>
    /// <exception cref="InvalidOperationException">One is neither.</exception>
    public static IReadOnlyList<IPNetwork> Of(string? setting) =>
    [
        .. (setting ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(text =>
            IPNetwork.TryParse(text, out var network) ? network
            : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : throw new InvalidOperationException(
                $"Federation__TrustedProxies 须为地址或网段，不能是“{text}”。 "
                + $"Federation__TrustedProxies holds addresses and networks, not '{text}'.")),
    ];
}
