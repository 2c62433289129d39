using System.Net;
using Federation.Grains.Engine;

namespace Federation.Api.Hosting;

/// <summary>How and for whom a request came: a host that nobody named is not answered, and who comes from another
/// machine without TLS is not recognised, nor can sign in or send anything.</summary>
/// <remarks>Loopback and what stands in this process need no TLS; behind a proxy that is trusted, its word counts. In
/// an office's own network <c>Federation__PlainHttp=allowed</c> does without.</remarks>
internal static class Transport
{
    private static readonly Problem UnknownHost = new(
        400, "host-unknown", "本系统不在这个网址上。请使用管理员公布的网址。",
        "The system is not at this address; use the one that its operator gives.");

    private static readonly Problem NeedsTls = new(
        403, "tls-needed", "为保护您的密码和资料，请用 https:// 开头的网址打开本系统。如仍不行，请告诉系统管理员。",
        "To protect your password and data, open this system by an address that begins with https://. "
        + "If that fails, tell the operator.");

    private const string PlainHttp = "Federation:PlainHttp";

    public static void AddTransport(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new PublicAddress(builder.Configuration));
        if (builder.Configuration[PlainHttp] is { Length: > 0 } and not "allowed" and var word)
            throw new SettingsException(
                $"Federation__PlainHttp 须为 allowed 或不设，不能是“{word}”。",
                $"Federation__PlainHttp is allowed, or not set, not '{word}'.");
    }

    public static void UseTransport(this WebApplication app)
    {
        var address = app.Services.GetRequiredService<PublicAddress>();
        var plainIsAllowed = app.Configuration[PlainHttp] == "allowed";
        app.Use((http, next) =>
            IsProbe(http) ? next(http)
            : !address.Admits(http) ? UnknownHost.For(http).ExecuteAsync(http)
            : plainIsAllowed || http.Request.IsHttps || IsFromHere(http) ? next(http)
            : Plainly(http, next, address));
    }

    /// <summary>Pages are sent on to TLS, where its address is known; what the API is sent was readable on its way
    /// already, so it is told instead of mended in silence.</summary>
    private static Task Plainly(HttpContext http, RequestDelegate next, PublicAddress address)
    {
        var request = http.Request;
        var asks = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        var page = !request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments("/openapi");
        if (asks && page && address.ByTls is { } tls)
        {
            http.Response.Redirect(Header.Uri(tls + request.Path.ToUriComponent() + request.QueryString));
            return Task.CompletedTask;
        }

        return asks && request.Headers.Authorization.Count == 0 && !request.Cookies.ContainsKey(Gate.Cookie)
            ? next(http) : NeedsTls.For(http).ExecuteAsync(http);
    }

    /// <summary>Probes ask a node by whatever address it has.</summary>
    private static bool IsProbe(HttpContext http) => http.Request.Path.StartsWithSegments("/health");

    private static bool IsFromHere(HttpContext http) =>
        http.Connection.RemoteIpAddress is not { } caller || IPAddress.IsLoopback(caller);
}
