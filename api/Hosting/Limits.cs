using System.Threading.RateLimiting;
using Federation.Api.Changes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Federation.Api;

/// <summary>How much one caller may ask, and how big a request may be.</summary>
public static class Limits
{
    public const string SignIn = "sign-in";

    /// <summary>Sign-in tries from one address in a minute, unless <c>Federation__SignInsPerMinute</c> says otherwise:
    /// a town hall may have one address. Checking a password costs a tenth of a second of a core.</summary>
    public const int SignInsPerMinute = 120;

    public const string Complaints = "complaints";

    /// <summary>Complaints filed and statuses looked up from one address in a minute, unless
    /// <c>Federation__ComplaintsPerMinute</c> says otherwise: nobody needs an account for either.</summary>
    public const int ComplaintsPerMinute = 20;

    /// <summary>Requests one signed-in account may have waiting or running at once.</summary>
    public const int AtOncePerAccount = 400;

    /// <summary>Requests one address may have waiting or running at once when nobody is signed in.</summary>
    public const int AtOncePerAddress = 200;

    /// <summary>Requests of everybody inside one gateway at once, open pages that listen apart: beyond it a refusal
    /// costs nothing, and those inside are served.</summary>
    public const int AtOnceMax = 2_000;

    /// <summary>The largest body of any request: of those that bring a file. Others have smaller bounds, see
    /// <see cref="BodyBound"/>.</summary>
    public const long BodyMax = 11L * 1024 * 1024;

    /// <summary>What the server reads ahead of a request nobody has asked it for yet.</summary>
    public const int ReadAheadMax = 64 * 1024;

    /// <summary>Connections of one gateway with the usual number of open pages that listen, they included; beyond it
    /// the server lets go of new ones.</summary>
    public const int ConnectionsMax = 8_000;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static void AddLimits(this WebApplicationBuilder builder)
    {
        var connections = ConnectionsMax - Listeners.ListenersMax + Listeners.MaxOf(builder.Configuration);
        builder.Services.Configure<KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = Bodies.BytesMax + Bodies.SmallMax;
            options.Limits.MaxRequestBufferSize = ReadAheadMax;
            options.Limits.MaxConcurrentConnections = connections;
            options.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        });
        builder.Services.Configure<FormOptions>(options =>
        {
            options.ValueCountLimit = 1_000;
            options.ValueLengthLimit = Bodies.BytesMax;
            options.MultipartBodyLengthLimit = BodyMax;
        });
        var signIns = builder.Configuration.GetValue("Federation:SignInsPerMinute", SignInsPerMinute);
        var complaints = builder.Configuration.GetValue("Federation:ComplaintsPerMinute", ComplaintsPerMinute);
        builder.Services.AddRateLimiter(options =>
        {
            options.OnRejected = async (rejected, _) =>
            {
                var http = rejected.HttpContext;
                await (HttpMethods.IsGet(http.Request.Method) ? Problem.TooMany.AtOnce(http)
                    : Problem.TooMany.For(http).ExecuteAsync(http)); // Who sent a form is told in its frame.
            };
            options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                PartitionedRateLimiter.Create<HttpContext, string>(http =>
                    http.Features.Get<Caller>() is { Account: { } account }
                        ? Concurrent($"account {account}", AtOncePerAccount)
                        : Concurrent($"address {Address(http)}", AtOncePerAddress)),
                PartitionedRateLimiter.Create<HttpContext, string>(_ => Concurrent("everybody", AtOnceMax)));
            options.AddPolicy(SignIn, http => RateLimitPartition.GetFixedWindowLimiter(
                Address(http), _ => new() { PermitLimit = signIns, Window = Minute }));
            options.AddPolicy(Complaints, http => RateLimitPartition.GetFixedWindowLimiter(
                Address(http), _ => new() { PermitLimit = complaints, Window = Minute }));
        });
    }

    private static RateLimitPartition<string> Concurrent(string who, int permits) =>
        RateLimitPartition.GetConcurrencyLimiter(who, _ => new() { PermitLimit = permits, QueueLimit = 0 });

    internal static string Address(HttpContext http) => SigningIn.Visit.NetworkOf(http.Connection.RemoteIpAddress);
}
